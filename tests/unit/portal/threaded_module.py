"""A module that starts a thread when imported, as no module of a child may."""

import threading

threading.Thread(target=threading.Event().wait, name="busy", daemon=True).start()

"""`portal serve`: pages, API and one claiming worker in one process, on waitress; stops within its grace period."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import IO

import waitress
from waitress.buffers import TempfileBasedBuffer

from portal.app import create_app
from portal.doctor import require_confinement
from portal.jobs.embedded import EmbeddedWorker, leave
from portal.logs import log
from portal.memory import limit_arenas
from portal.settings import Settings
from portal.wiring import build_deps, build_runner

THREADS = 8  # requests answered at the same time
IDLE_SECONDS = 60


def serve(settings: Settings, host: str, port: int, on_ready: Callable[[int], None]) -> None:
    """Serve until SIGTERM or SIGINT; never returns.

    Args:
        settings: of the instance.
        host, port: where to listen; port 0 takes a free one.
        on_ready: called with the port once requests are answered.

    Raises:
        PortTakenError: something else listens there. ConfinementError: children cannot be cut off here.
    """
    limit_arenas()
    keep_bodies_in_memory()
    deps = build_deps(settings)
    app = create_app(settings, deps)
    try:
        server = waitress.create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            channel_timeout=IDLE_SECONDS,
            # a resumed piece of an upload stays in memory: nothing in clear reaches the temp folder
            inbuf_overflow=16 << 20,
            # the application refuses what is too large, in words; this is only the end of its patience
            max_request_body_size=2 * settings.max_upload_bytes + (1 << 20),
            # kept as they came: they tell a request of a proxy on this host from one of this host itself
            clear_untrusted_proxy_headers=False,
        )
    except OSError:
        raise PortTakenError from None
    worker = None
    if settings.embedded:
        require_confinement(settings)
        worker = EmbeddedWorker(build_runner(settings, deps), settings.grace_seconds)

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        threading.Thread(target=_end, args=(server, worker), name="stop").start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if worker is not None:
        worker.start()
    log().info("serve.ready", port=server.effective_port)
    on_ready(int(server.effective_port))
    with contextlib.suppress(OSError):  # the listening socket is closed under it at the stop
        server.run()
    time.sleep(settings.grace_seconds + 5)  # the stopping thread ends the process


def keep_bodies_in_memory() -> None:
    """Let waitress collect large bodies in anonymous memory files.

    It would spool them to the temp folder, where an upload that turns out to be secret would have touched a disk in
    clear (DESIGN, invariant 2); the memory of a memfd is gone with the request, or with the process.
    """

    def new_file(buffer: TempfileBasedBuffer) -> IO[bytes]:
        del buffer
        return os.fdopen(os.memfd_create("body", os.MFD_CLOEXEC), "w+b")

    TempfileBasedBuffer.newfile = new_file


def _end(server: waitress.server.BaseWSGIServer, worker: EmbeddedWorker | None) -> None:
    server.close()
    if worker is not None:
        worker.stop()
    leave()


class PortTakenError(Exception):
    """Something else listens there."""

    code = "serve.port_taken"
    message_zh = "端口已被占用或无权使用，请用 --port 换一个端口。"
    message_en = "The port is taken or not permitted; choose another with --port."

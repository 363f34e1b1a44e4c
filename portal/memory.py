"""Keep a long-running process small: few allocator arenas, freed pages given back to the system.

glibc gives each thread an arena of its own and keeps what was freed in it; a server of some twenty threads then holds
several times what it uses. Elsewhere (musl, macOS) these calls do not exist and nothing happens.
"""

import ctypes

_M_ARENA_MAX = -8  # malloc.h of glibc
ARENAS = 2


def limit_arenas() -> None:
    """Say, before threads are started, that they shall share two arenas."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give freed pages back to the system; cheap enough for every sweep."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)

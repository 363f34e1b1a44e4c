"""The child's walls, tried from inside a forked process."""

import errno
import json
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.jobs import confine
from portal.jobs.confine import ConfinementError, confine_child, probe
from portal.jobs.seccomp import filter_program

LIMITS = {"seconds": 30, "file_bytes": 1 << 20}


def _inside(act: Callable[[], object], workdir: Path, **limits: object) -> object:
    """Confine a forked child, let it act, give back what it did: a value, or the error's number."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            confine_child(workdir, {**LIMITS, **limits})
            answer = act()
        except OSError as error:
            answer = errno.errorcode[error.errno or 0]
        except BaseException as error:  # noqa: BLE001 -- the test reads its name
            answer = type(error).__name__
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    with os.fdopen(reading) as answered:
        return json.load(answered)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    made = tmp_path / "work", tmp_path / "storage", tmp_path / "keys"
    for folder in made:
        folder.mkdir()
    (made[2] / "secret").write_text("key")
    return made


def test_the_probe_sees_every_wall() -> None:
    assert probe() == {"network": "namespace", "files": "landlock", "programs": "refused"}


def test_it_writes_only_its_folder_and_the_storage(folders: tuple[Path, Path, Path]) -> None:
    work, storage, keys = folders

    def write(path: Path) -> Callable[[], object]:
        return lambda: path.write_text("x")

    assert _inside(write(work / "a"), work, storage=str(storage)) == 1
    assert _inside(write(storage / "a"), work, storage=str(storage)) == 1
    assert _inside(write(keys / "a"), work, storage=str(storage)) == "EACCES"


def test_it_cannot_read_the_key_store(folders: tuple[Path, Path, Path]) -> None:
    work, storage, keys = folders
    assert _inside((keys / "secret").read_text, work, storage=str(storage)) == "EACCES"
    assert _inside((keys / "secret").read_text, work, storage=str(storage), readable=[str(keys)]) == "key"
    assert _inside(lambda: len(list(keys.iterdir())), work, storage=str(storage)) == "EACCES"


def test_the_folder_python_was_started_in_is_not_given_with_its_keys(
    folders: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    work, storage, keys = folders
    monkeypatch.syspath_prepend(str(work.parent))
    assert _inside((keys / "secret").read_text, work, storage=str(storage)) == "EACCES"


def test_it_cannot_look_into_its_parent(folders: tuple[Path, Path, Path]) -> None:
    work, storage, _ = folders
    parent = Path("/proc", str(os.getpid()))
    for name in ("environ", "mem", "maps"):
        assert _inside(lambda name=name: len((parent / name).read_bytes()), work, storage=str(storage)) in {
            "EACCES",
            "EPERM",
        }


def test_unnamed_plaintext_stays_usable(folders: tuple[Path, Path, Path]) -> None:
    work, storage, _ = folders

    def through_proc() -> str:
        memory = os.memfd_create("plain")
        os.write(memory, b"in memory")
        unnamed = os.open(work, os.O_TMPFILE | os.O_RDWR)
        os.write(unnamed, b", on disk without a name")
        return "".join(Path(f"/proc/self/fd/{handle}").read_text() for handle in (memory, unnamed))

    assert _inside(through_proc, work, storage=str(storage)) == "in memory, on disk without a name"


def test_no_socket_but_pairs(tmp_path: Path) -> None:
    import _socket

    for family in (_socket.AF_INET, _socket.AF_INET6, _socket.AF_UNIX, _socket.AF_NETLINK):
        assert _inside(lambda family=family: _socket.socket(family, _socket.SOCK_DGRAM).close(), tmp_path) == "EACCES"
    assert _inside(lambda: len(_socket.socketpair()), tmp_path) == 2


def test_no_program_unless_allowed(tmp_path: Path) -> None:
    def start() -> int:
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        return os.waitpid(pid, 0)[1]

    assert _inside(start, tmp_path) == "EACCES"
    assert _inside(lambda: os.execv("/bin/true", ["true"]), tmp_path) == "EACCES"
    assert _inside(start, tmp_path, may_spawn=True) == 0


def test_threads_still_start(tmp_path: Path) -> None:
    import threading

    def start() -> bool:
        done: list[bool] = []
        one = threading.Thread(target=done.append, args=(True,))
        one.start()
        one.join()
        return done == [True]

    assert _inside(start, tmp_path) is True


def test_files_are_bounded(tmp_path: Path) -> None:
    assert _inside(lambda: (tmp_path / "big").write_bytes(bytes(2 << 20)), tmp_path) == "EFBIG"
    assert (tmp_path / "big").stat().st_size <= 1 << 20


def test_no_core_dump(tmp_path: Path) -> None:
    import resource

    assert _inside(lambda: resource.getrlimit(resource.RLIMIT_CORE), tmp_path) == [0, 0]


def test_without_any_network_wall_it_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine, "_leave_network", lambda libc: False)
    monkeypatch.setattr(confine, "install_filter", lambda libc, may_spawn: False)
    assert _inside(lambda: "went on", tmp_path) == "ConfinementError"
    assert _inside(lambda: "went on", tmp_path, is_confined=False) == "went on"
    assert ConfinementError.code == "job.unconfined"


def test_the_filter_alone_is_a_wall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import _socket

    monkeypatch.setattr(confine, "_leave_network", lambda libc: False)
    assert _inside(lambda: _socket.socket().close(), tmp_path) == "EACCES"


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("may_spawn", [True, False])
def test_every_jump_of_the_filter_lands_inside(machine: str, may_spawn: bool) -> None:
    program = filter_program(machine, may_spawn=may_spawn)
    assert program is not None
    steps = list(struct.iter_unpack("=HBBI", program))
    for index, (code, if_true, if_false, _) in enumerate(steps):
        if code & 7 == 5:  # a jump
            assert max(if_true, if_false) + index + 1 < len(steps)
    assert steps[-1][0] == 6
    assert filter_program("riscv64", may_spawn=may_spawn) is None

"""A full disk at every door: a sentence and a code, nothing half done, and resumable once there is room again.

The disk is a real one of eight megabytes (tmpfs) where this process may mount one; elsewhere its writes are counted.
"""

import errno
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import event, func, select, text
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from catalog.actions.submit import Metadata
from catalog.models import Dataset, Job, Version
from catalog.storage.errors import StorageFull
from catalog.storage.local import LocalStorage
from catalog.vault import Vault
from catalog.vault.keystore import FileKeyStore
from portal.cli import error_sentence, upload
from portal.cli.door import Door
from portal.uploads import room
from tests.fakes.record import make_record
from tests.fakes.site import Site, make_site

DISK = 8 << 20
SPARE = 1 << 20
CONTENT = "地区,数量\n东湖区,3\n".encode() * 40_000  # 1 MB
TUS = {"Tus-Resumable": "1.0.0"}


class Disk:
    """A small file system with ballast that comes and goes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ballast = folder / "ballast"

    def leave(self, free: int) -> None:
        """Fill up until so many bytes are free."""
        self.ballast.unlink(missing_ok=True)
        with self.ballast.open("wb") as out:
            out.write(bytes(max(0, shutil.disk_usage(self.folder).free - free)))

    def left(self) -> list[str]:
        """Every file that is there, the ballast aside."""
        return sorted(
            str(p.relative_to(self.folder)) for p in self.folder.rglob("*") if p.is_file() and p != self.ballast
        )


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    options = f"size={DISK}"
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
    ).returncode:
        count_writes(folder, monkeypatch)
        yield Disk(folder)
        return
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def count_writes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be mounted: `os.write` below the folder fails as on a full disk."""
    write = os.write

    def free() -> int:
        return DISK - sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    def counted(handle: int, data: bytes) -> int:
        if Path(f"/proc/self/fd/{handle}").readlink().is_relative_to(folder) and len(data) > free():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(handle, data)

    monkeypatch.setattr(os, "write", counted)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free()))


def open_site(disk: Disk, tmp_path: Path, *, spare: int) -> Site:
    """A site whose storage and keys lie on the small disk."""
    record = make_record(f"sqlite:///{tmp_path / 'record.db'}")
    storage = LocalStorage(disk.folder / "storage")
    vault = Vault(storage, FileKeyStore(disk.folder / "keys", bytes(range(32))))
    limits = replace(record.deps.limits, min_free_bytes=spare)
    record.deps = replace(record.deps, storage=storage, vault=vault, limits=limits)
    return make_site(record, tmp_path)


@pytest.fixture
def careful(disk: Disk, tmp_path: Path) -> Iterator[Site]:
    """Keeps spare room, as installations do."""
    site = open_site(disk, tmp_path, spare=SPARE)
    yield site
    site.record.engine.dispose()


@pytest.fixture
def careless(disk: Disk, tmp_path: Path) -> Iterator[Site]:
    """Keeps no spare room, so the disk itself says that it is full."""
    site = open_site(disk, tmp_path, spare=0)
    yield site
    site.record.engine.dispose()


def rows(site: Site) -> int:
    with site.record.session() as session:
        return sum(session.scalar(select(func.count()).select_from(one)) or 0 for one in (Dataset, Version, Job))


def post_form(site: Site, window, content: bytes = CONTENT):
    return post_parts(window, "/workspace/upload", content, {}, csrf_token=site.token(window))


def post_api(site: Site, window, content: bytes = CONTENT):
    return post_parts(window, "/api/v1/uploads", content, {"X-CSRFToken": site.token(window)})


def post_parts(window, path: str, content: bytes, headers: dict[str, str], **form: str):
    """Encoded here: the test client would put a large body into a temporary file and leave it open."""
    parts = {**form, "files": FileStorage(io.BytesIO(content), "名录.csv"), "title": "名录", "summary": ""}
    body, _, boundary = stream_encode_multipart(parts, use_tempfile=False)
    return window.post(
        path, data=body.read(), headers=headers, content_type=f"multipart/form-data; boundary={boundary}"
    )


def create(site: Site, window, length: int):
    return window.post("/uploads", headers={**TUS, "X-CSRFToken": site.token(window), "Upload-Length": str(length)})


def patch(site: Site, window, place: str, offset: int, piece: bytes):
    headers = {**TUS, "X-CSRFToken": site.token(window), "Upload-Offset": str(offset)}
    return window.patch(place, data=piece, headers=headers, content_type="application/offset+octet-stream")


def is_refused(answer) -> None:
    body = str(answer.get_json()) if answer.is_json else answer.get_data(as_text=True)
    assert answer.status_code == 507, body
    assert "存储空间不足，文件未保存" in body
    assert "storage.full" in body


def test_no_door_takes_what_would_leave_too_little(careful: Site, disk: Disk) -> None:
    window = careful.window("uploader")
    disk.leave(SPARE + len(CONTENT) // 2)
    is_refused(post_form(careful, window))
    is_refused(post_api(careful, window))
    is_refused(create(careful, window, len(CONTENT)))
    assert disk.left() == []
    assert rows(careful) == 0
    small = CONTENT[: len(CONTENT) // 4]  # what fits is taken
    assert post_form(careful, window, small).status_code == 302
    assert rows(careful) == 3


def test_a_disk_that_fills_up_while_bytes_come(careless: Site, disk: Disk) -> None:
    window = careless.window("uploader")
    disk.leave(3 << 20)
    content = CONTENT * 4  # as long as the disk's rest and a little more
    limits = replace(careless.record.deps.limits, min_free_bytes=-len(content))  # the door's own look is put aside
    careless.app.extensions["deps"] = replace(careless.record.deps, limits=limits)
    is_refused(post_form(careless, window, content))
    is_refused(post_api(careless, window, content))
    assert disk.left() == []
    assert rows(careless) == 0


def test_the_door_looks_again_while_bytes_come(careful: Site, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another upload took the room in between."""
    monkeypatch.setattr(room, "LOOK_EVERY", 1 << 16)
    window = careful.window("uploader")
    real = LocalStorage.free_bytes
    looks = iter([DISK, DISK, DISK])
    monkeypatch.setattr(LocalStorage, "free_bytes", lambda storage: next(looks, SPARE - 1))
    is_refused(post_form(careful, window))
    monkeypatch.setattr(LocalStorage, "free_bytes", real)
    assert disk.left() == []
    assert rows(careful) == 0


def test_a_resumable_upload_goes_on_when_there_is_room_again(careless: Site, disk: Disk) -> None:
    window = careless.window("uploader")
    content = CONTENT * 2
    place = create(careless, window, len(content)).headers["Location"]
    half = len(CONTENT)
    assert patch(careless, window, place, 0, content[:half]).status_code == 204
    before = disk.left()
    disk.leave(half // 3)
    is_refused(patch(careless, window, place, half, content[half:]))
    assert window.head(place, headers=TUS).headers["Upload-Offset"] == str(half)
    assert disk.left() == before
    disk.ballast.unlink()
    assert patch(careless, window, place, half, content[half:]).status_code == 204
    upload_id = place.rsplit("/", 1)[-1]
    done = careless.post(
        window, "/workspace/upload", upload_id=upload_id, file_name="名录.csv", title="名录", summary=""
    )
    assert done.status_code == 302
    with careless.record.session() as session:
        version = session.get_one(Version, UUID(upload_id))
        with careless.record.deps.vault.open_reader(upload_id, version.parts) as source:
            assert source.read() == content


def test_the_command_line_is_a_door_too(careful: Site, disk: Disk, tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_bytes(CONTENT)
    with careful.record.session() as session:
        door = Door(careful.settings, careful.record.deps, session)
        disk.leave(SPARE)
        with pytest.raises(StorageFull) as refused:
            upload._send(door, path, Metadata(file_name=path.name), "uploader@example.cn", None)
        assert disk.left() == []
        disk.ballast.unlink()
        upload._send(door, path, Metadata(file_name=path.name), "uploader@example.cn", None)
    assert error_sentence(refused.value) == "错误 [storage.full]：存储空间不足，文件未保存，请联系管理员。"
    assert rows(careful) == 3


def test_not_even_room_for_a_key(careless: Site, disk: Disk) -> None:
    window = careless.window("uploader")
    disk.leave(0)
    careless.app.extensions["deps"] = replace(
        careless.record.deps, limits=replace(careless.record.deps.limits, min_free_bytes=-DISK)
    )
    is_refused(create(careless, window, 100))
    is_refused(post_form(careless, window, b"a\n1\n"))
    assert disk.left() == []


def test_a_full_database_is_said_and_leaves_nothing(careless: Site, disk: Disk) -> None:
    """SQLite's own SQLITE_FULL, by a limit on its pages."""
    window = careless.window("uploader")
    engine = careless.record.engine
    token = careless.token(window)
    engine.dispose()
    with engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()

    def limited(raw, entry) -> None:
        raw.execute(f"PRAGMA max_page_count={pages}")

    engine.dispose()
    event.listen(engine, "connect", limited)
    wide = {"summary": "长" * 2000}
    answers = []
    for _ in range(20):  # free places inside pages are used up first
        data = {"csrf_token": token, "files": (io.BytesIO(b"a\n1\n"), "a.csv"), "title": "名录", **wide}
        answers.append(window.post("/workspace/upload", data=data, content_type="multipart/form-data"))
        if answers[-1].status_code != 302:
            break
    is_refused(answers[-1])
    acknowledged = len(answers) - 1
    assert rows(careless) == 3 * acknowledged
    assert len([name for name in disk.left() if name.endswith(".key")]) == acknowledged

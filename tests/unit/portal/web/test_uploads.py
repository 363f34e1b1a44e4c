"""Uploads: sealed while they come in, bounded, resumable; what is nobody's is destroyed."""

import base64
import hashlib
import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from catalog.models import Version
from catalog.storage.memory import MemoryStorage
from portal.uploads.note import NOTE, sweep_expired
from tests.fakes.site import Site

CONTENT = "姓名,证件号\n甲,1\n".encode() * 4000
TUS = {"Tus-Resumable": "1.0.0"}


def kept(site: Site) -> dict[str, bytes]:
    """Everything in the storage."""
    storage = site.record.deps.storage
    assert isinstance(storage, MemoryStorage)
    names = list(storage.list("staging"))
    return {name: storage.open(name).read() for name in names}


def post_file(site: Site, client: FlaskClient, content: bytes = CONTENT, **form: Any) -> TestResponse:
    data = {"csrf_token": site.token(client), "files": (io.BytesIO(content), "机密名称.csv"), **form}
    return client.post("/workspace/upload", data=data, content_type="multipart/form-data")


class Resumable:
    """A client of the resumable door."""

    def __init__(self, site: Site, client: FlaskClient) -> None:
        self.site, self.client = site, client
        self.headers = {**TUS, "X-CSRFToken": site.token(client)}

    def create(self, length: int) -> TestResponse:
        return self.client.post("/uploads", headers={**self.headers, "Upload-Length": str(length)})

    def patch(self, place: str, offset: int, piece: bytes, **more: str) -> TestResponse:
        headers = {**self.headers, "Upload-Offset": str(offset), **more}
        return self.client.patch(place, data=piece, headers=headers, content_type="application/offset+octet-stream")

    def offset(self, place: str) -> int:
        return int(self.client.head(place, headers=TUS).headers["Upload-Offset"])


def test_a_form_upload_is_ciphertext_from_the_first_byte(site: Site) -> None:
    answer = post_file(site, site.window("uploader"), title="云川市名录", summary="")
    assert answer.status_code == 302
    stored = kept(site)
    assert stored
    for name, content in stored.items():
        assert "姓名".encode() not in content
        assert "机密" not in name
    with site.record.session() as session:
        version = session.scalars(select(Version)).one()
        assert version.file_name is None
        assert version.sealed is not None
        assert "名录".encode() not in version.sealed
        assert version.bytes_received == len(CONTENT)
        assert site.record.deps.vault.get(str(version.id), version.parts[0]) == CONTENT
        assert not any(name.endswith(NOTE) for name in stored)


def test_several_files_each_become_a_version(site: Site) -> None:
    window = site.window("uploader")
    data = {
        "csrf_token": site.token(window),
        "files": [(io.BytesIO(b"a\n1\n"), "one.csv"), (io.BytesIO(b"b\n2\n"), "two.csv")],
        "title": ["第一个", "第二个"],
        "summary": ["", ""],
    }
    assert window.post("/workspace/upload", data=data).headers["Location"] == "/workspace/uploads"
    with site.record.session() as session:
        titles = [
            site.record.deps.vault.open_text(str(one.id), one.sealed or b"") for one in session.scalars(select(Version))
        ]
    assert len(titles) == 2
    assert any("第一个" in title for title in titles)
    assert any("第二个" in title for title in titles)


@pytest.mark.parametrize("who", ["officer", "secrecy", "developer", "visitor"])
def test_bytes_of_others_are_dropped(site: Site, who: str) -> None:
    window = site.visitor() if who == "visitor" else site.window(who)
    data = {"files": (io.BytesIO(CONTENT), "x.csv")}
    if who != "visitor":
        data["csrf_token"] = site.token(window)
    assert window.post("/workspace/upload", data=data).status_code in (400, 403)
    assert kept(site) == {}


def test_a_forged_form_leaves_nothing(site: Site) -> None:
    window = site.window("uploader")
    answer = window.post("/workspace/upload", data={"files": (io.BytesIO(CONTENT), "x.csv")})
    assert answer.status_code == 400
    assert kept(site) == {}


def test_a_refused_file_leaves_nothing(site: Site) -> None:
    answer = post_file(site, site.window("uploader"), update_cycle="每世纪")
    assert answer.status_code == 422
    assert "填写内容不符合要求" in answer.get_data(as_text=True)
    assert kept(site) == {}


def test_no_file_is_said(site: Site) -> None:
    window = site.window("uploader")
    answer = site.post(window, "/workspace/upload")
    assert answer.status_code == 422
    assert "请选择至少一个文件" in answer.get_data(as_text=True)


def test_resuming_after_a_break_gives_the_same_bytes(site: Site) -> None:
    door = Resumable(site, site.window("uploader"))
    made = door.create(len(CONTENT))
    assert made.status_code == 201
    place = made.headers["Location"]
    assert "Upload-Expires" in made.headers
    half = len(CONTENT) // 2
    digest = base64.b64encode(hashlib.sha256(CONTENT[:half]).digest()).decode()
    first = door.patch(place, 0, CONTENT[:half], **{"Upload-Checksum": f"sha256 {digest}"})
    assert first.status_code == 204
    assert door.offset(place) == half
    assert door.patch(place, 0, CONTENT[:half]).status_code == 409  # the answer was lost, the client repeats
    assert door.patch(place, half, CONTENT[half:]).status_code == 204
    upload_id = UUID(place.rsplit("/", 1)[-1])
    submitted = site.post(
        door.client, "/workspace/upload", upload_id=str(upload_id), file_name="名录.csv", title="名录", summary=""
    )
    assert submitted.status_code == 302
    with site.record.session() as session:
        version = session.get_one(Version, upload_id)
        assert len(version.parts) == 2
        with site.record.deps.vault.open_reader(str(upload_id), version.parts) as source:
            assert source.read() == CONTENT
    assert door.client.head(place, headers=TUS).status_code == 404  # it is the record's now
    assert door.patch(place, len(CONTENT), b"more").status_code == 404


def test_a_damaged_piece_is_thrown_away(site: Site) -> None:
    door = Resumable(site, site.window("uploader"))
    place = door.create(100).headers["Location"]
    wrong = base64.b64encode(hashlib.sha1(b"other", usedforsecurity=False).digest()).decode()
    assert door.patch(place, 0, b"x" * 50, **{"Upload-Checksum": f"sha1 {wrong}"}).status_code == 460
    assert door.patch(place, 0, b"x" * 50, **{"Upload-Checksum": "crc32 x"}).status_code == 460
    assert door.offset(place) == 0


def test_more_than_was_said_is_refused(site: Site) -> None:
    door = Resumable(site, site.window("uploader"))
    place = door.create(10).headers["Location"]
    assert door.patch(place, 0, b"x" * 11).status_code == 413
    assert door.offset(place) == 0
    assert door.client.post("/uploads", headers={**door.headers, "Upload-Length": "0"}).status_code == 422
    for length in ("-1", "x", str(1 << 45)):
        answer = door.client.post("/uploads", headers={**door.headers, "Upload-Length": length})
        assert answer.status_code in (400, 413), length


def test_an_incomplete_upload_is_not_submitted(site: Site) -> None:
    door = Resumable(site, site.window("uploader"))
    upload_id = door.create(10).headers["Location"].rsplit("/", 1)[-1]
    answer = site.post(door.client, "/workspace/upload", upload_id=upload_id, file_name="x.csv")
    assert answer.status_code == 422
    assert "没有找到上传的文件" in answer.get_data(as_text=True)


def test_an_upload_is_its_owners(site: Site) -> None:
    door, other = Resumable(site, site.window("uploader")), Resumable(site, site.window("colleague"))
    place = door.create(10).headers["Location"]
    assert other.client.head(place, headers=TUS).status_code == 404
    assert other.patch(place, 0, b"x").status_code == 404
    assert other.client.delete(place, headers=other.headers).status_code == 404
    assert site.post(other.client, "/workspace/upload", upload_id=place.rsplit("/", 1)[-1]).status_code == 422
    assert Resumable(site, site.window("officer")).create(10).status_code == 403
    assert site.visitor().post("/uploads", headers={**TUS, "Upload-Length": "10"}).status_code in (400, 401)


def test_the_protocols_rules(site: Site) -> None:
    door = Resumable(site, site.window("uploader"))
    said = door.client.options("/uploads").headers
    assert said["Tus-Version"] == "1.0.0"
    assert set(said["Tus-Extension"].split(",")) == {"creation", "termination", "expiration", "checksum"}
    assert door.client.post("/uploads", headers={"X-CSRFToken": door.headers["X-CSRFToken"]}).status_code == 412
    place = door.create(10).headers["Location"]
    wrong = door.client.patch(place, data=b"x", headers={**door.headers, "Upload-Offset": "0"})
    assert wrong.status_code == 415
    assert door.client.head(f"/uploads/{uuid4()}", headers=TUS).status_code == 404


def test_ending_and_expiring_destroy(site: Site) -> None:
    door = Resumable(site, site.window("uploader"))
    first, second = door.create(10).headers["Location"], door.create(10).headers["Location"]
    door.patch(second, 0, b"x" * 10)
    assert door.client.delete(first, headers=door.headers).status_code == 204
    assert all(first.rsplit("/", 1)[-1] not in name for name in kept(site))
    assert sweep(site) == 0
    site.record.clock.now += timedelta(hours=25)
    assert door.client.head(second, headers=TUS).status_code == 404
    assert door.create(10).status_code == 201
    assert sweep(site) == 0
    site.record.clock.now += timedelta(hours=25)
    assert sweep(site) == 1
    assert kept(site) == {}


def sweep(site: Site) -> int:
    with site.record.session() as session:
        return sweep_expired(session, deps=site.record.deps)

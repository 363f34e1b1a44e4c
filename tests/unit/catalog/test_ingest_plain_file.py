"""Plaintext for libraries: never a name in any folder."""

import io
import tempfile
from pathlib import Path

import pytest

from catalog.ingest import IngestError, Limits, plain_file
from catalog.ingest.plain_file import plain_file as opened


@pytest.mark.parametrize("in_memory", [10, 1000])
def test_it_is_read_by_its_descriptor_and_has_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(plain_file, "_IN_MEMORY", in_memory)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with opened(io.BytesIO(b"plain text of an upload"), Limits()) as path:
        assert Path(path).read_bytes() == b"plain text of an upload"
        assert list(tmp_path.rglob("*")) == []
        target = str(Path(path).readlink())
        assert target.startswith("/memfd:") if in_memory > 100 else target.endswith("(deleted)")
    assert not Path(path).exists()


@pytest.mark.parametrize("in_memory", [10, 1000])
def test_bytes_are_counted(monkeypatch: pytest.MonkeyPatch, in_memory: int) -> None:
    monkeypatch.setattr(plain_file, "_IN_MEMORY", in_memory)
    with pytest.raises(IngestError) as caught, opened(io.BytesIO(bytes(100)), Limits(file_bytes=99)):
        pass
    assert caught.value.code == "ingest.too_large"

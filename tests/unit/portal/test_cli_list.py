"""`portal list`: problems by line, what would change and why, two administrators, nothing half done."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from catalog.actions.editions import Change
from classifiers.edition_text import with_head
from classifiers.negative_list import EDITIONS
from classifiers.subject import Subject
from portal.cli import main
from portal.cli.negative_list_table import print_changes
from tests.fakes.editions import APPROVER, judged, with_ban

SHIPPED = max(EDITIONS.glob("*.yaml")).read_text("utf-8")
NUMBER = "云数开〔2026〕8号"


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *words], catch_exceptions=True)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("list") / "instance"
    made = run(folder, "init")
    assert made.exit_code == 0, made.output
    for name in ("one", "two"):
        made = run(folder, "user", "add", f"{name}@example.cn", "--name", f"管理员{name}", "--role", "admin")
        assert made.exit_code == 0, made.output
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.yaml"
    head: dict[str, Any] = {"number": 2, "approver": "", "approval_number": "", "approved_at": None}
    path.write_text(with_head(with_ban(SHIPPED), **head), "utf-8")
    return path


def test_check_says_what_is_wrong_and_on_which_line(tmp_path: Path, file: Path) -> None:
    done = run(tmp_path, "list", "check", str(file))
    assert done.exit_code == 0
    assert "75 条" in done.output
    assert "尚缺批准" in done.output
    told = json.loads(run(tmp_path, "list", "check", str(file), "--json").output)
    assert told["missing"] == ["approver", "approval_number"]
    text = file.read_text("utf-8")
    file.write_text(text.replace("consequence: SHARE", "consequence: NEVER", 1), "utf-8")
    line = text[: text.index("consequence: SHARE")].count("\n") + 1
    wrong = run(tmp_path, "list", "check", str(file))
    assert wrong.exit_code == 1
    assert f"{file}:{line}: " in wrong.output
    file.write_bytes(b"\xff\xfe\x00")
    assert run(tmp_path, "list", "check", str(file)).exit_code == 1


def test_what_if_on_facts_needs_no_record(tmp_path: Path, file: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    rows = [{"id": name, "facts": judged(name)["facts"]} for name in ("小额贷款市场平均利率", "某指标")]
    facts.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), "utf-8")
    done = run(tmp_path, "list", "what-if", str(file), "--facts", str(facts))
    (change,) = [json.loads(line) for line in done.output.splitlines()]
    assert (change["id"], change["direction"]) == ("小额贷款市场平均利率", "stricter")
    assert (change["release_before"], change["release_after"]) == ("open_after_masking", "share_only")
    assert change["clauses_added"] == ["NL-B90"]


def test_two_administrators_from_the_command_line(home: Path, file: Path) -> None:
    tried = run(home, "list", "what-if", str(file), "--as", "one@example.cn")
    assert "试算了 0 个数据集" in tried.output
    refused = run(home, "list", "draft", str(file), "--as", "one@example.cn")
    assert refused.exit_code != 0
    assert json.loads(run(home, "list", "status", "--json").output)["drafts"] == []  # nothing half done
    unknown = run(home, "list", "enact", str(file), "--as", "two@example.cn")
    assert unknown.exit_code != 0
    approval = ("--approver", APPROVER, "--approval-number", NUMBER, "--approved-at", "2025-12-20")
    assert run(home, "list", "draft", str(file), "--as", "one@example.cn", *approval).exit_code == 0
    assert NUMBER in file.read_text("utf-8")
    assert run(home, "list", "enact", str(file), "--as", "one@example.cn").exit_code != 0
    done = run(home, "list", "enact", str(file), "--as", "two@example.cn")
    assert "第 2 版已施行" in done.output
    told = json.loads(run(home, "list", "status", "--json").output)
    assert [(one["number"], one["is_current"]) for one in told["editions"]] == [(2, True), (1, False)]
    assert told["runs"][0]["kind"] == "reclassify"
    assert "第 2 版（现行）" in run(home, "list", "status").output
    assert run(home, "list", "examples", "--as", "one@example.cn").output == ""


def test_the_table_says_how_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    from uuid import UUID

    change = Change(
        version_id=UUID(int=1),
        title="平均利率",
        state="published",
        direction="stricter",
        tier_before="public",
        tier_after="internal",
        release_before="open",
        release_after="share_only",
        clauses_added=("NL-B90",),
        clauses_removed=("NL-X02",),
        deciding_before="NL-X02",
        deciding_after="NL-B90",
        needs_scan=("NL-A02",),
        is_readable=True,
        masks=(("备注", "CN_ID", "spans"),),
    )
    print_changes([change], 40, as_json=False)
    shown = capsys.readouterr().out
    for word in ("从严", "平均利率", "NL-B90", "NL-A02", "试算了 40 个数据集：从严 1", "没有扫描过", "不会自动放开"):
        assert word in shown, word
    print_changes([change], 40, as_json=True)
    assert json.loads(capsys.readouterr().out)["deciding_after"] == "NL-B90"


def test_facts_that_are_none_are_told_by_line_and_the_others_compared(tmp_path: Path, file: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    kept = json.dumps({"id": "a", "facts": Subject(title="私募基金管理人名录").to_json()})
    facts.write_text("\n".join([kept, "x", "", "[1]", json.dumps({"id": "b", "facts": {"version": 0}}), kept]), "utf-8")
    done = run(tmp_path, "list", "what-if", str(file), "--facts", str(facts))
    assert done.exit_code == 0, done.output
    assert [n for n in range(1, 7) if f"{facts}:{n}: " in done.output] == [2, 4, 5]

"""`portal classify` as a command: an answer for every line, what was not read told by line, no file half written."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from classifiers.negative_list import EDITIONS
from portal.cli import main

GOOD = {
    "id": "a",
    "title": "小额贷款利率",
    "fields": [{"name": "月份", "type": "string"}, {"name": "利率(%)", "type": "number"}],
    "rows": [{"月份": "2024-01", "利率(%)": 3.2}],
}


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["classify", *map(str, words)], catch_exceptions=True)


def answers(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_lines_that_are_no_datasets_are_told_by_number_and_the_others_are_judged(tmp_path: Path) -> None:
    lines = [json.dumps(GOOD), "not json", "", "[1, 2]", json.dumps({"id": "x", "title": "名单", "rowz": [1]}), "{"]
    lines += [json.dumps(GOOD | {"rows": "none"}), "\ufeff" + json.dumps(GOOD, ensure_ascii=False)]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines), "utf-8")
    done = run(source, "--out", out)
    assert done.exit_code == 0, done.output
    told = answers(out)
    assert [one["id"] for one in told] == ["a", None, None, "x", None, "a", "a"]
    assert [one["released"] is not None for one in told] == [True, False, False, False, False, False, True]
    for number, words in ((2, "JSON"), (4, "JSON"), (5, "id、title、rowz"), (6, "JSON"), (7, "rows 类型不对")):
        assert any(line.startswith(f"{source}:{number}: ") and words in line for line in done.output.splitlines())
    assert f"{source}:1:" not in done.output
    assert "7 datasets" in done.output


def test_many_bad_lines_are_told_once_in_sum(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("x\n" * 23, "utf-8")
    done = run(source, "--out", tmp_path / "out.jsonl")
    assert "另有 3 行" in done.output
    assert len(answers(tmp_path / "out.jsonl")) == 23


def test_the_input_is_never_written_over(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(GOOD), "utf-8")
    for out in (source, tmp_path / "." / "in.jsonl", tmp_path / "no" / "out.jsonl"):
        assert run(source, "--out", out).exit_code == 2
    assert json.loads(source.read_text("utf-8")) == GOOD


def test_an_interrupted_run_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps(GOOD) + "\n" + json.dumps(GOOD), "utf-8")
    out.write_text("before", "utf-8")
    monkeypatch.setattr("portal.cli.classify._Told.look", _interrupt)
    assert run(source, "--out", out).exit_code != 0
    assert out.read_text("utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_empty_file_has_an_empty_answer_and_a_wrong_list_is_told_by_line(tmp_path: Path) -> None:
    source, out, wrong = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "list.yaml"
    source.write_text("", "utf-8")
    assert run(source, "--out", out).exit_code == 0
    assert out.read_text("utf-8") == ""
    wrong.write_text(max(EDITIONS.glob("*.yaml")).read_text("utf-8").replace("level: 5", "level: 9", 1), "utf-8")
    refused = run(source, "--out", out, "--list", wrong)
    assert refused.exit_code == 1
    assert "`level` 须是 1 至 5" in refused.output

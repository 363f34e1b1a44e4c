"""Documents: everything at once, no overlaps, raw offsets; births and health."""

import json
from itertools import pairwise
from random import Random

import pytest
from click.testing import CliRunner

from desensitize.entities import Entity
from desensitize.recognizers.date_of_birth import find_births
from desensitize.recognizers.health import find_health
from desensitize.text import scan_text
from portal.cli.scan_text import command
from tests.data.generators.identifiers import resident_id

ID = resident_id(Random(7))
DECISION = (
    "临江证监局行政处罚决定书〔2020〕3号\n"
    "当事人:朱雅琴,男,1975年5月出生,身份证号"
    + ID
    + ",住址:云川市东湖区新丰村4组8号,时任云川云帆科技股份有限公司董事会秘书。\n"
    "经查,当事人控制使用“陶子涵”证券账户在内幕信息敏感期内买入“云帆科技”。\n"
)


def found(text: str, *entities: Entity) -> list[tuple[Entity, str]]:
    """Pairs of kind and string."""
    return [(f.entity, text[f.start : f.end]) for f in scan_text(text, entities=entities or None)]


def test_a_penalty_decision():
    assert found(DECISION, Entity.PERSON, Entity.ADDRESS, Entity.DATE_OF_BIRTH) == [
        (Entity.PERSON, "朱雅琴"),
        (Entity.DATE_OF_BIRTH, "1975年5月"),
        (Entity.ADDRESS, "云川市东湖区新丰村4组8号"),
        (Entity.PERSON, "陶子涵"),
    ]
    assert (Entity.ORG, "云川云帆科技股份有限公司") in found(DECISION)


def test_findings_never_overlap_and_are_ordered():
    findings = scan_text(DECISION * 3)
    assert all(one.end <= two.start for one, two in pairwise(findings))
    assert len({f.entity for f in findings}) >= 5


def test_a_known_name_is_found_again_and_a_surname_before_a_title():
    text = "马国强先生：1957年出生，本科。马先生1978年毕业。后由马国强负责。"
    assert found(text, Entity.PERSON) == [(Entity.PERSON, "马国强"), (Entity.PERSON, "马"), (Entity.PERSON, "马国强")]


def test_the_empty_text_holds_nothing():
    assert scan_text("") == ()


@pytest.mark.parametrize(
    ("header", "text", "expected"),
    [
        ("出生日期", "1985-03-02", ["1985-03-02"]),
        ("csrq", "19850302", ["19850302"]),
        ("出生年月", "1985.03", ["1985.03"]),
        ("出生日期", "1985/3/2 00:00:00", ["1985/3/2"]),
        ("birth_date", "31109", ["31109"]),
        ("出生日期", "１９８５年３月２日", ["１９８５年３月２日"]),
        (None, "张三，1985年3月2日出生", ["1985年3月2日"]),
        (None, "出生于1985年3月", ["1985年3月"]),
        (None, "经比对出生日期（1983-02-19）与名单不符", ["1983-02-19"]),
        (None, '{"birthday":"1985-03-02"}', ["1985-03-02"]),
        (None, "一九八五年三月出生", ["一九八五年三月"]),
        ("开户日期", "1985-03-02", []),
        ("出生日期", "不详", []),
        ("出生日期", "1985-13-40", []),
        (None, "生产日期2021-03-02", []),
        (None, "生效日期2020-03-02", []),
    ],
)
def test_births(header, text, expected):
    assert [text[f.start : f.end] for f in find_births([text], header=header)[0]] == expected


@pytest.mark.parametrize(
    ("header", "text", "expected"),
    [
        ("病种", "高血压", ["高血压"]),
        ("出险疾病", "肺癌", ["肺癌"]),
        ("残疾类别", "肢体残疾二级", ["肢体残疾二级"]),
        ("健康状况", "良好", []),
        ("疾病人数", "123", []),
        ("险种", "重大疾病保险", []),
        (None, "其母患有尿毒症，长期透析", ["尿毒症"]),
        (None, "确诊为2型糖尿病及高血压", ["2型糖尿病及高血压"]),
        (None, "高血压患者人数", []),
        (None, "投保防癌险", []),
    ],
)
def test_health(header, text, expected):
    assert [text[f.start : f.end] for f in find_health([text], header=header)[0]] == expected


def test_the_command_writes_a_line_for_each_line(tmp_path):
    source = tmp_path / "in.jsonl"
    lines = [{"text": "联系人：张宏伟"}, {"text": "无"}]
    source.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    result = CliRunner().invoke(command, [str(source), "--entities", "PERSON"])
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.output.splitlines()] == [
        {"entities": [{"start": 4, "end": 7, "type": "PERSON"}]},
        {"entities": []},
    ]


@pytest.mark.parametrize("line", ["{", "[]", '{"text": 3}'])
def test_the_command_names_the_line_and_not_its_text(tmp_path, line):
    source = tmp_path / "in.jsonl"
    source.write_text(line, encoding="utf-8")
    result = CliRunner().invoke(command, [str(source)])
    assert result.exit_code == 1
    assert "1" in result.output


def test_unknown_kinds_are_refused(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text("", encoding="utf-8")
    assert CliRunner().invoke(command, [str(source), "--entities", "NOBODY"]).exit_code == 2

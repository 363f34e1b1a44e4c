"""Names that the tagger nearly saw, names with rare surnames, and names in fixed forms of documents."""

import pytest

from desensitize.people.finder import find_people
from desensitize.people.surnames import SurnameTier, surname_of
from desensitize.tagger import read
from tests.data.generators.texts import texts


def names(text: str) -> list[str]:
    """What is found in one remark."""
    return [text[f.start : f.end] for f in find_people([text], header="备注")[0]]


def test_each_character_says_how_near_to_a_person_the_tagger_was():
    reading = read(["由张宏伟办理，平安银行"])[0]
    assert len(reading.begins) == len(reading.inside) == len(reading.labels)
    assert reading.begins[1] == 8
    assert min(reading.inside[2:4]) >= 7
    assert max(reading.begins[7:]) <= 3


def test_belief_does_not_depend_on_the_batch():
    made = ["冻结周晶芬银行存款", "暂停韩磊保险代理", "由张宏伟办理贷款了"]
    assert [one.begins for one in read(made)] == [read([text])[0].begins for text in made]


@pytest.mark.parametrize("surname", "常洪傅赖丘贲凤滑")
def test_surnames_that_are_words_too(surname):
    length, tier = surname_of(surname + "建国")
    assert length == 1
    assert tier >= SurnameTier.RARE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("冻结周晶芬银行存款81000元", ["周晶芬"]),
        ("借款人常建军逾期", ["常建军"]),
        ("借款人洪秀英、傅志强共同还款", ["洪秀英", "傅志强"]),
        ("客户古丽巴哈尔．玉素甫江来电", ["古丽巴哈尔．玉素甫江"]),
        ("审 判 长  周 绍", ["周 绍"]),
        ("汇款人姓名（英文）：WANG Wei", ["WANG Wei"]),
        ("<xm>赖淑芬</xm><sjh>13800001111</sjh>", ["赖淑芬"]),
        ("其妻罗梓涵在家务农", ["罗梓涵"]),
        ("其妻李某某，其子李某", []),
        ("平安银行股份有限公司、周大福、哈哈", []),
    ],
)
def test_remarks(text, found):
    assert names(text) == found


@pytest.mark.parametrize(("batch", "least", "leak"), [("fifth", 0.94, 0.03), ("eighth", 0.94, 0.06)])
def test_texts_never_learned_from(batch, least, leak):
    """Strict spans and leaked characters on templates that no weight was learned from, hard names included."""
    right = extra = missed = hidden = open_ = 0
    for _, _, made in texts(batch, 4, seed=11):
        gold = {(span.start, span.end) for span in made.spans if span.entity == "PERSON"}
        found = {(f.start, f.end) for f in find_people([made.text], header="备注")[0]}
        right, extra, missed = right + len(gold & found), extra + len(found - gold), missed + len(gold - found)
        covered = {at for start, end in found for at in range(start, end)}
        characters = {at for start, end in gold for at in range(start, end)}
        hidden, open_ = hidden + len(characters & covered), open_ + len(characters - covered)
    assert right > 200
    assert 2 * right / (2 * right + extra + missed) >= least
    assert open_ / (hidden + open_) <= leak

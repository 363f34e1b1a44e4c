"""What stands before a name when it is no sentence."""

import pytest

from classifiers.span_labels import form_label, stands_beside

NAME = "李文博"


def label(text: str) -> str:
    start = text.index(NAME)
    return form_label(text, start, start + len(NAME))


def test_the_labels_of_a_name_alone_in_its_line_are_the_lines_above():
    assert label(f"被处罚当事人\n姓名或名称\n个人姓名\n{NAME}\n单位") == "被处罚当事人|姓名或名称|个人姓名|"


@pytest.mark.parametrize(
    "text",
    [
        f"负责人\n来电记录:{NAME}",
        f"负责人\n{NAME}称",
        f"借款人姓名\n{NAME}",
        f"本表由经办部门负责人签字后连同附件一并报送\n{NAME}",
        NAME,
    ],
)
def test_no_label_for_other_names(text):
    assert label(text) == ""


@pytest.mark.parametrize("before", ["申请执行人某银行,担保人", "其妻", "担保人:王海燕、"])
def test_somebody_beside_a_party(before):
    assert stands_beside(before)


@pytest.mark.parametrize("before", ["欠税人:", "第三人称", "担保公司经理"])
def test_a_party_or_an_officer_is_not_beside_one(before):
    assert not stands_beside(before)

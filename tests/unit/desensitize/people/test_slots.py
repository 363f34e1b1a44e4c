"""Places behind words for somebody, whatever the word: what doers, kin and posts end in."""

import pytest

from desensitize.people.slots import left_of, open_places, right_of
from desensitize.tagger import read


@pytest.mark.parametrize(
    ("before", "name", "kind"),
    [
        ("报案人", "白云", "d"),
        ("讲解员：", "白云", "d:"),
        ("表妹", "白云", "k"),
        ("借款人", "白云", "Rd"),
        ("他人", "白云", ""),
        ("昨天", "白云", ""),
    ],
)
def test_what_stands_before(before, name, kind):
    text = before.replace("：", ":") + name + "签字"
    assert left_of(text, len(before), read([text])[0]) == kind
    assert (len(before) in open_places(text)) == bool(kind)


@pytest.mark.parametrize(
    ("before", "kind"), [("会计2103班", "g"), ("三组", "g"), ("5队：", "g:"), ("上班", ""), ("小组", "")]
)
def test_a_numbered_group_has_members(before, kind):
    text = before.replace("：", ":") + "白云签字"
    assert left_of(text, len(before), read([text])[0]) == kind


@pytest.mark.parametrize(
    ("behind", "kind"), [("", "e"), ("。", "e"), ("、李强", "l"), ("签字", "F"), ("女士到场", "t"), ("的电话", "v")]
)
def test_what_stands_behind(behind, kind):
    text = "报案人白云" + behind
    assert right_of(text, 5, read([text])[0]) == kind

"""What the portal says of a masked column: the kind and what is done to it."""

import pytest

from catalog.taxonomy import masking_label, masking_labels
from portal.record_words import english_words


@pytest.mark.parametrize(
    ("operator", "entity", "masked_as", "label"),
    [
        ("spans", "PERSON", "partial", "姓名打码"),
        ("spans", "CN_ID", "redact", "居民身份证号遮蔽"),
        ("spans", "CN_MOBILE", "pseudonymise", "手机号假名化"),
        ("county", "ADDRESS", "county", "住址只到区县"),
        ("age_band", "DATE_OF_BIRTH", "age_band", "出生日期改为年龄段"),
        ("redact", "HEALTH", None, "健康信息遮蔽"),
        ("spans", "CN_ID", None, "居民身份证号遮蔽"),
        ("spans", "", None, "遮蔽文中个人信息"),
        ("redact", "", None, "遮蔽"),
        ("drop", "CN_ID", "redact", "删除"),
        ("bucket", None, None, "分档"),
        (None, None, None, "保留"),
    ],
)
def test_the_label_names_kind_and_action(
    operator: str | None, entity: str | None, masked_as: str | None, label: str
) -> None:
    assert masking_label(operator, entity, masked_as) == label


def test_every_such_label_has_its_english() -> None:
    assert masking_labels().items() <= english_words().items()
    assert english_words()["姓名打码"] == "Person name: partly hidden"

"""Tables of institutions: their telephones and addresses stay, those of people do not."""

import polars as pl
import pytest

from desensitize.entities import Entity
from desensitize.scan import scan_table
from desensitize.scanning.institutions import holds_institutions

_CLINICS = [
    "东湖区中医医院",
    "东湖区妇幼保健院",
    "龙虎社区卫生服务中心",
    "新繁街道中心卫生院",
    "第二人民医院（城东院区）",
]


def _found(header: str, names: list[str], *, others: tuple[str, str] = ("address", "contact_phone")) -> set[Entity]:
    rows = len(names)
    frame = pl.DataFrame(
        {
            header: names,
            others[0]: [f"新都区香樟路{number + 20}号" for number in range(rows)],
            others[1]: [f"028839722{number + 10}" for number in range(rows)],
        }
    )
    return {entity for column in scan_table(frame).columns for entity in column.cells}


@pytest.mark.parametrize("header", ["name", "名称", "单位全称"])
def test_telephones_and_addresses_of_institutions_stay(header: str) -> None:
    assert not _found(header, _CLINICS) & {Entity.LANDLINE, Entity.ADDRESS}


def test_those_of_people_are_found() -> None:
    people = ["王建国", "李秀英", "张伟", "刘洋", "陈桂花"]
    assert _found("name", people) >= {Entity.PERSON, Entity.LANDLINE, Entity.ADDRESS}


def test_customers_are_no_register_though_they_are_firms() -> None:
    assert Entity.LANDLINE in _found("客户名称", [f"华泰{name}有限公司" for name in ("商贸", "科技", "物流", "食品")])


def test_the_head_of_a_firm_stands_in_its_register() -> None:
    frame = pl.DataFrame(
        {
            "公司全称": ["潍柴动力股份有限公司", "新金路集团股份有限公司"],
            "联系方式": ["0536-8197069", "0838-2301092"],
            "法人": ["马常海", "刘江东"],
        }
    )
    assert Entity.LANDLINE not in scan_table(frame).columns[1].cells


def test_a_few_institutions_are_no_column_of_them() -> None:
    assert not holds_institutions("名称", ["县医院", "东湖小学", "大米", "面粉", "食用油"])
    assert not holds_institutions("经办人", _CLINICS)

"""Tables of institutions: a register gives their telephones and addresses by law, so they are left alone.

Either the header says what the rows are (机构名称), or a column's cells do: clinics, schools, firms under 名称, name.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final

from desensitize.entities import Entity
from desensitize.normalise import fold
from desensitize.people.headers import NameEvidence, name_evidence
from desensitize.places.headers import AddressEvidence, address_evidence, is_home_address, is_office_address
from desensitize.recognizers.date_of_birth import is_birth_header
from desensitize.scanning.context import Meaning
from desensitize.scanning.judgement import disproven

_OFFICES = re.compile(
    "(?:机构|网点|支行|分行|单位|部门|企业|公司|银行|营业部|窗口|分局|税务所|办事处|营业厅)(?:名称|全称|简称)?$"
)
_OFFICE_PHONE = re.compile(
    "(?:机构|网点|支行|分行|银行|营业部|营业厅|企业|公司|单位|部门|门店|商户|采购人|招标人|发包人|供应商|大厅|窗口|办事处|机关|总部|中心)的?"
    "(?:联系|服务|办公|咨询|对外|固定)?(?:电话|座机|固话|联系方式|联系方法|传真)(?:号码)?$"
)
# Whoever heads an institution is named in its register beside the office's telephone.
_HEADS = re.compile("(?:法定代表人|法人代表|法人|负责人|董事长|总经理|行长|局长|主任|校长|院长)(?:姓名|名称)?$")
_OWN: Meaning = frozenset(
    {Entity.CN_ID, Entity.PASSPORT, Entity.HMT_PERMIT, Entity.OTHER_ID, Entity.WECHAT, Entity.QQ, Entity.BANK_CARD}
)
"""What only a person has."""
_NAMES: Final = re.compile("(?i)(?:^|[^a-z])(?:full_?)?name$|(?:^|[^人客户者])(?:名称|全称)$")
"""Headers of names that say nothing of whose they are."""
_INSTITUTION: Final = (
    "(?:公司|集团|银行|[支分总]行|分理处|储蓄所|信用社|联社|医院|卫生[院室所站]|保健院|门诊部|诊所|药[店房]|[学小中]学|学[院校]|幼儿园|中心|[局所馆站厂社会厅处]|"
    "委员会|办公室|办事处|政府|基金会|网点|营业[部厅]|超市|酒店|宾馆|饭店|商行|经营部|服务部|事务所|研究院|法院|检察院|支队|大队|车队)(?:[(].{1,20}[)])?"
)
_ENDS_AS_ONE: Final = re.compile(f"{_INSTITUTION}$")
_SHORTEST: Final = 4
_FEWEST: Final = 4
_MOST: Final = 0.8


def holds_institutions(name: str, sample: Sequence[str]) -> bool:
    """Whether a column of names has institutions in nearly all its cells. name: its header. sample: cells."""
    if _NAMES.search(fold(name).strip()) is None:
        return False
    cells = {fold(cell).strip() for cell in sample[:200]} - {""}
    those = sum(len(cell) >= _SHORTEST and _ENDS_AS_ONE.search(cell) is not None for cell in cells)
    return len(cells) >= _FEWEST and those >= _MOST * len(cells)


def is_about_offices(
    names: Sequence[str], meanings: Sequence[Meaning], samples: Sequence[Sequence[str]]
) -> frozenset[str]:
    """The mark that landlines are office numbers, when a table speaks of institutions and of no person.

    names: all headers. meanings: what each says. samples: cells of each column's beginning.
    """
    if any(
        meaning & _OWN or (Entity.CN_MOBILE in meaning and Entity.LANDLINE not in meaning) for meaning in meanings
    ) or any(map(_is_of_one_person, names)):
        return frozenset()
    told = {name for name, sample in zip(names, samples, strict=True) if holds_institutions(name, sample)}
    offices = bool(told) or any(_OFFICES.search(name) for name in names)
    others = [name for name in names if name not in told and not (offices and _HEADS.search(name))]
    if any(name_evidence(name) >= NameEvidence.PARTY for name in others):
        return frozenset()
    return frozenset({disproven(Entity.LANDLINE)}) if offices else frozenset()


def _is_of_one_person(name: str) -> bool:
    """Whether a header speaks of somebody's birth or home: then the table's rows are people."""
    return is_birth_header(name) or (address_evidence(name) is AddressEvidence.ADDRESS and is_home_address(name))


def office_marks(name: str, about_offices: Collection[str]) -> frozenset[str]:
    """Marks that a column's addresses or landlines are an institution's, whose register gives them by law.

    name: the header. about_offices: what `is_about_offices` says of the table.
    """
    if _OFFICE_PHONE.search(name):
        return frozenset({disproven(Entity.LANDLINE)})
    if is_home_address(name):
        return frozenset()
    if is_office_address(name) or (about_offices and address_evidence(name) is AddressEvidence.ADDRESS):
        return frozenset({disproven(Entity.ADDRESS)})
    return frozenset()

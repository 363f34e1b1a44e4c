"""The kinds of personal information the portal knows, and the look-alikes it must leave alone.

Imports nothing heavy: pages use the labels, so this module must stay free of presidio, polars and numpy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Entity(StrEnum):
    """Stable type names, as the command line, plans and decisions write them."""

    CN_ID = "CN_ID"
    USCC = "USCC"
    ORG_CODE = "ORG_CODE"
    REG_NO = "REG_NO"
    BANK_CARD = "BANK_CARD"
    BANK_ACCOUNT = "BANK_ACCOUNT"
    CN_MOBILE = "CN_MOBILE"
    LANDLINE = "LANDLINE"
    EMAIL = "EMAIL"
    PASSPORT = "PASSPORT"
    HMT_PERMIT = "HMT_PERMIT"
    PLATE = "PLATE"
    VIN = "VIN"
    IP = "IP"
    MAC = "MAC"
    WECHAT = "WECHAT"
    QQ = "QQ"
    SECURITIES_ACCOUNT = "SECURITIES_ACCOUNT"
    POLICY_NUMBER = "POLICY_NUMBER"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    HEALTH = "HEALTH"
    PERSON = "PERSON"
    ADDRESS = "ADDRESS"
    LOCATION = "LOCATION"
    ORG = "ORG"
    PASSWORD = "PASSWORD"  # noqa: S105 - the name of a kind, not a secret
    CVV = "CVV"
    OTHER_ID = "OTHER_ID"


@dataclass(frozen=True, slots=True)
class EntityInfo:
    """What is fixed about one kind.

    code: the stable type name. name_zh, name_en: labels. personal: False for kinds that are listed but never masked.
    c_class: class of JR/T 0171-2020 (C3 authentication data, C2 identity and financial state, C1 internal, "" none).
    priority: of two overlapping findings the higher one stays.
    """

    code: Entity
    name_zh: str
    name_en: str
    personal: bool
    c_class: str
    priority: int


def _table(*infos: EntityInfo) -> Mapping[Entity, EntityInfo]:
    return MappingProxyType({info.code: info for info in infos})


# Priorities follow the collision order ID > credit code > card > account; a finding with a check digit or a fixed form
# outranks one that only its surroundings make plausible.
ENTITIES: Mapping[Entity, EntityInfo] = _table(
    EntityInfo(Entity.CN_ID, "居民身份证号", "resident identity number", True, "C2", 100),
    EntityInfo(Entity.USCC, "统一社会信用代码", "unified social credit code", False, "", 95),
    EntityInfo(Entity.EMAIL, "电子邮箱", "e-mail address", True, "C2", 92),
    EntityInfo(Entity.BANK_CARD, "银行卡号", "bank card number", True, "C2", 90),
    EntityInfo(Entity.VIN, "车辆识别代号", "vehicle identification number", True, "C2", 88),
    EntityInfo(Entity.PLATE, "车牌号", "number plate", True, "C2", 86),
    EntityInfo(Entity.MAC, "MAC 地址", "MAC address", True, "C1", 84),
    EntityInfo(Entity.IP, "IP 地址", "IP address", True, "C1", 82),
    EntityInfo(Entity.CN_MOBILE, "手机号", "mobile number", True, "C2", 80),
    EntityInfo(Entity.PASSWORD, "密码", "password", True, "C3", 78),
    EntityInfo(Entity.CVV, "卡片安全码", "card verification value", True, "C3", 77),
    EntityInfo(Entity.PASSPORT, "护照号", "passport number", True, "C2", 76),
    EntityInfo(Entity.HMT_PERMIT, "港澳台通行证号", "travel permit (HK, Macau, Taiwan)", True, "C2", 76),
    EntityInfo(Entity.SECURITIES_ACCOUNT, "证券账户号", "securities account", True, "C2", 72),
    EntityInfo(Entity.POLICY_NUMBER, "保险单号", "insurance policy number", True, "C2", 70),
    EntityInfo(Entity.REG_NO, "工商注册号", "business registration number", False, "", 68),
    EntityInfo(Entity.ORG_CODE, "组织机构代码", "organisation code", False, "", 66),
    EntityInfo(Entity.BANK_ACCOUNT, "银行账号", "bank account", True, "C2", 64),
    EntityInfo(Entity.LANDLINE, "固定电话", "landline number", True, "C2", 62),
    EntityInfo(Entity.OTHER_ID, "其他个人证件号", "number of another personal document", True, "C2", 61),
    EntityInfo(Entity.QQ, "QQ 号", "QQ number", True, "C2", 60),
    EntityInfo(Entity.WECHAT, "微信号", "WeChat id", True, "C2", 58),
    EntityInfo(Entity.DATE_OF_BIRTH, "出生日期", "date of birth", True, "C2", 56),
    EntityInfo(Entity.ADDRESS, "住址", "address", True, "C2", 50),
    EntityInfo(Entity.PERSON, "姓名", "person name", True, "C2", 48),
    EntityInfo(Entity.HEALTH, "健康信息", "health information", True, "C2", 46),
    EntityInfo(Entity.ORG, "机构名称", "organisation name", False, "", 20),
    EntityInfo(Entity.LOCATION, "地名", "place name", False, "", 10),
)

ENTITY_ORDER: tuple[Entity, ...] = tuple(Entity)
"""Fixed order: an entity's place here is its code in the arrays of a table scan."""

ENTITY_INDEX: Mapping[str, int] = MappingProxyType({entity.value: i for i, entity in enumerate(ENTITY_ORDER)})

PERSONAL: frozenset[Entity] = frozenset(code for code, info in ENTITIES.items() if info.personal)
"""Kinds that a release must not show unless a clause keeps them."""


def parse_entities(text: str) -> frozenset[Entity]:
    """Read a comma-separated list of type names.

    text: for instance "CN_ID,CN_MOBILE"; blanks and case do not matter.
    Returns the set; raises ValueError when a name is unknown (the message lists the known ones, not the text).
    """
    names = [part.strip().upper() for part in text.split(",") if part.strip()]
    known = {entity.value for entity in Entity}
    if not names or any(name not in known for name in names):
        raise ValueError("unknown entity; known: " + ", ".join(sorted(known)))
    return frozenset(Entity(name) for name in names)

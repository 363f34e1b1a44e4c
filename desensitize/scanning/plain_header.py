"""A column's name without what forms put around it (marks of required fields, notes for whoever fills them in).

Short forms of databases are written out.
"""

import re
from functools import lru_cache
from typing import Final

_SIGNS: Final = "*＊★☆▲△●○■□◆※#＃✱:：;；,，、.。\\s'\"“”‘’`|"
_NOTE: Final = (
    "[(（\\[【{〔<《](?=[^)）\\]】}〕>》]*(?:必填|选填|可空|非空|必录|必选|可选|脱敏|未脱敏|原始|明文|示例|样例|例如|例[:：]|格式|参考|"
    "请填|填写|位数?[)）\\]】}〕>》]|[0-9]+位|字符|文本|不超过|唯一|主键))[^)）\\]】}〕>》]*[)）\\]】}〕>》]?"
)
_AROUND: Final = re.compile(f"^(?:{_NOTE}|[{_SIGNS}])+|(?:{_NOTE}|[{_SIGNS}])+$")

_SHORT_FORMS: Final = {
    "address": "adr adrs",
    "account": "acnt accnt",
    "birth": "brth bir",
    "birth_date": "birthdt",
    "card": "crd",
    "cert": "ctf crtf",
    "date": "dt",
    "email": "eml",
    "full_name": "fnm",
    "id_no": "idn",
    "mobile": "mob mbl mphone",
    "name": "nme",
    "no": "num nbr",
    "phone": "phn",
    "policy": "plcy",
    "tel": "tele",
}
"""Short forms that column names in databases are made of (BRTH_DT, MBL_NBR, CRTF_NO)."""
_WORDS: Final = {short: word for word, shorts in _SHORT_FORMS.items() for short in shorts.split()}


@lru_cache(maxsize=4096)
def plain_header(name: str) -> str:
    """The name as it is read. name: as written. Returns it without signs and notes at its ends; itself if none is left.

    >>> plain_header("*出生日期（必填）")
    '出生日期'
    >>> plain_header("CUST_BRTH_DT")
    'CUST_birth_date'
    """
    plain = _AROUND.sub("", name) or name
    if "_" not in plain or not plain.isascii():
        return plain
    return "_".join(_WORDS.get(part.lower(), part) for part in plain.split("_"))

"""Whether an approval of the negative list is a real one: by whom, under which number (上海市数据条例 第38条)."""

import re
import unicodedata
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.actions.edition_errors import ApprovalMissing
from catalog.models import NegativeListEdition

LEAST_APPROVER: Final = 3  # 市政府 is the shortest name of one that approves
LEAST_NUMBER: Final = 5
_STAND_IN: Final = re.compile(
    r"待(?:定|填|补|批|审)|暂(?:无|缺|定)|未定|填写|示例|样例|测试|占位|某某|某(?=[市省县区办局〔(])|批准(?:单位|文号)|"
    r"tbd|todo|n/?a\b|none|null|test|demo|example|sample|placeholder|x{2,}|×{2,}|\*{2,}|\?{2,}|_{2,}|\.{3,}|…|●|○○"
)
_NUMERAL: Final = re.compile(r"[0-9一二三四五六七八九十]")
_LETTER: Final = re.compile(r"[\u4e00-\u9fffa-z]")


def check_approval(
    session: Session, approver: str, approval_number: str, approved_at: date | None, *, today: date
) -> None:
    """Return when approver, number and day may stand on an edition.

    Raises:
        ApprovalMissing: blank, a placeholder, a number of an earlier edition, or a day to come; `detail.field`.
    """
    folded = unicodedata.normalize("NFKC", approver).strip().lower()
    if len(folded) < LEAST_APPROVER or _STAND_IN.search(folded) or not _LETTER.search(folded):
        raise ApprovalMissing({"field": "approver"})
    number = unicodedata.normalize("NFKC", approval_number).replace(" ", "").lower()
    is_number = len(number) >= LEAST_NUMBER and _NUMERAL.search(number) and _LETTER.search(number)
    if not is_number or _STAND_IN.search(number):
        raise ApprovalMissing({"field": "approval_number"})
    taken = session.scalars(select(NegativeListEdition.approval_number))
    if number in {unicodedata.normalize("NFKC", one).replace(" ", "").lower() for one in taken}:
        raise ApprovalMissing({"field": "approval_number"})
    if approved_at is not None and approved_at > today:
        raise ApprovalMissing({"field": "approved_at"})

"""The recognizers, one file a kind. This registry is what analyzer and scan run.

Rules are patterns in data (`rule.Rule`). Finders judge whole texts in batches (names, addresses, dates, health).
"""

from desensitize.recognizers import (
    authentication,
    bank,
    cn_id,
    email,
    finance_account,
    messenger,
    network,
    organisation,
    other_document,
    phone,
    piece,
    travel_document,
    vehicle,
)
from desensitize.recognizers.rule import Rule

RULES: tuple[Rule, ...] = (
    *cn_id.RULES,
    *organisation.RULES,
    *bank.RULES,
    *phone.RULES,
    *email.RULES,
    *travel_document.RULES,
    *vehicle.RULES,
    *network.RULES,
    *messenger.RULES,
    *finance_account.RULES,
    *authentication.RULES,
    *other_document.RULES,
    *piece.RULES,
)

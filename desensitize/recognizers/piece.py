"""Pieces of a number that is cut over several columns: area, birth date and serial of an identity number and the like.

A piece alone is nothing; the columns beside it prove it (`scanning.split_numbers`), and it fills its cell.
"""

from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT, RIGHT, Need, Pattern, Rule

_DATE = "(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"

RULES = tuple(
    Rule(
        name=f"{entity.value.lower()}_piece",
        entity=entity,
        patterns=(
            Pattern("date", f"(?<![0-9A-Za-z/.-]){_DATE}(?![0-9A-Za-z/.-])"),
            Pattern("digits", LEFT + "[0-9]{1,15}[0-9Xx]" + RIGHT),
        ),
        score=0.9,
        trigger="[0-9][0-9Xx]|[0-9][-/.年]",
        need=Need.PIECE,
        explanation="a part of a number whose other parts stand in the columns beside it",
    )
    for entity in (Entity.CN_ID, Entity.CN_MOBILE, Entity.BANK_CARD)
)

"""Personal names: Chinese, with compound and minority surnames, and Latin ones under a header of persons."""

from desensitize.entities import Entity
from desensitize.people.finder import find_people
from desensitize.people.headers import NameEvidence, name_evidence
from desensitize.recognizers.finder import Finder


def _asks(header: str | None) -> bool:
    return name_evidence(header) >= NameEvidence.PARTY


FINDER = Finder(
    entity=Entity.PERSON,
    name="person",
    find=find_people,
    trigger=(
        r"[\x{3400}-\x{9fff}\x{20000}-\x{3134f}][ ]{0,6}[\x{3400}-\x{9fff}\x{20000}-\x{3134f}·•]"
        r"|[A-Z][A-Za-z'’.-]*[ ,]{1,2}[A-Z]"
    ),
    asks=_asks,
    explanation="a header of persons, a role or title beside it, or the tagger and the surname list agree",
)

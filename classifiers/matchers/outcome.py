"""What a matcher may answer."""

from enum import Enum
from typing import Final

from classifiers.decision import Evidence


class NeedsScan(Enum):
    """The stored facts cannot tell: the data has to be scanned again."""

    NEEDS_SCAN = "needs_scan"


NEEDS_SCAN: Final = NeedsScan.NEEDS_SCAN

Outcome = tuple[Evidence, ...] | NeedsScan | None
HOLDS: Final[tuple[Evidence, ...]] = ()

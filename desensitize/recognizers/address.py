"""Postal addresses: homes and offices alike, never administrative regions alone."""

from desensitize.entities import Entity
from desensitize.places.finder import find_addresses
from desensitize.places.headers import AddressEvidence, address_evidence
from desensitize.recognizers.finder import Finder


def _asks(header: str | None) -> bool:
    return address_evidence(header) is AddressEvidence.ADDRESS


FINDER = Finder(
    entity=Entity.ADDRESS,
    name="address",
    find=find_addresses,
    trigger="[路街道巷弄村屯庄寨组队社号栋幢座楼室区苑园府庭城厦寓坊]",
    asks=_asks,
    explanation="the parts of a Chinese address finer than a town, in their order",
)

"""Postal addresses: homes and offices alike, never administrative regions alone."""

from desensitize.entities import Entity
from desensitize.places.finder import find_addresses
from desensitize.places.headers import AddressEvidence, address_evidence
from desensitize.places.parts import MARK
from desensitize.recognizers.finder import Finder


def _asks(header: str | None) -> bool:
    return address_evidence(header) is AddressEvidence.ADDRESS


FINDER = Finder(
    entity=Entity.ADDRESS,
    name="address",
    find=find_addresses,
    trigger=MARK,
    asks=_asks,
    explanation="the parts of a Chinese address finer than a town, in their order",
    heeds=address_evidence,
)

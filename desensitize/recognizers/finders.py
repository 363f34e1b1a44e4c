"""The registry of finders, beside the registry of rules in the package itself."""

from desensitize.recognizers import address, date_of_birth, health, person
from desensitize.recognizers.finder import Finder

FINDERS: tuple[Finder, ...] = (person.FINDER, address.FINDER, date_of_birth.FINDER, health.FINDER)

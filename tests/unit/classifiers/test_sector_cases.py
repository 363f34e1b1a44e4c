"""Theme, sector and cross-listing over whole sets of datasets, department by department and edge by edge."""

from datetime import date

import pytest

from classifiers.negative_list import current_edition
from classifiers.reading import read_subject
from classifiers.sectors import find_sector
from tests.data.generators.sector_cases import FOLDER, SectorCase, sector_cases

SETS = sorted(path.stem for path in FOLDER.glob("*.txt"))


def judged(case: SectorCase):
    return find_sector(read_subject(case.subject, current_edition().vocabulary, date(2026, 11, 23)))


@pytest.mark.parametrize("name", SETS)
def test_theme_and_sector_are_right_in_nearly_every_case(name):
    cases = list(sector_cases(name))
    found = [(case, judged(case)) for case in cases]
    wrong = [(c.subject.title, f.theme, f.sector) for c, f in found if not c.is_right(f.theme, f.sector)]
    assert len(cases) >= 80
    assert len(wrong) <= 0.025 * len(cases), wrong


@pytest.mark.parametrize("name", SETS)
def test_cross_listing_is_what_the_labels_say(name):
    found = [(case, judged(case)) for case in sector_cases(name)]
    wrong = [(c.subject.title, f.also) for c, f in found if frozenset(f.also) != c.also]
    assert len(wrong) <= 0.03 * len(found), wrong
    assert any(case.also for case, _ in found)

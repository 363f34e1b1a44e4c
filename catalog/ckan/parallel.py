"""Many datasets written to one CKAN at once: what may not be made twice goes first and alone, then several threads.

Parallel creation of one organization, group or new tag makes doubles or fails (measured on CKAN 2.12).
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from catalog.ckan.publisher import CkanPublisher

THREADS: Final = 8  # CKAN on two cores: 11, 7.6 and 7.1 s for 80 datasets with 2, 4 and 8
Tell = Callable[[str, int, int], None]


def write_all(
    publisher: CkanPublisher,
    packages: Mapping[str, Mapping[str, Any]],
    write: Callable[[str, bool], None],
    *,
    missing: Sequence[str],
    present: Sequence[str],
    tell: Tell,
) -> None:
    """Write datasets, each once.

    Args:
        publisher: makes organizations and groups, and is asked for the tags in use.
        packages: id → package of `mapping.package_of`; at least those of `missing` and `present`.
        write: writes one dataset by its id; told whether CKAN is known not to have it.
        missing: ids that CKAN does not have. present: ids to be changed there.
        tell: told of progress (step, done, total).

    Raises:
        CkanError: of the organizations, groups and tags. What `write` raises ends the run.
    """
    publisher.prepare(packages[one] for one in (*missing, *present) if one in packages)
    known = set(publisher.client.read("tag_list")) if missing else set()
    first, rest = _by_new_tags(missing, packages, known)
    total = len(missing) + len(present)
    for count, one in enumerate(first, 1):
        write(one, True)
        tell("sync", count, total)
    work = [(one, False) for one in present] + [(one, True) for one in rest]
    with ThreadPoolExecutor(THREADS) as pool:
        for count, task in enumerate([pool.submit(write, *one) for one in work], len(first) + 1):
            task.result()
            tell("sync", count, total)


def _by_new_tags(
    ids: Sequence[str], packages: Mapping[str, Mapping[str, Any]], known: set[str]
) -> tuple[list[str], list[str]]:
    """Part the ids: those that bring a tag nobody has used yet, and the rest."""
    first: list[str] = []
    rest: list[str] = []
    for one in ids:
        tags = {tag["name"] for tag in packages[one]["tags"]}
        (rest if tags <= known else first).append(one)
        known |= tags
    return first, rest

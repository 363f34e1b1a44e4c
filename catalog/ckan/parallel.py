"""Many datasets written to one CKAN at once, but for what may not be made twice at the same time.

Parallel creation of one organization, group or new tag makes doubles or fails (measured on CKAN 2.12). Organizations
and groups come first; datasets that bring new tags go in waves in which no new tag stands twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
    gone = set(missing)
    ids = [*present, *missing]
    if not ids:
        return
    publisher.prepare(packages[one] for one in ids if one in packages)
    known = set(publisher.client.read("tag_list"))
    publisher.tags.know(known)
    count = 0
    with ThreadPoolExecutor(THREADS) as pool:
        for wave in waves(ids, packages, known):
            for task in [pool.submit(write, one, one in gone) for one in wave]:
                task.result()
                count += 1
                tell("sync", count, len(ids))


def waves(ids: Sequence[str], packages: Mapping[str, Mapping[str, Any]], known: set[str]) -> Iterator[list[str]]:
    """Part datasets into waves to be written one after the other, each of them at once.

    Args:
        ids: of the datasets. packages: id → package; one that is not there brings nothing new.
        known: names of the tags that are there already.

    Yields:
        Ids. First those that bring new tags, none of them twice in a wave; then the rest.
    """
    bringing = {one: {tag["name"] for tag in packages[one]["tags"]} - known for one in ids if one in packages}
    rest = [one for one in ids if not bringing.get(one)]
    waiting = [one for one in ids if bringing.get(one)]
    made: set[str] = set()
    while waiting:
        wave: list[str] = []
        later: list[str] = []
        claimed: set[str] = set()
        for one in waiting:
            new = bringing[one] - made
            if not new:
                rest.append(one)
            elif new & claimed:
                later.append(one)
            else:
                wave.append(one)
                claimed |= new
        made |= claimed
        if wave:
            yield wave
        waiting = later
    if rest:
        yield rest

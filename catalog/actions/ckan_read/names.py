"""Display names of facet values: organizations and groups have titles, others stand for themselves."""

from collections.abc import Mapping

from sqlalchemy import select

from catalog.actions.ckan_read.reader import Reader
from catalog.ckan.mapping import GroupRef
from catalog.models import Agency, Sector, Theme


def all_groups(reader: Reader) -> list[GroupRef]:
    """Return every theme and sector as a group, by title."""
    rows = reader.session.execute(select(Theme.code, Theme.name))
    themes = [GroupRef(code, name, is_sector=False) for code, name in rows]
    sectors = [GroupRef(code, name) for code, name in reader.session.execute(select(Sector.code, Sector.name))]
    return sorted([*themes, *sectors], key=lambda one: one.title)


def facet_titles(reader: Reader, field: str) -> Mapping[str, str]:
    """Return value → title for the values of a facet that have one."""
    if field == "organization":
        return reader.sets.titles(field, lambda: _agencies(reader))
    if field == "groups":
        return reader.sets.titles(field, lambda: {one.name: one.title for one in all_groups(reader)})
    return {}


def _agencies(reader: Reader) -> dict[str, str]:
    return {row[0]: row[1] for row in reader.session.execute(select(Agency.slug, Agency.name))}

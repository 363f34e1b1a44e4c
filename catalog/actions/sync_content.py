"""What of a released dataset goes to CKAN: its package as the site's options want it, its rows, its files."""

from collections.abc import Iterator, Sequence
from typing import Any

from catalog.actions.rows import open_rows
from catalog.ckan.datastore import TableRows
from catalog.ckan.mapping import at_site, column_info, package_json
from catalog.ckan.options import CkanOptions, UploadFile, shaped, uploads_in
from catalog.deps import Deps
from catalog.views import DatasetPage

BLOCK_ROWS = 10_000


def options_of(deps: Deps) -> CkanOptions:
    """Return the site's options; those of a publisher, else the defaults."""
    options = getattr(deps.ckan, "options", None)
    return options if isinstance(options, CkanOptions) else CkanOptions()


def package_for(page: DatasetPage, deps: Deps) -> dict[str, Any]:
    """Return the package to write.

    Raises:
        CkanLimitError: a name or an extra does not fit.
    """
    return shape_text(package_json(page), deps)


def shape_text(text: str, deps: Deps) -> dict[str, Any]:
    """Return the package that `mapping.package_json` wrote, as the site wants it."""
    return shaped(at_site(text, str(deps.extras["site_url"])), options_of(deps))


def files_of(page: DatasetPage, package: dict[str, Any], deps: Deps) -> dict[str, UploadFile]:
    """Return the released files to upload, by resource id; empty where files are links."""
    names = uploads_in(package)
    return {
        str(one.resource_id): UploadFile(
            names[str(one.resource_id)],
            one.media_type.split(";")[0],
            one.bytes,
            one.sha256,
            lambda key=one.storage_key: deps.storage.open(key),  # type: ignore[misc]  # bound now, not at the call
        )
        for one in page.files
        if str(one.resource_id) in names
    }


def table_rows(page: DatasetPage, deps: Deps) -> dict[str, TableRows]:
    """Return the rows of a release for the DataStore, by resource id; empty when it has none there."""
    key, resource_id = page.row_store_key, page.row_resource_id
    options = options_of(deps)
    if key is None or resource_id is None or not options.rows:
        return {}
    with open_rows(key, deps=deps) as store:
        fields, total, content_hash = store.fields, store.total, store.content_hash
    if total > options.max_rows:
        return {}

    def rows_from(start: int) -> Iterator[Sequence[str | None]]:
        at = start
        with open_rows(key, deps=deps) as one:
            names = [field.name for field in fields]
            while block := one.rows(offset=at, limit=BLOCK_ROWS):
                at += len(block)
                for row in block:
                    yield [row[name] for name in names]

    site = str(deps.extras.get("site_url", ""))
    notes = {field.name: column_info(field) for field in page.fields}
    return {str(resource_id): TableRows(fields, total, content_hash, rows_from, site, notes)}

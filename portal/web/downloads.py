"""Downloads: the released files, and the rows a reader filtered, always as attachments."""

from itertools import islice
from urllib.parse import quote
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.read import find_file, read_dataset
from catalog.actions.rows import stream_rows
from catalog.errors import NotFound
from catalog.writers.csv import stream_csv
from portal.accounts.signing import present_actor
from portal.extensions import limiter, record
from portal.files import send_file_view
from portal.web.blueprints import pages
from portal.web.rows import read_asked

MAX_ROWS_FILTERED = 100_000


@pages.get("/resources/<uuid:resource_id>/download")
@limiter.limit("120/minute")
def download(resource_id: UUID) -> ResponseReturnValue:
    """Send a released file."""
    view = find_file(record.session, resource_id, actor=present_actor(), file_format=request.args.get("format") or None)
    return send_file_view(view, deps=record.deps, is_public=present_actor() is None)


@pages.get("/datasets/<key>/rows.csv")
@limiter.limit("30/minute")
def download_rows(key: str) -> ResponseReturnValue:
    """Send the rows that the same filters show on the preview."""
    page = read_dataset(record.session, key, actor=present_actor())
    if page.state != "published":
        raise NotFound
    fields, rows = stream_rows(page, read_asked(page, request.args).query(), deps=record.deps)
    response = Response(stream_csv(islice(rows, MAX_ROWS_FILTERED), fields, bom=True), mimetype="text/csv")
    name = quote(f"{page.title}-{_('筛选')}.csv", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"rows.csv\"; filename*=UTF-8''{name}"
    return response

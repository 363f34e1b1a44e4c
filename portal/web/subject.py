"""Theme and sector put right with one click by the uploader or the officer; kept as an example for later datasets."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.sector_examples import correct_sector
from catalog.errors import InvalidField
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import text
from portal.web.blueprints import workspace


@workspace.post("/versions/<uuid:version_id>/subject")
def correct_subject(version_id: UUID) -> ResponseReturnValue:
    """Give a version the sector or theme that was clicked."""
    try:
        correct_sector(record.session, version_id, actor=require_actor(), deps=record.deps, code=text("code", 8))
    except InvalidField:
        record.session.rollback()
        flash(_("没有改动：请选择另一个行业或主题。"))
    else:
        flash(_("分类已更正，并留作先例：以后同类数据集照此归类。"))
    return redirect(url_for("workspace.version", version_id=version_id, _anchor="subject"))

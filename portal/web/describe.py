"""The form in which title, dictionary and the rest of a description are put right; nothing typed is lost."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.describe import describe
from catalog.actions.description import show_description
from catalog.errors import CatalogError, InvalidField
from catalog.metadata import ColumnText, Description
from catalog.taxonomy import LICENCE_NAMES, UPDATE_CYCLES
from catalog.views import DescriptionSheet, DescriptionView
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import text
from portal.language import said
from portal.web.blueprints import workspace

# the action says what is too long; here only what no field can mean is cut
LONGEST: Final = 6000


@workspace.get("/versions/<uuid:version_id>/describe")
def describe_version(version_id: UUID) -> ResponseReturnValue:
    """Show the form, filled with what stands, what was proposed last, or drafts."""
    sheet = show_description(record.session, version_id, actor=require_actor())
    return _page(sheet, sheet.asked, is_fresh=True)


@workspace.post("/versions/<uuid:version_id>/describe")
def save_description(version_id: UUID) -> ResponseReturnValue:
    """Take what was typed; a refusal is said beside the field, on the same page."""
    actor = require_actor()
    wanted = _typed()
    try:
        done = describe(record.session, version_id, wanted, actor=actor, deps=record.deps, tag=text("tag", 64))
    except CatalogError as refused:
        if refused.status_hint in (403, 404):
            raise
        record.session.rollback()
        sheet = show_description(record.session, version_id, actor=actor)
        field = str(refused.detail.get("field", "")) if isinstance(refused, InvalidField) else ""
        page = _page(sheet, _as_typed(sheet, wanted), field=field, message=said(refused))
        return page, refused.status_hint
    if not done.is_changed:
        flash(_("没有改动，说明保持原样。"))
    elif done.correction_id is None:
        flash(_("已保存，正在按新的文字重新检查和定级。"))
    else:
        flash(_("已提交更正。检查通过后，由另一位审核员确认才会公开。"))
    return redirect(url_for("workspace.version", version_id=version_id))


def _typed() -> Description:
    """Read the form."""
    parts = [request.form.getlist(name) for name in ("column", "column_title", "column_unit", "column_meaning")]
    columns = tuple(
        ColumnText(name, title[:LONGEST], unit[:LONGEST], meaning[:LONGEST])
        for name, title, unit, meaning in zip(*parts, strict=False)
    )
    return Description(
        title=text("title", LONGEST),
        summary=text("summary", LONGEST),
        tags=tuple(word for word in text("tags", LONGEST).replace("，", " ").replace(",", " ").split() if word),
        update_cycle=text("update_cycle", 20),
        sharing_condition=text("sharing_condition", LONGEST),
        sharing_way=text("sharing_way", LONGEST),
        opening_condition=text("opening_condition", LONGEST),
        related_resource_code=text("related_resource_code", LONGEST),
        licence=text("licence", 40),
        columns=columns,
    )


def _as_typed(sheet: DescriptionSheet, wanted: Description) -> DescriptionView:
    """Return the form's content with what was typed in it."""
    said_of = {one.name: one for one in wanted.columns}
    columns = tuple(
        replace(
            one, title=said_of[one.name].title, unit=said_of[one.name].unit or "", meaning=said_of[one.name].meaning
        )
        if one.name in said_of
        else one
        for one in sheet.now.columns
    )
    plain = {name: getattr(wanted, name) for name in DescriptionView.__slots__ if name != "columns"}
    return DescriptionView(**plain, columns=columns)


def _page(
    sheet: DescriptionSheet, asked: DescriptionView, *, field: str = "", message: str = "", is_fresh: bool = False
) -> str:
    return render_template(
        "workspace/describe.html",
        nav="",
        sheet=sheet,
        asked=asked,
        bad=field,
        message=message,
        is_fresh=is_fresh,
        cycles=UPDATE_CYCLES,
        licences=LICENCE_NAMES,
        last=sheet.corrections[0] if sheet.corrections else None,
    )

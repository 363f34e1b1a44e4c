"""One agency on the administrator's desk: its dated names, a new name, a merger."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.agencies import list_agencies, merge_agency, rename_agency, show_agency
from catalog.actions.agency_views import dated_names
from catalog.errors import CatalogError, InvalidField
from catalog.policies import Verb, may
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import day_or_none, text, uuid_or_404
from portal.language import said
from portal.web.blueprints import workspace


@workspace.get("/admin/agencies/<uuid:agency_id>")
def admin_agency(agency_id: UUID) -> ResponseReturnValue:
    """Show one agency."""
    return _page(agency_id)


@workspace.post("/admin/agencies/<uuid:agency_id>")
def change_agency(agency_id: UUID) -> ResponseReturnValue:
    """Rename or merge it; everything that shows it follows."""
    may(require_actor(), Verb.MANAGE_AGENCIES).require()
    try:
        change = {"rename": _rename, "merge": _merge}.get(text("change", 12))
        if change is None:
            raise InvalidField({"field": "change"})
        told, going_on = change(agency_id)
    except CatalogError as refused:
        if refused.status_hint in (403, 404):
            raise
        record.session.rollback()
        return _page(agency_id, said(refused)), refused.status_hint
    flash(told)
    return redirect(url_for("workspace.admin_agency", agency_id=going_on))


def _rename(agency_id: UUID) -> tuple[str, UUID]:
    made = rename_agency(
        record.session,
        agency_id,
        actor=require_actor(),
        deps=record.deps,
        name=text("name", 200),
        valid_from=_day(),
    )
    return _("已更名为“%(name)s”，公开页面、检索、接口和 CKAN 随之更新。", name=made.name), agency_id


def _merge(agency_id: UUID) -> tuple[str, UUID]:
    done = merge_agency(
        record.session,
        agency_id,
        actor=require_actor(),
        deps=record.deps,
        into=uuid_or_404(text("into", 36)),
        valid_from=_day(),
    )
    told = _(
        "已并入“%(name)s”：移交数据集 %(n)s 个、人员 %(m)s 名，公开页面、检索、接口和 CKAN 随之更新。",
        name=done.agency.name,
        n=done.datasets,
        m=done.people,
    )
    return told, done.agency.id


def _day() -> date:
    day = day_or_none("valid_from")
    if day is None:
        raise InvalidField({"field": "valid_from"})
    return day


def _page(agency_id: UUID, error: str = "") -> str:
    may(require_actor(), Verb.MANAGE_AGENCIES).require()
    agency = show_agency(record.session, agency_id)
    return render_template(
        "admin/agency.html",
        nav="workspace.admin_agencies",
        agency=agency,
        names=dated_names(record.session, agency_id),
        successor=show_agency(record.session, agency.successor_id) if agency.successor_id else None,
        others=[one for one in list_agencies(record.session) if one.id != agency_id],
        error=error,
        typed=request.form,
    )

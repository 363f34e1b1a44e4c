"""The administrator's desk: agencies, people with their accounts, and the audit log."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.actions.agencies import create_agency, list_agencies
from catalog.actions.audit_log import list_events, verify_log
from catalog.errors import AuditBroken, CatalogError, NotFound
from catalog.lifecycle import Role
from catalog.models import AgencyKind
from catalog.policies import Verb, may
from portal.accounts.enrol import open_account, reset_account
from portal.accounts.models import UserAccount
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import page_start, text, uuid_or_404
from portal.language import said
from portal.web.blueprints import workspace

AUDIT_ROWS = 50


@workspace.route("/admin/agencies", methods=["GET", "POST"])
def admin_agencies() -> ResponseReturnValue:
    """List agencies and add one."""
    actor, error = require_actor(), ""
    may(actor, Verb.MANAGE_AGENCIES).require()
    if request.method == "POST":
        try:
            agency = create_agency(
                record.session,
                actor=actor,
                deps=record.deps,
                slug=text("slug", 100),
                code=text("code", 32),
                kind_code=text("kind_code", 8),
                name=text("name", 120),
                description=text("description"),
            )
        except CatalogError as refused:
            record.session.rollback()
            error = said(refused)
        else:
            flash(_("已增加单位：%(name)s", name=agency.name))
            return redirect(url_for("workspace.admin_agencies"))
    agencies = list_agencies(record.session)
    kinds = record.session.scalars(select(AgencyKind).order_by(AgencyKind.position)).all()
    page = render_template(
        "admin/agencies.html",
        nav="workspace.admin_agencies",
        agencies=agencies,
        kinds=kinds,
        error=error,
        typed=request.form,
    )
    return page, 422 if error else 200


@workspace.route("/admin/people", methods=["GET", "POST"])
def people() -> ResponseReturnValue:
    """List people and open an account."""
    actor, error = require_actor(), ""
    may(actor, Verb.MANAGE_ACCOUNTS).require()
    if request.method == "POST":
        try:
            _open_account()
        except CatalogError as refused:
            record.session.rollback()
            error = said(refused)
        else:
            flash(_("账号已开通，请把登录名与初始密码当面交给本人。"))
            return redirect(url_for("workspace.people"))
    agencies = {agency.id: agency.name for agency in list_agencies(record.session)}
    accounts = record.session.scalars(select(UserAccount).order_by(UserAccount.email)).all()
    page = render_template(
        "admin/people.html",
        nav="workspace.people",
        accounts=accounts,
        agencies=agencies,
        roles=tuple(Role),
        error=error,
        typed=request.form,
    )
    return page, 422 if error else 200


@workspace.route("/admin/people/<uuid:account_id>", methods=["GET", "POST"])
def person(account_id: UUID) -> ResponseReturnValue:
    """Give one account a new password and switch its second factor off."""
    actor, error = require_actor(), ""
    may(actor, Verb.MANAGE_ACCOUNTS).require()
    account = record.session.get(UserAccount, account_id)
    if account is None:
        raise NotFound
    if request.method == "POST":
        password = request.form.get("password", "")
        try:
            reset_account(record.session, account_id, actor=actor, deps=record.deps, password=password)
        except CatalogError as refused:
            record.session.rollback()
            error = said(refused)
        else:
            flash(_("已重设，原来的登录全部失效。请把新密码当面交给本人。"))
            return redirect(url_for("workspace.people"))
    page = render_template("admin/person.html", nav="workspace.people", account=account, error=error)
    return page, 422 if error else 200


def _open_account() -> None:
    agency = text("agency_id", 36)
    open_account(
        record.session,
        actor=require_actor(),
        deps=record.deps,
        name=text("name", 100),
        email=text("email", 255),
        password=request.form.get("password", ""),
        roles=frozenset(request.form.getlist("roles")),
        agency_id=uuid_or_404(agency) if agency else None,
    )


@workspace.get("/admin/audit")
def audit() -> ResponseReturnValue:
    """Show the audit log, and check its chain when asked."""
    actor, start = require_actor(), page_start(AUDIT_ROWS)
    total, rows = list_events(
        record.session, actor=actor, start=start, rows=AUDIT_ROWS, verb=request.args.get("verb") or None
    )
    checked, broken = None, None
    if request.args.get("verify"):
        try:
            checked = verify_log(record.session, actor=actor)
        except AuditBroken as error:
            broken = error.detail.get("sequence")
    return render_template(
        "admin/audit.html",
        nav="workspace.audit",
        rows=rows,
        total=total,
        start=start,
        page_rows=AUDIT_ROWS,
        checked=checked,
        broken=broken,
    )

"""CKAN at the desk: the state of each dataset there, and what a person decides about it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.ckan_decide import CkanChoice, decide, reconcile_now
from catalog.actions.ckan_state import LABELS, list_states, read_state, summarise
from catalog.policies import Verb, may
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import page_start, text
from portal.web.blueprints import workspace

ROWS = 50


@workspace.get("/ckan")
def ckan_states() -> ResponseReturnValue:
    """List datasets by their state in CKAN."""
    actor, start = require_actor(), page_start(ROWS)
    state = request.args.get("state", "")
    total, rows = list_states(record.session, actor=actor, state=state or None, start=start, rows=ROWS)
    return render_template(
        "admin/ckan.html",
        nav="workspace.ckan_states",
        rows=rows,
        total=total,
        start=start,
        page_rows=ROWS,
        state=state,
        labels=LABELS,
        summary=summarise(record.session, now=record.deps.clock()),
        is_configured=_is_configured(),
        may_operate=bool(may(actor, Verb.OPERATE)),
    )


@workspace.route("/ckan/<uuid:dataset_id>", methods=["GET", "POST"])
def ckan_state(dataset_id: UUID) -> ResponseReturnValue:
    """Show one dataset in CKAN, and take a person's choice."""
    actor = require_actor()
    if request.method == "POST":
        decide(record.session, dataset_id, text("choice", 20), actor=actor, deps=record.deps)
        flash(_("已记录，稍后自动处理。"))
        return redirect(url_for("workspace.ckan_state", dataset_id=dataset_id))
    sheet = read_state(record.session, dataset_id, actor=actor)
    return render_template("admin/ckan_dataset.html", nav="workspace.ckan_states", sheet=sheet, choices=CkanChoice)


@workspace.post("/ckan/reconcile")
def ckan_reconcile() -> ResponseReturnValue:
    """Queue a comparison of the whole catalogue with CKAN."""
    is_new = reconcile_now(record.session, actor=require_actor(), deps=record.deps)
    flash(_("核对已排队。") if is_new else _("核对已在进行。"))
    return redirect(url_for("workspace.ckan_states"))


def _is_configured() -> bool:
    ckan = record.deps.ckan
    return ckan is not None and ckan.is_configured

"""The secrecy officer's log: refused uploads by who, when and clause; of the content nothing is left."""

from flask import render_template
from flask.typing import ResponseReturnValue

from catalog.actions.audit_log import list_gate
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.web.blueprints import workspace


@workspace.get("/gate")
def gate() -> ResponseReturnValue:
    """List refused uploads."""
    rows = list_gate(record.session, actor=require_actor())
    return render_template("admin/gate.html", nav="workspace.gate", rows=rows)

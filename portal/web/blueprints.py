"""The two halves of the site: public pages, and the desk of those who sign in."""

from flask import Blueprint

from portal.accounts.signing import require_actor

pages = Blueprint("pages", __name__)
workspace = Blueprint("workspace", __name__, url_prefix="/workspace")


@workspace.before_request
def _signed_in_only() -> None:
    """Nothing of the desk is answered to a visitor; what each person may do is decided by the actions."""
    require_actor()


@workspace.context_processor
def _desk() -> dict[str, object]:
    return {"is_desk": True}

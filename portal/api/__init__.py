"""REST API `/api/v1`: the same actions as the pages, for programs. OpenAPI 3.1 at `/api/v1/openapi.json`."""

from importlib import import_module

from flask import Blueprint, Flask, render_template

docs = Blueprint("api_docs", __name__)


@docs.get("/api/v1/docs")
def swagger() -> str:
    """Swagger UI under the site's own policy: no inline script or style."""
    return render_template("api/docs.html")


def init_api(app: Flask) -> None:
    """Register the API with the application."""
    from portal.api.admin import admin
    from portal.api.base import init_openapi
    from portal.api.ckan import action_api
    from portal.api.dcat import feeds
    from portal.api.desk import desk
    from portal.api.public import public
    from portal.api.quotas import keep_read_quota
    from portal.api.review import review

    for routes in ("descriptions", "editions", "subjects", "grants"):  # routes of the rooms above
        import_module(f"portal.api.{routes}")
    api = init_openapi(app)
    app.before_request_funcs.setdefault("public", []).append(keep_read_quota)
    for one in (public, desk, review, admin):
        api.register_blueprint(one)
    app.register_blueprint(docs)
    app.register_blueprint(action_api)
    app.register_blueprint(feeds)

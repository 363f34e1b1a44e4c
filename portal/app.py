"""The Flask application: pages, sign-in, uploads and APIs over one `Deps`."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, request
from flask_babel import get_locale
from werkzeug.middleware.proxy_fix import ProxyFix

from catalog.deps import Deps
from portal.accounts.signing import init_signing, present_actor
from portal.api.quotas import init_quotas
from portal.errors import init_errors
from portal.extensions import csrf, limiter, protect_form, record
from portal.formatting import init_formatting
from portal.headers import init_headers
from portal.language import LANGUAGES, init_language
from portal.settings import Settings, home_from_environment, load_settings
from portal.uploads.intake import SealingRequest, admit, clean_up
from portal.wiring import build_deps

FORM_BYTES: Final = 1 << 20  # an ordinary form or API body; uploads raise this for themselves


def create_app(settings: Settings | None = None, deps: Deps | None = None) -> Flask:
    """Build the application.

    Args:
        settings: settings of the instance; read from `PORTAL_HOME` when None.
        deps: what actions are given; built from the settings when None.

    Raises:
        SettingsError: not initialised, or a weak secret.
    """
    if settings is None:
        settings = load_settings(home_from_environment())
    app = Flask(__name__)
    app.request_class = SealingRequest
    is_https = _configure(app, settings)
    record.init_app(app, deps if deps is not None else build_deps(settings))
    init_language(app)
    csrf.init_app(app)
    app.before_request(lambda: admit(request))
    app.before_request(protect_form)
    app.teardown_request(clean_up)
    limiter.init_app(app)
    init_quotas(app, settings)
    init_signing(app, settings)
    init_headers(app, is_https=is_https)
    init_formatting(app)
    init_errors(app)
    _register(app)
    return app


def _configure(app: Flask, settings: Settings) -> bool:
    """Set Flask's own settings; return whether the public address is https."""
    is_https = urlsplit(settings.public_url).scheme == "https"
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=settings.trusted_hosts,
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES // 2,
        MAX_FORM_PARTS=500,
        PORTAL=settings,
        SESSION_COOKIE_NAME="__Host-session" if is_https else "session",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,  # `protect_form` decides
        WTF_CSRF_TIME_LIMIT=None,  # a form token lives as long as its session
        RATELIMIT_STORAGE_URI=settings.rate_limit_url,
        RATELIMIT_STRATEGY="fixed-window",
        JSON_AS_ASCII=False,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    if not settings.embedded and settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    return is_https


def _register(app: Flask) -> None:
    from portal.api import init_api
    from portal.health import health_pages
    from portal.metrics import init_metrics, metrics_pages
    from portal.uploads.blueprint import uploads
    from portal.web import pages, workspace
    from portal.web.addresses import init_addresses
    from portal.web.evidence import init_evidence

    init_addresses(app)
    init_evidence(app)
    init_api(app)
    for blueprint in (pages, workspace, uploads, health_pages, metrics_pages):
        app.register_blueprint(blueprint)
    init_metrics(app)

    @app.context_processor
    def page_context() -> dict[str, object]:
        return {"actor": present_actor(), "settings": app.config["PORTAL"], "lang": LANGUAGES[str(get_locale())][0]}

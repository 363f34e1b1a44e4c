"""The application's shared parts: the record of the present request, form tokens, rate limits."""

from typing import Final

from flask import Flask, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session

from catalog.deps import Deps
from portal.database import is_reading

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
API_PREFIX: Final = "/api/"
READING: Final = "action_api"  # a blueprint that only reads, whatever the method

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)


class Record:
    """One database session a request, opened at first use and closed at its end; what an action did not commit is lost.

    Flask-Security's datastore uses it as its `db`, so an account and its actor live in the same session.
    """

    def init_app(self, app: Flask, deps: Deps) -> None:
        """Bind to the application."""
        app.extensions["deps"] = deps
        app.before_request(self._mark_reading)
        app.teardown_request(self._end)

    @property
    def deps(self) -> Deps:
        """What actions are given from outside."""
        deps: Deps = current_app.extensions["deps"]
        return deps

    @property
    def session(self) -> Session:
        """The session of this request."""
        if "record_session" not in g:
            if self.deps.sessions is None:
                raise RuntimeError("the pages need a database")
            g.record_session = self.deps.sessions()
        session: Session = g.record_session
        return session

    @staticmethod
    def _mark_reading() -> None:
        # CKAN's clients ask by POST; nothing of the Action API writes but the audit of granted rows, which says so
        is_safe = request.method in SAFE_METHODS or request.blueprint == READING
        g.reading_token = is_reading.set(is_safe)

    @staticmethod
    def _end(error: BaseException | None) -> None:
        del error
        session: Session | None = g.pop("record_session", None)
        if session is not None:
            session.close()
        token = g.pop("reading_token", None)
        if token is not None:
            is_reading.reset(token)


record = Record()


def is_api() -> bool:
    """Whether this request is for an API: errors are JSON and nothing redirects to the sign-in page."""
    return request.path.startswith(API_PREFIX)


def is_for_programs() -> bool:
    """Whether a program reads the answer: an API's, or the script's that resumes uploads. Its errors are JSON."""
    return is_api() or request.blueprint == "uploads"


def protect_form() -> None:
    """Demand a form token where a browser's cookie would lend its authority.

    An API request with an `Authorization` header, or without a session cookie, carries no such authority: API doors
    never fall back to the session when that header is there.
    """
    has_cookie = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    if is_api() and ("Authorization" in request.headers or not has_cookie):
        return
    csrf.protect(apply_exemptions=True)

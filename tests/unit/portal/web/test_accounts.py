"""Signing in and out: one sentence for every failure, a lock, and no life for a copied cookie."""

import re
import time
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlalchemy import select
from werkzeug.test import TestResponse

from catalog.actions.people import system_actor
from catalog.models import Actor, utc_now
from portal.accounts.enrol import (
    AccountExists,
    NameMissing,
    PasswordTooShort,
    RoleUnknown,
    open_account,
    set_password,
)
from portal.accounts.models import FAILURES_ALLOWED, UserAccount
from portal.accounts.second_factor import WRONG_CODE, CodeOnce
from portal.accounts.signing import GENERIC_FAILURE
from tests.fakes.record import Record
from tests.fakes.site import PASSWORD, Site, make_site


def account(record: Record, name: str) -> UserAccount:
    with record.session() as session:
        return session.scalars(select(UserAccount).where(UserAccount.email == f"{name}@example.cn")).one()


def test_signing_in_opens_the_desk_of_the_role(site: Site) -> None:
    for who, place in (
        ("uploader", "/workspace/uploads"),
        ("officer", "/workspace/review"),
        ("secrecy", "/workspace/gate"),
        ("admin", "/workspace/admin/agencies"),
        ("developer", "/developers"),
    ):
        assert site.window(who).get("/workspace").headers["Location"] == place
    assert account(site.record, "uploader").last_sign_in_at is not None


def test_the_desk_asks_to_sign_in_and_comes_back(site: Site) -> None:
    answer = site.visitor().get("/workspace/uploads?state=failed")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/workspace/uploads?state%3Dfailed"


def test_every_failure_reads_the_same(site: Site) -> None:
    wrong = site.sign_in(site.visitor(), "uploader", "not the password at all")
    unknown = site.sign_in(site.visitor(), "nobody", "not the password at all")
    for answer in (wrong, unknown):
        assert answer.status_code == 200
        assert GENERIC_FAILURE in answer.get_data(as_text=True)


def test_the_fifth_failure_locks_and_time_unlocks(site: Site) -> None:
    for _ in range(FAILURES_ALLOWED):
        site.sign_in(site.visitor(), "uploader", "not the password at all")
    locked = site.sign_in(site.visitor(), "uploader", PASSWORD)
    assert locked.status_code == 200
    assert GENERIC_FAILURE in locked.get_data(as_text=True)
    with site.record.session() as session:
        row = session.scalars(select(UserAccount).where(UserAccount.email == "uploader@example.cn")).one()
        assert row.is_shut
        row.locked_until = utc_now() - timedelta(seconds=1)
        session.commit()
    assert site.sign_in(site.visitor(), "uploader", PASSWORD).status_code == 302
    assert account(site.record, "uploader").locked_until is None


def test_a_copied_cookie_is_worth_nothing_after_sign_out(site: Site) -> None:
    window, thief = site.window("uploader"), site.visitor()
    cookie = window.get_cookie("session")
    assert cookie is not None
    thief.set_cookie("session", cookie.value)
    assert thief.get("/workspace/uploads").status_code == 200
    assert site.post(window, "/sign-out").status_code == 302
    assert thief.get("/workspace/uploads").status_code == 302
    assert window.get("/workspace/uploads").status_code == 302


def test_sign_out_needs_its_form_token(site: Site) -> None:
    window = site.window("uploader")
    assert window.post("/sign-out").status_code == 400
    assert window.get("/workspace/uploads").status_code == 200


def test_who_left_is_signed_out(site: Site) -> None:
    window = site.window("officer")
    with site.record.session() as session:
        session.get_one(Actor, site.record.people["officer"]).is_active = False
        session.commit()
    assert window.get("/workspace/review").status_code == 302
    assert site.sign_in(site.visitor(), "officer").status_code == 200


def test_a_new_password_ends_every_session(site: Site) -> None:
    window = site.window("uploader")
    with site.record.session() as session:
        row = session.scalars(select(UserAccount).where(UserAccount.email == "uploader@example.cn")).one()
        set_password(row, "another long password")
        session.commit()
    assert window.get("/workspace/uploads").status_code == 302
    assert site.sign_in(site.visitor(), "uploader", "another long password").status_code == 302


def test_the_cookie_is_for_this_site_and_no_script(site: Site, record: Record, tmp_path: Path) -> None:
    answer = site.sign_in(site.visitor(), "uploader")
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_over_https_the_cookie_is_bound_to_the_host(record: Record, tmp_path: Path) -> None:
    secure = make_site(record, tmp_path, public_url="https://data.example.gov.cn")
    assert secure.app.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert secure.app.config["SESSION_COOKIE_SECURE"] is True
    assert "Strict-Transport-Security" in secure.visitor().get("/").headers


def test_opening_an_account(record: Record) -> None:
    with record.session() as session:
        given = {
            "actor": system_actor(session),
            "deps": record.deps,
            "name": "林某",
            "email": "Lin@Example.cn ",
            "password": PASSWORD,
            "roles": frozenset({"uploader"}),
            "agency_id": record.agencies["jinrong"],
        }
        opened = open_account(session, **given)
        assert opened.email == "lin@example.cn"
        assert opened.password is not None
        assert opened.password.startswith("$argon2id$")
        assert PASSWORD not in opened.password
        for changed, error in (
            ({}, AccountExists),
            ({"email": "a@b.cn", "password": "short"}, PasswordTooShort),
            ({"email": "a@b.cn", "roles": frozenset()}, RoleUnknown),
            ({"email": "a@b.cn", "roles": frozenset({"king"})}, RoleUnknown),
            ({"email": "nonsense"}, NameMissing),
            ({"email": "a@b.cn", "name": " "}, NameMissing),
        ):
            before = session.query(Actor).count()
            with pytest.raises(error):
                open_account(session, **{**given, **changed})
            assert session.query(Actor).count() == before


def test_a_second_factor_code_is_good_once(record: Record) -> None:
    codes = CodeOnce({"1": "k" * 32}, "portal")
    secret = codes.generate_totp_secret()
    owner = UserAccount(tf_last_counter=None)
    code = TOTP.using(secrets={"1": "k" * 32}).from_source(secret).generate().token
    assert codes.verify_totp(code, secret, owner)
    assert owner.tf_last_counter is not None
    assert not codes.verify_totp(code, secret, owner)


# Flask-Security gives its choice field a form that wtforms 3.4 will drop; wtforms is capped below that
OLD_CHOICES = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning:wtforms")


def switch_on(site: Site, who: str) -> tuple[FlaskClient, TOTP]:
    """Set the second factor up as a person does; return the window and the app's generator."""
    window = site.window(who)
    form = {"csrf_token": site.token(window), "setup": "authenticator"}
    page = window.post("/two-step", data=form).get_data(as_text=True)
    key = re.search(r'class="code key">([A-Z2-7 -]+)<', page)
    place = re.search(r'action="(/two-step[^"]+)"', page)
    assert key is not None
    assert place is not None
    generator = TOTP(key=re.sub("[ -]", "", key[1]))
    done = site.post(window, place[1], code=generator.generate().token)
    assert done.status_code == 302
    return window, generator


@OLD_CHOICES
def test_the_second_factor_is_asked_and_its_code_not_taken_twice(site: Site) -> None:
    _, generator = switch_on(site, "officer")
    window = site.visitor()
    answer = site.sign_in(window, "officer")
    asked = window.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    page = asked.get_data(as_text=True)
    assert "验证码" in page
    assert window.get("/workspace/review").status_code == 302  # not yet signed in
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None

    def enter(code: str) -> TestResponse:
        return window.post("/two-step/code", data={"csrf_token": token[1], "code": code})

    used = generator.generate().token  # the one that set it up
    again = enter(used)
    assert again.status_code == 200
    assert WRONG_CODE in again.get_data(as_text=True)
    later = generator.generate(time=int(time.time()) + 30).token
    assert enter(later).status_code == 302
    assert window.get("/workspace/review").status_code == 200


@OLD_CHOICES
def test_wrong_codes_lock_the_account(site: Site) -> None:
    _, generator = switch_on(site, "officer")
    window = site.visitor()
    page = site.sign_in(window, "officer")
    if page.status_code == 302:
        page = window.get(page.headers["Location"])
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))
    assert token is not None
    for _ in range(FAILURES_ALLOWED):
        window.post("/two-step/code", data={"csrf_token": token[1], "code": "000000"})
    assert account(site.record, "officer").is_shut
    right = generator.generate(time=int(time.time()) + 30).token
    assert window.post("/two-step/code", data={"csrf_token": token[1], "code": right}).status_code == 200
    assert window.get("/workspace/review").status_code == 302
    assert window.post("/two-step/rescue", data={"csrf_token": token[1], "help_setup": "help"}).status_code == 404


@OLD_CHOICES
def test_an_administrator_resets_password_lock_and_second_factor(site: Site) -> None:
    window, _ = switch_on(site, "officer")
    path = f"/workspace/admin/people/{account(site.record, 'officer').id}"
    admin = site.window("admin")
    assert site.post(admin, path, password="short").status_code == 422
    assert site.post(admin, path, password="a brand new password").status_code == 302
    assert window.get("/workspace/review").status_code == 302
    assert site.sign_in(site.visitor(), "officer").status_code == 200
    fresh = site.visitor()
    assert site.sign_in(fresh, "officer", "a brand new password").status_code == 302
    assert fresh.get("/workspace/review").status_code == 200
    assert "reset_account" in admin.get("/workspace/admin/audit").get_data(as_text=True)

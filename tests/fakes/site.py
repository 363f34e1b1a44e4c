"""The web application on a record in memory, with an account for each of its people."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalog.rowstore.cache import RowCache
from portal.accounts.enrol import hash_password
from portal.accounts.models import UserAccount
from portal.app import create_app
from portal.settings import Settings, load_settings, write_env_file
from tests.fakes.record import Record

PASSWORD = "correct horse battery staple"
_HASH = hash_password(PASSWORD)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Site:
    """The application, its record, and windows of its people."""

    app: Flask
    record: Record
    settings: Settings
    tokens: dict[int, str] = field(default_factory=dict)

    def visitor(self) -> FlaskClient:
        """A window where nobody is signed in."""
        return self.app.test_client()

    def window(self, who: str) -> FlaskClient:
        """A window where one of the record's people is signed in."""
        client = self.app.test_client()
        answer = self.sign_in(client, who)
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return client

    def sign_in(self, client: FlaskClient, who: str, password: str = PASSWORD) -> TestResponse:
        """Post the sign-in form."""
        page = client.get("/sign-in").get_data(as_text=True)
        found = _TOKEN.search(page)
        assert found is not None
        form = {"csrf_token": found[1], "email": f"{who}@example.cn", "password": password}
        return client.post("/sign-in", data=form)

    def token(self, client: FlaskClient) -> str:
        """The form token of a signed-in window."""
        found = _TOKEN.search(client.get("/accessibility").get_data(as_text=True))
        assert found is not None
        return found[1]

    def post(self, client: FlaskClient, path: str, **form: Any) -> TestResponse:
        """Post a form with its token."""
        return client.post(path, data={"csrf_token": self.token(client), **form})


def make_site(record: Record, folder: Path, **extra: str) -> Site:
    """Build the application and open an account for everybody of the record."""
    home = folder / "instance"
    write_env_file(home, extra)
    settings = load_settings(home)
    record.deps.extras["rows"] = RowCache(record.deps.storage, folder / "rows")  # type: ignore[index]
    with record.session() as session:
        for name, actor_id in record.people.items():
            session.add(
                UserAccount(
                    actor_id=actor_id,
                    email=f"{name}@example.cn",
                    password=_HASH,
                    active=True,
                    fs_uniquifier=uuid4().hex,
                )
            )
        session.commit()
    return Site(create_app(settings, record.deps), record, settings)

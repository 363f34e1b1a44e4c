"""The demonstration's people: a browser that fills in forms, and a program with a token; only the front door."""

import re
import time
from typing import Any

import requests

from catalog.errors import CatalogError
from portal.demo.files import DemoFile

CONNECT_READ_SECONDS = (5.0, 120.0)
TRIES = 40
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_VERSION = re.compile(r"/workspace/versions/([0-9a-f-]{36})")


class DoorError(CatalogError):
    """The running server did not answer as it should; `detail.status` is what it said."""

    code = "demo.door"
    message_zh = "演示服务器没有按预期答复，演示已停止。详情见实例目录中的 serve.log。"
    message_en = "The demonstration's server did not answer as expected."


class Person:
    """Somebody at a browser: signs in by the form, uploads by the form."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._http = requests.Session()
        self._http.trust_env = False  # no proxy stands between the demonstration and its own server

    def sign_in(self, email: str, password: str) -> None:
        """Sign in with the sign-in page."""
        form = {"email": email, "password": password, "csrf_token": self._csrf("/sign-in")}
        answer = self._post("/sign-in", data=form)
        if answer.status_code != 302 or "/sign-in" in answer.headers.get("Location", ""):
            raise DoorError({"status": answer.status_code})

    def upload(self, file: DemoFile) -> str:
        """Send one file with its title and summary by the upload page; returns the version's id."""
        form = {
            "csrf_token": self._csrf("/workspace/upload"),
            "title": file.sample.title,
            "summary": file.sample.summary,
            "update_cycle": file.sample.cycle,
        }
        answer = self._post("/workspace/upload", data=form, files={"files": (file.file_name, file.content)})
        found = _VERSION.search(answer.headers.get("Location", ""))
        if answer.status_code != 302 or found is None:
            raise DoorError({"status": answer.status_code})
        return found[1]

    def press(self, page: str, verb: str) -> None:
        """Press a button without further fields on a page: a form that posts to the page's `verb`."""
        answer = self._post(f"{page}/{verb}", data={"csrf_token": self._csrf(page)})
        if answer.status_code != 302:
            raise DoorError({"status": answer.status_code})

    def get(self, path: str) -> Any:
        """Read JSON from the API with the browser's own session."""
        return _json(self._http.get(self._address + path, timeout=CONNECT_READ_SECONDS))

    def _csrf(self, path: str) -> str:
        page = self._http.get(self._address + path, timeout=CONNECT_READ_SECONDS)
        found = _CSRF.search(page.text)
        if found is None:
            raise DoorError({"status": page.status_code})
        return found[1]

    def _post(self, path: str, **what: Any) -> requests.Response:
        for _ in range(TRIES):
            address = self._address + path
            answer = self._http.post(address, timeout=CONNECT_READ_SECONDS, allow_redirects=False, **what)
            if answer.status_code != 429:
                return answer
            time.sleep(min(5.0, float(answer.headers.get("Retry-After", 2))))
        raise DoorError({"status": 429})


class Program:
    """Somebody's program: gets a token for its password, then calls the REST API."""

    def __init__(self, address: str, email: str, password: str, scopes: tuple[str, ...]) -> None:
        self._address = address
        self._http = requests.Session()
        self._http.trust_env = False
        asked = {"email": email, "password": password, "scopes": list(scopes), "name": "演示", "days": 1}
        self._http.headers["Authorization"] = f"Bearer {self.post('/api/v1/tokens', asked)['token']}"

    def get(self, path: str) -> Any:
        """Read."""
        return self._call("GET", path)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Do."""
        return self._call("POST", path, json=body)

    def _call(self, method: str, path: str, **what: Any) -> Any:
        for _ in range(TRIES):
            answer = self._http.request(method, self._address + path, timeout=CONNECT_READ_SECONDS, **what)
            if answer.status_code != 429:
                return _json(answer)
            time.sleep(min(5.0, float(answer.headers.get("Retry-After", 2))))
        raise DoorError({"status": 429})


def _json(answer: requests.Response) -> Any:
    if not answer.ok:
        raise DoorError({"status": answer.status_code})
    return answer.json()

"""A CKAN that stumbles: what may be asked again is, what may have happened is not."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanAmbiguous


class _Stumbling(BaseHTTPRequestHandler):
    """Answers its first call with 500."""

    asked: list[str]

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked.append(self.command)
        is_first = len(self.asked) == 1
        body = b"Internal Server Error" if is_first else json.dumps({"success": True, "result": "well"}).encode()
        self.send_response(500 if is_first else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _answer  # noqa: N815 - the names that the base class calls

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def stumbling() -> Iterator[tuple[CkanClient, list[str]]]:
    asked: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Once", (_Stumbling,), {"asked": asked}))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield CkanClient(f"http://127.0.0.1:{server.server_port}"), asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_read_is_asked_again_after_a_server_error(stumbling: tuple[CkanClient, list[str]]) -> None:
    client, asked = stumbling
    assert client.read("datastore_search", resource_id="x") == "well"
    assert asked == ["GET", "GET"]


def test_a_write_is_sent_once_whatever_the_answer(stumbling: tuple[CkanClient, list[str]]) -> None:
    client, asked = stumbling
    with pytest.raises(CkanAmbiguous):
        client.write("package_create", name="x")
    assert asked == ["POST"]

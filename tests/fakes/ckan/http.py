"""The fake over HTTP: the envelope, how parameters come, pages, files, and faults on order."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.fakes.ckan import reads, rows, writes
from tests.fakes.ckan.store import ADMIN_TOKEN, RefusedError, Store, broken, denied, not_found

Action = Callable[[Store, dict[str, Any], str], Any]
READS: dict[str, Action] = {
    "status_show": reads.status,
    "user_show": reads.show_user,
    "site_read": lambda *_: True,
    "package_search": reads.search,
    "package_list": reads.list_packages,
    "package_show": reads.show_package,
    "resource_show": reads.show_resource,
    "organization_list": reads.list_owners("organization"),
    "organization_show": reads.show_owner("organization"),
    "organization_list_for_user": reads.own_organizations,
    "group_list": reads.list_owners("group"),
    "group_show": reads.show_owner("group"),
    "tag_list": reads.list_tags,
    "tag_show": reads.show_tag,
    "tag_autocomplete": reads.complete_tag,
    "datastore_search": rows.search,
    "datastore_info": rows.info,
}
WRITES: dict[str, Callable[[Store, dict[str, Any]], Any]] = {
    "organization_create": lambda store, params: writes.write_owner(store, "organization", params, is_new=True),
    "organization_patch": lambda store, params: writes.write_owner(store, "organization", params, is_new=False),
    "group_create": lambda store, params: writes.write_owner(store, "group", params, is_new=True),
    "group_patch": lambda store, params: writes.write_owner(store, "group", params, is_new=False),
    "package_create": writes.create,
    "package_update": writes.update,
    "package_patch": writes.patch,
    "package_revise": writes.revise,
    "package_delete": lambda store, params: writes.delete(store, params.get("id"), purge=False),
    "dataset_purge": lambda store, params: writes.delete(store, params.get("id"), purge=True),
    "resource_delete": lambda store, params: writes.delete_resource(store, params.get("id")),
    "resource_create": lambda store, params: writes.patch_resource(store, params, None),
    "datastore_create": rows.create,
    "datastore_upsert": rows.upsert,
    "datastore_delete": rows.delete,
}
NEEDS_DATASTORE = ("datastore_",)


@dataclass
class FakeCkan:
    """A server: its address, its state, and what it is to do wrong.

    faults: action → what happens at its next calls, in order: `500` (nothing done), `lost` (done, and then the
    connection is cut), `slow` (done after `slow_seconds`). calls: how often each action was called.
    """

    url: str = ""
    store: Store = field(default_factory=Store)
    faults: dict[str, list[str]] = field(default_factory=dict)
    slow_seconds: float = 0.5
    calls: Counter[str] = field(default_factory=Counter)
    before: Callable[[str], None] | None = None  # called with each action's name, in the server's thread

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        """Answer one request (WSGI)."""
        try:
            with Request(environ) as request:  # closes what was uploaded
                response = self._answer(request)
        except RefusedError as error:
            if not isinstance(error.error, str):
                response = _json({"help": "", "success": False, "error": error.error}, error.status)
            else:
                response = Response(error.error, error.status, content_type="text/plain")
        return response(environ, start)

    def _answer(self, request: Request) -> Response:
        parts = request.path.strip("/").split("/")
        if parts[:2] == ["api", "3"] or parts[:2] == ["api", "action"]:
            return self._action(request, parts[-1])
        to = request.headers.get("Authorization", "")
        if parts[:2] == ["datastore", "dump"]:
            kind, content = rows.dump(self.store, parts[2], request.args.to_dict(), to)
            return Response(content, content_type=f"{kind}; charset=utf-8")
        if parts[0] != "dataset" or len(parts) < 2:
            raise RefusedError(404, "Not Found")
        try:
            self.store.package(parts[1], to=to)
            return self._file(parts[3], to) if "resource" in parts else Response("<html></html>")
        except RefusedError:  # a page tells nobody that something private is there
            raise RefusedError(404, "Not Found") from None

    def _file(self, key: str, to: str) -> Response:
        _, resource = self.store.resource(key, to=to)
        if resource.get("url_type") != "upload":
            return Response("", 302, {"Location": str(resource["url"])})
        if key not in self.store.files:
            raise not_found()
        return Response(self.store.files[key], content_type="application/octet-stream")

    def _action(self, request: Request, name: str) -> Response:
        if request.method not in {"GET", "POST", "HEAD"}:
            raise RefusedError(405, "Method Not Allowed")
        has_store = "datastore" in self.store.plugins or not name.startswith(NEEDS_DATASTORE)
        if name not in {*READS, *WRITES, "resource_patch"} or not has_store:
            return _bare(f"Bad request: Action name not known: {name}")
        try:
            params = _params(request)
        except ValueError:
            return _bare("Bad request: JSON Error: Error decoding JSON data.")
        padding = params.pop("callback", None) if request.method == "GET" else None
        fault = self._fault(name)
        if fault == "500":
            raise broken()
        if fault == "slow":
            time.sleep(self.slow_seconds)
        if self.before is not None:
            self.before(name)
        result = self._run(request, name, params)
        if fault == "lost":
            raise ConnectionAbortedError
        body = {"help": f"{self.url}/api/3/action/help_show?name={name}", "success": True, "result": result}
        if padding:
            return Response(f"{padding}({json.dumps(body)});", content_type="application/javascript;charset=utf-8")
        return _json(body)

    def _run(self, request: Request, name: str, params: dict[str, Any]) -> Any:
        to = request.headers.get("Authorization", "")
        if name in READS:
            return READS[name](self.store, params, to)
        if to != ADMIN_TOKEN:
            raise denied()
        if name == "resource_patch":
            file = request.files.get("upload")
            content = (str(file.filename), file.read()) if file is not None else None
            return writes.patch_resource(self.store, params, content)
        return WRITES[name](self.store, params)

    def _fault(self, name: str) -> str:
        with self.store.lock:
            self.calls[name] += 1
            waiting = self.faults.get(name) or []
            return waiting.pop(0) if waiting else ""


@contextmanager
def serve(fake: FakeCkan | None = None) -> Iterator[FakeCkan]:
    """Serve a fake on a free port of this host for the block."""
    fake = fake or FakeCkan()
    server = make_server("127.0.0.1", 0, fake, threaded=True)
    server.log = lambda *_: None  # type: ignore[method-assign]  # quiet: a cut connection is not news here
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _params(request: Request) -> dict[str, Any]:
    """Read parameters as CKAN does: a query, a JSON body under any type, or a form."""
    params: dict[str, Any] = request.args.to_dict()
    if request.method == "POST":
        if request.mimetype == "multipart/form-data":
            return params | request.form.to_dict()
        body = request.get_data()
        if body:
            found = json.loads(body)
            if not isinstance(found, dict):
                raise ValueError
            params |= found
    return params


def _json(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json;charset=utf-8")


def _bare(text: str) -> Response:
    return Response(json.dumps(text), 400, content_type="application/json;charset=utf-8")

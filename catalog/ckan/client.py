"""Calls to a CKAN server: `ckanapi` with a session that has timeouts; retries for reads only.

`ckanapi` has no timeout and no retry of its own. A write is never repeated here: after an unclear answer the publisher
reads back first. One session a thread.
"""

import hashlib
from threading import local
from typing import Any, Final

import requests
from ckanapi import RemoteCKAN
from ckanapi.errors import CKANAPIError, NotAuthorized, NotFound, SearchError, ValidationError
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from catalog.ckan.errors import CkanAmbiguous, CkanConflict, CkanDenied, CkanDown, CkanMissing
from catalog.ckan.options import UploadFile

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 60.0
# 500 too: one in 2,000 reads of a busy DataStore ends so, its cursor having been closed by another call of CKAN's own
_READ_RETRIES: Final = Retry(
    total=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504), allowed_methods=("GET",)
)


class _TimedAdapter(HTTPAdapter):
    """Gives every request a timeout, whatever its caller forgot."""

    def __init__(self, read_seconds: float) -> None:
        self._timeout = (CONNECT_SECONDS, read_seconds)
        super().__init__(max_retries=_READ_RETRIES, pool_maxsize=4)

    def send(self, request: requests.PreparedRequest, **more: Any) -> requests.Response:  # type: ignore[override]  # keyword pass-through
        """Send with the timeout set."""
        more["timeout"] = more.get("timeout") or self._timeout
        return super().send(request, **more)


class CkanClient:
    """A CKAN server's actions.

    Args:
        url: address of the server.
        token: API token, sent raw in `Authorization`; empty for an anonymous reader.
        read_seconds: how long one answer may take.
    """

    def __init__(self, url: str, token: str = "", *, read_seconds: float = READ_SECONDS) -> None:
        self.url = url.rstrip("/")
        self._token = token
        self._read_seconds = read_seconds
        self._threads = local()

    def read(self, action: str, **params: Any) -> Any:
        """Run a read action over GET, tried again after a passing fault.

        Raises:
            CkanMissing, CkanDenied, CkanConflict, CkanAmbiguous.
        """
        return self._run(action, params, is_get=not any(isinstance(one, dict | list) for one in params.values()))

    def write(self, action: str, **params: Any) -> Any:
        """Run a write once.

        Raises:
            CkanAmbiguous: it may have happened. CkanMissing, CkanDenied, CkanConflict: it has not.
        """
        return self._run(action, params, is_get=False)

    def send_file(self, action: str, file: UploadFile, **params: str) -> Any:
        """Run a write with a file in its field `upload`; the other values are text, as a form's are.

        Raises:
            As `write`.
        """
        with file.open() as stream:
            part = (file.name, stream, file.media_type)
            return self._run(action, params, is_get=False, files={"upload": part})

    def status_of(self, path: str) -> int:
        """Return the status of an address of the server itself (page, dump, file); redirects are not followed."""
        with self._get(path) as answer:
            return answer.status_code

    def hash_of(self, path: str) -> str | None:
        """Return the SHA-256 of what an address gives, read with the token; None when it gives nothing."""
        digest = hashlib.sha256()
        with self._get(path, follow=True) as answer:
            if answer.status_code != requests.codes.ok:
                return None
            try:
                for part in answer.iter_content(1 << 18):
                    digest.update(part)
            except requests.RequestException:
                raise CkanAmbiguous from None
        return digest.hexdigest()

    def _get(self, path: str, *, follow: bool = False) -> requests.Response:
        headers = {"Authorization": self._token} if self._token else {}
        try:
            session: requests.Session = self._remote().session
            return session.get(f"{self.url}{path}", headers=headers, stream=True, allow_redirects=follow)
        except requests.ConnectionError:
            raise CkanDown from None
        except requests.RequestException:
            raise CkanAmbiguous from None

    def _run(self, action: str, params: dict[str, Any], *, is_get: bool, files: Any = None) -> Any:
        remote = self._remote()
        remote.get_only = is_get
        try:
            return remote.call_action(action, params, files=files)
        except NotFound:
            raise CkanMissing from None
        except NotAuthorized:
            raise CkanDenied from None
        except ValidationError as error:
            raise CkanConflict(frozenset(str(name) for name in error.error_dict if name != "__type")) from None
        except SearchError:
            raise CkanConflict from None
        except requests.ConnectionError:
            raise CkanDown from None
        except (CKANAPIError, requests.RequestException, ValueError):
            raise CkanAmbiguous from None

    def _remote(self) -> RemoteCKAN:
        remote: RemoteCKAN | None = getattr(self._threads, "remote", None)
        if remote is None:
            session = requests.Session()
            adapter = _TimedAdapter(self._read_seconds)
            session.mount("http://", adapter)
            session.mount("https://", adapter)
            # a kept connection stays with one of CKAN's processes, and several may share it while others rest: 60 new
            # datasets took 4.4 s so, 2.9 to 3.9 s with a connection for each call
            session.headers["Connection"] = "close"
            session.trust_env = False  # no proxy or netrc of the machine
            remote = RemoteCKAN(self.url, apikey=self._token or None, session=session)
            self._threads.remote = remote
        return remote

"""Before the first write: is this the server, and is this token, that the portal can publish to?"""

from dataclasses import dataclass
from typing import Any, Final

from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanAmbiguous, CkanDown, CkanError, CkanUnfit

# the first releases without the two flaws of 2026 that showed private tables to anybody
LEAST: Final = ((2, 10, 10), (2, 11, 5), (2, 12, 0))
# plugins that stand in the way: code of the warning → any of these is on
TROUBLE: Final = {
    "activity_on": {"activity"},  # shows anybody full old metadata, even after a purge
    "loader_on": {"xloader", "datapusher", "datapusher_plus"},  # would fill DataStore tables behind our back
}
WARNINGS: Final = {
    "activity_on": "activity 插件已启用：撤回后旧的元数据仍可被任何人看到，请停用。",
    "loader_on": "xloader/datapusher 已启用：会另行改写数据表，请停用或排除本平台的组织。",
    "sqlsearch_on": "SQL 查询接口（ckan.datastore.sqlsearch.enabled）已开启：2026 年有两个漏洞，请关闭。",
    "no_datastore": "没有 datastore 插件：只发布链接。",
}


@dataclass(frozen=True, slots=True)
class Preflight:
    """What the server said of itself; `warnings` are keys of `WARNINGS`."""

    version: str
    user: str
    has_datastore: bool
    warnings: tuple[str, ...]


def check_server(client: CkanClient, *, needs_datastore: bool = False) -> Preflight:
    """Return what the server is.

    Args:
        needs_datastore: rows are to be written there.

    Raises:
        CkanUnfit: `ckan.no_ckan` something else answers there, `ckan.version` too old, `ckan.identity` no or an expired
            token (which CKAN would let read on as anybody), `ckan.rights` no system administrator (only one may set
            ids and purge), `ckan.no_datastore`.
        CkanAmbiguous: it does not answer.
    """
    status = _status(client)
    if not is_fit(str(status["ckan_version"])):
        raise CkanUnfit("ckan.version")
    user = _user(client)
    if not user.get("sysadmin"):
        raise CkanUnfit("ckan.rights")
    plugins = set(status.get("extensions") or ())
    warnings = [code for code, names in TROUBLE.items() if plugins & names]
    has_datastore = "datastore" in plugins
    if not has_datastore and needs_datastore:
        raise CkanUnfit("ckan.no_datastore")
    if not has_datastore:
        warnings.append("no_datastore")
    elif _has_sql_search(client):
        warnings.append("sqlsearch_on")
    return Preflight(status["ckan_version"], user["name"], has_datastore, tuple(warnings))


def _status(client: CkanClient) -> dict[str, Any]:
    try:
        status = client.read("status_show")
    except CkanDown:
        raise
    except CkanAmbiguous:
        if client.status_of("/api/3/action/status_show") < 500:  # it answers, and not as a CKAN does
            raise CkanUnfit("ckan.no_ckan") from None
        raise
    except CkanError:
        raise CkanUnfit("ckan.no_ckan") from None
    if not isinstance(status, dict) or "ckan_version" not in status:
        raise CkanUnfit("ckan.no_ckan")
    return status


def _user(client: CkanClient) -> dict[str, Any]:
    """Return whose token it is; CKAN reads on as anybody with a bad one, so only this says."""
    try:
        user: dict[str, Any] = client.read("user_show", include_num_followers="false")
    except CkanAmbiguous:
        raise
    except CkanError:
        raise CkanUnfit("ckan.identity") from None
    return user


def _has_sql_search(client: CkanClient) -> bool:
    """Tell whether the action exists: an unknown one answers 400."""
    return client.status_of("/api/3/action/datastore_search_sql?sql=") != 400


def is_fit(version: str) -> bool:
    """Tell whether a CKAN version is one the portal may publish to."""
    try:
        parts = tuple(int(one) for one in version.split("a", maxsplit=1)[0].split("b", maxsplit=1)[0].split(".")[:3])
    except ValueError:
        return False
    parts = (*parts, *(0,) * (3 - len(parts)))
    return parts >= LEAST[-1] or any(parts[:2] == least[:2] and parts >= least for least in LEAST)

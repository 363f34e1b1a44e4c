"""Before the first write: is this the server, and is this token, that the portal can publish to?"""

from dataclasses import dataclass
from typing import Final

from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanError, CkanUnfit

# the first releases without the two flaws of 2026 that showed private tables to anybody
LEAST: Final = ((2, 10, 10), (2, 11, 5), (2, 12, 0))


@dataclass(frozen=True, slots=True)
class Preflight:
    """What the server said of itself."""

    version: str
    user: str
    has_datastore: bool
    warnings: tuple[str, ...]


def check_server(client: CkanClient) -> Preflight:
    """Return what the server is.

    Raises:
        CkanUnfit: `ckan.version` too old, `ckan.identity` no or an expired token (which CKAN would let read on as
            anybody), `ckan.rights` no system administrator (only one may set ids and purge).
        CkanError: it does not answer.
    """
    status = client.read("status_show")
    if not is_fit(status["ckan_version"]):
        raise CkanUnfit("ckan.version")
    try:
        tokens_user = client.read("user_show", include_num_followers="false")
    except CkanError:
        raise CkanUnfit("ckan.identity") from None
    if not tokens_user.get("sysadmin"):
        raise CkanUnfit("ckan.rights")
    plugins = set(status["extensions"])
    warnings = tuple(
        name
        for name, is_bad in (("activity_on", "activity" in plugins), ("no_datastore", "datastore" not in plugins))
        if is_bad
    )
    return Preflight(status["ckan_version"], tokens_user["name"], "datastore" in plugins, warnings)


def is_fit(version: str) -> bool:
    """Tell whether a CKAN version is one the portal may publish to."""
    try:
        parts = tuple(int(one) for one in version.split("a", maxsplit=1)[0].split("b", maxsplit=1)[0].split(".")[:3])
    except ValueError:
        return False
    parts = (*parts, *(0,) * (3 - len(parts)))
    return parts >= LEAST[-1] or any(parts[:2] == least[:2] and parts >= least for least in LEAST)

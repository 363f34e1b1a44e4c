"""How a site wants its datasets in CKAN: files by link or uploaded, rows in the DataStore or not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

UPLOAD: Final = "upload"


@dataclass(frozen=True, slots=True)
class CkanOptions:
    """Settings of the sync.

    upload_bytes: largest file to upload; 0: all files are links to the portal. Larger files stay links.
    rows: whether rows go into the DataStore. max_rows: tables with more rows do not.
    """

    upload_bytes: int = 0
    rows: bool = True
    max_rows: int = 5_000_000


@dataclass(frozen=True, slots=True)
class UploadFile:
    """A released file to be uploaded: its ASCII name, type, size in bytes, SHA-256, and its bytes."""

    name: str
    media_type: str
    size: int
    sha256: str
    open: Callable[[], BinaryIO]


def shaped(package: Mapping[str, Any], options: CkanOptions) -> dict[str, Any]:
    """Return a package of `mapping.package_of` as the options want it.

    A file to be uploaded gets `url_type: upload` and an ASCII name for its address: CKAN cuts a Chinese one down to
    its extension. Without rows no resource has a table.
    """
    resources = []
    for one in package["resources"]:
        resource = dict(one)
        if (resource.get("size") or 0) <= options.upload_bytes and options.upload_bytes:
            resource |= {"url_type": UPLOAD, "url": resource["url"].rpartition("/")[2]}
        resource["datastore_active"] = bool(resource["datastore_active"]) and options.rows
        resources.append(resource)
    return {**package, "resources": resources}


def uploads_in(package: Mapping[str, Any]) -> dict[str, str]:
    """Return resource id → file name of those that are to be uploaded."""
    return {one["id"]: one["url"] for one in package["resources"] if one.get("url_type") == UPLOAD}

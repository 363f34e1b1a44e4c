"""Released files into CKAN's own file store: only what is not there already, and read back before anybody sees it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanAmbiguous, CkanConflict, CkanFileDiffers, CkanMissing, CkanUploadRefused
from catalog.ckan.options import UploadFile

ATTEMPTS: Final = 4


def file_address(package_id: str, resource_id: str) -> str:
    """Return the path of a resource's file; CKAN takes it without the file name too."""
    return f"/dataset/{package_id}/resource/{resource_id}/download"


def load_files(
    client: CkanClient,
    package_id: str,
    files: Mapping[str, UploadFile],
    *,
    go_on: Callable[[], None],
) -> None:
    """Make CKAN serve exactly these files for these resources.

    Args:
        client: writes. package_id: the dataset, private for now. files: resource id → file.
        go_on: asked before each write; raises to stop.

    Raises:
        CkanUploadRefused: larger than CKAN's `ckan.max_resource_size`. CkanFileDiffers: it took them and gives back
            something else, or never answered. CkanError: as the server answers.
    """
    for resource_id, file in files.items():
        for _ in range(ATTEMPTS):
            with suppress(CkanAmbiguous):  # the next look says whether it is there
                if client.hash_of(file_address(package_id, resource_id)) == file.sha256:
                    break
                go_on()
                _send(client, resource_id, file)
        else:
            raise CkanFileDiffers


def _send(client: CkanClient, resource_id: str, file: UploadFile) -> None:
    """Send one file; what CKAN would guess of it is said."""
    more = {"mimetype": file.media_type, "size": str(file.size), "hash": f"sha256:{file.sha256}"}
    try:
        client.send_file("resource_patch", file, id=resource_id, **more)
    except CkanConflict:
        raise CkanUploadRefused from None


def clear_file(client: CkanClient, resource: Mapping[str, Any]) -> bool:
    """Have CKAN remove an uploaded file's bytes: its delete and purge leave them on the disk.

    Returns:
        Whether there was a file.
    """
    if resource.get("url_type") != "upload":
        return False
    with suppress(CkanMissing, CkanConflict):
        client.write("resource_patch", id=resource["id"], clear_upload=True, url="withdrawn", url_type="")
    return True

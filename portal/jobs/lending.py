"""What a child is lent: the storage, the few upload keys its job names, and the masking keys; no database, no CKAN."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from catalog.deps import Deps, Keys, Limits
from catalog.models.base import utc_now
from catalog.storage.local import LocalStorage
from catalog.vault import borrowed_vault


def lend(deps: Deps, upload_ids: list[str], storage_root: Path) -> dict[str, Any]:
    """Describe a child's `Deps` for its order (it travels over a socket pair, never over disk or broker).

    Args:
        deps: the runner's own.
        upload_ids: uploads whose keys the job needs.
        storage_root: folder of the object storage.
    """
    return {
        "storage": str(storage_root),
        "lent": deps.vault.lend(upload_ids),
        "digest": deps.keys.digest.hex(),
        "pseudonym": deps.keys.pseudonym.hex(),
        "limits": asdict(deps.limits),
    }


def child_deps(lent: dict[str, Any]) -> Deps:
    """Build the child's `Deps` from what was lent."""
    storage = LocalStorage(Path(lent["storage"]))
    return Deps(
        vault=borrowed_vault(storage, lent["lent"]),
        storage=storage,
        keys=Keys(digest=bytes.fromhex(lent["digest"]), pseudonym=bytes.fromhex(lent["pseudonym"])),
        clock=utc_now,
        limits=Limits(**lent["limits"]),
    )

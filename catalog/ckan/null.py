"""No CKAN configured: an object that says so, never an `if`."""

from typing import Any, Final

from catalog.ckan.publisher import Published


class NullPublisher:
    """Stands where a publisher would; nothing is sent, and the health page says so."""

    is_configured: Final = False
    url: Final = ""

    def preflight(self) -> None:
        """Nothing to check."""

    def shown(self, package_id: str) -> None:
        """Nothing is there."""
        del package_id

    def prepare(self, packages: Any) -> None:
        """Nothing to prepare."""
        del packages

    def publish(self, package: Any, **more: Any) -> Published:
        """Publish nothing."""
        del package, more
        return Published(state="none", sync_hash="", metadata_modified="")

    def withdraw(self, package_id: str, resource_ids: Any, **more: Any) -> list[dict[str, Any]]:
        """Nothing is there to take down."""
        del package_id, resource_ids, more
        return []

"""The runner of this process: Celery tasks are functions without arguments and find it here."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.jobs.runner import Runner

_current: "Runner | None" = None


def set_runner(runner: "Runner | None") -> None:
    """Say which runner this process has."""
    global _current  # noqa: PLW0603 - one per process is the point
    _current = runner


def get_runner() -> "Runner":
    """The runner of this process. Raises `RuntimeError` where none was made (a web process never has one)."""
    if _current is None:
        raise RuntimeError("this process runs no jobs")
    return _current

"""Logs: one structured line an event; ids, codes, counts and times, nothing else.

Never SQL, bodies, rows, typed text or the text of a foreign exception (SECURITY rules 4 and 5): the last processor
keeps only values that cannot carry them, so that a careless call loses a field instead of leaking one.
"""

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_PLAIN = re.compile(r"[0-9A-Za-z_.:/@+\-]{0,160}")
_WITHHELD = "<withheld>"
_QUIET = ("celery", "kombu", "amqp", "sqlalchemy", "waitress", "urllib3", "werkzeug", "presidio-analyzer", "alembic")


def set_up_logs(level: str = "INFO", *, as_json: bool = True) -> None:
    """Send the product's events and the libraries' warnings to standard error.

    Args:
        level: lowest level shown.
        as_json: JSON lines; else coloured lines for a terminal.
    """
    render: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_plain_values,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        # asked each time: a daemon, or a test, may have put another stream there since
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Foreign loggers say what they like, so only where and how grave is kept of them.
    handler = _PresentStderr()
    handler.setFormatter(_PlaceOnly())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def keep_plain_values(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace every value that is not a number, a boolean, an id, a code or a time."""
    del logger, method
    for name, value in event.items():
        if value is None or isinstance(value, bool | int | float):
            continue
        text = str(value)
        event[name] = text if name == "event" or _PLAIN.fullmatch(text) else _WITHHELD
    return event


class _PresentStderr(logging.Handler):
    """Writes to what standard error is now."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stderr.write(f"{self.format(record)}\n")


class _PlaceOnly(logging.Formatter):
    """Where a library logged and how grave it was; its text may quote data."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "-"
        line = {"level": record.levelname.lower(), "logger": record.name, "line": record.lineno, "error": kind}
        return json.dumps(line)


def log() -> Any:
    """The logger of the product: `log().info("job.done", job=…, seconds=…)`."""
    return structlog.get_logger()

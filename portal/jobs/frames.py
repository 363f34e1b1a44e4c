"""Messages between the runner and a child: length-prefixed JSON over a socket pair; and what of an error may cross."""

import json
import re
import socket
import struct
from typing import Any

MAX_FRAME_BYTES = 256 << 20
TRANSIENT = frozenset({"storage.full", "storage.failed"})  # another try may find room
_LENGTH = struct.Struct("!I")
_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_PLAIN = re.compile(r"[A-Za-z0-9_.:/\-]{0,80}")


class ChannelClosedError(Exception):
    """The other side is gone."""


def send(channel: socket.socket, message: dict[str, Any]) -> None:
    """Send one message. Raises `ChannelClosedError` when the other side is gone."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    if len(body) > MAX_FRAME_BYTES:
        raise ValueError("message too large")
    try:
        channel.sendall(_LENGTH.pack(len(body)) + body)
    except OSError:
        raise ChannelClosedError from None


def receive(channel: socket.socket) -> dict[str, Any]:
    """Wait for one message. Raises `ChannelClosedError` when the other side ended or sent something else."""
    (length,) = _LENGTH.unpack(_read(channel, _LENGTH.size))
    if length > MAX_FRAME_BYTES:
        raise ChannelClosedError
    try:
        message = json.loads(_read(channel, length))
    except ValueError:
        raise ChannelClosedError from None
    if not isinstance(message, dict):
        raise ChannelClosedError
    return message


def _read(channel: socket.socket, size: int) -> bytes:
    received = bytearray()
    while len(received) < size:
        try:
            piece = channel.recv(min(size - len(received), 1 << 20))
        except OSError:
            raise ChannelClosedError from None
        if not piece:
            raise ChannelClosedError
        received += piece
    return bytes(received)


def describe_error(error: BaseException) -> dict[str, Any]:
    """What may leave the child of an error: code, counts and positions, the place in our code; never its text.

    Returns:
        `code` (empty: not an error of the product), `detail`, `retry`, `kind` (class name), `place` (module:line).
    """
    code = getattr(error, "code", None)
    is_ours = isinstance(code, str) and _CODE.fullmatch(code) is not None
    detail = getattr(error, "detail", None)
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return {
        "code": code if is_ours else "",
        "detail": plain(detail) if is_ours and isinstance(detail, dict) else {},
        "retry": not is_ours or code in TRANSIENT or bool(getattr(error, "is_retryable", False)),
        "kind": type(error).__name__,
        "place": place,
    }


def plain(value: Any, depth: int = 4) -> Any:
    """Keep numbers, booleans and code-like words of a structure; everything else becomes None."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else None
    if depth and isinstance(value, dict):
        return {
            key: plain(item, depth - 1) for key, item in value.items() if isinstance(key, str) and _PLAIN.fullmatch(key)
        }
    if depth and isinstance(value, list | tuple):
        return [plain(item, depth - 1) for item in value[:100]]
    return None

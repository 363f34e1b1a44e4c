"""The storage that an address of the settings means."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from catalog.storage import Storage
from catalog.storage.errors import StorageError
from catalog.storage.local import LocalStorage


class BadStorageAddress(StorageError):
    """The address is neither a folder nor a bucket."""

    code = "storage.bad_address"
    message_zh = "存储地址应为file:///目录或s3://桶名/前缀?endpoint=…&region=…。"
    message_en = "The storage address must be file:///folder or s3://bucket/prefix?endpoint=…&region=…."


def open_storage(address: str, *, access_key: str = "", secret_key: str = "") -> Storage:
    """Open the storage at an address.

    Args:
        address: `file:///absolute/folder`, or `s3://bucket/prefix?endpoint=https://…&region=…`.
        access_key: of the bucket, from its own setting: keys do not belong into addresses.
        secret_key: likewise.

    Raises:
        BadStorageAddress: another scheme, a relative folder, a bucket without keys.
    """
    parts = urlsplit(address)
    if parts.scheme == "file" and parts.netloc == "" and parts.path.startswith("/"):
        return LocalStorage(Path(unquote(parts.path)))
    if parts.scheme != "s3" or not parts.hostname or not (access_key and secret_key):
        raise BadStorageAddress
    from catalog.storage.s3 import s3_storage

    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return s3_storage(
        parts.netloc,
        prefix=unquote(parts.path),
        endpoint=options.get("endpoint", ""),
        region=options.get("region", "us-east-1"),
        access_key=access_key,
        secret_key=secret_key,
    )

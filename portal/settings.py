"""Settings: one typed class, read once; nothing else of the product reads the environment.

The instance folder (`home`) holds everything a site owns: `portal.env` (secrets, 0600), the embedded database, the
object storage, the key store and the temp folders of jobs. A value comes from the environment (`PORTAL_…`), else from
`portal.env`, else from the default here. A short or well-known secret refuses to start.
"""

import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ENV_FILE = "portal.env"
MIN_SECRET_CHARS = 32
_WEAK = ("changeme", "change-me", "secret", "password", "default", "example", "00000000", "12345678")
_SECRETS = ("secret_key", "master_key", "digest_key", "pseudonym_key", "totp_secret")


class SettingsError(Exception):
    """The instance cannot start with these settings. Carries names of settings, never their values."""

    code = "settings.invalid"

    def __init__(self, names: tuple[str, ...], *, code: str = "settings.invalid") -> None:
        self.code = code
        self.names = names
        listed = "、".join(f"PORTAL_{name.upper()}" for name in names)
        self.message_zh = {
            "settings.missing": f"实例尚未初始化，缺少设置：{listed}。请先运行 portal init。",
            "settings.weak_secret": f"密钥过短或为常见值，拒绝启动：{listed}。请用 portal init 生成。",
        }.get(code, f"设置无效：{listed}。")
        self.message_en = f"{code}: {', '.join(names)}"
        super().__init__(self.message_en)


class Settings(BaseSettings):
    """All settings of one instance. See each field's description; times in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", extra="ignore", frozen=True, hide_input_in_errors=True)

    home: Path = Field(description="Instance folder.")
    database_url: str = Field(default="", repr=False, description="Database; empty: SQLite file in the instance.")
    broker_url: str = Field(default="memory://localhost/", repr=False, description="Celery broker (the doorbell).")
    storage_url: str = Field(default="", repr=False, description="Object storage; empty: folder in the instance.")
    storage_access_key: str = Field(default="", repr=False, description="Access key of an S3 bucket.")
    storage_secret_key: str = Field(default="", repr=False, description="Secret key of an S3 bucket.")
    rate_limit_url: str = Field(default="memory://", repr=False, description="Where request counts are kept.")
    api_calls_free: int = Field(
        default=600, ge=0, description="Calls of the Action API a minute that one address gets at once; 0: no quota."
    )
    api_calls_most: int = Field(
        default=1800, ge=1, description="Calls a minute after which the rest are refused (429)."
    )
    api_delay_ms: int = Field(default=500, ge=0, le=2000, description="Longest sleep before a call between the two.")
    api_token_factor: int = Field(default=5, ge=1, description="How many times that much a valid token gets.")
    proxy_hops: int = Field(
        default=1, ge=0, le=5, description="Proxies before a production server whose X-Forwarded-For is believed."
    )
    secret_key: str = Field(repr=False, description="Signs sessions and forms.")
    master_key: str = Field(repr=False, description="Wraps the key of each upload: 32 random bytes as hex.")
    digest_key: str = Field(repr=False, description="Keys the digest kept of each upload.")
    pseudonym_key: str = Field(repr=False, description="Root of the pseudonym keys, one per purpose.")
    totp_secret: str = Field(repr=False, description="Encrypts second-factor secrets.")
    public_url: str = Field(default="http://127.0.0.1:8000", description="Address the public uses.")
    trusted_hosts: list[str] = Field(
        default=["127.0.0.1", "localhost", "[::1]"], description="Host names answered to, as a JSON list."
    )
    ckan_url: str = Field(default="", description="CKAN server to sync to; empty: none.")
    ckan_token: str = Field(default="", repr=False, description="Token of the CKAN account that publishes.")
    ckan_timeout_seconds: float = Field(default=60.0, gt=0, description="How long one answer of CKAN may take.")
    ckan_resources: Literal["link", "upload"] = Field(
        default="link", description="Files in CKAN: links to the portal, or uploaded into CKAN."
    )
    ckan_upload_bytes: int = Field(
        default=10 << 20, ge=1, description="Larger files stay links; CKAN's own `ckan.max_resource_size` is 10 MB."
    )
    ckan_rows: bool = Field(default=True, description="Rows of tables go into CKAN's DataStore.")
    ckan_max_rows: int = Field(
        default=5_000_000, ge=0, description="Longer tables do not; holds from a dataset's next write."
    )
    job_deadline_seconds: int = Field(
        default=900, ge=5, description="Longest time one job's child may take, for each 64 MiB of the upload."
    )
    job_memory_bytes: int = Field(default=2 << 30, ge=256 << 20, description="Resident memory of one job's child.")
    job_attempts: int = Field(default=3, ge=1, le=10, description="Tries before a job counts as failed.")
    lease_seconds: int = Field(default=30, ge=2, description="A running job not renewed for so long is reclaimed.")
    sweep_seconds: float = Field(default=5.0, gt=0, description="How often queued and dead jobs are looked for.")
    reconcile_seconds: float = Field(default=86_400.0, gt=0, description="How often CKAN is compared with the record.")
    children: int = Field(default=2, ge=1, le=64, description="Confined children at the same time, per process.")
    child_threads: int = Field(default=1, ge=1, le=64, description="Threads with which one child computes.")
    fan_out_rows: int = Field(default=0, ge=0, description="Several workers share larger tables (rows); 0: never.")
    group_rows: int = Field(default=50_000, ge=10, description="Rows of one part of a shared table.")
    grace_seconds: float = Field(default=10.0, gt=0, description="Time a running job gets when the process is stopped.")
    allow_unconfined: bool = Field(default=False, description="Start although children cannot be confined (never).")
    tidy_seconds: float = Field(default=3600.0, gt=0, description="How often storage is cleared of what kills left.")
    max_upload_bytes: int = Field(default=512 << 20, ge=1 << 10, description="Largest upload.")
    min_free_bytes: int = Field(default=256 << 20, ge=0, description="Uploads are refused below this free space.")
    negotiate_language: bool = Field(default=False, description="English pages for English browsers, unasked.")
    embedded: bool = Field(default=True, description="Pages, API and one claiming thread in one process.")
    demo: bool = Field(default=False, description="Shows the demo banner; data are invented.")
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Lowest level logged.")
    log_json: bool = Field(default=True, description="Log lines as JSON; else for reading at a terminal.")

    @field_validator(*_SECRETS)
    @classmethod
    def _strong(cls, value: str) -> str:
        if len(value) < MIN_SECRET_CHARS or len(set(value)) < 8 or any(weak in value.lower() for weak in _WEAK):
            raise ValueError("weak")
        return value

    @field_validator("ckan_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("address")
        return value

    @field_validator("master_key", "digest_key", "pseudonym_key")
    @classmethod
    def _thirty_two_bytes(cls, value: str) -> str:
        if len(bytes.fromhex(value)) != 32:
            raise ValueError("weak")
        return value

    @model_validator(mode="after")
    def _fill_defaults(self) -> "Settings":
        if self.database_url == "":
            object.__setattr__(self, "database_url", f"sqlite:///{self.home / 'portal.db'}")
        if self.storage_url == "":
            object.__setattr__(self, "storage_url", (self.home / "storage").as_uri())
        return self

    @cached_property
    def master_key_bytes(self) -> bytes:
        """The master key as 32 bytes."""
        return bytes.fromhex(self.master_key)

    @property
    def keys_folder(self) -> Path:
        """Folder of the wrapped keys; keep it out of long-lived backups."""
        return self.home / "keys"

    @property
    def jobs_folder(self) -> Path:
        """Folder under which each job gets its private temp folder."""
        return self.home / "jobs"

    @property
    def cache_folder(self) -> Path:
        """Bounded cache of row stores."""
        return self.home / "cache"


def home_from_environment() -> Path:
    """The instance folder named by `PORTAL_HOME`, else `instance` in the current folder."""
    return Path(os.environ.get("PORTAL_HOME", "instance"))


def load_settings(home: Path) -> Settings:
    """Read the settings of one instance.

    Args:
        home: instance folder made by `write_env_file`.

    Raises:
        SettingsError: not initialised, weak or invalid; names only.
    """
    home = home.expanduser().resolve()
    env_file = home / ENV_FILE
    try:
        return Settings(_env_file=env_file if env_file.is_file() else None, home=home)  # type: ignore[call-arg]  # the rest comes from the environment
    except ValidationError as error:
        problems = [(str(item["loc"][0]) if item["loc"] else "home", str(item["type"])) for item in error.errors()]
    missing = tuple(name for name, kind in problems if kind == "missing")
    if missing:
        raise SettingsError(missing, code="settings.missing") from None
    weak = tuple(name for name, _ in problems if name in _SECRETS)
    if weak:
        raise SettingsError(weak, code="settings.weak_secret") from None
    raise SettingsError(tuple(name for name, _ in problems)) from None


def write_env_file(home: Path, extra: dict[str, str] | None = None) -> Path:
    """Make the instance folder and its `portal.env` with fresh random secrets; an existing file is kept as it is.

    Args:
        home: instance folder (0700).
        extra: further settings by field name.

    Returns:
        The path of the file (0600).
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.chmod(0o700)
    path = home / ENV_FILE
    if path.exists():
        return path
    values = {name: secrets.token_hex(32) for name in _SECRETS} | (extra or {})
    text = "".join(f"PORTAL_{name.upper()}={value}\n" for name, value in values.items())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    return path

"""`portal doctor`: can this instance start and keep its promises here? One line for each thing looked at."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal.health import check_health
from portal.jobs import confine
from portal.settings import ENV_FILE, Settings
from portal.wiring import build_deps, storage_root


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: `state` is ok, warning or failed."""

    name: str
    state: str
    message_zh: str


def require_confinement(settings: Settings) -> str:
    """Refuse to run jobs where children cannot be cut off from the network.

    Returns:
        How they are cut off.

    Raises:
        ConfinementError: not at all, and `allow_unconfined` is not set.
    """
    found = confine.probe()["network"]
    if found == "none" and not settings.allow_unconfined:
        raise confine.ConfinementError
    return found


def examine(settings: Settings) -> Iterator[Diagnosis]:
    """Look at settings, folders, database, confinement, storage and worker, most basic first."""
    yield _secrets(settings.home)
    yield _folders(settings)
    deps = build_deps(settings)  # raises UnsafeDatabaseError, whose sentence says which setting
    yield Diagnosis("database", "ok", "数据库的落盘与删除设置符合要求。")
    if deps.sessions is not None:
        with deps.sessions() as session:
            yield _schema(session)
    yield _confinement(settings)
    for check in check_health(settings, deps):
        if check.name != "database":
            yield Diagnosis(check.name, check.state, check.message_zh)
    if settings.embedded and settings.broker_url.startswith("memory:"):
        yield Diagnosis("mode", "ok", "单机模式：portal serve 一个进程包含网站、接口和处理线程。")
    else:
        yield Diagnosis("mode", "ok", "生产模式：网站进程不处理任务，请另行启动 portal worker。")


def _secrets(home: Path) -> Diagnosis:
    path = home / ENV_FILE
    if not path.exists():
        return Diagnosis("secrets", "ok", "密钥来自环境变量。")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Diagnosis("secrets", "failed", "portal.env 可被其他用户读取，请执行 chmod 600。")
    return Diagnosis("secrets", "ok", "密钥文件仅本人可读。")


def _folders(settings: Settings) -> Diagnosis:
    root = storage_root(settings)
    for folder in filter(None, (settings.home, root, settings.keys_folder)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            return Diagnosis("folders", "failed", f"目录不可写：{folder.name}。")
    if root is not None and settings.keys_folder.is_relative_to(root):
        return Diagnosis("folders", "failed", "密钥目录不能放在存储目录之内。")
    return Diagnosis("folders", "ok", "实例、存储与密钥目录可写。")


def _schema(session: Session) -> Diagnosis:
    from portal.migrations import current, head

    engine = session.get_bind()
    if not isinstance(engine, Engine) or current(engine) != head():
        return Diagnosis("schema", "failed", "数据库结构不是最新版本，请运行 portal init。")
    return Diagnosis("schema", "ok", "数据库结构为最新版本。")


def _confinement(settings: Settings) -> Diagnosis:
    found = confine.probe()
    if found["network"] != "none":
        walls = f"网络 {found['network']}，文件 {found['files']}，启动程序 {found['programs']}"
        return Diagnosis("confinement", "ok", f"文件处理进程已隔离（{walls}）。")
    state = "warning" if settings.allow_unconfined else "failed"
    return Diagnosis("confinement", state, confine.ConfinementError.message_zh)

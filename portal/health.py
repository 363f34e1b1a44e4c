"""Health: is the database there, is there room, does a worker live, what of CKAN. Codes and numbers, nothing secret."""

import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from catalog.audit import ALARM
from catalog.deps import Deps
from catalog.models import AuditEvent, Job, JobState
from portal.ckan_health import look_at_ckan
from portal.jobs.presence import last_seen
from portal.settings import Settings
from portal.wiring import storage_root

WORKER_SILENT_AFTER = timedelta(seconds=60)
ALARM_KEPT = timedelta(days=7)
health_pages = Blueprint("health", __name__)


@dataclass(frozen=True, slots=True)
class Check:
    """One part's state: `ok`, `warning` or `failed`, with a sentence for people and plain numbers."""

    name: str
    state: str
    message_zh: str
    numbers: dict[str, Any]


def check_health(settings: Settings, deps: Deps) -> tuple[Check, ...]:
    """Look at every part the portal rests on.

    Args:
        settings: of the instance.
        deps: with a database.

    Returns:
        Checks `database`, `storage`, `worker`, `queue`, `scan`, `ckan`.
    """
    storage = _storage(settings)
    if deps.sessions is None:
        raise RuntimeError("health needs the database")
    try:
        with deps.sessions() as session:
            session.execute(text("SELECT 1"))
            now = deps.clock()
            database = Check("database", "ok", "数据库正常。", {})
            ckan = Check("ckan", *look_at_ckan(session, deps, now))
            return (database, storage, _worker(session, now), _queue(session, now), _scan(session, now), ckan)
    except SQLAlchemyError:
        return (Check("database", "failed", "数据库无法访问。", {}), storage)


def is_well(checks: tuple[Check, ...]) -> bool:
    """Whether no part has failed."""
    return all(check.state != "failed" for check in checks)


@health_pages.get("/healthz")
def healthz() -> Response:
    """What a load balancer or a person asks: 200 when nothing has failed, else 503."""
    checks = check_health(current_app.config["PORTAL"], current_app.extensions["deps"])
    is_ok = is_well(checks)
    response = jsonify({"status": "ok" if is_ok else "failed", "checks": [asdict(check) for check in checks]})
    response.status_code = 200 if is_ok else 503
    response.headers["Cache-Control"] = "no-store"
    return response


def _storage(settings: Settings) -> Check:
    root = storage_root(settings)
    if root is None:
        return Check("storage", "ok", "对象存储在外部服务上。", {})
    try:
        free = shutil.disk_usage(root).free
    except OSError:
        return Check("storage", "failed", "存储目录无法访问。", {})
    numbers = {"free_mib": free >> 20}
    if free < settings.min_free_bytes:
        return Check("storage", "failed", "存储空间不足，暂停接收上传。", numbers)
    return Check("storage", "ok", "存储正常。", numbers)


def _worker(session: Session, now: datetime) -> Check:
    seen = last_seen(session)
    if seen is None:
        return Check("worker", "warning", "没有处理进程在运行，新报送的数据将排队等待。", {})
    seconds = round((now - seen).total_seconds())
    if now - seen > WORKER_SILENT_AFTER:
        return Check("worker", "warning", "处理进程已停止响应，任务将排队等待。", {"silent_seconds": seconds})
    return Check("worker", "ok", "处理进程正常。", {"silent_seconds": seconds})


def _queue(session: Session, now: datetime) -> Check:
    rows = session.execute(select(Job.state, func.count(), func.min(Job.created_at)).group_by(Job.state)).all()
    counts = {str(row[0]): int(row[1]) for row in rows}
    oldest = next((row[2] for row in rows if row[0] == JobState.QUEUED), None)
    numbers = {
        "queued": counts.get("queued", 0),
        "running": counts.get("running", 0),
        "failed": counts.get("failed", 0),
    }
    if oldest is not None:
        numbers["oldest_seconds"] = round((now - oldest).total_seconds())
    return Check("queue", "ok", f"排队 {numbers['queued']} 项，处理中 {numbers['running']} 项。", numbers)


def _scan(session: Session, now: datetime) -> Check:
    """Whether the shadow sample of some upload contradicted the fast scan of late."""
    query = select(func.count()).where(AuditEvent.verb == ALARM, AuditEvent.at >= now - ALARM_KEPT)
    alarms = session.scalar(query) or 0
    if alarms:
        text_zh = f"近 {ALARM_KEPT.days} 天有 {alarms} 次识别抽样复核不一致（scan.shadow），请排查并重新扫描。"
        return Check("scan", "warning", text_zh, {"alarms": alarms})
    return Check("scan", "ok", "识别抽样复核一致。", {"alarms": 0})

"""What health and metrics say of CKAN, from the record alone: a slow server there slows nothing down here."""

from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy.orm import Session

from catalog.actions.ckan_state import LABELS, summarise
from catalog.deps import Deps
from catalog.models import JobState

TROUBLES = ("withdrawing", "drift", "failed")


def look_at_ckan(session: Session, deps: Deps, now: datetime) -> tuple[str, str, dict[str, Any]]:
    """Return state (`ok` or `warning`), a sentence for people, and plain numbers."""
    if deps.ckan is None or not deps.ckan.is_configured:
        return "ok", "未配置 CKAN，数据只在本平台发布。", {"configured": False}
    found = summarise(session, now=now)
    numbers: dict[str, Any] = {"configured": True, "queued": found.queued, "running": found.running}
    numbers |= {name: found.states.get(name, 0) for name in LABELS}
    if found.lag_seconds is not None:
        numbers["lag_seconds"] = found.lag_seconds
    for name, moment in (("synced", found.last_synced_at), ("reconciled", found.reconciled_at)):
        if moment is not None:
            numbers[f"{name}_seconds_ago"] = round((now - moment).total_seconds())
    troubles = [f"{LABELS[name]} {numbers[name]} 个" for name in TROUBLES if numbers[name]]
    if found.reconcile_state == JobState.FAILED:
        troubles.append("上次核对未完成")
    if troubles:
        return "warning", f"CKAN：{'，'.join(troubles)}。", numbers
    return "ok", f"CKAN 同步正常：已同步 {numbers['synced']} 个，待同步 {numbers['pending']} 个。", numbers


class CkanGauges:
    """The same numbers for Prometheus."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._states = Gauge("portal_ckan_datasets", "Datasets by state in CKAN.", ["state"], registry=registry)
        self._jobs = Gauge("portal_ckan_jobs", "Syncs that wait or run.", ["state"], registry=registry)
        self._lag = Gauge("portal_ckan_lag_seconds", "Age of the oldest sync that waits.", registry=registry)
        since = "Seconds since the last sync or comparison; -1: never."
        self._since = Gauge("portal_ckan_seconds_since", since, ["what"], registry=registry)

    def set(self, numbers: dict[str, Any]) -> None:
        """Take the numbers of `look_at_ckan`; nothing without a CKAN."""
        if not numbers["configured"]:
            return
        for state in LABELS:
            self._states.labels(state).set(numbers[state])
        for state in ("queued", "running"):
            self._jobs.labels(state).set(numbers[state])
        self._lag.set(numbers.get("lag_seconds", 0))
        for what in ("synced", "reconciled"):
            self._since.labels(what).set(numbers.get(f"{what}_seconds_ago", -1))

"""Metrics for Prometheus, for loopback and administrators only: counts and times, no names."""

import ipaddress
import time

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from portal.ckan_health import CkanGauges
from portal.health import check_health

metrics_pages = Blueprint("metrics", __name__)
REGISTRY = CollectorRegistry()
REQUESTS = Counter("portal_requests_total", "Requests answered.", ["endpoint", "method", "status"], registry=REGISTRY)
SECONDS = Histogram("portal_request_seconds", "Time to answer a request.", ["endpoint"], registry=REGISTRY)
JOBS = Gauge("portal_jobs", "Jobs by state.", ["state"], registry=REGISTRY)
OLDEST = Gauge("portal_oldest_queued_seconds", "Age of the oldest queued job.", registry=REGISTRY)
FREE = Gauge("portal_storage_free_bytes", "Free bytes of the object storage.", registry=REGISTRY)
SILENT = Gauge("portal_worker_silent_seconds", "Seconds since a worker was heard of; -1: none.", registry=REGISTRY)
ALARMS = Gauge("portal_scan_alarms", "Scans of late that their shadow sample contradicted.", registry=REGISTRY)
CKAN = CkanGauges(REGISTRY)
UP = Gauge("portal_check_ok", "1 when the part is well.", ["part"], registry=REGISTRY)


def init_metrics(app: Flask) -> None:
    """Count every request of the application, by endpoint (never by address, which may hold words)."""

    @app.before_request
    def start() -> None:
        g.metrics_started = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "unknown"
        REQUESTS.labels(endpoint, request.method, str(response.status_code)).inc()
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.get("metrics_started", time.perf_counter()))
        return response


@metrics_pages.get("/metrics")
def show_metrics() -> Response:
    """Prometheus' text format; strangers get 404."""
    if not _is_permitted():
        abort(404)
    for check in check_health(current_app.config["PORTAL"], current_app.extensions["deps"]):
        UP.labels(check.name).set(check.state != "failed")
        if check.name == "queue":
            for state in ("queued", "running", "failed"):
                JOBS.labels(state).set(check.numbers[state])
            OLDEST.set(check.numbers.get("oldest_seconds", 0))
        if check.name == "storage":
            FREE.set(check.numbers.get("free_mib", 0) << 20)
        if check.name == "scan":
            ALARMS.set(check.numbers["alarms"])
        if check.name == "worker":
            SILENT.set(check.numbers.get("silent_seconds", -1))
        if check.name == "ckan":
            CKAN.set(check.numbers)
    return Response(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _is_permitted() -> bool:
    from portal.accounts.signing import present_actor

    address = ipaddress.ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 - stands for unknown
    if address.is_loopback and "X-Forwarded-For" not in request.headers:
        return True
    actor = present_actor()
    return actor is not None and "admin" in actor.role_names

"""Health, metrics and doctor: what is missing is said, with numbers and without secrets; strangers see no metrics."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from catalog.models import utc_now
from portal import doctor, metrics
from portal.health import check_health, health_pages, is_well
from portal.jobs.presence import last_seen, say_goodbye, say_present
from portal.settings import load_settings, write_env_file


@pytest.fixture
def instance(tmp_path, runner):
    write_env_file(tmp_path, {"min_free_bytes": "1"})
    settings = load_settings(tmp_path)
    (tmp_path / "storage").mkdir(exist_ok=True)
    return settings, runner


def state_of(checks, name):
    return next(check for check in checks if check.name == name)


def test_no_worker_is_a_warning_and_says_that_work_waits(instance, toy):
    settings, runner = instance
    toy("plain")
    checks = check_health(settings, runner.deps)
    assert state_of(checks, "worker").state == "warning"
    assert "排队等待" in state_of(checks, "worker").message_zh
    assert state_of(checks, "queue").numbers["queued"] == 1
    assert is_well(checks)


def test_a_worker_that_swept_is_seen_and_a_silent_one_noticed(instance, sessions):
    settings, runner = instance
    runner.sweep()
    assert state_of(check_health(settings, runner.deps), "worker").state == "ok"
    say_present(sessions, runner.name, now=utc_now() - timedelta(minutes=5), children=1)
    assert state_of(check_health(settings, runner.deps), "worker").numbers["silent_seconds"] >= 290
    say_goodbye(sessions, runner.name)
    with sessions() as session:
        assert last_seen(session) is None


def test_too_little_room_fails_the_check(instance):
    settings, runner = instance
    tight = settings.model_copy(update={"min_free_bytes": 1 << 60})
    checks = check_health(tight, runner.deps)
    assert state_of(checks, "storage").state == "failed"
    assert not is_well(checks)


def test_a_database_that_is_gone_is_said(instance, sessions):
    settings, runner = instance
    engine = sessions.kw["bind"]
    engine.dispose()

    def broken():
        from sqlalchemy.exc import OperationalError

        raise OperationalError("SELECT", {}, Exception("x"))

    checks = check_health(settings, replace(runner.deps, sessions=broken))
    assert [check.name for check in checks if check.state == "failed"] == ["database"]


def test_health_answers_200_and_metrics_only_for_this_machine(instance, monkeypatch):
    settings, runner = instance
    app = Flask("t")
    app.config["PORTAL"] = settings
    app.extensions["deps"] = runner.deps
    app.register_blueprint(health_pages)
    app.register_blueprint(metrics.metrics_pages)
    metrics.init_metrics(app)
    monkeypatch.setattr("portal.accounts.signing.present_actor", lambda: None)
    client = app.test_client()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    assert client.get("/metrics").status_code == 200
    assert b'portal_check_ok{part="database"} 1.0' in client.get("/metrics").data
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_the_doctor_finds_a_readable_secret_file(tmp_path):
    path = write_env_file(tmp_path)
    assert doctor._secrets(tmp_path).state == "ok"
    path.chmod(0o644)
    assert doctor._secrets(tmp_path).state == "failed"


def test_a_machine_that_cannot_confine_is_refused(tmp_path, monkeypatch):
    from portal.jobs import confine

    write_env_file(tmp_path)
    settings = load_settings(tmp_path)
    monkeypatch.setattr(confine, "probe", lambda: {"network": "none", "files": "none", "programs": "allowed"})
    with pytest.raises(confine.ConfinementError):
        doctor.require_confinement(settings)
    assert doctor._confinement(settings).state == "failed"
    assert doctor.require_confinement(settings.model_copy(update={"allow_unconfined": True})) == "none"


def test_a_large_body_never_touches_a_disk():
    from waitress.buffers import OverflowableBuffer, TempfileBasedBuffer

    from portal.serving import keep_bodies_in_memory

    kept = TempfileBasedBuffer.newfile
    try:
        keep_bodies_in_memory()
        buffer = OverflowableBuffer(1 << 10)
        buffer.append(b"x" * 5000)
        buffer.append(b"y" * 5000)
        held = buffer.buf.getfile()
        assert Path(f"/proc/self/fd/{held.fileno()}").readlink().name.startswith("memfd:body")
        assert len(buffer) == 10_000
        buffer.close()
    finally:
        TempfileBasedBuffer.newfile = kept

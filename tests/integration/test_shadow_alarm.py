"""A fast scan that has gone blind is noticed in production: a question, an alarm, a warning; and no value anywhere."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from catalog import audit
from catalog.actions.approve import approve
from catalog.errors import QuestionsOpen
from catalog.metadata import Metadata
from catalog.models import AuditEvent
from desensitize import scan as scanning
from portal.health import check_health
from portal.settings import load_settings, write_env_file
from tests.canary import Canary
from tests.fakes.record import make_record
from tests.integration.test_actions_real import Path2Release, penalties


@pytest.fixture
def way(kept_folder: Path, canary: Canary):
    made = make_record(f"sqlite:///{kept_folder / 'record.db'}")
    canary.watch(kept_folder)
    yield Path2Release(made)
    made.engine.dispose()


def _events(way: Path2Release) -> list[AuditEvent]:
    with way.record.session() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.verb == audit.ALARM)))


def _scan_health(way: Path2Release, folder: Path) -> tuple[str, int]:
    write_env_file(folder / "settings", {"min_free_bytes": "1"})
    checks = check_health(load_settings(folder / "settings"), way.record.deps)
    one = next(check for check in checks if check.name == "scan")
    return one.state, one.numbers["alarms"]


def _content(canary: Canary) -> bytes:
    ids: list[str] = []
    content = penalties(random.Random(5), 60, ids).encode()
    canary.plant(*ids)
    return content


def test_a_scan_that_its_sample_confirms_says_nothing(way: Path2Release, canary: Canary, tmp_path: Path) -> None:
    version_id = way.process(_content(canary), Metadata("行政处罚.csv", title="小额贷款公司行政处罚"))
    decision = way.sheet(version_id).version.decision
    assert decision is not None
    assert "scan.shadow" not in {question.code for question in decision.questions}
    assert _events(way) == []
    assert _scan_health(way, tmp_path) == ("ok", 0)


def test_a_blind_scan_is_held_for_a_person_and_alarms(
    way: Path2Release, canary: Canary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = scanning.scan_values

    def blind(series, context, matcher):  # type: ignore[no-untyped-def]  # stands in for a kernel that lost its carry
        spans = whole(series, context, matcher)
        return spans.where(np.arange(len(spans)) % 2 == 0)

    monkeypatch.setattr(scanning, "scan_values", blind)
    version_id = way.process(_content(canary), Metadata("行政处罚.csv", title="小额贷款公司行政处罚"))
    sheet = way.sheet(version_id)
    assert sheet.version.decision is not None
    asked = {question.code for question in sheet.version.decision.questions}
    assert "scan.shadow" in asked
    others = frozenset(asked - {"scan.shadow"})
    with way.record.session() as session:
        officer = way.record.actor(session, "officer")
        with pytest.raises(QuestionsOpen):
            approve(session, version_id, actor=officer, deps=way.record.deps, binding=sheet.binding, answered=others)
    (event,) = _events(way)
    assert event.object_id == str(version_id)
    assert event.detail["code"] == "scan.shadow"
    assert 0 < event.detail["differences"] <= event.detail["cells"]
    assert set(json.loads(json.dumps(event.detail))) == {"code", "cells", "differences"}
    assert _scan_health(way, tmp_path) == ("warning", 1)

"""Process 处理: what the runner does before and after the confined child read, scanned, judged and planned an upload.

The child's answer holds no value of the data: covered texts, counts, facts, decision, plan, preview. One transaction
puts all of it into the record and sets the version before a reviewer, or refuses it and queues its destruction.
"""

import base64
from typing import Any

from sqlalchemy.orm import Session

from catalog import audit, jobs, lifecycle
from catalog.actions.description import inherited_from
from catalog.actions.joined_releases import joining_questions
from catalog.actions.sector_examples import precedents_of
from catalog.deps import Deps
from catalog.editions import edition_row
from catalog.errors import RecordDamaged
from catalog.lifecycle import VersionState
from catalog.models import ClauseHit, Decision, Finding, Job, MaskingPlan, Version, VersionColumn
from catalog.policies import Verb
from catalog.slugs import column_codes
from catalog.transaction import load


def prepare_process(session: Session, job: Job, *, deps: Deps) -> dict[str, object] | None:
    """Return the child's orders; None when the version is not waiting to be processed any more."""
    version = _version(session, job)
    if version.state != VersionState.RECEIVED or version.sealed is None:
        return None
    edition = edition_row(session, deps.clock())
    agency = version.dataset.agency
    return {
        "keys": [str(version.id)],
        "version": str(version.id),
        "sealed": base64.b64encode(version.sealed).decode(),
        "parts": list(version.parts),
        "bytes": version.bytes_received,
        "agency": agency.name,
        "agency_kind": agency.kind_code,
        "edition": edition.content,
        "now": deps.clock().isoformat(),
        "fan_out_rows": deps.limits.fan_out_rows,
        "group_rows": deps.limits.group_rows,
        "precedents": precedents_of(session, version.dataset.agency_id),
        "inherited": inherited_from(session, version.dataset),
    }


def commit_process(session: Session, job: Job, outcome: dict[str, Any], *, deps: Deps) -> None:
    """Put the child's answer into the record, in the transaction that ends the job.

    Raises:
        MoveRefused: the version was discarded meanwhile; RecordDamaged: the answer lacks a part.
    """
    version = _version(session, job)
    version.keyed_digest = outcome["keyed_digest"]
    if "parts" in outcome:
        version.typed_ref = outcome["typed_ref"]
        jobs.queue_parts(session, job, version, outcome["parts"])
        return
    version.processed_at = deps.clock()
    if "refused" in outcome:
        _refuse(session, version, outcome, deps)
        return
    version.state = lifecycle.next_state(Verb.PROCESS, version.state)
    version.gate_passed_at = version.processed_at
    for name in ("described", "file_name", "format", "encoding", "header_row", "sheet", "notes", "row_count"):
        setattr(version, name, outcome[name])
    version.typed_hash, version.typed_ref = outcome["typed_ref"]["hash"], outcome["typed_ref"]
    version.error_code = version.error_detail = None
    _replace_columns(session, version, outcome["columns"])
    _replace_findings(session, version, outcome["findings"])
    outcome["decision"]["questions"] += joining_questions(session, version, outcome)
    decision = _new_decision(version, outcome)
    plan = MaskingPlan(
        version_id=version.id,
        recipe_version=outcome["plan"]["recipe_version"],
        body=outcome["plan"],
        preview=outcome["preview"],
        risk=outcome["risk"],
    )
    _retire(session, version)
    session.add_all([decision, plan])
    _describe_dataset(version, decision)
    session.flush()
    detail = {
        "tier": decision.tier,
        "release": decision.release,
        "clause": decision.deciding_clause,
        "edition": decision.edition_id,
        "typed_hash": version.typed_hash,
        "rows": version.row_count,
    }
    audit.record(session, Verb.PROCESS, version, actor=None, detail=detail, at=deps.clock())
    if outcome.get("shadow", {}).get("differences"):
        # Health and metrics count these events; the decision carries the question.
        alarm = {"code": "scan.shadow", **outcome["shadow"]}
        audit.record(session, audit.ALARM, version, actor=None, detail=alarm, at=deps.clock())


def fail_process(session: Session, job: Job, code: str, detail: dict[str, Any] | None, *, deps: Deps) -> None:
    """Set the version failed, with a code people understand."""
    version = _version(session, job)
    if version.state != VersionState.RECEIVED:
        return
    version.state = lifecycle.next_state(Verb.FAIL, version.state)
    version.error_code, version.error_detail = code, detail
    version.processed_at = deps.clock()
    audit.record(session, Verb.FAIL, version, actor=None, detail={"code": code}, at=deps.clock())


def _version(session: Session, job: Job) -> Version:
    if job.version_id is None:
        raise RecordDamaged
    return load(session, Version, job.version_id, is_locked=True)


def _refuse(session: Session, version: Version, outcome: dict[str, Any], deps: Deps) -> None:
    """Keep who, when, keyed digest and clause; queue the destruction of everything else."""
    version.state = lifecycle.next_state(Verb.REFUSE, version.state)
    version.refused_clauses = list(outcome["refused"])
    version.sealed = version.file_name = version.format = version.described = version.typed_ref = None
    version.parts, version.notes, version.bytes_received = [], [], 0
    jobs.queue(
        session,
        "clear",
        f"clear:{version.id}:refuse",
        dataset=version.dataset,
        version=version,
        priority=jobs.PRIORITY_WITHDRAW,
    )
    detail = {"clauses": version.refused_clauses, "keyed_digest": version.keyed_digest}
    audit.record(session, Verb.REFUSE, version, actor=None, detail=detail, at=deps.clock())


def _replace_columns(session: Session, version: Version, columns: list[dict[str, Any]]) -> None:
    version.columns.clear()
    session.flush()
    codes = column_codes(column["name"] for column in columns)
    version.columns.extend(
        VersionColumn(
            position=position,
            code=code,
            name=column["name"],
            type=column["type"],
            unit=column["unit"],
            title=column.get("title", ""),
            meaning=column.get("meaning", ""),
            label=column["label"],
            jr0197_level=column["level"],
            c_class=column["c_class"] or None,
        )
        for position, (code, column) in enumerate(zip(codes, columns, strict=True))
    )


def _replace_findings(session: Session, version: Version, findings: list[dict[str, Any]]) -> None:
    session.query(Finding).where(Finding.version_id == version.id).delete()
    session.add_all(Finding(version_id=version.id, **finding) for finding in findings)


def _retire(session: Session, version: Version) -> None:
    """Take decision and plan of an earlier run out of force; they stay readable."""
    for model in (Decision, MaskingPlan):
        session.query(model).where(model.version_id == version.id, model.is_current).update({"is_current": False})


def _new_decision(version: Version, outcome: dict[str, Any]) -> Decision:
    body = outcome["decision"]
    return Decision(
        version_id=version.id,
        edition_id=body["edition"],
        tier=body["tier"],
        release=body["release"],
        rules_release=body["release"],
        deciding_clause=body["deciding_clause"],
        theme_code=body["theme"],
        sector_code=body["sector"],
        resource_kind=body["resource_kind"],
        confidence=body["confidence"],
        body=body,
        facts=outcome["facts"],
        facts_version=outcome["facts"].get("version", 1),
        hits=[
            ClauseHit(
                position=position,
                clause_id=hit["clause_id"],
                title=hit["title"],
                consequence=hit["consequence"],
                matcher=hit["matcher"],
                evidence=hit["evidence"],
                legal_basis=hit["basis"],
                overruled_by=hit["overruled_by"],
            )
            for position, hit in enumerate(body["clauses"])
        ],
    )


def _describe_dataset(version: Version, decision: Decision) -> None:
    """Give the dataset its working title; what is public is written by publish alone."""
    dataset, described = version.dataset, version.described or {}
    if dataset.current_release_id is not None:
        return
    dataset.title = described["title"]
    dataset.summary = described["summary"]
    dataset.tags = list(described["tags"])
    dataset.update_cycle = described["update_cycle"]
    dataset.theme_code, dataset.sector_code = decision.theme_code, decision.sector_code
    dataset.also_sectors = list(decision.body["also_sectors"])
    dataset.resource_kind, dataset.tier = decision.resource_kind, decision.tier

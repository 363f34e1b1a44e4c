"""`portal list status`: editions, drafts that wait for a second administrator, and runs with their progress."""

import json
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.actions.edition_results import count_changes
from catalog.actions.editions import list_editions
from catalog.deps import Deps
from catalog.models import EditionDraft, EditionRun

STANDINGS = {"in_force": "现行", "planned": "待施行", "ended": "已失效", "replaced": "历史"}
RUN_LABELS = {"what_if": "试算", "reclassify": "重新定级"}


def print_status(session: Session, *, deps: Deps, as_json: bool) -> None:
    """Print what stands in the record about editions."""
    editions = list_editions(session, deps=deps)
    drafts = session.scalars(select(EditionDraft).where(EditionDraft.state.in_(("open", "proposed")))).all()
    runs = session.scalars(select(EditionRun).order_by(EditionRun.created_at.desc()).limit(5)).all()
    if as_json:
        click.echo(json.dumps(_told(session, editions, drafts, runs), ensure_ascii=False, default=str))
        return
    for one in editions:
        approval, begins = f"{one.approver} {one.approval_number}", one.in_force_from
        click.echo(f"第 {one.number} 版（{STANDINGS[one.standing]}）：自 {begins} 起，{approval}")
    for draft in drafts:
        state = "已提请，等待另一名管理员确认" if draft.state == "proposed" else "起草中"
        click.echo(f"草案第 {draft.number} 版（{state}）：{draft.id}")
    for run in runs:
        counts = count_changes(session, run.id)
        state = run.error_code or ("已完成" if run.finished_at else "进行中")
        click.echo(
            f"{RUN_LABELS[run.kind]} {run.created_at:%Y-%m-%d %H:%M} {state}：已比较 {run.done} / {run.total}，"
            f"从严 {counts['stricter']}，从宽 {counts['looser']}，处理器 {run.seconds:.1f} 秒"
        )


def _told(session: Session, editions: Any, drafts: Any, runs: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "editions": [asdict(one) for one in editions],
        "drafts": [{"id": one.id, "number": one.number, "state": one.state} for one in drafts],
        "runs": [
            {
                "id": run.id,
                "kind": run.kind,
                "done": run.done,
                "total": run.total,
                "finished_at": run.finished_at,
                "error": run.error_code,
                "processor_seconds": run.seconds,
                "changes": count_changes(session, run.id),
            }
            for run in runs
        ],
    }

"""What `portal ckan` prints: tables and sentences; colours only where a terminal reads."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.actions.ckan_state import LABELS, MEANINGS
from catalog.models import Dataset
from catalog.views.ckan import CkanRow, CkanSheet, CkanSummary
from portal.formatting import duration, minute

if TYPE_CHECKING:
    from catalog.actions.reconcile import ReconcileReport
    from catalog.ckan.options import CkanOptions
    from catalog.ckan.preflight import Preflight

KINDS = {
    "missing": "CKAN 缺少",
    "changed": "内容不同",
    "extra": "CKAN 多出",
    "withdrawn": "已撤回而仍在",
    "drifted": "被人工改动",
    "hidden": "未公开",
    "ghosts": "只剩索引",
    "orphan_tables": "无主数据表",
    "unchanged": "一致",
}
DONE = {
    "created": "新建",
    "updated": "更新",
    "unchanged": "一致",
    "withdrawn": "撤回",
    "removed": "清除",
    "drift": "人工改动未覆盖",
    "none": "无需处理",
    "orphan_tables": "清除无主数据表",
}
NAMED = 5  # datasets named for each kind of difference
console = Console(markup=False, highlight=False)


def show_check(found: "Preflight", url: str, options: "CkanOptions") -> None:
    """Print what the server is and what will be sent there."""
    from catalog.ckan.preflight import WARNINGS

    table = Table("检查项", "结果")
    table.add_row("地址", url)
    table.add_row("版本", f"CKAN {found.version}")
    table.add_row("账户", f"{found.user}（系统管理员）")
    table.add_row("DataStore", "可用" if found.has_datastore else "没有")
    table.add_row(
        "文件", f"上传（不超过 {options.upload_bytes >> 20} MB 的）" if options.upload_bytes else "链接到本平台"
    )
    table.add_row("表格行", f"写入 DataStore（不超过 {options.max_rows:,} 行的表）" if options.rows else "不写入")
    console.print(table)
    for warning in found.warnings:
        console.print(f"注意：{WARNINGS[warning]}", style="yellow")
    console.print("可以发布。", style="green")


def show_states(
    rows: Iterable[CkanRow], total: int, summary: CkanSummary, *, is_json: bool, is_configured: bool
) -> None:
    """Print the list of datasets and the whole in numbers."""
    rows = list(rows)
    if is_json:
        body = {"total": total, "summary": asdict(summary), "datasets": [asdict(one) for one in rows]}
        click.echo(json.dumps(body, ensure_ascii=False, default=_plain))
        return
    if not is_configured:
        console.print("没有配置 CKAN：数据只在本平台发布。", style="yellow")
    counts = "，".join(f"{LABELS[name]} {count}" for name, count in summary.states.items())
    console.print(f"{counts or '还没有可同步的数据集'}。排队 {summary.queued}，进行中 {summary.running}。")
    if summary.lag_seconds is not None:
        console.print(f"最早一项已等待 {duration(summary.lag_seconds)}。")
    console.print(
        f"最近同步：{minute(summary.last_synced_at) or '—'}；最近核对：{minute(summary.reconciled_at) or '—'}"
    )
    if not rows:
        return
    table = _table("名称", "标题", "状态", "上次同步", "原因")
    for one in rows:
        reason = (one.error_text or one.error_code) if one.error_code else ""
        table.add_row(one.slug or str(one.dataset_id), one.title, one.state_label, minute(one.synced_at), reason)
    console.print(table)
    if total > len(rows):
        console.print(f"共 {total} 个，仅列出前 {len(rows)} 个。")


def show_sheet(sheet: CkanSheet) -> None:
    """Print one dataset: its state, what differs, what was asked after a withdrawal."""
    row = sheet.row
    console.print(f"{row.title or row.dataset_id}（{row.agency_name}）：{row.state_label}")
    if row.error_code:
        console.print(f"[{row.error_code}] {row.error_text}", style="yellow")
    fields = [one for one in sheet.fields if one["field"] != "metadata_modified"]
    if fields:
        table = _table("字段", "本平台", "CKAN")
        for one in fields:
            table.add_row(one["field"], one["ours"], one["theirs"])
        console.print(table)
    if sheet.probes:
        table = _table("途径", "对象", "匿名查证", "时间")
        for one in sheet.probes:
            table.add_row(one["surface"], one["what"], "仍可读取" if one["is_open"] else "已关闭", minute(one["at"]))
        console.print(table)


def show_report(report: "ReconcileReport", session: Session, *, is_repair: bool) -> None:
    """Print what differed, which datasets, and what was done about it."""
    table = _table("核对结果", "数量", "数据集")
    for kind, count in report.plan.counts().items():
        ids = getattr(report.plan, kind) if kind != "unchanged" else ()
        names = _names(session, ids[:NAMED])
        table.add_row(KINDS[kind], str(count), "、".join(names) + ("……" if len(ids) > NAMED else ""))
    console.print(table)
    if report.plan.is_guarded:
        console.print("多出的数据集超过保护比例，一个也没有删除；核实后加 --force。", style="red")
    if report.done:
        console.print("已处理：" + "，".join(f"{DONE[did]} {count}" for did, count in sorted(report.done.items())))
    elif is_repair:
        console.print("没有需要处理的差异。")
    for dataset, code in report.failed.items():
        console.print(f"未完成 {_names(session, (dataset,))[0]}：{MEANINGS.get(code, code)}", style="red")


def _table(*heads: str) -> Table:
    """Return a table that breaks long words instead of cutting them: a name is there to be copied."""
    table = Table()
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _names(session: Session, ids: Iterable[str]) -> list[str]:
    """Return names where the record knows them, else the ids."""
    wanted = [UUID(one) for one in ids]
    query = select(Dataset.id, Dataset.slug).where(Dataset.id.in_(wanted))
    known = {row[0]: row[1] for row in session.execute(query)}
    return [known.get(one) or str(one) for one in wanted]


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)

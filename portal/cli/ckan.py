"""`portal ckan check | sync | reconcile | withdraw | status`: the CKAN server the portal syncs to."""

import json
from pathlib import Path
from uuid import UUID

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import select

from catalog.actions.reconcile import ReconcileReport, reconcile
from catalog.actions.reconcile import summary as report_json
from catalog.actions.sync import publisher_of, sync_dataset
from catalog.ckan.preflight import check_server
from catalog.ckan.publisher import CkanPublisher
from catalog.deps import Deps
from catalog.models import CkanLink, Dataset
from portal.settings import load_settings
from portal.wiring import build_deps

KINDS = {
    "missing": "CKAN 缺少",
    "changed": "内容不同",
    "extra": "CKAN 多出",
    "drifted": "被人工改动",
    "hidden": "未公开",
    "withdrawn": "已撤回而仍在",
    "ghosts": "只剩索引",
    "orphan_tables": "无主数据表",
    "unchanged": "一致",
}
console = Console()


def _deps(home: Path) -> Deps:
    deps = build_deps(load_settings(home))
    if not publisher_of(deps).is_configured:
        raise click.ClickException("没有配置 CKAN（ckan.none）：请设置 PORTAL_CKAN_URL 与 PORTAL_CKAN_TOKEN。")
    return deps


@click.group(name="ckan")
def command() -> None:
    """CKAN 同步：检查、核对、修复、撤回。"""


@command.command()
@click.pass_obj
def check(home: Path) -> None:
    """检查服务器版本、身份、权限与插件。"""
    publisher = publisher_of(_deps(home))
    if isinstance(publisher, CkanPublisher):
        found = check_server(publisher.client)
        console.print(f"CKAN {found.version}，账户 {found.user}，DataStore {'有' if found.has_datastore else '无'}")
        for warning in found.warnings:
            console.print(f"注意：{warning}", style="yellow")


@command.command()
@click.argument("dataset", type=click.UUID, required=False)
@click.option("--force", is_flag=True, help="覆盖 CKAN 中的人工改动。")
@click.pass_obj
def sync(home: Path, dataset: UUID | None, force: bool) -> None:
    """同步一个数据集；不指明时补齐全部缺少与不同的。"""
    deps = _deps(home)
    if dataset is not None:
        console.print(sync_dataset(dataset, deps=deps, force=force))
        return
    _show(_run(deps, repair=True, force=force))


@command.command(name="reconcile")
@click.option("--repair", is_flag=True, help="修复差异；默认只核对。")
@click.option("--force", is_flag=True, help="超过保护比例也删除多出的，并覆盖人工改动。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.pass_obj
def reconcile_all(home: Path, repair: bool, force: bool, as_json: bool) -> None:
    """把整个目录与 CKAN 逐一核对。"""
    report = _run(_deps(home), repair=repair, force=force)
    if as_json:
        click.echo(report_json(report))
    else:
        _show(report)
    if report.failed or (not repair and not report.plan.is_clean):
        raise SystemExit(1)


@command.command()
@click.argument("dataset", type=click.UUID)
@click.pass_obj
def withdraw(home: Path, dataset: UUID) -> None:
    """把一个已撤回的数据集从 CKAN 清除并逐面查证（平台上的撤回用 portal withdraw）。"""
    deps = _deps(home)
    state = sync_dataset(dataset, deps=deps)
    if state not in {"withdrawn", "none"}:
        raise click.ClickException("该数据集在平台上仍是公开的（ckan.still_public）：请先用 portal withdraw 撤回。")
    console.print("已清除，匿名查证全部关闭。")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.pass_obj
def status(home: Path, as_json: bool) -> None:
    """每个数据集在 CKAN 中的状态。"""
    deps = build_deps(load_settings(home))
    if deps.sessions is None:
        raise click.ClickException("没有数据库（database.none）。")
    with deps.sessions() as session:
        rows = [
            (str(row[0].dataset_id), row[1] or "", row[0].state, str(row[0].synced_at or ""), row[0].error_code or "")
            for row in session.execute(select(CkanLink, Dataset.slug).join(Dataset, Dataset.id == CkanLink.dataset_id))
        ]
    if as_json:
        names = ("dataset_id", "name", "state", "synced_at", "error_code")
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows]))
        return
    table = Table("数据集", "名称", "状态", "同步时间", "错误")
    for row in rows:
        table.add_row(*row)
    console.print(table if rows else "还没有同步过的数据集。")


def _run(deps: Deps, *, repair: bool, force: bool) -> ReconcileReport:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("同步到 CKAN", total=None)

        def tell(step: str, done: int, total: int) -> None:
            del step
            progress.update(task, completed=done, total=total)

        return reconcile(deps=deps, repair=repair, force=force, tell=tell)


def _show(report: ReconcileReport) -> None:
    table = Table("核对结果", "数量")
    for kind, count in report.plan.counts().items():
        table.add_row(KINDS[kind], str(count))
    console.print(table)
    if report.plan.is_guarded:
        console.print("将被删除的超过保护比例，未删除；核实后加 --force。", style="red")
    if report.done:
        console.print("已处理：" + "，".join(f"{state} {count}" for state, count in sorted(report.done.items())))
    for dataset, code in report.failed.items():
        console.print(f"未完成 {dataset}：{code}", style="red")

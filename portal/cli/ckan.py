"""`portal ckan check | sync | reconcile | withdraw | status`: the CKAN server the portal syncs to."""

from pathlib import Path
from uuid import UUID

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.deps import Deps
from catalog.errors import CatalogError, NotFound
from catalog.models import Dataset
from portal.cli.ckan_show import show_check, show_report, show_sheet, show_states
from portal.settings import load_settings
from portal.wiring import build_deps

DID = {
    "created": "已在 CKAN 新建。",
    "updated": "已更新 CKAN。",
    "unchanged": "CKAN 中的内容一致，无需更新。",
    "withdrawn": "已从 CKAN 清除，匿名查证全部关闭。",
    "none": "没有可同步的内容：该数据集未对公众发布，CKAN 中也没有。",
}
STEPS = {"list": "比对", "sync": "同步"}
as_json = click.option("--json", "is_json", is_flag=True, help="输出 JSON。")
dataset_argument = click.argument("dataset", required=False, metavar="[数据集]")


class CkanNotSetError(CatalogError):
    """No CKAN server is configured."""

    code = "ckan.none"
    message_zh = "没有配置 CKAN：请设置 PORTAL_CKAN_URL 与 PORTAL_CKAN_TOKEN。"
    message_en = "No CKAN is configured; set PORTAL_CKAN_URL and PORTAL_CKAN_TOKEN."
    status_hint = 409


class StillPublicError(CatalogError):
    """The dataset is still public on the portal."""

    code = "ckan.still_public"
    message_zh = "该数据集在平台上仍是公开的：请先用 portal withdraw 撤回，再从 CKAN 清除。"
    message_en = "The dataset is still public on the portal; withdraw it there first."
    status_hint = 409


@click.group(name="ckan")
def command() -> None:
    """CKAN 同步：检查、同步、核对、撤回、状态。数据集可写编号或网址中的名称。"""


@command.command()
@click.pass_obj
def check(home: Path) -> None:
    """检查 CKAN 的地址、版本、身份、权限与插件。"""
    from catalog.actions.sync import publisher_of
    from catalog.ckan.preflight import check_server
    from catalog.ckan.publisher import CkanPublisher

    publisher = publisher_of(_deps(home))
    if isinstance(publisher, CkanPublisher):
        found = check_server(publisher.client, needs_datastore=publisher.options.rows)
        show_check(found, publisher.url, publisher.options)


@command.command()
@dataset_argument
@click.option("--force", is_flag=True, help="覆盖 CKAN 中的人工改动。")
@click.pass_obj
def sync(home: Path, dataset: str | None, force: bool) -> None:
    """同步一个数据集；不指明时补齐全部缺少与不同的。"""
    from catalog.actions.sync import sync_dataset

    deps = _deps(home)
    if dataset is None:
        _reconcile(deps, repair=True, force=force, is_json=False)
        return
    dataset_id = _find(deps, dataset)
    with Console(stderr=True).status("正在同步到 CKAN……"):
        did = sync_dataset(dataset_id, deps=deps, force=force)
    if did == "drift":
        _show_sheet(deps, dataset_id)
        click.echo("该数据集在 CKAN 中被人工改动，未覆盖。以本平台为准请加 --force；保留改动请在网页上选择。", err=True)
        raise SystemExit(1)
    click.echo(DID[did])


@command.command(name="reconcile")
@click.option("--repair", is_flag=True, help="修复差异；默认只核对。")
@click.option("--force", is_flag=True, help="超过保护比例也删除多出的，并覆盖人工改动。")
@as_json
@click.pass_obj
def reconcile_all(home: Path, repair: bool, force: bool, is_json: bool) -> None:
    """把整个目录与 CKAN 逐一核对；有差异时返回 1。"""
    _reconcile(_deps(home), repair=repair, force=force, is_json=is_json)


@command.command()
@click.argument("dataset", metavar="数据集")
@click.pass_obj
def withdraw(home: Path, dataset: str) -> None:
    """把一个已撤回的数据集从 CKAN 清除并逐面查证（平台上的撤回用 portal withdraw）。"""
    from catalog.actions.sync import is_public, sync_dataset

    deps = _deps(home)
    dataset_id = _find(deps, dataset)
    if is_public(dataset_id, deps=deps):
        raise StillPublicError
    with Console(stderr=True).status("正在从 CKAN 清除并查证……"):
        sync_dataset(dataset_id, deps=deps, is_there=True)
    _show_sheet(deps, dataset_id)


@command.command()
@dataset_argument
@click.option("--state", default=None, help="只列一种状态：pending、synced、drift、failed、withdrawing、withdrawn。")
@click.option("--rows", default=50, show_default=True, type=click.IntRange(1, 500), help="最多列出多少个。")
@as_json
@click.pass_obj
def status(home: Path, dataset: str | None, state: str | None, rows: int, is_json: bool) -> None:
    """每个数据集在 CKAN 中的状态；指明数据集时列出不同之处与撤回的证据。"""
    from catalog.actions.ckan_state import list_states, summarise
    from catalog.actions.people import system_actor

    deps = build_deps(load_settings(home))
    if dataset is not None:
        _show_sheet(deps, _find(deps, dataset))
        return
    with _session(deps) as session:
        total, found = list_states(session, actor=system_actor(session), state=state, rows=rows)
        summary = summarise(session, now=deps.clock())
    show_states(found, total, summary, is_json=is_json, is_configured=bool(deps.ckan and deps.ckan.is_configured))


def _deps(home: Path) -> Deps:
    deps = build_deps(load_settings(home))
    if deps.ckan is None or not deps.ckan.is_configured:
        raise CkanNotSetError
    return deps


def _session(deps: Deps) -> Session:
    if deps.sessions is None:
        raise RuntimeError("the command line needs the database")
    return deps.sessions()


def _find(deps: Deps, dataset: str) -> UUID:
    """Return the id behind an id or a name.

    Raises:
        NotFound.
    """
    with _session(deps) as session:
        try:
            found = session.get(Dataset, UUID(dataset))
        except ValueError:
            found = session.scalars(select(Dataset).where(Dataset.slug == dataset)).unique().one_or_none()
        if found is None:
            raise NotFound
        return found.id


def _show_sheet(deps: Deps, dataset_id: UUID) -> None:
    from catalog.actions.ckan_state import read_state
    from catalog.actions.people import system_actor

    with _session(deps) as session:
        show_sheet(read_state(session, dataset_id, actor=system_actor(session)))


def _reconcile(deps: Deps, *, repair: bool, force: bool, is_json: bool) -> None:
    from catalog.actions.reconcile import reconcile, summary

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(STEPS["list"], total=None)

        def tell(step: str, done: int, total: int) -> None:
            progress.update(task, description=STEPS[step], completed=done, total=total)

        report = reconcile(deps=deps, repair=repair, force=force, tell=tell)
    if is_json:
        click.echo(summary(report))
    else:
        with _session(deps) as session:
            show_report(report, session, is_repair=repair)
    if report.failed or report.plan.is_guarded or (not repair and not report.plan.is_clean):
        raise SystemExit(1)

"""`portal agency`: the bodies that provide data."""

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from portal.cli.door import open_record


@click.group("agency")
def command() -> None:
    """数源单位：新增、列表、更名、合并。"""


@command.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="单位全称。")
@click.option("--code", required=True, help="单位代码（统一社会信用代码或目录代码）。")
@click.option("--kind", "kind_code", required=True, help="部门类别代码：CZ SW SWJ JRJ RH YBJ ZJJ SCJG TJ。")
@click.option("--description", default="", help="简介。")
@click.pass_obj
def add(home: Path, slug: str, name: str, code: str, kind_code: str, description: str) -> None:  # noqa: PLR0917 - click passes by name
    """新增单位。SLUG 为网址中的标识，例如 yc-jrj。"""
    from catalog.actions.agencies import create_agency
    from catalog.actions.people import system_actor

    with open_record(home) as door:
        made = create_agency(
            door.session,
            actor=system_actor(door.session),
            deps=door.deps,
            slug=slug,
            code=code,
            kind_code=kind_code,
            name=name,
            description=description,
        )
    click.echo(f"已新增单位：{made.name}（{made.kind_name}）")


@command.command("list")
@click.pass_obj
def show(home: Path) -> None:
    """列出单位。"""
    from catalog.actions.agencies import list_agencies

    table = Table(box=None, pad_edge=False)
    for title in ("标识", "单位", "类别", "代码", "公开数据集"):
        table.add_column(title)
    with open_record(home) as door:
        for one in list_agencies(door.session, is_active=None):
            table.add_row(one.slug, one.name, one.kind_name, one.code, str(one.dataset_count))
    Console().print(table)


@command.command("rename")
@click.argument("slug")
@click.option("--name", required=True, help="新名称。")
@click.option("--from", "valid_from", required=True, type=click.DateTime(["%Y-%m-%d"]), help="自哪一天起。")
@click.pass_obj
def rename(home: Path, slug: str, name: str, valid_from: datetime) -> None:
    """更名；旧名保留，页面、检索、接口和 CKAN 随之更新。"""
    from catalog.actions.agencies import rename_agency, show_agency
    from catalog.actions.people import system_actor

    with open_record(home) as door:
        actor, agency = system_actor(door.session), show_agency(door.session, slug)
        made = rename_agency(
            door.session, agency.id, actor=actor, deps=door.deps, name=name, valid_from=valid_from.date()
        )
    click.echo(f"已更名：{agency.name} → {made.name}")


@command.command("merge")
@click.argument("slug")
@click.option("--into", required=True, help="承接单位的标识。")
@click.option("--from", "valid_from", required=True, type=click.DateTime(["%Y-%m-%d"]), help="自哪一天起。")
@click.pass_obj
def merge(home: Path, slug: str, into: str, valid_from: datetime) -> None:
    """并入另一个单位；数据集和人员移交，编号、网址与旧名不变。"""
    from catalog.actions.agencies import merge_agency, show_agency
    from catalog.actions.people import system_actor

    with open_record(home) as door:
        actor = system_actor(door.session)
        old, new = show_agency(door.session, slug), show_agency(door.session, into)
        done = merge_agency(
            door.session, old.id, actor=actor, deps=door.deps, into=new.id, valid_from=valid_from.date()
        )
    click.echo(f"已并入：{old.name} → {done.agency.name}，移交数据集 {done.datasets} 个、人员 {done.people} 名。")

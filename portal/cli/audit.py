"""`portal audit`: look at the audit log and verify its chain."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from portal.cli.door import as_user, find_person, open_record


@click.group("audit")
def command() -> None:
    """审计日志：查看、校验。"""


@command.command("verify")
@click.pass_obj
def verify(home: Path) -> None:
    """逐条校验审计链；发现改动时报错并指出位置。"""
    from catalog.actions.audit_log import verify_log
    from catalog.actions.people import system_actor
    from catalog.errors import AuditBroken

    with open_record(home) as door:
        try:
            count = verify_log(door.session, actor=system_actor(door.session))
        except AuditBroken as error:
            click.echo(f"第 {error.detail.get('sequence', '?')} 条起不一致。", err=True)
            raise
    click.echo(f"审计链完整：{count} 条。")


@command.command("list")
@as_user
@click.option("--rows", default=30, show_default=True, type=click.IntRange(1, 200), help="最多列出几条。")
@click.pass_obj
def show(home: Path, as_user: str, rows: int) -> None:
    """列出最近的审计事件。"""
    from catalog.actions.audit_log import list_events

    table = Table(box=None, pad_edge=False)
    for title in ("序号", "时间（UTC）", "人员", "动作", "对象"):
        table.add_column(title)
    with open_record(home) as door:
        total, events = list_events(door.session, actor=find_person(door.session, as_user), rows=rows)
    for event in events:
        thing = f"{event.object_kind} {event.object_id}"
        table.add_row(str(event.sequence), f"{event.at:%Y-%m-%d %H:%M:%S}", event.actor_name, event.verb, thing)
    Console().print(table)
    click.echo(f"共 {total} 条。")

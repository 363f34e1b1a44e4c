"""`portal doctor`: look at the instance and this machine; exit 1 when something has failed."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from portal.settings import load_settings

_MARKS = {"ok": "[green]正常[/]", "warning": "[yellow]注意[/]", "failed": "[red]失败[/]"}


@click.command("doctor")
@click.pass_obj
def command(home: Path) -> None:
    """检查设置、数据库、隔离能力和存储。"""
    settings = load_settings(home)
    from portal.doctor import examine

    table = Table(box=None, pad_edge=False)
    for title in ("项目", "状态", "说明"):
        table.add_column(title)
    has_failed = False
    for found in examine(settings):
        has_failed = has_failed or found.state == "failed"
        table.add_row(found.name, _MARKS[found.state], found.message_zh)
    Console().print(table)
    if has_failed:
        sys.exit(1)

"""`portal demo`: a fresh instance of invented agencies and data, through the front door, then served."""

import json
import signal
import sys
import time
import webbrowser
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

STAGES = {"upload": "报送", "process": "扫描定级", "publish": "审核发布"}
SEED = 20261120
BIG_ROWS = 200_000
BIG_SAMPLE = "S029"


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="演示结束后不保留网站。")
@click.option(
    "--summary", "summary_file", type=click.Path(path_type=Path, dir_okay=False), help="把结果写成 JSON 文件。"
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="网站端口。")
@click.option("--rows", default=360, show_default=True, type=click.IntRange(10, 100_000), help="每张样例表的行数。")
@click.option(
    "--big-rows", default=BIG_ROWS, show_default=True, type=click.IntRange(100, 1_000_000), help="大表的行数。"
)
@click.option("--no-open", is_flag=True, help="不打开浏览器。")
@click.pass_context
def command(
    context: click.Context,
    *,
    no_serve: bool,
    summary_file: Path | None,
    port: int,
    rows: int,
    big_rows: int,
    no_open: bool,
) -> None:
    """建立演示实例，报送、定级、审核、发布 41 个虚构数据集，并打开网站。"""
    from portal.demo.stage import clear_demo, free_port, running_server
    from portal.demo.summary import print_summary

    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # the server below ends with us
    home = _home(context)
    console = Console()
    clear_demo(home)
    chosen = free_port(port)
    address = f"http://127.0.0.1:{chosen}"
    with console.status("正在建立演示实例：单位、人员、密钥、数据库……"):
        started = time.monotonic()
        cast, files = _prepare(home, rows, big_rows)
    with running_server(home, chosen) as server:
        set_up = round(time.monotonic() - started, 1)
        summary = _perform(console, address, cast, files, set_up)
        print_summary(summary, console)
        if summary_file is not None:
            summary_file.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        _print_people(console, cast)
        if no_serve:
            return
        console.print(f"网站已启动：{address}　按 Ctrl-C 停止。")
        if not no_open:
            webbrowser.open(address)
        try:
            server.wait()
        except KeyboardInterrupt:
            console.print("正在停止……")


def _home(context: click.Context) -> Path:
    """The folder asked for; without one, a folder of its own, so that no real instance is near."""
    given = context.parent.get_parameter_source("home") if context.parent else None
    is_default = given is None or given.name == "DEFAULT"
    home: Path = Path("demo-instance") if is_default else context.obj
    return home.expanduser().resolve()


def _prepare(home: Path, rows: int, big_rows: int) -> tuple[Any, Any]:
    from dataclasses import replace

    from portal.demo.cast import assemble
    from portal.demo.files import make_file
    from portal.demo.samples import load_samples

    samples = load_samples()
    like = next(sample for sample in samples if sample.id == BIG_SAMPLE)
    big = replace(like, id="BIG", title="政策性农业保险保费补贴到户清单（全市汇总）", format="csv")
    files = [make_file(one, at, rows=rows, seed=SEED + at) for at, one in enumerate(samples)]
    return assemble(home, samples), (*files, make_file(big, len(samples) + 1, rows=big_rows, seed=SEED))


def _perform(console: Console, address: str, cast: Any, files: Any, set_up: float) -> dict[str, Any]:
    from portal.demo.story import perform
    from portal.demo.summary import summarise

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        tasks = {stage: bars.add_task(label, total=len(files)) for stage, label in STAGES.items()}

        def tell(stage: str, done: int, total: int) -> None:
            bars.update(tasks[stage], completed=done, total=total)

        play = perform(address, cast, files, tell)
    return summarise(play, set_up_seconds=set_up, address=address)


def _print_people(console: Console, cast: Any) -> None:
    table = Table(title="演示账号（仅供演示，密码只显示这一次）", title_justify="left", box=None, pad_edge=False)
    for title in ("登录名", "密码", "身份"):
        table.add_column(title, overflow="fold")
    for player in cast.everybody:
        table.add_row(player.email, player.password, player.name)
    console.print(table)

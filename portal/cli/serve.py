"""`portal serve`: the whole portal in one process."""

import webbrowser
from pathlib import Path

import click

from portal.logs import set_up_logs
from portal.settings import load_settings


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="端口；0 表示任选。")
@click.option("--open", "is_opened", is_flag=True, help="启动后打开浏览器。")
@click.pass_obj
def command(home: Path, host: str, port: int, is_opened: bool) -> None:
    """启动网站、接口和处理线程（单机）。按 Ctrl-C 停止。"""
    settings = load_settings(home)
    set_up_logs(settings.log_level, as_json=settings.log_json)
    from portal.serving import serve

    def announce(at: int) -> None:
        address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{at}"  # noqa: S104 - compared, not bound
        click.echo(f"网站已启动：{address}")
        if is_opened:
            webbrowser.open(address)

    serve(settings, host, port, announce)

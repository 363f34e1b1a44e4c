"""`portal worker`: claims and runs jobs; any number of them on PostgreSQL and a real broker."""

import signal
import threading
from pathlib import Path
from types import FrameType

import click

from portal.logs import set_up_logs
from portal.settings import load_settings


@click.command("worker")
@click.option("--children", type=click.IntRange(1, 64), default=None, help="同时处理的任务数；默认取设置。")
@click.option("--drain", is_flag=True, help="处理完现有任务后退出。")
@click.option("--no-beat", is_flag=True, help="不发出定时任务（另有 portal beat 时）。")
@click.pass_obj
def command(home: Path, children: int | None, drain: bool, no_beat: bool) -> None:
    """启动处理进程。生产环境可启动多个；单机时 portal serve 已包含。"""
    settings = load_settings(home)
    if children is not None:
        settings = settings.model_copy(update={"children": children})
    set_up_logs(settings.log_level, as_json=settings.log_json)
    from portal.doctor import require_confinement
    from portal.memory import limit_arenas
    from portal.wiring import build_runner

    limit_arenas()
    require_confinement(settings)
    runner = build_runner(settings)
    if drain:
        click.echo(f"已处理任务：{runner.drain()}")
        runner.stop()
        return
    from portal.jobs.embedded import EmbeddedWorker, leave

    worker = EmbeddedWorker(runner, settings.grace_seconds, beats=not no_beat)
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.start()
    click.echo("处理进程已启动。")
    stopped.wait()
    worker.stop()
    leave()

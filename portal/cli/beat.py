"""`portal beat`: rings for what is regular (sweeps of the queue, tidying, comparison with CKAN), and runs nothing."""

import signal
from pathlib import Path
from types import FrameType

import click

from portal.logs import log, set_up_logs
from portal.settings import SettingsError, load_settings


@click.command("beat")
@click.pass_obj
def command(home: Path) -> None:
    """启动定时进程。处理进程自己也会定时；单独启动时给它们加 --no-beat。"""
    settings = load_settings(home)
    set_up_logs(settings.log_level, as_json=settings.log_json)
    if settings.broker_url.startswith("memory:"):  # nobody else could hear it
        raise SettingsError(("broker_url",))
    from celery.beat import Scheduler, Service

    from portal.jobs.celery_app import make_celery

    service = Service(make_celery(settings), scheduler_cls=Scheduler)

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        service.stop(wait=False)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    click.echo("定时进程已启动。")
    service.start()
    log().info("process.ended", status=0)

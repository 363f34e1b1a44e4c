"""`portal publish`: try a publication again whose job had failed; an approval queues the first one by itself."""

from pathlib import Path
from uuid import UUID

import click

from portal.cli.door import as_user, find_person, open_record


@click.command("publish")
@click.argument("version_id", type=click.UUID)
@as_user
@click.pass_obj
def command(home: Path, version_id: UUID, as_user: str) -> None:
    """重新排队失败的处理或发布任务（先排除故障）。"""
    from catalog.actions.retry import retry

    with open_record(home) as door:
        actor = find_person(door.session, as_user)
        done = retry(door.session, version_id, actor=actor, deps=door.deps)
    click.echo(f"已重新排队，当前状态：{done.state}")

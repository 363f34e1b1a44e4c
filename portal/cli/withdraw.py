"""`portal withdraw`: take a release down everywhere and say why."""

from pathlib import Path
from uuid import UUID

import click

from portal.cli.door import as_user, find_person, open_record


@click.command("withdraw")
@click.argument("dataset")
@as_user
@click.option("--reason", required=True, help="撤回理由，将在数据集页面公示。")
@click.option("--clause", default=None, help="依据的负面清单条款编号。")
@click.option("--replaced-by", type=click.UUID, default=None, help="替代数据集的编号。")
@click.pass_obj
def command(home: Path, dataset: str, as_user: str, reason: str, clause: str | None, replaced_by: UUID | None) -> None:  # noqa: PLR0917 - click passes by name
    """撤回一个数据集当前的发布版。DATASET 为编号或网址标识。"""
    from catalog.actions.read import current_release
    from catalog.actions.withdraw import withdraw

    with open_record(home) as door:
        actor = find_person(door.session, as_user)
        release_id = current_release(door.session, dataset).id
        done = withdraw(
            door.session,
            release_id,
            actor=actor,
            deps=door.deps,
            reason=reason,
            clause=clause,
            replaced_by=replaced_by,
        )
    click.echo(f"已撤回：{done.dataset_id}")

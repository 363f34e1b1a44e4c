"""`portal upload`: submit files as an uploader; the bytes go sealed into the vault as from a page."""

import shutil
from pathlib import Path
from uuid import UUID, uuid4

import click

from portal.cli.door import Door, as_user, find_person, open_record

PART = "raw-00000"


@click.command("upload")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@as_user
@click.option("--title", default="", help="标题；不填则由系统根据文件名拟定。只能与单个文件同用。")
@click.option("--summary", default="", help="摘要。")
@click.option("--cycle", default="不定期", show_default=True, help="更新周期。")
@click.option("--sheet", default=None, help="XLSX 中要公开的工作表；不填时取第一张数据表。")
@click.option("--dataset", "dataset_id", type=click.UUID, default=None, help="作为已有数据集的新版本。")
@click.pass_obj
def command(  # noqa: PLR0917 - click passes by name
    home: Path,
    files: tuple[Path, ...],
    as_user: str,
    title: str,
    summary: str,
    cycle: str,
    sheet: str | None,
    dataset_id: UUID | None,
) -> None:
    """报送一个或多个数据文件。处理由正在运行的 portal serve 或 portal worker 完成。"""
    from catalog.actions.submit import Metadata

    if title and len(files) > 1:
        raise click.UsageError("--title 只能与单个文件同用。")
    with open_record(home) as door:
        for path in files:
            metadata = Metadata(file_name=path.name, title=title, summary=summary, update_cycle=cycle, sheet=sheet)
            version_id = _send(door, path, metadata, as_user, dataset_id)
            click.echo(f"已接收：{path.name}，版本编号 {version_id}")
    click.echo("查看进度：portal review show 版本编号 --as 登录名")


def _send(door: Door, path: Path, metadata: object, as_user: str, dataset_id: UUID | None) -> UUID:
    from catalog.actions.submit import Metadata, submit
    from portal.uploads.room import expect, full_database_said

    if not isinstance(metadata, Metadata):
        raise TypeError
    actor = find_person(door.session, as_user)
    door.session.commit()
    upload_id = uuid4()
    expect(path.stat().st_size, deps=door.deps)
    try:
        door.deps.vault.new_key(str(upload_id))
        with path.open("rb") as source, door.deps.vault.open_writer(str(upload_id), PART) as target:
            shutil.copyfileobj(source, target, 1 << 20)
        with full_database_said():
            submitted = submit(
                door.session,
                upload_id,
                metadata,
                actor=actor,
                deps=door.deps,
                parts=(PART,),
                bytes_received=path.stat().st_size,
                dataset_id=dataset_id,
            )
    except BaseException:
        door.deps.vault.forget(str(upload_id))
        raise
    return submitted.version_id

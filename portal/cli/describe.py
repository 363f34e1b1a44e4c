"""`portal describe`: the description of a version or of what is public, at the command line."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import click
from rich.console import Console
from rich.table import Table

from portal.cli.door import as_user, find_person, open_record


@click.group("describe")
def command() -> None:
    """说明：查看、修改标题、摘要和数据项，审核更正。"""


@command.command("show")
@click.argument("version_id", type=click.UUID)
@as_user
@click.pass_obj
def show(home: Path, version_id: UUID, as_user: str) -> None:
    """查看一个版本的说明与数据项；没有含义的，列出建议稿。"""
    from catalog.actions.description import show_description

    with open_record(home) as door:
        sheet = show_description(door.session, version_id, actor=find_person(door.session, as_user))
    now = sheet.now
    click.echo(f"{now.title}　{sheet.state_label}　{sheet.agency_name}")
    click.echo(f"摘要：{now.summary or '—'}")
    click.echo(f"标签：{'、'.join(now.tags) or '—'}　更新周期：{now.update_cycle}　许可：{now.licence}")
    table = Table(box=None, pad_edge=False)
    for title in ("数据项", "中文名称", "单位", "含义", "建议稿"):
        table.add_column(title, overflow="fold")
    for one in now.columns:
        table.add_row(
            one.name, one.title, one.unit, one.meaning, f"{one.draft}（{one.draft_from}）" if one.draft else ""
        )
    Console().print(table)
    for row in sheet.corrections:
        changed = "、".join(one.label for one in row.changed)
        problem = f"　{row.problem}" if row.problem else ""
        click.echo(f"更正 {row.id}　{row.state_label}　{row.proposer_name}：{changed}{problem}")


@command.command("set")
@click.argument("version_id", type=click.UUID)
@as_user
@click.option("--title", help="标题。")
@click.option("--summary", help="摘要。")
@click.option("--tag", "tags", multiple=True, help="标签，可重复；给出后替代原有标签。")
@click.option("--update-cycle", help="更新周期，如 每月。")
@click.option("--licence", help="使用许可代码。")
@click.option(
    "--dictionary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="数据项说明（CSV，UTF-8）：列名、中文名称、单位、含义。",
)
@click.option("--drafts", is_flag=True, help="没有含义的数据项采用建议稿。")
@click.pass_obj
def change(  # noqa: PLR0917 - click passes by name
    home: Path,
    version_id: UUID,
    as_user: str,
    title: str | None,
    summary: str | None,
    tags: tuple[str, ...],
    update_cycle: str | None,
    licence: str | None,
    dictionary: Path | None,
    drafts: bool,
) -> None:
    """修改说明；没有给出的项不变。已公开的成为更正，由另一位审核员确认。"""
    from catalog.actions.describe import describe
    from catalog.actions.description import show_description
    from catalog.metadata import ColumnText, Description, plain_header, read_dictionary
    from catalog.views import DescriptionView

    said = {
        plain_header(one.name): one for one in read_dictionary(dictionary.read_text("utf-8-sig") if dictionary else "")
    }
    with open_record(home) as door:
        actor = find_person(door.session, as_user)
        sheet = show_description(door.session, version_id, actor=actor)
        now = sheet.now
        columns = []
        for one in now.columns:
            meaning = one.meaning or (one.draft if drafts else "")
            text = ColumnText(one.name, one.title, one.unit, meaning)
            new = said.pop(plain_header(one.name), None)
            kept = {} if new is None else {key: getattr(new, key) for key in ("title", "unit", "meaning")}
            columns.append(replace(text, **{key: value for key, value in kept.items() if value}))
        plain = {name: getattr(now, name) for name in DescriptionView.__slots__ if name != "columns"}
        given = {"title": title, "summary": summary, "update_cycle": update_cycle, "licence": licence}
        plain |= {name: value for name, value in given.items() if value is not None}
        wanted = Description(**{**plain, "tags": tags or now.tags}, columns=(*columns, *said.values()))
        done = describe(door.session, version_id, wanted, actor=actor, deps=door.deps, tag=sheet.tag)
    if not done.is_changed:
        click.echo("没有改动。")
    elif done.correction_id is None:
        click.echo("已保存，正在重新检查和定级。")
    else:
        click.echo(f"已提交更正 {done.correction_id}，检查后由另一位审核员确认。")


@command.command("waiting")
@as_user
@click.pass_obj
def waiting(home: Path, as_user: str) -> None:
    """列出待审核的更正。"""
    from catalog.actions.corrections import list_corrections

    table = Table(box=None, pad_edge=False)
    for title in ("更正编号", "数据集", "单位", "提出人", "改动"):
        table.add_column(title, overflow="fold")
    with open_record(home) as door:
        total, rows = list_corrections(door.session, actor=find_person(door.session, as_user), rows=100)
    for row in rows:
        changed = "、".join(one.label for one in row.changed)
        table.add_row(str(row.id), row.title, row.agency_name, row.proposer_name, changed)
    Console().print(table)
    click.echo(f"共 {total} 项待审核。")


@command.command("accept")
@click.argument("correction_id", type=click.UUID)
@as_user
@click.pass_obj
def accept(home: Path, correction_id: UUID, as_user: str) -> None:
    """同意一份更正，立即公开；先列出每处改动。"""
    from catalog.actions.correct import accept_correction, show_correction

    with open_record(home) as door:
        actor = find_person(door.session, as_user)
        sheet = show_correction(door.session, correction_id, actor=actor)
        for one in sheet.changes:
            click.echo(f"{one.label}：{one.before or '—'} → {one.after or '—'}")
        accept_correction(door.session, correction_id, actor=actor, deps=door.deps, tag=sheet.tag)
    click.echo("更正已生效。")


@command.command("reject")
@click.argument("correction_id", type=click.UUID)
@as_user
@click.option("--reason", required=True, help="理由。")
@click.pass_obj
def reject(home: Path, correction_id: UUID, as_user: str, reason: str) -> None:
    """不同意一份更正。"""
    from catalog.actions.correct import reject_correction

    with open_record(home) as door:
        actor = find_person(door.session, as_user)
        reject_correction(door.session, correction_id, actor=actor, deps=door.deps, reason=reason)
    click.echo("已退回更正。")

"""`portal review`: the officer's desk at the command line; two people here as everywhere."""

from pathlib import Path
from uuid import UUID

import click
from rich.console import Console
from rich.table import Table

from portal.cli.door import as_user, find_person, open_record


@click.group("review")
def command() -> None:
    """审核：待办、查看、通过、退回。"""


@command.command("list")
@as_user
@click.option("--rows", default=50, show_default=True, type=click.IntRange(1, 200), help="最多列出几项。")
@click.pass_obj
def show_queue(home: Path, as_user: str, rows: int) -> None:
    """列出待审核的版本。"""
    from catalog.actions.review import list_queue

    table = Table(box=None, pad_edge=False)
    for title in ("版本编号", "标题", "单位", "分级", "建议开放方式", "条款", "待确认", "行数"):
        table.add_column(title, overflow="fold")
    with open_record(home) as door:
        total, queue = list_queue(door.session, actor=find_person(door.session, as_user), rows=rows)
    for row in queue:
        numbers = (str(row.question_count), str(row.row_count or ""))
        clause = row.deciding_clause or ""
        table.add_row(
            str(row.version_id), row.title, row.agency_name, row.tier_label, row.release_label, clause, *numbers
        )
    Console().print(table)
    click.echo(f"共 {total} 项待审核。")


@command.command("show")
@click.argument("version_id", type=click.UUID)
@as_user
@click.pass_obj
def show(home: Path, version_id: UUID, as_user: str) -> None:
    """查看一个版本：状态、定级结论、依据、各列的处理方式。"""
    from catalog.actions.workspace import show_version
    from catalog.lifecycle import MOVING

    with open_record(home) as door:
        sheet = show_version(door.session, version_id, actor=find_person(door.session, as_user))
    row = sheet.row
    click.echo(f"{row.title or '（保密检查通过前不显示标题）'}　{row.state_label}　{row.agency_name}")
    if row.error is not None:
        click.echo(f"错误 [{row.error.code}]：{row.error.message}")
    if sheet.refusal is not None:
        clauses = "；".join(f"{clause.code} {clause.label}" for clause in sheet.refusal.clauses)
        click.echo(f"已拒收，内容已销毁，只记下报送人、时间、条款与加密摘要。命中条款：{clauses}")
    elif row.progress is not None and row.state in MOVING:
        click.echo(f"进度：{row.progress.step_label} {row.progress.done}/{row.progress.total}")
    if sheet.sheet:
        click.echo(f"工作表：{sheet.sheet}")
    for note in sheet.notes:
        click.echo(f"提示：{note.label}")
    if sheet.decision is not None:
        decision = sheet.decision
        click.echo(
            f"分级：{decision.tier_label}　开放方式：{decision.release_label}　条款：{decision.deciding_clause or '无'}"
        )
        for reason in decision.reasons:
            click.echo(f"  - {reason}")
        for question in decision.questions:
            click.echo(f"  ? [{question.code}] {question.text}")
    if sheet.plan is not None:
        table = Table(box=None, pad_edge=False)
        for title in ("列", "识别结果", "处理方式", "条款", "理由"):
            table.add_column(title, overflow="fold")
        for column in sheet.plan.columns:
            clause = column.clause or ""
            table.add_row(column.name, column.label_name, column.operator_label, clause, column.reason)
        Console().print(table)


@command.command("approve")
@click.argument("version_id", type=click.UUID)
@as_user
@click.option("--comment", default="", help="审核意见。")
@click.option("--confirm", "answered", multiple=True, help="已人工确认的问题代码，可重复。")
@click.pass_obj
def approve_version(home: Path, version_id: UUID, as_user: str, comment: str, answered: tuple[str, ...]) -> None:
    """审核通过；发布任务随即排队。"""
    from catalog.actions.approve import approve
    from catalog.actions.review import show_review

    with open_record(home) as door:
        actor = find_person(door.session, as_user)
        binding = show_review(door.session, version_id, actor=actor).binding
        approve(
            door.session,
            version_id,
            actor=actor,
            deps=door.deps,
            binding=binding,
            comment=comment,
            answered=frozenset(answered),
        )
    click.echo("已通过，等待发布。")


@command.command("send-back")
@click.argument("version_id", type=click.UUID)
@as_user
@click.option("--reason", required=True, help="退回理由。")
@click.pass_obj
def send_back_version(home: Path, version_id: UUID, as_user: str, reason: str) -> None:
    """退回报送人修改。"""
    from catalog.actions.send_back import send_back

    with open_record(home) as door:
        actor = find_person(door.session, as_user)
        send_back(door.session, version_id, actor=actor, deps=door.deps, reason=reason)
    click.echo("已退回。")

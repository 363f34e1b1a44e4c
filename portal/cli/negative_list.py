"""`portal list …`: look at an edition of the negative list, try it, propose it, put it in force, follow its work."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from classifiers.edition_source import read_edition_file
from classifiers.errors import FactsError, NegativeListError
from classifiers.negative_list import Edition, current_edition
from classifiers.subject import Subject
from portal.cli.door import as_user, find_person, open_record

BEIJING = timedelta(hours=8)
_file = click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
_json = click.option("--json", "as_json", is_flag=True, help="每行一条 JSON，不画表。")


def load(path: Path | None, *, is_draft: bool = False) -> Edition:
    """Read an edition file, or give the shipped edition; every problem is printed with its line.

    Args:
        path: None: the shipped edition. is_draft: approver and approval number may still be missing.

    Raises:
        SystemExit: the file is not valid.
    """
    from classifiers.edition_file import read_edition

    if path is None:
        return current_edition()
    try:
        return read_edition(read_edition_file(path), is_draft=is_draft)
    except NegativeListError as error:
        for problem in error.problems:
            click.echo(f"{path}:{problem.line}: {problem.where}: {problem.message_zh} ({problem.message})", err=True)
    sys.exit(1)


@click.group()
def command() -> None:
    """负面清单：检查、试算、登记草案、施行、查看进度。"""


@command.command()
@_file
@_json
def check(path: Path, *, as_json: bool) -> None:
    """检查一版清单：格式（逐行报错），以及每条自带的应命中、不应命中样例。"""
    from classifiers.selftest import failed_examples

    edition = load(path, is_draft=True)
    failures = failed_examples(edition)
    for failure in failures:
        click.echo(f"{path}:{failure.line}: {failure.clause_id}: {failure.message_zh} ({failure.message})", err=True)
    if failures:
        sys.exit(1)
    missing = [name for name in ("approver", "approval_number") if not getattr(edition, name)]
    if as_json:
        told = {"edition": edition.id, "number": edition.number, "clauses": len(edition.clauses), "missing": missing}
        click.echo(json.dumps(told))
        return
    examples = sum(len(clause.must_hit) + len(clause.must_not_hit) for clause in edition.clauses)
    click.echo(f"第 {edition.number} 版：{len(edition.clauses)} 条，{examples} 个样例全部通过。内容摘要 {edition.id}。")
    if missing:
        click.echo("尚缺批准单位或批准文号，施行前须补上。")


@command.command("what-if")
@_file
@click.option(
    "--facts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help='不用数据库，改用事实文件：每行 {"id", "facts"}。',
)
@click.option("--as", "user", metavar="登录名", help="以谁的身份试算（登录名；用事实文件时不需要）。")
@_json
@click.pass_obj
def what_if(home: Path, path: Path, facts: Path | None, user: str | None, *, as_json: bool) -> None:
    """试算：若施行这一版，哪些数据集会变、怎样变、为什么。什么都不改。"""
    edition = load(path, is_draft=True)
    if facts is not None:
        for line in _changes_of_facts(facts, edition):
            click.echo(line)
        return
    if user is None:
        raise click.UsageError("需要 --as 登录名，或 --facts 文件。")
    from catalog.actions.editions import what_if as try_edition
    from portal.cli.negative_list_table import print_changes, progress

    seen = [0]
    with open_record(home) as door:
        actor = find_person(door.session, user)
        with progress("试算", is_shown=not as_json and sys.stderr.isatty()) as tell:

            def report(done: int, total: int) -> None:
                seen[0] = done
                tell(done, total)

            content = read_edition_file(path)
            changes = try_edition(door.session, content, actor=actor, deps=door.deps, report=report)
    print_changes(changes, seen[0], as_json=as_json)


def _changes_of_facts(facts: Path, new: Edition) -> Iterator[str]:
    from classifiers.compare import what_if as compare

    today: date = max((datetime.now(UTC) + BEIJING).date(), new.in_force_from)
    with facts.open("rb") as lines:
        for change in compare(_stored(facts, lines), current_edition(), new, today=today):
            told: dict[str, Any] = {
                "id": change.key,
                "direction": change.direction.value,
                "tier_before": change.old.tier.value,
                "tier_after": change.new.tier.value,
                "release_before": change.old.release.value,
                "release_after": change.new.release.value,
                "deciding_before": change.old.deciding_clause,
                "deciding_after": change.new.deciding_clause,
                "clauses_added": change.gained,
                "clauses_removed": change.lost,
                "needs_scan": change.new.needs_scan,
                "masks": change.masks,
            }
            yield json.dumps(told, ensure_ascii=False)


def _stored(path: Path, lines: Iterable[bytes]) -> Iterator[tuple[str, Subject]]:
    """Read facts line by line; a line that holds none is told with its number, the others are compared."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line.decode("utf-8-sig"))
            yield str(given["id"]), Subject.from_json(given["facts"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, FactsError):
            click.echo(f'{path}:{number}: 不是 {{"id", "facts"}} 的一行，没有比较 (no facts on this line)', err=True)


@command.command()
@_file
@as_user
@click.option("--approver", help="批准单位；不写则用文件里的。")
@click.option("--approval-number", help="批准文号；不写则用文件里的。")
@click.option("--approved-at", type=click.DateTime(["%Y-%m-%d"]), help="批准日期。")
@click.pass_obj
def draft(
    home: Path,
    path: Path,
    *,
    as_user: str,
    approver: str | None,
    approval_number: str | None,
    approved_at: datetime | None,
) -> None:
    """登记一版草案并提请施行；须由另一名管理员用 enact 确认。"""
    from catalog.actions.edition_drafts import begin_draft, drop_draft, propose_draft, show_draft
    from catalog.errors import CatalogError

    edition = load(path, is_draft=True)
    with open_record(home) as door:
        actor, content = find_person(door.session, as_user), read_edition_file(path)
        draft_id = begin_draft(door.session, actor=actor, deps=door.deps, content=content)
        try:
            propose_draft(
                door.session,
                draft_id,
                actor=actor,
                deps=door.deps,
                revision=1,
                approver=approver or edition.approver,
                approval_number=approval_number or edition.approval_number,
                approved_at=approved_at.date() if approved_at else edition.approved_at,
            )
        except CatalogError:
            door.session.rollback()
            drop_draft(door.session, draft_id, actor=actor, deps=door.deps, revision=1)  # nothing half done stays
            raise
        kept = show_draft(door.session, draft_id, actor=actor).content
    if kept != content:
        path.write_text(kept, "utf-8")
        click.echo(f"批准信息已写入 {path}。")
    click.echo(f"第 {edition.number} 版草案已提请施行，等待另一名管理员确认：portal list enact {path} --as 登录名")


@command.command()
@_file
@as_user
@click.pass_obj
def enact(home: Path, path: Path, as_user: str) -> None:
    """施行另一名管理员提请的一版（内容须一字不差）；随后在后台重新定级。"""
    from catalog.actions.edition_drafts import enact_draft, find_proposed

    load(path)
    with open_record(home) as door:
        actor = find_person(door.session, as_user)
        found = find_proposed(door.session, read_edition_file(path))
        view = enact_draft(door.session, found.id, actor=actor, deps=door.deps, revision=found.revision)
    if view.standing == "planned":
        click.echo(f"第 {view.number} 版已确认，共 {view.clause_count} 条，自 {view.in_force_from} 起施行。")
        click.echo("此前仍按现行的一版定级。")
    else:
        click.echo(f"第 {view.number} 版已施行，共 {view.clause_count} 条，自 {view.in_force_from} 起有效。")
    click.echo("全库重新定级已排队：从严的立即撤下并重新审核，从宽的等人处理。进度：portal list status")


@command.command()
@_json
@click.pass_obj
def status(home: Path, *, as_json: bool) -> None:
    """各版清单、待确认的草案，以及试算和重新定级的进度。"""
    from portal.cli.negative_list_status import print_status

    with open_record(home) as door:
        print_status(door.session, deps=door.deps, as_json=as_json)


@command.command()
@as_user
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写入文件；不写则打印。")
@click.pass_obj
def examples(home: Path, as_user: str, out: Path | None) -> None:
    """导出报送员更正主题、行业的先例，每行一条 JSON；不含任何数据值。"""
    from catalog.actions.sector_examples import list_examples

    with open_record(home) as door:
        rows = list_examples(door.session, actor=find_person(door.session, as_user))
    lines = [json.dumps(row, ensure_ascii=False, default=str) for row in rows]
    if out is None:
        for line in lines:
            click.echo(line)
        return
    out.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    click.echo(f"已导出 {len(lines)} 条先例。")

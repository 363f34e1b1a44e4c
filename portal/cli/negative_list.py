"""`portal list check|what-if|enact FILE`: look at an edition of the negative list, try it, put it in force."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from classifiers.errors import NegativeListError
from classifiers.negative_list import Edition, current_edition, load_edition
from classifiers.subject import Subject
from portal.cli.door import as_user, find_person, open_record

BEIJING = timedelta(hours=8)
_file = click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))


def load(path: Path | None) -> Edition:
    """Read an edition file, or give the shipped edition; every problem is printed with its line.

    Raises:
        SystemExit: the file is not valid.
    """
    if path is None:
        return current_edition()
    try:
        return load_edition(path)
    except NegativeListError as error:
        for problem in error.problems:
            click.echo(f"{path}:{problem.line}: {problem.where}: {problem.message}", err=True)
        sys.exit(1)


@click.group()
def command() -> None:
    """负面清单：检查、试算、施行。"""


@command.command()
@_file
def check(path: Path) -> None:
    """检查一版清单：格式，以及每条自带的应命中、不应命中样例。"""
    from classifiers.selftest import failed_examples

    edition = load(path)
    failures = failed_examples(edition)
    for failure in failures:
        click.echo(f"{path}:{failure.line}: {failure.clause_id}: {failure.message}", err=True)
    if failures:
        sys.exit(1)
    click.echo(json.dumps({"edition": edition.id, "number": edition.number, "clauses": len(edition.clauses)}))


@command.command("what-if")
@_file
@click.option(
    "--facts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help='不用数据库，改用事实文件：每行 {"id", "facts"}。',
)
@click.option("--as", "user", metavar="登录名", help="以谁的身份试算（登录名；用事实文件时不需要）。")
@click.pass_obj
def what_if(home: Path, path: Path, facts: Path | None, user: str | None) -> None:
    """试算：若施行这一版，哪些数据集会变、怎样变、为什么。"""
    edition = load(path)
    if facts is not None:
        for line in _changes_of_facts(facts, edition):
            click.echo(line)
        return
    if user is None:
        raise click.UsageError("需要 --as 登录名，或 --facts 文件。")
    from catalog.actions.editions import what_if as try_edition

    with open_record(home) as door:
        actor = find_person(door.session, user)
        changes = try_edition(door.session, path.read_text("utf-8"), actor=actor, deps=door.deps)
    for change in changes:
        click.echo(json.dumps(asdict(change), ensure_ascii=False, default=str))
    click.echo(f"共 {len(changes)} 个数据集会变。", err=True)


def _changes_of_facts(facts: Path, new: Edition) -> Iterator[str]:
    from classifiers.compare import what_if as compare

    today: date = (datetime.now(UTC) + BEIJING).date()
    with facts.open(encoding="utf-8") as lines:
        stored = ((line["id"], Subject.from_json(line["facts"])) for line in map(json.loads, lines))
        for change in compare(stored, current_edition(), new, today=today):
            yield json.dumps(
                {
                    "id": change.key,
                    "direction": change.direction.value,
                    "release_before": change.old.release.value,
                    "release_after": change.new.release.value,
                    "clauses_added": change.gained,
                    "clauses_removed": change.lost,
                    "needs_scan": change.new.needs_scan,
                },
                ensure_ascii=False,
            )


@command.command()
@_file
@as_user
@click.pass_obj
def enact(home: Path, path: Path, as_user: str) -> None:
    """施行一版清单（须写明批准单位与批准文号）；先过检查，再入库。"""
    from catalog.actions.editions import enact_edition
    from catalog.actions.reclassify import reclassify
    from classifiers.selftest import failed_examples

    edition = load(path)
    if failed_examples(edition):
        raise click.ClickException("清单自带的样例未全部通过，请先运行 portal list check。")
    with open_record(home) as door:
        actor = find_person(door.session, as_user)
        view = enact_edition(door.session, path.read_text("utf-8"), actor=actor, deps=door.deps)
        done = reclassify(door.session, actor=actor, deps=door.deps)
    click.echo(f"第 {view.number} 版已施行，共 {view.clause_count} 条，自 {view.in_force_from} 起有效。")
    click.echo(f"待审核的 {len(done.again)} 个版本已按新清单重新处理。")
    for version_id in done.published_stricter:
        click.echo(f"已发布、按新清单应从严：{version_id}（请审核后撤回：portal withdraw）")

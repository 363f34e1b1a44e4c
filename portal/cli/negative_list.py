"""`portal list check|what-if FILE`: look at an edition of the negative list before it is enacted."""

import json
import sys
from pathlib import Path

import click

from classifiers.errors import NegativeListError
from classifiers.negative_list import Edition, current_edition, load_edition


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
    """Editions of the negative list 负面清单."""


@command.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(path: Path) -> None:
    """Check an edition: its form, and that every clause's own examples hit and miss as they must."""
    from classifiers.selftest import failed_examples

    edition = load(path)
    failures = failed_examples(edition)
    for failure in failures:
        click.echo(f"{path}:{failure.line}: {failure.clause_id}: {failure.message}", err=True)
    if failures:
        sys.exit(1)
    click.echo(json.dumps({"edition": edition.id, "number": edition.number, "clauses": len(edition.clauses)}))

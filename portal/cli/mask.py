"""`portal mask IN OUT`: a masked copy of a file, proved as it was written. Needs no instance folder, no database."""

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from desensitize.scanning.workers import Workers, jobs_worth
from portal.cli.regular_file import RegularFile
from portal.cli.told import check_place, failure, system_failure

if TYPE_CHECKING:
    from catalog.masked_copy.options import CopyOptions

_KEY_HELP = "File with at least 32 secret bytes for pseudonyms and shuffling; without it a key dies with the command."

_NO_STANDARD_OUTPUT = "不支持标准输出：写出后要读回核验。Standard output cannot be read back."
_HASH_HELP = "Under the HMAC of pseudonyms: SHA-256 or SM3 (GB/T 32905-2016)."

_COLLECTED_AFTER = 50_000
"""New objects after which circles among them are looked for: findings are many, small, and hold none. Python's own 700
would look through them all thousands of times, a twentieth of the work."""


@click.command()
@click.argument("source", metavar="IN", type=RegularFile())
@click.argument("target", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--plan", "plan_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Overrides.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the JSON report.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--entities", metavar="A,B,…", help="Look for and hide these kinds only.")
@click.option("--no-verify", is_flag=True, help="Do not prove the written file.")
@click.option(
    "--hash", "algorithm", type=click.Choice(["sha256", "sm3"]), default="sha256", show_default=True, help=_HASH_HELP
)
@click.option("--key-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=_KEY_HELP)
def command(
    *,
    source: Path,
    target: Path,
    plan_file: Path | None,
    report: Path | None,
    jobs: int,
    entities: str | None,
    no_verify: bool,
    key_file: Path | None,
    algorithm: Literal["sha256", "sm3"],
) -> None:
    """脱敏一个文件（CSV、XLSX、Parquet、JSON、TXT），并核验写出的结果。

    工作簿逐个工作表脱敏；DOCX、PDF、MD 写为纯文本。编码、换行和各列类型尽量保持原样。
    """
    gc.set_threshold(_COLLECTED_AFTER)
    if target.name == "-":
        raise click.BadParameter(
            "不支持标准输出：写出后要读回核验。Standard output cannot be read back.", param_hint="OUT"
        )
    check_place(target, "OUT", apart=(source, plan_file, key_file))
    if report is not None:
        check_place(report, "--report", apart=(source, target, plan_file, key_file))
    with ExitStack() as stack:
        workers = None
        if _is_csv(source) and _is_csv(target):
            # Before the readers are loaded here: the other processes load them meanwhile.
            names = entities is None
            worth = jobs_worth(source.stat().st_size, jobs, names=names)
            workers = Workers(worth, names=names, modules=("catalog.masked_copy.csv_shares",))
            stack.enter_context(workers)
        options = _options(plan_file, entities, key_file, algorithm, jobs=jobs, is_verified=not no_verify)
        try:
            _mask(source, target, options, workers, report)
        except OSError as error:
            raise system_failure(error) from None


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() in {".csv", ".tsv"}


def _mask(source: Path, target: Path, options: "CopyOptions", workers: Workers | None, report: Path | None) -> None:
    from catalog.ingest import IngestError
    from catalog.masked_copy import UnknownTarget, UnsupportedInput, masked_copy
    from catalog.writers.xlsx_cells import CellTooLongForXlsx
    from desensitize.errors import DesensitizeError
    from desensitize.masking.recipe import PlanError
    from desensitize.proof.residual import ResidualPii

    try:
        made = masked_copy(source, target, options, workers)
    except ResidualPii as residual:
        made = {"verification": {"checked": True, "passed": False, "code": residual.code, "places": residual.summary()}}
        _write_report(report, source, made)
        kinds = "、".join(sorted({place.kind or place.check for place in residual.places}))
        count = len(residual.places)
        raise failure(
            residual, f"共 {count} 处（{kinds}），未写出文件。", f"{count} places; no file was written."
        ) from None
    except PlanError as error:
        columns = "、".join(error.columns)
        raise failure(error, error.problem_zh + (f"：{columns}" if columns else ""), error.problem) from None
    except (DesensitizeError, UnknownTarget, UnsupportedInput) as error:
        raise failure(error) from None
    except (IngestError, CellTooLongForXlsx) as error:
        raise failure(error, "没有写出文件。", "No file was written.") from None
    finally:
        if options.progress is not None:
            click.echo(err=True)
    _write_report(report, source, made)
    for sentence in _remarks(made, options):
        click.echo(f"注意：{sentence}", err=True)


def _remarks(made: dict[str, Any], options: "CopyOptions") -> Iterator[str]:
    """What the user should know of a copy that was written: decisions of the plan, and what could not be kept."""
    from catalog.taxonomy import NOTE_LABELS, label_of

    yield from (one["message"] for one in made.get("left_out", ()))
    yield from (label_of(NOTE_LABELS, note) for note in dict.fromkeys(made.get("notes", ())))
    kept = {demand.column for demand in options.demands if demand.action == "keep"}
    for column in made.get("columns", ()):
        if column["name"] in kept and column["masks"]:
            yield f"数据项“{column['name']}”中的{'、'.join(column['masks'])}不得保留，仍已隐去。"


def _write_report(report: Path | None, source: Path, made: dict[str, Any]) -> None:
    if report is not None:
        from desensitize.scanning.matcher import Matcher
        from desensitize.scanning.names_around import covered_name

        # A file called after a person must not name them in the report either.
        text = json.dumps({"file": covered_name(source.name, Matcher()), **made}, ensure_ascii=False, indent=2)
        report.write_text(f"{text}\n", encoding="utf-8")


def _options(
    plan_file: Path | None,
    entities: str | None,
    key_file: Path | None,
    algorithm: Literal["sha256", "sm3"],
    *,
    jobs: int,
    is_verified: bool,
) -> "CopyOptions":
    from catalog.masked_copy.options import CopyOptions
    from catalog.masked_copy.overrides import OverrideError, read_overrides
    from desensitize.entities import parse_entities
    from desensitize.keys import MaskingKeys, MissingMaskingKey

    try:
        kinds = parse_entities(entities) if entities is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--entities") from None
    try:
        purpose, demands = read_overrides(plan_file.read_text(encoding="utf-8")) if plan_file else ("release", ())
    except (OverrideError, UnicodeDecodeError) as error:
        place = "不是 UTF-8。It is not UTF-8."
        if isinstance(error, OverrideError):
            place = f"第 {error.line} 行有误。Line {error.line}: {error.problem}."
        raise click.BadParameter(place, param_hint="--plan") from None
    try:
        keys = MaskingKeys({purpose: key_file.read_bytes()}, algorithm) if key_file else MaskingKeys.throwaway(purpose)
    except MissingMaskingKey as error:
        raise click.BadParameter(f"{error.message_zh}{error.message_en}", param_hint="--key-file") from None
    return CopyOptions(
        demands=demands,
        purpose=purpose,
        entities=kinds,
        is_verified=is_verified,
        jobs=jobs,
        keys=keys,
        today=datetime.now(UTC).date(),
        progress=_tell if sys.stderr.isatty() else None,
    )


def _tell(rows: int) -> None:
    """Say how far it is, on the terminal alone."""
    click.echo(f"\r已处理 {rows:,} 行", err=True, nl=False)

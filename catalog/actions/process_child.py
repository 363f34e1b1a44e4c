"""Process, the confined half: secrecy gate, read once, typed table, scan, facts, decision, plan, preview.

No database, no network. What goes back holds no value of the data: typed text and headers come back covered, cells
only in a preview whose "before" is covered and whose "after" is masked.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Final

import polars as pl

from catalog.actions.process_answer import answer
from catalog.assess import Assessment, Submission, assess
from catalog.covering import IN_METADATA, cover, covered_headers, covered_metadata
from catalog.deps import Deps, Report
from catalog.drafting import draft_summary, draft_text_summary, draft_title
from catalog.gate import is_marked, mark_clauses, typed_texts
from catalog.ingest import TableRead, TextRead, read_upload
from catalog.ingest.foot import without_foot
from catalog.ingest.grouped import without_grouping
from catalog.metadata import Description, Metadata
from catalog.read_upload import SET_ASIDE, Upload, upload_to_json
from catalog.scan_parts import drop_scan, group_scan, scan_stored, survey_groups
from catalog.typed_table import StoredRows, TypedTableRef, read_group, write_typed_blocks, write_typed_table
from classifiers.negative_list import load_edition
from classifiers.precedents import Precedent, with_precedent
from classifiers.tiers import Consequence, Release, SecurityLabel
from desensitize.entities import PERSONAL
from desensitize.findings import TableScan
from desensitize.scanning.shadow import ShadowSample, sample_shadow
from desensitize.text import scan_text

BEIJING: Final = timedelta(hours=8)
HIDDEN_NOTES: Final = frozenset(
    {"hidden_rows", "hidden_columns", "hidden_sheets", "hidden_text", "comments", "tracked_changes"}
)
_BLOCK: Final = 1 << 20


def compute_process(payload: dict[str, Any], *, deps: Deps, report: Report) -> dict[str, Any]:
    """Read, judge and plan one upload.

    Args:
        payload: what `prepare_process` gave. deps: with the upload's key lent. report: progress.

    Returns:
        `{"refused": clause ids, "keyed_digest"}`, or everything `commit_process` puts into the record.

    Raises:
        IngestError: the upload cannot be read; nothing is published.
    """
    edition = load_edition(payload["edition"])
    metadata = Metadata.from_text(deps.vault.open_text(payload["version"], base64.b64decode(payload["sealed"])))
    report("gate", 0, 0)
    with deps.vault.open_reader(payload["version"], payload["parts"]) as source:
        digest = keyed_digest(deps.keys.digest, source)
        if is_marked(typed_texts(metadata)):
            return {"refused": mark_clauses(edition), "keyed_digest": digest}
        report("read", 0, 0)
        source.seek(0)
        read = read_upload(source, name=metadata.file_name, sheet=metadata.sheet, stays_open=True)
        if isinstance(read, TableRead):
            read = without_grouping(without_foot(read))
        if is_marked(_texts_of(read)):
            return {"refused": mark_clauses(edition), "keyed_digest": digest}
        upload = _covered(read, metadata, payload)
        drop_scan(deps.vault, payload["version"])
        ref = _stored(upload.read, payload, deps, report) if isinstance(upload.read, TableRead) else None
    if ref is None or isinstance(upload.read, TextRead):
        return _judged_text(upload, payload, deps, report, digest)
    upload = replace(upload, read=replace(upload.read, rows=StoredRows(deps.vault, ref)))
    if is_shared_out(payload, ref.rows):
        deps.vault.put(payload["version"], SET_ASIDE, upload_to_json(upload))
        return {"parts": len(ref.groups), "typed_ref": ref.to_json(), "keyed_digest": digest}
    return judge_stored(upload, ref, payload, deps=deps, report=report, digest=digest)


def judge_stored(
    upload: Upload, ref: TypedTableRef, payload: dict[str, Any], *, deps: Deps, report: Report, digest: str
) -> dict[str, Any]:
    """Scan, judge and plan a table that stands in the vault; returns what `compute_process` does.

    Args:
        upload: with the stored rows. ref: of them. digest: the upload's keyed digest, which chooses the shadow sample.
    """
    damaged = sorted(upload.read.damaged) if isinstance(upload.read, TableRead) else []
    report("scan", 0, ref.rows)
    scan = scan_stored(
        deps.vault, ref, damaged=damaged, progress=lambda done: report("scan", _rows_of(ref, done), ref.rows)
    )
    shadow = _shadow_of(ref, deps, damaged, digest)
    report("classify", 0, 0)
    judged = judge(upload, payload, scan)
    if judged.decision.release is Release.REFUSE:
        return {"refused": refusing_clauses(judged), "keyed_digest": digest}
    made = answer(upload, judged, deps.keys, shadow=shadow)
    return {**made, "typed_ref": ref.to_json(), "keyed_digest": digest}


def _stored(read: TableRead, payload: dict[str, Any], deps: Deps, report: Report) -> TypedTableRef:
    """Put the table into the vault, as ciphertext under the upload's key; a refusal destroys that key."""
    rows = read.rows
    report("store", 0, rows.height)
    return write_typed_blocks(
        deps.vault,
        payload["version"],
        rows.blocks(),
        group_rows=payload["group_rows"],
        progress=lambda done: report("store", done, rows.height),
    )


def _judged_text(upload: Upload, payload: dict[str, Any], deps: Deps, report: Report, digest: str) -> dict[str, Any]:
    report("classify", 0, 0)
    judged = judge(upload, payload, None)
    if judged.decision.release is Release.REFUSE:
        return {"refused": refusing_clauses(judged), "keyed_digest": digest}
    report("store", 0, 0)
    pages = typed_pages(upload.read) if isinstance(upload.read, TextRead) else pl.DataFrame()
    ref = write_typed_table(deps.vault, payload["version"], pages, group_rows=payload["group_rows"])
    return {**answer(upload, judged, deps.keys), "typed_ref": ref.to_json(), "keyed_digest": digest}


def _rows_of(ref: TypedTableRef, groups: int) -> int:
    return min(groups * ref.group_rows, ref.rows)


def _shadow_of(ref: TypedTableRef, deps: Deps, damaged: Sequence[int], digest: str) -> ShadowSample:
    """Judge some cells of one row group again by the engine itself.

    The upload's keyed digest chooses group and cells, alike in every attempt.
    """
    seed = int(digest, base=16)
    index = seed % len(ref.groups)
    state = survey_groups(deps.vault, ref, damaged=damaged)
    group = read_group(deps.vault, ref, index)
    return sample_shadow(group, group_scan(deps.vault, ref, index, state, group), seed=seed)


def is_shared_out(payload: dict[str, Any], rows: int) -> bool:
    """Whether several workers share the table: it is large, and there are workers to share it."""
    least = payload["fan_out_rows"]
    return least is not None and rows > least and rows > payload["group_rows"]


def keyed_digest(key: bytes, source: BinaryIO) -> str:
    """Return the HMAC-SHA-256 of all bytes, hexadecimal: says "the same file again" to the holder of the key alone."""
    digest = hmac.new(key, digestmod=hashlib.sha256)
    while block := source.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def typed_pages(read: TextRead) -> pl.DataFrame:
    """Return a document as a table of text, one row a page."""
    return pl.DataFrame(
        {"page": [str(page.number) for page in read.pages], "text": [page.text for page in read.pages]},
        schema={"page": pl.String, "text": pl.String},
    )


def refusing_clauses(judged: Assessment) -> list[str]:
    """Return the clauses that refuse the content, the deciding one first."""
    hits = [hit.clause_id for hit in judged.decision.clauses if hit.consequence is Consequence.REFUSE]
    deciding = judged.decision.deciding_clause
    return sorted(dict.fromkeys(hits), key=lambda one: one != deciding)


def _texts_of(read: TableRead | TextRead) -> Iterator[str]:
    """Every text outside cells; cells are judged with the table's meaning at hand, in `assess`."""
    yield from (text for _, text in read.extra_text)
    if isinstance(read, TableRead):
        yield from read.rows.columns
        yield from read.sheets
    else:
        yield "\f".join(page.text for page in read.pages)


def _covered(read: TableRead | TextRead, metadata: Metadata, payload: dict[str, Any]) -> Upload:
    """Cover identifiers in typed text and headers, and draft what was left empty."""
    covered, found = covered_metadata(inherited(metadata, payload.get("inherited")))
    headers: dict[int, dict[str, int]] = {}
    sheet = None
    if isinstance(read, TableRead):
        names, headers = covered_headers(read.rows.columns)
        read = read.renamed(names)
        sheet = cover(read.sheet, scan_text(read.sheet, entities=PERSONAL)) if read.sheet else None
    heading = next((text for place, text in read.extra_text if place == "title:1"), "")
    if isinstance(read, TextRead) and read.pages:
        heading = next((line for line in read.pages[0].text.splitlines() if line.strip()), "")
    title = covered.title or draft_title(covered.file_name, cover(heading, scan_text(heading, entities=IN_METADATA)))
    about = {"agency": payload["agency"]}
    summary = covered.summary or (
        draft_summary(read.rows.columns, read.rows.height, update_cycle=covered.update_cycle, **about)
        if isinstance(read, TableRead)
        else draft_text_summary(len(read.pages), sum(len(page.text) for page in read.pages), **about)
    )
    drafted = tuple(name for name in ("title", "summary") if not getattr(covered, name))
    return Upload(read, replace(covered, title=title, summary=summary), found, headers, sheet, drafted)


def inherited(metadata: Metadata, earlier: dict[str, Any] | None) -> Metadata:
    """Fill what was left empty with what the dataset's release says: a new version does not undo a correction.

    Args:
        metadata: as typed. earlier: `catalog.metadata.Description` of the release as JSON, without what was drafted;
            None when the dataset has no release.
    """
    if earlier is None:
        return metadata
    before = Description.from_json(earlier)
    mine = {one.name for one in metadata.columns}
    return replace(
        metadata,
        title=metadata.title or before.title,
        summary=metadata.summary or before.summary,
        columns=(*metadata.columns, *(one for one in before.columns if one.name not in mine)),
    )


def judge(upload: Upload, payload: dict[str, Any], scan: TableScan | None) -> Assessment:
    """Establish facts, decide and plan; a table's scan is given."""
    read, metadata = upload.read, upload.metadata
    submission = Submission(
        title=metadata.title,
        description=metadata.summary,
        agency=payload["agency"],
        agency_kind=payload["agency_kind"],
        tags=metadata.tags,
        file_name=metadata.file_name,
        format=read.format,
        update_frequency=metadata.update_cycle,
        catalogue_flag=SecurityLabel(metadata.catalogue_flag) if metadata.catalogue_flag else None,
        release_at=metadata.release_at,
        public_until=metadata.public_until,
        hidden_parts=tuple(note.code for note in read.notes if note.code in HIDDEN_NOTES),
    )
    today = (datetime.fromisoformat(payload["now"]) + BEIJING).date()
    judged = assess(read, submission, load_edition(payload["edition"]), today=today, scan=scan)
    said = tuple(Precedent(**{**one, "columns": tuple(one["columns"])}) for one in payload.get("precedents", ()))
    return replace(judged, decision=with_precedent(judged.decision, judged.subject, said))

"""Process, the confined half: secrecy gate, read once, typed table, scan, facts, decision, plan, preview.

No database, no network. What goes back holds no value of the data: typed text and headers come back covered, cells
only in a preview whose "before" is covered and whose "after" is masked.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator
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
from catalog.metadata import Description, Metadata
from catalog.read_upload import SET_ASIDE, Upload, upload_to_json
from catalog.scan_parts import drop_scan, keep_scan
from catalog.typed_table import write_typed_table
from classifiers.negative_list import load_edition
from classifiers.precedents import Precedent, with_precedent
from classifiers.tiers import Consequence, Release, SecurityLabel
from desensitize.findings import TableScan
from desensitize.scan import scan_table
from desensitize.scanning.shadow import NO_SHADOW, ShadowSample, sample_shadow
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
        read = read_upload(source, name=metadata.file_name, sheet=metadata.sheet)
    if is_marked(_texts_of(read)):
        return {"refused": mark_clauses(edition), "keyed_digest": digest}
    upload = _covered(read, metadata, payload)
    drop_scan(deps.vault, payload["version"])
    if isinstance(upload.read, TableRead) and is_shared_out(payload, upload.read.frame.height):
        report("store", 0, 0)
        ref = write_typed_table(deps.vault, payload["version"], upload.read.frame, group_rows=payload["group_rows"])
        deps.vault.put(payload["version"], SET_ASIDE, upload_to_json(upload))
        return {"parts": len(ref.groups), "typed_ref": ref.to_json(), "keyed_digest": digest}
    report("scan", 0, 0)
    scan, shadow = None, NO_SHADOW
    if isinstance(upload.read, TableRead):
        scan = scan_table(
            upload.read.frame,
            damaged=upload.read.damaged,
            progress=lambda done, total: report("scan", done, total),
        )
        shadow = shadow_of(upload.read.frame, scan, digest)
    report("classify", 0, 0)
    judged = judge(upload, payload, scan)
    if judged.decision.release is Release.REFUSE:
        return {"refused": refusing_clauses(judged), "keyed_digest": digest}
    report("store", 0, 0)
    ref = write_typed_table(deps.vault, payload["version"], typed_frame(upload.read), group_rows=payload["group_rows"])
    if scan is not None:
        keep_scan(deps.vault, ref, scan)
    made = answer(upload, judged, deps.keys, shadow=shadow)
    return {**made, "typed_ref": ref.to_json(), "keyed_digest": digest}


def shadow_of(frame: pl.DataFrame, scan: TableScan, digest: str) -> ShadowSample:
    """Judge some cells again by the engine itself; the upload's keyed digest chooses them, alike in every attempt."""
    return sample_shadow(frame, scan, seed=int(digest, base=16))


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


def typed_frame(read: TableRead | TextRead) -> pl.DataFrame:
    """Return what was read as a table of text: the table itself, or one row a page."""
    if isinstance(read, TableRead):
        return read.frame
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
        yield from read.frame.columns
        yield from read.sheets
    else:
        yield "\f".join(page.text for page in read.pages)


def _covered(read: TableRead | TextRead, metadata: Metadata, payload: dict[str, Any]) -> Upload:
    """Cover identifiers in typed text and headers, and draft what was left empty."""
    covered, found = covered_metadata(inherited(metadata, payload.get("inherited")))
    headers: dict[int, dict[str, int]] = {}
    sheet = None
    if isinstance(read, TableRead):
        names, headers = covered_headers(read.frame.columns)
        read = replace(read, frame=read.frame.rename(dict(zip(read.frame.columns, names, strict=True))))
        sheet = cover(read.sheet, scan_text(read.sheet)) if read.sheet else None
    heading = next((text for place, text in read.extra_text if place == "title:1"), "")
    if isinstance(read, TextRead) and read.pages:
        heading = next((line for line in read.pages[0].text.splitlines() if line.strip()), "")
    title = covered.title or draft_title(covered.file_name, cover(heading, scan_text(heading, entities=IN_METADATA)))
    about = {"agency": payload["agency"]}
    summary = covered.summary or (
        draft_summary(read.frame.columns, read.frame.height, update_cycle=covered.update_cycle, **about)
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

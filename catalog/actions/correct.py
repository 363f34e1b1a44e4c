"""Correct 更正: a second person puts a checked correction in force, or turns it down with a reason.

In one transaction the release's text, the version's dictionary and the dataset's entry change, the search index follows
and the job for CKAN is queued. The data do not change: files, rows and hashes stay.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from catalog import audit
from catalog.actions.corrections import PART_LABELS, field_label, view_correction
from catalog.actions.description import released_as
from catalog.actions.follow import correction_follows, present_release
from catalog.deps import Deps
from catalog.errors import DescriptionStale, MoveRefused, RecordDamaged, SignInNeeded
from catalog.metadata import Description, Metadata
from catalog.models import Actor, Correction, CorrectionState, Dataset, Release, Version
from catalog.policies import Verb, may
from catalog.reasons import check_reason
from catalog.taxonomy import LICENCE_NAMES
from catalog.transaction import begin_write, load
from catalog.views import CorrectionRow, CorrectionSheet, TextChange


def show_correction(session: Session, correction_id: UUID, *, actor: Actor | None) -> CorrectionSheet:
    """Return a correction before its reviewer, with every change word for word.

    Raises:
        NotFound: no such correction, or none of the actor's business.
    """
    correction = load(session, Correction, correction_id)
    may(actor, Verb.SEE, correction).require()
    now = released_as(correction.release)
    wanted = Description.from_json(correction.body) if correction.body else now
    allowed = {Verb.JUDGE_CORRECTION.value} if may(actor, Verb.JUDGE_CORRECTION, correction) else set()
    return CorrectionSheet(
        row=view_correction(session, correction),
        changes=tuple(_changes(correction, now, wanted)),
        tag=_tag(correction),
        is_own=actor is not None and actor.id == correction.proposer_id,
        allowed=frozenset(allowed),
    )


def accept_correction(
    session: Session, correction_id: UUID, *, actor: Actor | None, deps: Deps, tag: str
) -> CorrectionRow:
    """Make a correction public.

    Args:
        tag: what the reviewer saw (`show_correction`).

    Raises:
        NotFound, NotPermitted, OwnUpload, MoveRefused, DescriptionStale.
    """
    correction = _open(session, correction_id, actor)
    release = correction.release
    if tag != _tag(correction) or released_as(release).tag() != correction.base:
        raise DescriptionStale
    dataset = release.dataset
    if present_release(session, dataset) is not release:
        raise MoveRefused
    if correction.body is None:
        raise RecordDamaged
    wanted = Description.from_json(correction.body)
    _apply(release, wanted)
    _seal(release.version, wanted, deps)
    _decide(correction, CorrectionState.APPLIED, actor, deps)
    correction_follows(session, dataset, deps=deps)
    detail = {"verdict": "accept", "fields": correction.changed, "release": str(release.id)}
    audit.record(session, Verb.JUDGE_CORRECTION, correction, actor=actor, detail=detail, at=deps.clock())
    session.commit()
    deps.wake()
    return view_correction(session, correction)


def reject_correction(
    session: Session, correction_id: UUID, *, actor: Actor | None, deps: Deps, reason: str
) -> CorrectionRow:
    """Turn a correction down; the description stays as it is.

    Raises:
        NotFound, NotPermitted, OwnUpload, MoveRefused, ReasonNeeded, ReasonPersonal.
    """
    reason = check_reason(reason)
    correction = _open(session, correction_id, actor)
    _decide(correction, CorrectionState.REJECTED, actor, deps)
    correction.reason = reason
    detail = {"verdict": "reject", "reason": reason}
    audit.record(session, Verb.JUDGE_CORRECTION, correction, actor=actor, detail=detail, at=deps.clock())
    session.commit()
    return view_correction(session, correction)


def _open(session: Session, correction_id: UUID, actor: Actor | None) -> Correction:
    begin_write(session)
    # the dataset first, as publishing and withdrawing do
    load(session, Dataset, load(session, Correction, correction_id).release.dataset_id, is_locked=True)
    correction = load(session, Correction, correction_id, is_locked=True)
    may(actor, Verb.JUDGE_CORRECTION, correction).require()
    if actor is None:
        raise SignInNeeded
    return correction


def _decide(correction: Correction, state: CorrectionState, actor: Actor | None, deps: Deps) -> None:
    correction.state, correction.decided_at = state, deps.clock()
    correction.decided_by = actor.id if actor else None


def _tag(correction: Correction) -> str:
    """Return what a verdict binds: this correction's text, on the description it would replace."""
    body = Description.from_json(correction.body) if correction.body else released_as(correction.release)
    return body.tag(str(correction.id), correction.base)


def _seal(version: Version, wanted: Description, deps: Deps) -> None:
    """Put the corrected text with the upload's own metadata too: should it ever be processed again, it is kept."""
    if version.sealed is not None:
        typed = Metadata.from_text(deps.vault.open_text(str(version.id), version.sealed))
        version.sealed = deps.vault.seal_text(str(version.id), wanted.onto(typed).to_text())


def _apply(release: Release, wanted: Description) -> None:
    """Write the description into the release, its version and its dataset; who reads any of them reads the same."""
    version, dataset = release.version, release.dataset
    for row in (release, dataset):
        row.title, row.summary, row.tags = wanted.title, wanted.summary, list(wanted.tags)
    release.licence = wanted.licence
    shared = {
        "update_cycle": wanted.update_cycle,
        "sharing_condition": wanted.sharing_condition,
        "sharing_way": wanted.sharing_way,
        "opening_condition": wanted.opening_condition,
        "related_resource_code": wanted.related_resource_code,
    }
    release.described = {**release.described, **shared}
    known = dict(version.described or {})
    touched = {name for name in ("title", "summary") if known.get(name) != getattr(wanted, name)}
    version.described = (
        known
        | shared
        | {
            "title": wanted.title,
            "summary": wanted.summary,
            "tags": list(wanted.tags),
            "licence": wanted.licence,
            "drafted": [name for name in known.get("drafted", ()) if name not in touched],
        }
    )
    for name, value in shared.items():
        setattr(dataset, name, value)
    dataset.related_resource_code = wanted.related_resource_code or None
    said = {one.name: one for one in wanted.columns}
    by_code = {}
    for column in version.columns:
        text = said[column.name]
        column.title, column.unit, column.meaning = text.title, text.unit or "", text.meaning
        by_code[column.code] = {"title": column.title, "unit": column.unit, "meaning": column.meaning}
    seen: set[str] = set()
    for field in release.fields:  # marks of suppression stand behind their column, and say themselves what they are
        field.update(by_code.get(field["code"], {}) if field["code"] not in seen else {})
        seen.add(field["code"])
    flag_modified(release, "fields")


def _changes(correction: Correction, now: Description, wanted: Description) -> Iterator[TextChange]:
    version = correction.release.version
    was, will = dict(enumerate(now.columns)), dict(enumerate(wanted.columns))
    for field in correction.changed:
        if field.startswith("columns."):
            place = int(field.removeprefix("columns."))
            if place not in was or place not in will:
                continue
            for part in PART_LABELS:
                before, after = (str(getattr(one[place], part) or "") for one in (was, will))
                if before != after:
                    name = f"{field}.{part}"
                    yield TextChange(name, field_label(name, version), before, after)
        else:
            before, after = (_shown(field, getattr(one, field)) for one in (now, wanted))
            yield TextChange(field, field_label(field, version), before, after)


def _shown(field: str, value: Any) -> str:
    if field == "tags":
        return "、".join(value)
    return LICENCE_NAMES.get(value, value) if field == "licence" else str(value)

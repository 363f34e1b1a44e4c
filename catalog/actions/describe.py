"""Describe 更正描述: title, summary, dictionary and the rest of the catalogue entry, typed anew by agency or officer.

Before a release the text is part of what is judged: the version goes through processing again with the new text. After
it the text is a proposal: it is looked at in a confined child, then a second person puts it in force (`correct`).
Either way what was typed is ciphertext until the secrecy gate and the scan have passed.
"""

from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import audit, jobs, lifecycle
from catalog.actions.corrections import close_open
from catalog.actions.description import present_description, release_of
from catalog.deps import Deps
from catalog.errors import DescriptionStale, InvalidField, MoveRefused, SignInNeeded
from catalog.lifecycle import VersionState
from catalog.metadata import Description, Metadata, plain_header
from catalog.models import Actor, Correction, CorrectionState, Dataset, Job, Release, Version
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load
from catalog.views import Described


def describe(
    session: Session, version_id: UUID, description: Description, *, actor: Actor | None, deps: Deps, tag: str
) -> Described:
    """Give a version another description.

    Args:
        description: the whole of it; columns that are not named keep what they have.
        tag: of the description that was read (`show_description`); another one has been written since: refused.

    Returns:
        The job to follow, and the correction when the version is public; `is_changed` False: it says the same.

    Raises:
        NotFound, NotPermitted, MoveRefused, InvalidField, DescriptionStale.
    """
    begin_write(session)
    # the dataset first, as publishing and withdrawing do
    load(session, Dataset, load(session, Version, version_id).dataset_id, is_locked=True)
    version = load(session, Version, version_id, is_locked=True)
    may(actor, Verb.DESCRIBE, version).require()
    if actor is None:
        raise SignInNeeded
    description = description.checked()
    now, present = present_description(session, version)
    if tag != present:
        raise DescriptionStale
    wanted = _whole(description, now)
    changed = wanted.changed(now)
    if not changed:
        session.rollback()
        return Described(version_id, VersionState(version.state).value, is_changed=False)
    if version.state == VersionState.PUBLISHED:
        return _propose(session, version, wanted, now.tag(), changed, actor=actor, deps=deps)
    return _process_again(session, version, wanted, now, changed, actor=actor, deps=deps)


def _whole(description: Description, now: Description) -> Description:
    """Return the description with every column of the version, in their order.

    Raises:
        InvalidField: it names a column the version does not have, or one twice.
    """
    exact = {one.name for one in now.columns}
    plain = {plain_header(name): name for name in exact}
    said = {one.name if one.name in exact else plain.get(plain_header(one.name)): one for one in description.columns}
    if len(said) < len(description.columns) or None in said:
        raise InvalidField({"field": "columns"})
    columns = []
    for one in now.columns:
        text = replace(said.get(one.name, one), name=one.name)
        columns.append(replace(text, unit=one.unit) if text.unit is None else text)
    return replace(description, columns=tuple(columns))


def _propose(
    session: Session,
    version: Version,
    wanted: Description,
    base: str,
    changed: list[str],
    *,
    actor: Actor,
    deps: Deps,
) -> Described:
    """Seal the proposal under a key of its own and queue its check; an older one that was under way is put aside."""
    release = release_of(session, version)
    if release is None:
        raise MoveRefused
    close_open(session, release)
    session.flush()
    correction_id = uuid4()
    deps.vault.new_key(str(correction_id))
    correction = Correction(
        id=correction_id,
        release_id=release.id,
        state=CorrectionState.CHECKING,
        proposer_id=actor.id,
        sealed=deps.vault.seal_text(str(correction_id), _as_text(wanted)),
        base=base,
        changed=changed,
        created_at=deps.clock(),
    )
    session.add(correction)
    session.flush()
    job = _check(session, correction, release, actor)
    detail = {"correction": str(correction_id), "fields": changed}
    audit.record(session, Verb.DESCRIBE, version, actor=actor, detail=detail, at=deps.clock())
    session.commit()
    deps.wake()
    return Described(version.id, version.state, is_changed=True, job_id=job.id, correction_id=correction_id)


def _as_text(description: Description) -> str:
    """Return the description as JSON to be sealed, in the form of an upload's metadata."""
    return description.onto(Metadata("correction")).to_text()


def _check(session: Session, correction: Correction, release: Release, actor: Actor) -> Job:
    return jobs.queue(
        session,
        "correct",
        f"correct:{correction.id}",
        dataset=release.dataset,
        version=release.version,
        release=release,
        actor_id=actor.id,
        priority=jobs.PRIORITY_PUBLISH,
    )


def _process_again(
    session: Session,
    version: Version,
    wanted: Description,
    now: Description,
    changed: list[str],
    *,
    actor: Actor,
    deps: Deps,
) -> Described:
    """Seal the new text with the upload's own metadata and queue its processing."""
    if version.sealed is None:
        raise MoveRefused
    typed = Metadata.from_text(deps.vault.open_text(str(version.id), version.sealed))
    drafted = set((version.described or {}).get("drafted", ()))
    # what the portal drafted and nobody touched is drafted anew
    title = "" if "title" in drafted and wanted.title == now.title else wanted.title
    summary = "" if "summary" in drafted and wanted.summary == now.summary else wanted.summary
    anew = replace(wanted, title=title, summary=summary).onto(typed)
    version.sealed = deps.vault.seal_text(str(version.id), anew.to_text())
    version.state = lifecycle.next_state(Verb.DESCRIBE, version.state)
    if str(actor.id) not in version.authors:
        version.authors = [*version.authors, str(actor.id)]
    kinds = (Job.version_id == version.id, Job.kind == "process")
    tried = session.scalar(select(func.count()).select_from(Job).where(*kinds))
    job = jobs.queue(
        session,
        "process",
        f"process:{version.id}:{tried}",
        dataset=version.dataset,
        version=version,
        actor_id=actor.id,
    )
    audit.record(session, Verb.DESCRIBE, version, actor=actor, detail={"fields": changed}, at=deps.clock())
    session.commit()
    deps.wake()
    return Described(version.id, version.state, is_changed=True, job_id=job.id)

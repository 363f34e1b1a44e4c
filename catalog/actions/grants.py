"""Grant 授权: an officer lets an agency or a person read the rows of a dataset that the public may not, for a time.

Only rows of a masked, verified release, only through `datastore_search` and the dump, only with the grantee's own
token. Nothing is listed for anybody else, and a revocation or the last day ends it at once.
Legal basis: 政务信息资源共享管理暂行办法 (国发〔2016〕51号), 第九条: conditional sharing, on a stated purpose.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog import audit
from catalog.deps import Deps
from catalog.errors import InvalidField, NotFound
from catalog.lifecycle import ReleaseState
from catalog.models import Actor, ActorKind, Agency, Dataset, Grant, Release
from catalog.policies import DATA_OUTCOMES, Verb, may
from catalog.reasons import check_reason, check_text
from catalog.transaction import begin_write, load
from catalog.views.grants import GrantsPage, GrantView

MAX_DAYS: Final = 366
READ_BY_GRANT: Final = "read_by_grant"
"""Verb of the audit event of one reading."""
GRANTABLE: Final = frozenset({"share_only", "conditional"})
"""Outcomes whose rows are read by grant; what is open needs none."""


def grant_access(
    session: Session,
    dataset_id: UUID,
    *,
    actor: Actor | None,
    deps: Deps,
    purpose: str,
    days: int,
    agency: str = "",
    person_id: UUID | None = None,
    legal_basis: str = "",
) -> GrantView:
    """Let an agency, or one person, read a dataset's rows.

    Args:
        purpose: what for, in words; kept and audited.
        days: for how long, 1 to 366.
        agency, person_id: to whom, by slug or by id of the actor; exactly one of them.
        legal_basis: what it rests on.

    Raises:
        NotFound, NotPermitted, OtherAgency, SignInNeeded: see `may`.
        InvalidField: nobody or two, the dataset's own agency, an inactive person, days, or nothing to grant.
        ReasonNeeded, ReasonPersonal: the purpose.
    """
    purpose = check_reason(purpose)
    legal_basis = check_text("legal_basis", legal_basis, 200)
    if not 1 <= days <= MAX_DAYS:
        raise InvalidField({"field": "days"})
    if (not agency) == (person_id is None):
        raise InvalidField({"field": "grantee"})
    begin_write(session)
    dataset = load(session, Dataset, dataset_id, is_locked=True)
    may(actor, Verb.GRANT, dataset).require()
    if actor is None or _granted_release(session, dataset) is None:
        raise InvalidField({"field": "dataset"})
    agency_id = _grantee(session, dataset, agency, person_id)
    now = deps.clock()
    grant = Grant(
        dataset_id=dataset.id,
        agency_id=agency_id,
        actor_id=person_id,
        purpose=purpose,
        legal_basis=legal_basis,
        granted_by=actor.id,
        expires_at=now + timedelta(days=days),
        revoked_at=None,
    )
    session.add(grant)
    session.flush()
    audit.record(session, Verb.GRANT, dataset, actor=actor, detail=_audited(grant), at=now)
    view = _view(session, grant, now)
    session.commit()
    return view


def _audited(grant: Grant) -> dict[str, str | None]:
    return {
        "grant": str(grant.id),
        "agency": str(grant.agency_id) if grant.agency_id else None,
        "person": str(grant.actor_id) if grant.actor_id else None,
        "purpose": grant.purpose,
        "legal_basis": grant.legal_basis,
        "expires_at": grant.expires_at.isoformat(),
    }


def revoke_grant(session: Session, grant_id: UUID, *, actor: Actor | None, deps: Deps) -> UUID:
    """End a grant now; ending it twice is the same as once.

    Returns:
        The dataset's id.

    Raises:
        NotFound, NotPermitted, OtherAgency, SignInNeeded: see `may`.
    """
    begin_write(session)
    grant = session.get(Grant, grant_id)
    if grant is None:
        raise NotFound
    dataset = load(session, Dataset, grant.dataset_id, is_locked=True)
    may(actor, Verb.GRANT, dataset).require()
    if grant.revoked_at is None:
        now = deps.clock()
        grant.revoked_at = now
        audit.record(session, "revoke_grant", dataset, actor=actor, detail={"grant": str(grant.id)}, at=now)
    session.commit()
    return dataset.id


def list_grants(session: Session, dataset_id: UUID, *, actor: Actor | None, deps: Deps) -> GrantsPage:
    """Return a dataset's grants, the newest first, and the agencies one can be given to.

    Raises:
        NotFound, NotPermitted, OtherAgency, SignInNeeded: see `may`.
    """
    dataset = load(session, Dataset, dataset_id)
    may(actor, Verb.GRANT, dataset).require()
    release, now = _granted_release(session, dataset), deps.clock()
    rows = session.scalars(select(Grant).where(Grant.dataset_id == dataset.id).order_by(Grant.created_at.desc()))
    agencies = session.execute(
        select(Agency.slug, Agency.name).where(Agency.id != dataset.agency_id).order_by(Agency.name)
    ).all()
    return GrantsPage(
        dataset_id=dataset.id,
        title=dataset.title or "",
        resource_id=_table_id(dataset) if release is not None else None,
        can_grant=release is not None,
        grants=tuple(_view(session, row, now) for row in rows),
        agencies=tuple((slug, name) for slug, name in agencies),
    )


def find_grant(session: Session, release: Release, *, actor: Actor | None, now: datetime) -> UUID | None:
    """Return the id of the grant in force by which `actor` may read the rows of this release, None for none."""
    if actor is None or not actor.is_active or actor.kind != ActorKind.PERSON:
        return None
    if release.state != ReleaseState.PUBLISHED or release.outcome not in GRANTABLE:
        return None
    to_them = [Grant.actor_id == actor.id]
    if actor.agency_id is not None:
        to_them.append(Grant.agency_id == actor.agency_id)
    rows: Sequence[Grant] = session.scalars(
        select(Grant)
        .where(
            Grant.dataset_id == release.dataset_id,
            Grant.revoked_at.is_(None),
            Grant.expires_at > now,
            or_(*to_them),
        )
        .order_by(Grant.expires_at.desc(), Grant.id)
    ).all()
    # a grant of certain columns alone is not offered yet: it opens nothing rather than everything
    return next((row.id for row in rows if not row.fields), None)


def note_reading(
    session: Session,
    dataset_id: UUID,
    *,
    actor: Actor | None,
    deps: Deps,
    grant_id: UUID,
    columns: Sequence[str],
    count: int,
    door: str,
) -> None:
    """Audit that rows are read by grant, before they are given out: without its event a reading does not happen.

    Args:
        grant_id: by which grant.
        columns: names of the columns read.
        count: how many rows, at most; no filter and no value is kept.
        door: the action that reads.
    """
    begin_write(session)
    dataset = load(session, Dataset, dataset_id)
    detail = {"grant": str(grant_id), "columns": list(columns), "rows": count, "door": door}
    audit.record(session, READ_BY_GRANT, dataset, actor=actor, detail=detail, at=deps.clock())
    session.commit()


def _granted_release(session: Session, dataset: Dataset) -> Release | None:
    """Return the present release where it has rows that are read by grant."""
    release = session.get(Release, dataset.current_release_id) if dataset.current_release_id else None
    if release is None or release.state != ReleaseState.PUBLISHED or release.outcome in DATA_OUTCOMES:
        return None
    return release if release.row_store_key is not None and release.outcome in GRANTABLE else None


def _grantee(session: Session, dataset: Dataset, agency: str, person_id: UUID | None) -> UUID | None:
    """Check who is to be let in; return the agency's id, None for a person."""
    if agency:
        found = session.scalar(select(Agency.id).where(Agency.slug == agency))
        if found is None or found == dataset.agency_id:
            raise InvalidField({"field": "agency"})
        return found
    person = session.get(Actor, person_id)
    if person is None or person.kind != ActorKind.PERSON or not person.is_active:
        raise InvalidField({"field": "person"})
    return None


def _table_id(dataset: Dataset) -> UUID | None:
    return next((one.id for one in dataset.resources if one.format == "CSV"), None)


def _view(session: Session, grant: Grant, now: datetime) -> GrantView:
    agency = session.get(Agency, grant.agency_id) if grant.agency_id else None
    person = session.get(Actor, grant.actor_id) if grant.actor_id else None
    by = session.get(Actor, grant.granted_by)
    state = "revoked" if grant.revoked_at else "expired" if grant.expires_at <= now else "in_force"
    return GrantView(
        id=grant.id,
        dataset_id=grant.dataset_id,
        grantee=agency.name if agency else person.name if person else "",
        kind="agency" if agency else "person",
        purpose=grant.purpose,
        legal_basis=grant.legal_basis,
        granted_by=by.name if by else "",
        granted_at=grant.created_at,
        expires_at=grant.expires_at,
        revoked_at=grant.revoked_at,
        state=state,
    )

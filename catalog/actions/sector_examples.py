"""Correct theme and sector 更正分类 with one click, and keep the correction as an example for later datasets.

The correction is a new decision in the place of the old one (which stays readable); of a published dataset everything
that shows the sector follows. The example holds the shape of the dataset (title without what changes, names of the
columns), what had decided, and what the person said: never a value.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import audit
from catalog.actions.follow import set_subject
from catalog.actions.replacing import replaced_decision
from catalog.deps import Deps
from catalog.errors import InvalidField, RecordDamaged, SignInNeeded
from catalog.judging import current_decision
from catalog.lifecycle import VersionState
from catalog.models import Actor, Agency, Dataset, Decision, Sector, SectorExample, Theme, Version
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load
from catalog.views import Choice
from classifiers.errors import FactsError
from classifiers.precedents import candidates, shape_of
from classifiers.subject import Subject
from classifiers.taxonomy import taxonomy

FINANCE: Final = "FIN"
AT_MOST: Final = 500  # of an agency, the newest
_WORDS: Final = 12


@dataclass(frozen=True, slots=True)
class SectorChoices:
    """What a person may choose: the likeliest first, then everything. Codes are a sector's, or a theme's without."""

    current: str
    likely: tuple[Choice, ...]
    sectors: tuple[Choice, ...]
    themes: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction answers."""

    version_id: UUID
    theme: str
    sector: str | None
    decision_id: UUID


def sector_choices(session: Session, version_id: UUID, *, actor: Actor | None) -> SectorChoices | None:
    """Return what the actor may choose for a version; None when it is not theirs to correct.

    Raises:
        NotFound: no such version.
    """
    version = load(session, Version, version_id)
    decision = current_decision(session, version)
    if decision is None or not may(actor, Verb.CORRECT_SUBJECT, version):
        return None
    sectors = {one.code: one.name for one in session.scalars(select(Sector).order_by(Sector.position))}
    themes = {one.code: one.name for one in session.scalars(select(Theme).order_by(Theme.position))}
    names = {**themes, **sectors}
    current = decision.sector_code or decision.theme_code or ""
    hints = [*decision.body.get("also_sectors", ()), *(one["code"] for one in decision.body.get("sector_words", ()))]
    ranked = dict.fromkeys([*hints, *_candidates(decision), *_usual(version.dataset.agency.kind_code)])
    likely = [code for code in ranked if code in names and code not in (current, FINANCE)][:4]
    return SectorChoices(
        current=current,
        likely=tuple(Choice(code, names[code]) for code in likely),
        sectors=tuple(Choice(code, name) for code, name in sectors.items()),
        themes=tuple(Choice(code, name) for code, name in themes.items() if code != FINANCE),
    )


def _usual(agency_kind: str) -> list[str]:
    """Return the sectors that such an agency's datasets mostly belong to."""
    weights = {code: topic.departments.get(agency_kind, 0.0) for code, topic in taxonomy().sectors.items()}
    return sorted((code for code, weight in weights.items() if weight > 0), key=lambda code: -weights[code])


def _candidates(decision: Decision) -> tuple[str, ...]:
    try:
        return candidates(Subject.from_json(decision.facts))
    except FactsError:
        return ()


def correct_sector(session: Session, version_id: UUID, *, actor: Actor | None, deps: Deps, code: str) -> Corrected:
    """Give a version another sector (or another theme, without sector), apply it, and keep it as an example.

    Args:
        code: code of a finance sector, or of a theme other than finance.

    Raises:
        NotFound, NotPermitted, OtherAgency, MoveRefused: not the actor's, or not in a state to be corrected.
        InvalidField: no such code, or what it is already.
    """
    if actor is None:
        raise SignInNeeded
    begin_write(session)
    version = load(session, Version, version_id, is_locked=True)
    may(actor, Verb.CORRECT_SUBJECT, version).require()
    old = current_decision(session, version)
    if old is None:
        raise RecordDamaged
    theme, sector = _resolve(session, code)
    if (theme, sector) == (old.theme_code, old.sector_code):
        raise InvalidField({"field": "code"})
    decision = _apply(session, old, theme, sector)
    _keep(session, version, old, decision, actor)
    _follow(session, version, decision, deps)
    detail = {
        "from": [old.theme_code, old.sector_code],
        "to": [theme, sector],
        "decision": str(decision.id),
        "release": decision.release,
    }
    audit.record(session, Verb.CORRECT_SUBJECT, version, actor=actor, detail=detail, at=deps.clock())
    done = Corrected(version.id, theme, sector, decision.id)
    session.commit()
    deps.wake()
    return done


def _resolve(session: Session, code: str) -> tuple[str, str | None]:
    sector = session.get(Sector, code)
    if sector is not None:
        return sector.theme_code, sector.code
    theme = session.get(Theme, code)
    if theme is None or theme.code == FINANCE:  # finance alone says too little
        raise InvalidField({"field": "code"})
    return theme.code, None


def _apply(session: Session, old: Decision, theme: str, sector: str | None) -> Decision:
    """Put a decision with the new subject in the place of the old one; nothing else of it changes."""
    also = [one for one in old.body.get("also_sectors", ()) if one != sector] if sector else []
    questions = [one for one in old.body.get("questions", ()) if one["code"] != "theme"]
    body = {**old.body, "theme": theme, "sector": sector, "also_sectors": also, "questions": questions}
    new = replaced_decision(old, body=body, theme_code=theme, sector_code=sector)
    old.is_current = False
    session.flush()
    session.add(new)
    session.flush()
    return new


def _keep(session: Session, version: Version, old: Decision, new: Decision, actor: Actor) -> None:
    try:
        title, columns = shape_of(Subject.from_json(old.facts))
    except FactsError:
        title, columns = shape_of(Subject(title=(version.described or {}).get("title", "")))
    words = old.body.get("sector_words", ())[:_WORDS]
    example = SectorExample(
        agency_id=version.dataset.agency_id,
        version_id=version.id,
        title=title,
        columns=list(columns),
        words=[{name: one[name] for name in ("code", "word", "place")} for one in words],
        theme_before=old.theme_code,
        sector_before=old.sector_code,
        theme_code=new.theme_code or "",
        sector_code=new.sector_code,
        made_by=actor.id,
    )
    session.add(example)


def _follow(session: Session, version: Version, decision: Decision, deps: Deps) -> None:
    """Bring the dataset, and what is out of it, to the new subject; not from a version behind a release of another."""
    dataset = load(session, Dataset, version.dataset_id, is_locked=True)
    is_first = dataset.current_release_id is None
    if not is_first and version.state != VersionState.PUBLISHED:
        return
    also = decision.body.get("also_sectors", ())
    theme = decision.theme_code
    if theme is None:
        raise RecordDamaged
    set_subject(session, dataset, deps=deps, theme_code=theme, sector_code=decision.sector_code, also_sectors=also)


def precedents_of(session: Session, agency_id: UUID) -> list[dict[str, Any]]:
    """Return an agency's examples as the confined child takes them; of several for one shape the newest."""
    query = select(SectorExample).where(SectorExample.agency_id == agency_id)
    newest: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}
    for one in session.scalars(query.order_by(SectorExample.created_at.desc(), SectorExample.id).limit(AT_MOST)):
        newest.setdefault(
            (one.title, tuple(one.columns)),
            {
                "title": one.title,
                "columns": list(one.columns),
                "theme": one.theme_code,
                "sector": one.sector_code,
                "at": one.created_at.isoformat(),
            },
        )
    return list(newest.values())


def list_examples(session: Session, *, actor: Actor | None) -> list[dict[str, Any]]:
    """Return every example, the oldest first, for export: shapes and codes, no value.

    Raises:
        SignInNeeded, NotPermitted: administrators alone.
    """
    may(actor, Verb.RECLASSIFY).require()
    query = select(SectorExample, Agency.name).join(Agency, Agency.id == SectorExample.agency_id)
    return [
        {
            "at": one.created_at,
            "agency": agency,
            "title": one.title,
            "columns": one.columns,
            "words": one.words,
            "before": {"theme": one.theme_before, "sector": one.sector_before},
            "after": {"theme": one.theme_code, "sector": one.sector_code},
            "by": one.maker.name,
        }
        for one, agency in session.execute(query.order_by(SectorExample.created_at, SectorExample.id)).unique()
    ]

"""Before a table of people goes on: which earlier releases could be joined with it, as questions to the reviewer.

Clause NL-A11 (保守国家秘密法实施条例 art. 43) asks what a dataset gives away beside others. Looked at are the facts of
the releases that are out and have a column of the same name; no row is read. A reviewer confirms each question.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.models import Decision, Release, Version, VersionColumn
from classifiers.errors import FactsError
from classifiers.joining import Join, find_join, join_keys
from classifiers.subject import Subject
from classifiers.terms import normalise

CODE: Final = "joins"
_LOOKED_AT: Final = 200  # releases, the newest first
_ASKED: Final = 5
_SHOWN: Final = frozenset({"open", "open_after_masking"})


def joining_questions(session: Session, version: Version, outcome: dict[str, Any]) -> list[dict[str, str]]:
    """Return a question for each earlier release of another dataset that the upload could be joined with.

    Args:
        version: being processed, with its columns. outcome: what the child answered: facts and decision.

    Returns:
        At most five, as they stand in a decision; the code names the other dataset.
    """
    if outcome["decision"]["release"] not in _SHOWN:
        return []
    subject, shown = Subject.from_json(outcome["facts"]), frozenset(outcome["decision"]["keep"])
    keys = join_keys(subject, shown)
    if not keys:
        return []
    found: list[dict[str, str]] = []
    for release, facts in _releases(session, version, keys):
        join = find_join(subject, shown, facts, _open_fields(release))
        if join is not None:
            found.append(_question(release, join))
        if len(found) == _ASKED:
            break
    return found


def _releases(session: Session, version: Version, keys: frozenset[str]) -> Iterator[tuple[Release, Subject]]:
    """Yield the releases that are out and have a column of such a name, with the facts they were judged by."""
    names = {column.name for column in version.columns if normalise(column.name) in keys}
    having = select(VersionColumn.version_id).where(VersionColumn.name.in_(names))
    query = (
        select(Release, Decision.facts)
        .join(Decision, Decision.version_id == Release.version_id)
        .where(
            Release.state == "published",
            Release.outcome.in_(_SHOWN),
            Release.dataset_id != version.dataset_id,
            Release.version_id.in_(having),
            Decision.is_current,
        )
        .order_by(Release.published_at.desc())
        .limit(_LOOKED_AT)
    )
    for release, facts in session.execute(query):
        try:
            yield release, Subject.from_json(facts)
        except FactsError:
            continue  # facts of another release of the product: nothing to compare


def _open_fields(release: Release) -> frozenset[str]:
    return frozenset(field["name"] for field in release.fields if not field.get("masked"))


def _question(release: Release, join: Join) -> dict[str, str]:
    keys, traits = "、".join(join.keys), "、".join(join.traits)
    return {
        "code": f"{CODE}:{release.dataset_id}",
        "text_zh": f"可按“{keys}”与已发布的“{release.title}”逐行关联，关联后同一人的“{traits}”会连在一起。"
        "请确认关联后不致识别个人、不涉密（清单 NL-A11）。",
        "text_en": f"Rows can be joined with the release “{release.title}” by “{keys}”; “{traits}” of one person would "
        "then stand together. Please confirm that this identifies nobody and reveals no secret (clause NL-A11).",
    }

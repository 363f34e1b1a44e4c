"""NL-A11 across datasets: an upload that can be joined with a release that is out asks the reviewer, with a link."""

from typing import Any

import pytest
from sqlalchemy import select

from catalog.errors import CatalogError
from catalog.models import Decision, Release, Version
from classifiers.subject import ColumnFacts, Subject
from tests.fakes.outcomes import process_outcome
from tests.unit.catalog.conftest import Desk


def register(trait: str) -> dict[str, Any]:
    """A register of people by number, with one trait."""
    names = ("执业证编号", trait)
    facts = Subject(
        title="登记表",
        columns=tuple(
            ColumnFacts(name=name, index=at, rows=9, nonempty=9, distinct=9 - 7 * at, length=8.0)
            for at, name in enumerate(names)
        ),
        row_count=9,
        quasi_identifiers=(trait,),
        min_group=2,
    )
    outcome = process_outcome(
        release="open",
        facts=facts.to_json(),
        columns=[
            {"name": name, "type": "text", "unit": "", "label": "NONE", "level": 1, "c_class": ""} for name in names
        ],
    )
    outcome["decision"] |= {"keep": list(names), "clauses": [], "deciding_clause": None}
    outcome["decision"] |= {"reasons_zh": ["不在清单内"], "reasons_en": ["on no clause"]}
    outcome["plan"]["columns"] = []
    return outcome


def publish_register(desk: Desk, trait: str) -> None:
    version_id = desk.published(outcome=register(trait))
    with desk.record.session() as session:
        release = session.scalars(select(Release).where(Release.version_id == version_id)).one()
        release.fields = [{"name": name, "code": name, "masked": False} for name in ("执业证编号", trait)]
        release.title = f"登记表（{trait}）"
        session.commit()


def questions(desk: Desk, outcome: dict[str, Any]) -> list[dict[str, str]]:
    version_id = desk.processed(outcome=outcome)
    with desk.record.session() as session:
        decision = session.scalars(select(Decision).where(Decision.version_id == version_id)).one()
        return list(decision.body["questions"])


def test_a_table_that_joins_with_a_release_asks_and_cannot_pass_unanswered(desk: Desk) -> None:
    publish_register(desk, "性别")
    version_id = desk.processed(outcome=register("出生年份"))
    with desk.record.session() as session:
        asked = session.scalars(select(Decision.body).where(Decision.version_id == version_id)).one()["questions"]
        first = session.scalars(select(Release)).one()
        assert [one["code"] for one in asked] == [f"joins:{first.dataset_id}"]
        assert "执业证编号" in asked[0]["text_zh"]
        assert "性别" in asked[0]["text_zh"]
        assert "登记表（性别）" in asked[0]["text_en"]
    with pytest.raises(CatalogError) as refused:
        desk.approved(version_id)
    assert refused.value.code == "approval.questions_open"
    desk.approved(version_id, answered={asked[0]["code"]})


def test_nothing_is_asked_of_a_withdrawn_release_or_of_another_key(desk: Desk) -> None:
    publish_register(desk, "性别")
    other = register("出生年份")
    other["columns"][0]["name"] = "许可证号"
    other["facts"]["columns"][0]["name"] = "许可证号"
    other["decision"]["keep"] = ["许可证号", "出生年份"]
    assert questions(desk, other) == []
    with desk.record.session() as session:
        session.scalars(select(Release)).one().state = "withdrawn"
        session.commit()
    assert questions(desk, register("出生年份")) == []


def test_a_new_version_of_the_same_dataset_is_not_asked_about_itself(desk: Desk) -> None:
    publish_register(desk, "性别")
    with desk.record.session() as session:
        dataset = session.scalars(select(Version.dataset_id)).first()
    again = desk.processed(outcome=register("出生年份"), dataset_id=dataset)
    with desk.record.session() as session:
        assert session.scalars(select(Decision.body).where(Decision.version_id == again)).one()["questions"] == []

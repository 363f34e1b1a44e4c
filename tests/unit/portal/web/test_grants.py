"""Grants over their doors: the officer's page, the REST API, the command line's words, and the grantee's token."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import select

from catalog.models import AuditEvent, Dataset, Grant, Release
from catalog.rowstore.build import build_rowstore, infer_fields
from portal.accounts.tokens import issue_token
from tests.fakes.outcomes import process_outcome

ROWS = pl.DataFrame({"地区": ["东湖区", "安河县"]})
PURPOSE = "核对辖区内小额贷款公司的经营情况，用于年度风险评估。"


@pytest.fixture
def shared(site, desk, tmp_path: Path):
    """Dataset and table of rows that departments share."""
    record = site.record
    build_rowstore(tmp_path / "rows.sqlite", [ROWS], infer_fields(ROWS), content_hash="c" * 64)
    version = desk.published(outcome=process_outcome(release="share_only"), rows=None, rows_kept=True)
    with record.session() as session:
        release = session.scalars(select(Release).where(Release.version_id == version)).one()
        record.deps.storage.put(release.row_store_key, (tmp_path / "rows.sqlite").read_bytes())
        dataset = session.get_one(Dataset, release.dataset_id)
        return dataset.id, dataset.resources[0].id, version


@pytest.fixture
def token(site):
    """Make access tokens."""

    def make(who: str, scope: str = "read", days: int = 30) -> str:
        with site.record.session() as session:
            row, secret = issue_token(
                session, actor=site.record.actor(session, who), name="t", scopes=("read", scope), days=max(days, 1)
            )
            if days < 1:
                row.expires_at -= timedelta(days=2)
            session.commit()
            return secret

    return make


def rows(site, table, secret: str | None = None, client=None):
    headers = {"Authorization": secret} if secret else {}
    return (client or site.visitor()).get(f"/api/3/action/datastore_search?resource_id={table}", headers=headers)


def test_an_officer_grants_on_the_page_and_ends_it(site, shared, token):
    dataset_id, table, version_id = shared
    window = site.window("officer")
    assert f"/workspace/datasets/{dataset_id}/grants" in window.get(f"/workspace/versions/{version_id}").text
    address = f"/workspace/datasets/{dataset_id}/grants"
    assert str(table) in window.get(address).text
    refused = site.post(window, address, agency="shuiwu", purpose="", days="30")
    assert refused.status_code == 422
    assert site.post(window, address, agency="shuiwu", purpose=PURPOSE, days="x").status_code == 422
    assert site.post(window, address, agency="shuiwu", purpose=PURPOSE, days="30").status_code == 302
    page = window.get(address).text
    assert PURPOSE in page
    assert "税务局" in page
    mine, other = token("stranger"), token("developer")
    answer = rows(site, table, mine)
    assert [row["地区"] for row in answer.json["result"]["records"]] == ["东湖区", "安河县"]
    dumped = site.visitor().get(f"/datastore/dump/{table}", headers={"Authorization": mine})
    assert "安河县" in dumped.text
    assert answer.headers["Cache-Control"] == dumped.headers["Cache-Control"] == "no-store"
    with site.record.session() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.verb == "read_by_grant")).all()
        assert [(one.detail["door"], one.detail["rows"]) for one in events] == [
            ("datastore_search", 2),
            ("datastore_dump", 2),
        ]
    for secret in (None, other, "fodp_nonsense", token("stranger", days=0), f"{mine}x"):
        assert rows(site, table, secret).status_code == 404, secret
        headers = {"Authorization": secret} if secret else {}
        assert site.visitor().get(f"/datastore/dump/{table}", headers=headers).status_code == 404
    assert rows(site, table, client=site.window("stranger")).status_code == 404  # a cookie lends no authority
    with site.record.session() as session:
        grant = session.scalars(select(Grant)).one()
    assert site.post(site.window("stranger"), f"/workspace/grants/{grant.id}/revoke").status_code == 404
    assert rows(site, table, mine).status_code == 200
    assert site.post(window, f"/workspace/grants/{grant.id}/revoke").status_code == 302
    assert rows(site, table, mine).status_code == 404


def test_the_rest_api_grants_to_a_person(site, shared, token):
    dataset_id, table, _ = shared
    headers = {"Authorization": token("officer", "review")}
    client = site.visitor()
    address = f"/api/v1/datasets/{dataset_id}/grants"
    asked = {"person": "developer@example.cn", "purpose": PURPOSE, "days": 5}
    made = client.post(address, json=asked, headers=headers)
    assert made.status_code == 201, made.text
    assert made.json["kind"] == "person"
    listed = client.get(address, headers=headers).json
    assert [one["state"] for one in listed["grants"]] == ["in_force"]
    assert listed["resource_id"] == str(table)
    mine = token("developer")
    assert rows(site, table, mine).json["result"]["total"] == 2
    for body in ({**asked, "person": "nobody@example.cn"}, {**asked, "agency": "shuiwu"}, {**asked, "days": 0}):
        assert client.post(address, json=body, headers=headers).status_code == 422
    stranger = {"Authorization": token("stranger", "review")}
    assert client.get(address, headers=stranger).status_code == 404
    assert client.get(address).status_code == 401
    ended = client.delete(f"/api/v1/grants/{made.json['id']}", headers=headers)
    assert ended.status_code == 204
    assert rows(site, table, mine).status_code == 404


def test_what_is_granted_is_nowhere_public(site, shared, token):
    dataset_id, table, _ = shared
    headers = {"Authorization": token("officer", "review")}
    asked = {"agency": "shuiwu", "purpose": PURPOSE, "days": 5}
    client = site.visitor()
    assert client.post(f"/api/v1/datasets/{dataset_id}/grants", json=asked, headers=headers).status_code == 201
    for path in (
        "/search",
        "/api/v1/datasets",
        "/api/3/action/package_search?rows=100",
        "/api/3/action/current_package_list_with_resources",
        f"/api/3/action/resource_show?id={table}",
        f"/api/3/action/package_show?id={dataset_id}",
        "/catalog.jsonld",
        f"/resources/{table}/download",
        f"/dataset/x/resource/{table}/download/x.csv",
    ):
        for secret in (None, token("stranger")):
            answer = client.get(path, headers={"Authorization": secret} if secret else {})
            shown = answer.text.replace(path, "").replace(str(table), "", path.count(str(table)))
            assert "东湖区" not in shown, path
            assert PURPOSE not in shown, path
            if answer.status_code == 200:
                assert str(table) not in shown, path


def test_the_command_line_grants_lists_and_ends(site, shared, monkeypatch, tmp_path):
    from contextlib import contextmanager

    from click.testing import CliRunner

    from portal.cli import grants as module
    from portal.cli.door import Door

    dataset_id, table, _ = shared

    @contextmanager
    def opened(home):
        del home
        with site.record.session() as session:
            yield Door(site.settings, site.record.deps, session)

    monkeypatch.setattr(module, "open_record", opened)
    runner, who = CliRunner(), ["--as", "officer@example.cn"]
    made = runner.invoke(
        module.command,
        ["add", str(dataset_id), *who, "--agency", "shuiwu", "--purpose", PURPOSE, "--days", "3"],
        obj=tmp_path,
    )
    assert made.exit_code == 0, made.output
    assert str(table) in made.output
    listed = runner.invoke(module.command, ["list", str(dataset_id), *who], obj=tmp_path)
    assert "有效" in listed.output
    with site.record.session() as session:
        grant_id = session.scalars(select(Grant.id)).one()
    assert runner.invoke(module.command, ["revoke", str(grant_id), *who], obj=tmp_path).exit_code == 0
    assert "已收回" in runner.invoke(module.command, ["list", str(dataset_id), *who], obj=tmp_path).output

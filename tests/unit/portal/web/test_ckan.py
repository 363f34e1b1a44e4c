"""The desk's page of CKAN: states in words, what differs, the evidence of a withdrawal, and a person's choice."""

from sqlalchemy import select

from catalog.models import CkanLink, Job, Version

PROBE = {"surface": "datastore_search", "what": "x", "is_open": False, "at": "2026-11-23T01:02:03+00:00"}
DRIFT = [
    {"field": "notes", "ours": "本平台的说明", "theirs": "<b>改过</b>"},
    {"field": "metadata_modified", "ours": "", "theirs": "2026-11-23T01:02:03.000004"},
]


def linked(site, desk, state, evidence, **more):
    version = desk.published()
    with site.record.session() as session:
        dataset_id = session.get_one(Version, version).dataset_id
        link = CkanLink(dataset_id=dataset_id, package_id=str(dataset_id), state=state, evidence=evidence, **more)
        session.add(link)
        session.commit()
    return dataset_id


def test_a_hand_edit_is_shown_escaped_and_kept_or_overwritten(site, desk):
    dataset_id = linked(site, desk, "drift", DRIFT, error_code="ckan.drift", metadata_modified="2026-01-01T00:00:00")
    officer = site.window("officer")
    text = officer.get(f"/workspace/ckan/{dataset_id}").get_data(as_text=True)
    assert "本平台的说明" in text
    assert "&lt;b&gt;改过&lt;/b&gt;" in text
    assert "用本平台的内容覆盖" in text
    assert site.post(officer, f"/workspace/ckan/{dataset_id}", choice="accept").status_code == 302
    with site.record.session() as session:
        link = session.scalars(select(CkanLink).where(CkanLink.dataset_id == dataset_id)).one()
        assert (link.state, link.metadata_modified) == ("synced", "2026-11-23T01:02:03.000004")
    assert site.post(officer, f"/workspace/ckan/{dataset_id}", choice="overwrite").status_code == 409
    assert site.post(officer, f"/workspace/ckan/{dataset_id}", choice="retry").status_code == 302


def test_failures_say_what_to_do_and_evidence_is_listed(site, desk):
    failed = linked(site, desk, "failed", [], error_code="ckan.rights", failures=4)
    gone = linked(site, desk, "withdrawn", [PROBE])
    officer = site.window("officer")
    text = officer.get("/workspace/ckan?state=failed").get_data(as_text=True)
    assert "系统管理员的令牌" in text
    assert "同步失败" in text
    assert "连续失败 4 次" in officer.get(f"/workspace/ckan/{failed}").get_data(as_text=True)
    text = officer.get(f"/workspace/ckan/{gone}").get_data(as_text=True)
    assert "datastore_search" in text
    assert "已关闭" in text


def test_an_administrator_has_the_whole_compared(site, desk):
    desk.published()
    admin = site.window("admin")
    assert admin.get("/workspace/ckan").status_code == 200
    assert site.post(admin, "/workspace/ckan/reconcile").status_code == 302
    assert site.post(admin, "/workspace/ckan/reconcile").status_code == 302
    with site.record.session() as session:
        assert len(session.scalars(select(Job).where(Job.kind == "reconcile")).all()) == 1

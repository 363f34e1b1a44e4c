"""Every route, and who gets what: a route without a row here fails (SECURITY rule 13)."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog.actions.edition_drafts import show_draft
from catalog.actions.edition_runs import start_what_if
from catalog.models import EditionChange
from portal.accounts.models import UserAccount
from tests.fakes.descriptions import NEW, checked, propose, typed
from tests.fakes.editions import draft_of
from tests.fakes.record import Record, make_record
from tests.fakes.site import Site, make_site
from tests.unit.catalog.conftest import Desk

WHO = ("visitor", "uploader", "colleague", "officer", "stranger", "other_officer", "secrecy", "admin", "developer")
ALL = dict.fromkeys(WHO, 200)
SIGN_IN = 302


def row(**answers: int) -> dict[str, int]:
    """A row of the matrix: who is not named gets `rest`; a visitor of the desk is asked to sign in."""
    rest = answers.pop("rest")
    return {"visitor": SIGN_IN, **dict.fromkeys(WHO[1:], rest), **answers}


# endpoint → (path, who → status of GET); {v} a version that waits for review, {p} one that is published
GET: dict[str, tuple[str, dict[str, int]]] = {
    "pages.home": ("/", ALL),
    "pages.choose_view": ("/view/large", dict.fromkeys(WHO, 302)),
    "pages.choose_language": ("/language/en", dict.fromkeys(WHO, 302)),
    "pages.search": ("/datasets?q=利率", ALL),
    "pages.agencies": ("/agencies", ALL),
    "pages.dataset": ("/datasets/{d}", ALL),
    "pages.dataset_fields": ("/datasets/{d}/fields", ALL),
    "pages.dataset_api": ("/datasets/{d}/api", ALL),
    "pages.dataset_text": ("/datasets/{d}/text", ALL),
    "pages.dataset_history": ("/datasets/{d}/history", ALL),
    "pages.download": ("/resources/{r}/download?format=csv", ALL),
    "pages.negative_list": ("/negative-list", ALL),
    "pages.compare_editions": ("/negative-list/compare?old=1&new=1", ALL),
    "pages.help_page": ("/help", ALL),
    "pages.accessibility": ("/accessibility", ALL),
    "pages.licence": ("/licence", ALL),
    "pages.developers": ("/developers", ALL),
    "workspace.start": ("/workspace", row(rest=302)),
    "workspace.uploads": ("/workspace/uploads", row(rest=200, secrecy=403, developer=403)),
    "workspace.agency_versions": ("/workspace/versions", row(rest=200, secrecy=403, developer=403)),
    "workspace.upload": ("/workspace/upload", row(rest=403, uploader=200, colleague=200, stranger=200)),
    "workspace.own_datasets": ("/workspace/datasets", row(rest=200, secrecy=403, developer=403)),
    "workspace.version": (
        "/workspace/versions/{v}",
        row(rest=404, uploader=200, colleague=200, officer=200, admin=200),
    ),
    "workspace.version_progress": (
        "/workspace/versions/{v}/progress",
        row(rest=404, uploader=200, colleague=200, officer=200, admin=200),
    ),
    "workspace.withdraw_version": (
        "/workspace/versions/{p}/withdraw",
        row(rest=404, uploader=200, colleague=200, officer=200, admin=200),
    ),
    "workspace.describe_version": (
        "/workspace/versions/{p}/describe",
        row(rest=404, uploader=200, colleague=200, officer=200, admin=200),
    ),
    "workspace.grants": (
        "/workspace/datasets/{i}/grants",
        row(rest=404, officer=200, uploader=403, colleague=403, admin=403),
    ),
    "workspace.correction": (
        "/workspace/corrections/{k}",
        row(rest=404, uploader=200, colleague=200, officer=200, admin=200),
    ),
    "workspace.admin_agency": ("/workspace/admin/agencies/{g}", row(rest=403, admin=200)),
    "workspace.queue": ("/workspace/review", row(rest=403, officer=200, other_officer=200)),
    "workspace.review": (
        "/workspace/review/{v}",
        row(rest=404, officer=200, uploader=403, colleague=403, admin=403),
    ),
    "workspace.gate": ("/workspace/gate", row(rest=403, secrecy=200)),
    "workspace.admin_agencies": ("/workspace/admin/agencies", row(rest=403, admin=200)),
    "workspace.people": ("/workspace/admin/people", row(rest=403, admin=200)),
    "workspace.person": ("/workspace/admin/people/{a}", row(rest=403, admin=200)),
    "workspace.audit": ("/workspace/admin/audit", row(rest=403, admin=200)),
    "workspace.editions": ("/workspace/admin/editions", row(rest=403, admin=200)),
    "workspace.edition_draft": ("/workspace/admin/editions/drafts/{e}", row(rest=403, admin=200)),
    "workspace.edition_clause": ("/workspace/admin/editions/drafts/{e}/clauses/NL-B05", row(rest=403, admin=200)),
    "workspace.edition_file": ("/workspace/admin/editions/drafts/{e}/file", row(rest=403, admin=200)),
    "workspace.edition_run": ("/workspace/admin/editions/runs/{n}", row(rest=403, admin=200)),
    "workspace.edition_changes": ("/workspace/edition-changes", row(rest=403, officer=200, other_officer=200)),
    "workspace.ckan_states": ("/workspace/ckan", row(rest=403, officer=200, other_officer=200, admin=200)),
    "workspace.ckan_state": (
        "/workspace/ckan/{i}",
        row(rest=404, officer=200, admin=200, uploader=403, colleague=403),
    ),
}
# endpoint → (path, who → status of POST with a right form token and an otherwise empty form)
POST: dict[str, tuple[str, dict[str, int]]] = {
    "workspace.ckan_state": (
        "/workspace/ckan/{i}",
        row(rest=404, officer=422, admin=422, uploader=403, colleague=403),
    ),
    "workspace.editions": ("/workspace/admin/editions", row(rest=403, admin=302)),
    "workspace.change_draft": ("/workspace/admin/editions/drafts/{e}", row(rest=403, admin=422)),
    "workspace.edition_clause": ("/workspace/admin/editions/drafts/{e}/clauses/NL-B05", row(rest=403, admin=422)),
    "workspace.edition_run": ("/workspace/admin/editions/runs/{n}", row(rest=403, admin=302)),
    "workspace.settle_change": (
        "/workspace/edition-changes/{c}",
        row(rest=404, officer=422, uploader=403, colleague=403, admin=403),
    ),
    "workspace.correct_subject": (
        "/workspace/versions/{q}/subject",
        row(rest=404, uploader=302, colleague=302, officer=302, admin=403),
    ),
    "workspace.ckan_reconcile": ("/workspace/ckan/reconcile", row(rest=403, admin=302)),
    "workspace.receive_files": ("/workspace/upload", row(rest=403, uploader=422, colleague=422, stranger=422)),
    "workspace.judge": ("/workspace/review/{v}", row(rest=404, officer=422, uploader=403, colleague=403, admin=403)),
    "workspace.discard_version": ("/workspace/versions/{q}/discard", row(rest=404, officer=403, admin=403)),
    "workspace.retry_version": (
        "/workspace/versions/{p}/retry",
        row(rest=404, uploader=409, colleague=409, officer=403, admin=409),
    ),
    "workspace.save_description": (
        "/workspace/versions/{p}/describe",
        row(rest=404, uploader=422, colleague=422, officer=422, admin=403),
    ),
    "workspace.judge_correction": (
        "/workspace/corrections/{k}",
        row(rest=404, uploader=422, colleague=422, officer=422, admin=422),
    ),
    "workspace.give_grant": (
        "/workspace/datasets/{i}/grants",
        row(rest=404, officer=422, uploader=403, colleague=403, admin=403),
    ),
    "workspace.end_grant": ("/workspace/grants/{i}/revoke", row(rest=404)),
    "workspace.change_agency": ("/workspace/admin/agencies/{g}", row(rest=403, admin=422)),
    "workspace.withdraw_version": ("/workspace/versions/{p}/withdraw", row(rest=404)),
    "workspace.admin_agencies": ("/workspace/admin/agencies", row(rest=403, admin=422)),
    "workspace.people": ("/workspace/admin/people", row(rest=403, admin=422)),
    "workspace.person": ("/workspace/admin/people/{a}", row(rest=403, admin=422)),
}
# walked elsewhere: sign-in and lock in test_accounts, rows and charts with a real row store in test_public
ELSEWHERE = {
    "static",
    "security.login",
    "security.logout",
    "security.two_factor_setup",
    "security.two_factor_setup_validate",
    "security.two_factor_token_validation",
    "security.two_factor_rescue",
    "security.tf_select",
    "pages.dataset_rows",
    "pages.dataset_charts",
    "pages.download_rows",
}
# rooms of their own, with matrices of their own
ROOMS = (
    "uploads.",
    "public.",
    "desk.",
    "review.",
    "admin.",
    "api-docs.",
    "api_docs.",
    "action_api.",
    "feeds.",
    "health",
    "metrics",
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    made = make_record(f"sqlite:///{tmp_path_factory.mktemp('matrix') / 'record.db'}")
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def site(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(record, tmp_path_factory.mktemp("site"))


def correction_waits(record: Record, version_id: UUID) -> UUID:
    """A correction of a published version that waits for its reviewer."""
    return checked(record, propose(record, version_id, typed(record, version_id, **NEW)))


def edition_work(record: Record, version_id: UUID) -> tuple[UUID, UUID, UUID]:
    """A draft, a trial of it, and a change that waits for a person."""
    draft_id = draft_of(record, lambda text: text + "# \u4e00\u5b57\n")
    with record.session() as session:
        actor = record.actor(session, "admin")
        content = show_draft(session, draft_id, actor=actor).content
        run_id = start_what_if(session, content, actor=actor, deps=record.deps, draft=draft_id)
        change = EditionChange(
            run_id=run_id,
            version_id=version_id,
            direction="looser",
            tier_before="internal",
            tier_after="public",
            release_before="open_after_masking",
            release_after="open",
            state="waiting",
        )
        session.add(change)
        session.flush()
        change_id = change.id
        session.commit()
    return draft_id, run_id, change_id


@pytest.fixture(scope="module")
def places(record: Record, site: Site) -> dict[str, object]:
    """What the paths name: versions, a dataset, a resource."""
    from catalog.actions.read import read_dataset
    from catalog.models import Version

    desk = Desk(record)
    published = desk.published()
    with record.session() as session:
        page = read_dataset(session, session.get_one(Version, published).dataset_id)
        account = session.scalars(select(UserAccount).where(UserAccount.email == "secrecy@example.cn")).one()
    draft, run, change = edition_work(record, published)
    return {
        "e": draft,
        "n": run,
        "c": change,
        "g": record.agencies["shuiwu"],
        "k": correction_waits(record, published),
        "a": account.id,
        "v": desk.processed(),
        "q": desk.processed(),
        "p": published,
        "d": page.slug,
        "i": page.id,
        "r": page.files[0].resource_id,
    }


@pytest.fixture(scope="module")
def windows(site: Site) -> dict[str, object]:
    return {who: site.visitor() if who == "visitor" else site.window(who) for who in WHO}


def test_every_route_has_a_row(site: Site) -> None:
    unknown = []
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint in ELSEWHERE or rule.endpoint.startswith(ROOMS):
            continue
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        known = ({"GET"} if rule.endpoint in GET else set()) | ({"POST"} if rule.endpoint in POST else set())
        if methods - known:
            unknown.append((rule.endpoint, sorted(methods - known)))
    assert unknown == []


@pytest.mark.parametrize("endpoint", sorted(GET))
def test_who_may_read(windows, places, endpoint: str) -> None:
    path, answers = GET[endpoint]
    got = {}
    for who in WHO:
        with windows[who].get(path.format(**places)) as answer:
            got[who] = answer.status_code
    assert got == answers


@pytest.mark.parametrize("endpoint", sorted(set(POST) - {"workspace.discard_version", "workspace.withdraw_version"}))
def test_who_may_act(site, windows, places, endpoint: str) -> None:
    path, answers = POST[endpoint]
    for who in WHO[1:]:
        answer = site.post(windows[who], path.format(**places))
        assert answer.status_code == answers[who], who
    assert windows["visitor"].post(path.format(**places)).status_code in (400, 401)  # no token, and nobody


def test_strangers_learn_nothing_and_change_nothing(site, windows, places) -> None:
    for endpoint in ("workspace.discard_version", "workspace.withdraw_version"):
        path = POST[endpoint][0].format(**places)
        for who in ("stranger", "other_officer", "secrecy", "developer"):
            assert site.post(windows[who], path, reason="不再需要公开这份数据").status_code == 404, (endpoint, who)
    assert site.post(windows["officer"], POST["workspace.discard_version"][0].format(**places)).status_code == 403
    assert windows["visitor"].get("/datasets/{d}".format(**places)).status_code == 200


def test_unknown_ids_are_not_found(windows) -> None:
    nothing = UUID(int=7)
    for path in (f"/workspace/versions/{nothing}", f"/workspace/review/{nothing}", f"/resources/{nothing}/download"):
        assert windows["officer"].get(path).status_code == 404

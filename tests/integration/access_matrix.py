"""Every route of the portal with what it needs: the verb of `catalog.policies`, and on what.

A route that is not here fails the build; so does one here that is gone. `None` as verb: anybody, whatever the state.
"""

from dataclasses import dataclass, field
from typing import Any

from catalog.policies import Verb

BINDING = {
    "typed_hash": "0" * 64,
    "edition_id": "0" * 64,
    "decision_id": "00000000-0000-4000-8000-000000000000",
    "plan_id": "00000000-0000-4000-8000-000000000000",
}
REASON = "这是一条为测试而写的理由，长度足够二十个字。"


@dataclass(frozen=True)
class Row:
    """A route and method; `on` names the object in its address: version, release, dataset, link, resource or nothing."""

    endpoint: str
    method: str = "GET"
    verb: Verb | None = None
    on: str = ""
    body: dict[str, Any] | None = None
    more: dict[str, str] = field(default_factory=dict)

    @property
    def is_api(self) -> bool:
        return self.endpoint.split(".")[0] in {"public", "desk", "review", "admin", "api-docs", "api_docs"}


def _api(endpoint: str, verb: Verb | None, on: str = "", method: str = "GET", **body: Any) -> Row:
    return Row(endpoint, method, verb, on, body or ({} if method in {"POST", "PUT"} else None))


NOTHING = "00000000-0000-4000-8000-00000000ffff"
MATRIX: tuple[Row, ...] = (
    # pages for everybody
    *(Row(f"pages.{name}") for name in ("home", "search", "help_page", "licence", "accessibility", "developers")),
    *(Row(f"pages.{name}") for name in ("agencies", "negative_list")),
    Row("pages.choose_view", more={"mode": "large"}),
    Row("pages.choose_language", more={"tag": "en"}),
    *(
        Row(f"pages.{name}", verb=Verb.READ, on="dataset")
        # without rows where the reader may not have them
        for name in (
            "dataset",
            "dataset_fields",
            "dataset_history",
            "dataset_api",
            "dataset_rows",
            "dataset_text",
            "dataset_charts",
        )
    ),
    Row("pages.download_rows", verb=Verb.DOWNLOAD, on="dataset"),
    Row("pages.download", verb=Verb.DOWNLOAD, on="resource"),
    Row("static", more={"filename": "css/tokens.css"}),
    # sign-in
    Row("security.login"),
    Row("security.login", "POST", body={"email": "nobody@example.cn", "password": "x"}),
    Row("security.logout", "POST", body={}),
    # the workspace
    *(Row(f"workspace.{name}", verb=Verb.SUBMIT) for name in ("upload",)),
    Row("workspace.version", verb=Verb.SEE, on="version"),
    Row("workspace.version_progress", verb=Verb.SEE, on="version"),
    Row("workspace.discard_version", "POST", Verb.DISCARD, "version", {}),
    Row("workspace.retry_version", "POST", Verb.RETRY, "version", {}),
    Row("workspace.save_description", "POST", Verb.DESCRIBE, "version", {}),
    Row("workspace.review", verb=Verb.REVIEW, on="version"),
    Row("workspace.judge", "POST", Verb.APPROVE, "version", {"verdict": "approve", **BINDING}),
    Row("workspace.queue", verb=Verb.REVIEW),
    Row("workspace.gate", verb=Verb.SEE_GATE_LOG),
    Row("workspace.audit", verb=Verb.SEE_AUDIT),
    Row("workspace.ckan_states", verb=Verb.SYNC),
    Row("workspace.ckan_state", verb=Verb.SYNC, on="link"),
    Row("workspace.ckan_state", "POST", Verb.SYNC, "link", {"choice": "retry"}),
    Row("workspace.ckan_reconcile", "POST", Verb.OPERATE, body={}),
    Row("workspace.correct_subject", "POST", Verb.CORRECT_SUBJECT, "version", {"code": "GUAR"}),
    Row("workspace.edition_changes", verb=Verb.REVIEW),
    Row("workspace.editions", verb=Verb.DRAFT_EDITION),
    Row("workspace.editions", "POST", Verb.DRAFT_EDITION, body={}),
    Row("workspace.admin_agencies", verb=Verb.MANAGE_AGENCIES),
    Row("workspace.people", verb=Verb.MANAGE_ACCOUNTS),
    # REST API
    _api("public.Root", None),
    _api("public.Datasets", None),
    _api("public.Dataset", Verb.READ, "dataset"),
    _api("public.Rows", Verb.DOWNLOAD, "dataset"),
    _api("public.ResourceFile", Verb.DOWNLOAD, "resource"),
    _api("public.Agencies", None),
    Row("public.Agency", more={"slug": "jinrong"}),
    _api("desk.Uploads", Verb.SUBMIT, method="POST"),
    _api("desk.Versions", Verb.SEE),
    _api("desk.OwnDatasets", Verb.SEE),
    _api("desk.Version", Verb.SEE, "version"),
    _api("desk.Version", Verb.DISCARD, "version", "DELETE"),
    _api("desk.Progress", Verb.SEE, "version"),
    _api("desk.Retry", Verb.RETRY, "version", "POST"),
    _api("desk.VersionDescription", Verb.DESCRIBE, "version", "PATCH", title="新标题"),
    _api("desk.Subject", Verb.CORRECT_SUBJECT, "version"),
    _api("desk.Subject", Verb.CORRECT_SUBJECT, "version", "PUT", code="GUAR"),
    _api("review.Corrections", Verb.REVIEW),
    _api("review.EditionChanges", Verb.REVIEW),
    _api("review.Reviews", Verb.REVIEW),
    _api("review.Review", Verb.REVIEW, "version"),
    _api("review.Approve", Verb.APPROVE, "version", "POST", binding=BINDING),
    _api("review.SendBack", Verb.SEND_BACK, "version", "POST", reason=REASON),
    _api("review.Stricter", Verb.STRICTER, "version", "POST", release="share_only", reason=REASON),
    _api("review.Looser", Verb.LOOSER, "version", "POST", release="open", reason=REASON),
    _api("review.Withdraw", Verb.WITHDRAW, "release", "POST", reason=REASON),
    _api("admin.Audit", Verb.SEE_AUDIT),
    _api("admin.AuditVerify", Verb.SEE_AUDIT, method="POST"),
    _api("admin.Gate", Verb.SEE_GATE_LOG),
    _api("admin.Editions", None),
    _api("admin.SectorExamples", Verb.RECLASSIFY),
    _api("admin.EditionRuns", Verb.RECLASSIFY),
    _api("admin.EditionRuns", Verb.RECLASSIFY, method="POST", content="x"),
    _api("admin.new_agency", Verb.MANAGE_AGENCIES, method="POST", slug="xin", code="X", kind_code="JRJ", name="新设局"),
)
# routes with a test of their own, and why they have no row above
ELSEWHERE: dict[str, str] = {
    "security.two_factor_setup": "one's own second factor: tests of accounts",
    "security.two_factor_setup_validate": "the same",
    "security.two_factor_token_validation": "the second step of signing in: tests of accounts",
    "security.two_factor_rescue": "closed: tests of accounts",
    "security.tf_select": "closed: tests of accounts",
    "workspace.person": "administrators alone: tests of the pages' own matrix",
    "pages.compare_editions": "public; needs two editions: tests of the negative list's page",
    "health.healthz": "public; 503 while no worker runs: tests of portal.health",
    "action_api.action": "read-only and public: tests of catalog/actions/ckan_read and tests/contract",
    "action_api.version": "says a number",
    "action_api.complete": "the same actions as action_api.action",
    "action_api.dataset_page": "redirects to pages.dataset",
    "action_api.download": "the same action as public.ResourceFile",
    "action_api.dump": "the same guard as datastore_search: tests/contract",
    "feeds.catalog": "from the index, which holds public releases alone: tests/contract",
    "feeds.dataset": "the same",
    "feeds.data_json": "the same",
    "feeds.schema_org": "the same",
    "feeds.croissant": "the same",
    "api-docs.openapi_json": "says what the API is",
    "api_docs.swagger": "a page about the API",
    "metrics.show_metrics": "loopback or administrator: tests of portal.metrics",
    "admin.Tokens": "own tokens only: test_tokens",
    "admin.Token": "own tokens only: test_tokens",
    "admin.AgencyName": "the same rule as admin.new_agency",
    "admin.AgencyMerge": "the same rule as admin.new_agency; tests of agencies",
    "review.EditionChange": "needs a change by an edition: tests of editions",
    "workspace.settle_change": "the same",
    "admin.EditionRun": "needs a run: tests of the editions' routes",
    "workspace.edition_draft": "needs a draft: the pages' own matrix, tests of the editions' desk",
    "workspace.change_draft": "the same",
    "workspace.edition_clause": "the same",
    "workspace.edition_file": "the same",
    "workspace.edition_run": "needs a run: the pages' own matrix, tests of the editions' desk",
    "review.Correction": "needs a correction: tests of the description's routes",
    "review.AcceptCorrection": "the same",
    "review.RejectCorrection": "the same",
    "workspace.correction": "the same",
    "workspace.judge_correction": "the same",
    "workspace.describe_version": "the same action as desk.VersionDescription",
    "workspace.admin_agency": "the same rule as workspace.admin_agencies: tests of the pages' own matrix",
    "workspace.change_agency": "the same",
    "uploads.create": "tests of the resumable protocol",
    "uploads.offset": "the same",
    "uploads.options": "the same",
    "uploads.piece": "the same",
    "uploads.terminate": "the same",
    "workspace.start": "leads each role to its own first page",
    "workspace.uploads": "own list; an empty one for others",
    "workspace.agency_versions": "own list; an empty one for others",
    "workspace.own_datasets": "own list; an empty one for others",
    "workspace.receive_files": "the same rule as desk.Uploads; tests of uploads",
    "workspace.withdraw_version": "the same action as review.Withdraw",
    "workspace.grants": "the same action as review.Grants",
    "workspace.give_grant": "the same",
    "workspace.end_grant": "the same",
    "review.Grants": "needs rows kept for grantees: tests of grants",
    "review.Grant": "the same",
}

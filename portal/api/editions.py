"""Trials of the negative list by programs: what another edition would change over the whole record, page by page.

Drafting, proposing and enacting stay with two people in person (`catalog.policies`): a token may try, never enact.
"""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from marshmallow import fields, validate

from catalog.actions.edition_results import DIRECTIONS, MAX_ROWS, PAGE_ROWS, RunView, list_runs, show_run
from catalog.actions.edition_runs import resume_run, start_what_if
from classifiers.edition_source import MAX_BYTES
from portal.accounts.tokens import Scope
from portal.api.admin import admin
from portal.api.base import Asked, Query
from portal.api.identity import require_caller
from portal.api.shapes import schema_of
from portal.extensions import record


class TrialAsked(Asked):
    """An edition as YAML; its approval may still be missing."""

    content = fields.String(required=True, validate=validate.Length(1, MAX_BYTES))


class ChangesQuery(Query):
    """Which of the changes; `start` counts from 0, past the last one the last page is given."""

    direction = fields.String(load_default=None, validate=validate.OneOf(DIRECTIONS))
    start = fields.Integer(load_default=0, validate=validate.Range(0, 10_000_000))
    rows = fields.Integer(load_default=PAGE_ROWS, validate=validate.Range(1, MAX_ROWS))


@admin.route("/editions/runs")
class EditionRuns(MethodView):
    """Trials and reclassifications."""

    @admin.response(200, schema_of(RunView)(many=True))
    def get(self) -> list[RunView]:
        """最近的试算与重新定级，不含明细。"""
        return list(list_runs(record.session, actor=require_caller(Scope.ADMIN)))

    @admin.arguments(TrialAsked)
    @admin.response(202, schema_of(RunView))
    def post(self, asked: dict[str, Any]) -> RunView:
        """试算一版清单：若施行，哪些数据集会变、怎样变、为什么。什么都不改。"""
        caller = require_caller(Scope.ADMIN)
        run_id = start_what_if(record.session, asked["content"], actor=caller, deps=record.deps)
        return show_run(record.session, run_id, actor=caller)


@admin.route("/editions/runs/<uuid:run_id>")
class EditionRun(MethodView):
    """One of them."""

    @admin.arguments(ChangesQuery, location="query")
    @admin.response(200, schema_of(RunView))
    def get(self, asked: dict[str, Any], run_id: UUID) -> RunView:
        """进度与结果，从严的在前，可按方向筛选、分页。"""
        return show_run(record.session, run_id, actor=require_caller(Scope.ADMIN), **asked)

    @admin.response(202, schema_of(RunView))
    def post(self, run_id: UUID) -> RunView:
        """中断的，从中断处继续。"""
        caller = require_caller(Scope.ADMIN)
        resume_run(record.session, run_id, actor=caller, deps=record.deps)
        return show_run(record.session, run_id, actor=caller, rows=1)

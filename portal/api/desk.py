"""What agencies do: upload, follow, discard, try again."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from marshmallow import Schema, fields, validate

from catalog.actions.discard import discard
from catalog.actions.retry import retry
from catalog.actions.workspace import list_datasets, list_versions, show_progress, show_version
from catalog.lifecycle import VersionState
from catalog.views import Judged, ProgressView, ReleaseRef, Submitted, VersionRow, VersionSheet
from portal.accounts.tokens import Scope
from portal.api.base import PageQuery, blueprint
from portal.api.identity import require_caller
from portal.api.shapes import schema_of
from portal.extensions import record
from portal.uploads.form import receive_one

desk = blueprint("desk", "报送与跟踪")


class VersionArguments(PageQuery):
    """Which versions, and which page of them."""

    state = fields.String(load_default=None, validate=validate.OneOf([one.value for one in VersionState]))


class VersionPage(Schema):
    """A page of versions."""

    total = fields.Integer(required=True)
    items = fields.List(fields.Nested(schema_of(VersionRow)), required=True)


@desk.route("/uploads")
class Uploads(MethodView):
    """Bytes go straight into the vault; what was acknowledged is never lost."""

    @desk.response(202, schema_of(Submitted))
    @desk.doc(
        requestBody={
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["files"],
                        "properties": {
                            "title": {"type": "string", "maxLength": 200},
                            "summary": {"type": "string"},
                            "tags": {"type": "string", "description": "以逗号分隔"},
                            "update_cycle": {"type": "string"},
                            "dictionary": {
                                "type": "string",
                                "description": "数据项说明，每行一项：列名、中文名称、单位、含义，以制表符或逗号分隔",
                            },
                            "sheet": {"type": "string", "description": "XLSX 中要公开的工作表；不填时取第一张数据表"},
                            "dataset_id": {"type": "string", "format": "uuid", "description": "已有数据集的新版本"},
                            "release_at": {"type": "string", "format": "date"},
                            "public_until": {"type": "string", "format": "date"},
                            "files": {"type": "string", "format": "binary", "description": "一次一个文件"},
                        },
                    }
                }
            },
        },
        security=[{"token": []}],
    )
    def post(self) -> tuple[Submitted, dict[str, str]]:
        """上传一个文件并提交处理；答复 202 与任务编号。"""
        submitted = receive_one(require_caller(Scope.UPLOAD))
        return submitted, {"Location": f"/api/v1/versions/{submitted.version_id}"}


@desk.route("/versions")
class Versions(MethodView):
    """Uploads of the caller's agency."""

    @desk.arguments(VersionArguments, location="query")
    @desk.response(200, VersionPage)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """本单位的报送。"""
        total, items = list_versions(
            record.session,
            actor=require_caller(Scope.READ),
            state=asked["state"],
            start=asked["start"],
            rows=asked["rows"],
        )
        return {"total": total, "items": items}


@desk.route("/versions/<uuid:version_id>")
class Version(MethodView):
    """One upload: decision, reasons, masking plan, verdicts."""

    @desk.response(200, schema_of(VersionSheet))
    def get(self, version_id: UUID) -> VersionSheet:
        """一次报送的定级结论、理由与脱敏方案。"""
        return show_version(record.session, version_id, actor=require_caller(Scope.READ))

    @desk.response(200, schema_of(Judged))
    def delete(self, version_id: UUID) -> Judged:
        """放弃一次尚未发布的报送；密钥销毁，内容不可恢复。"""
        return discard(record.session, version_id, actor=require_caller(Scope.UPLOAD), deps=record.deps)


@desk.route("/versions/<uuid:version_id>/progress")
class Progress(MethodView):
    """The job at work."""

    @desk.response(200, schema_of(ProgressView))
    def get(self, version_id: UUID) -> ProgressView:
        """处理进度。"""
        return show_progress(record.session, version_id, actor=require_caller(Scope.READ))


@desk.route("/versions/<uuid:version_id>/retry")
class Retry(MethodView):
    """A technical failure is tried again."""

    @desk.response(202, schema_of(Judged))
    def post(self, version_id: UUID) -> Judged:
        """技术原因失败后重试。"""
        return retry(record.session, version_id, actor=require_caller(Scope.UPLOAD), deps=record.deps)


@desk.route("/own-datasets")
class OwnDatasets(MethodView):
    """Datasets of which a new version can be uploaded."""

    @desk.response(200, schema_of(ReleaseRef)(many=True))
    def get(self) -> list[ReleaseRef]:
        """本单位的数据集。"""
        return list(list_datasets(record.session, actor=require_caller(Scope.READ)))

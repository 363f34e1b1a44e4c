"""Errors of the record: a stable code, a sentence in Chinese and in English, never an offending value.

Doors choose the HTTP status by `status_hint`; the documentation lists every code (a guard test compares them).
"""

from collections.abc import Mapping
from typing import Any


class CatalogError(Exception):
    """Base of the record's errors.

    Attributes:
        code: stable identifier. message_zh, message_en: sentences for people.
        status_hint: HTTP status that fits.
        detail: counts, positions, field names; never a value.
    """

    code = "catalog.failed"
    message_zh = "操作未完成，请稍后重试。"
    message_en = "The operation was not completed; please try again later."
    status_hint = 500

    def __init__(self, detail: Mapping[str, Any] | None = None) -> None:
        super().__init__(self.code)
        self.detail: dict[str, Any] = dict(detail or {})


class NotFound(CatalogError):
    """There is no such thing, or the asker has no business to know of it."""

    code = "access.not_found"
    message_zh = "没有找到该内容，或您无权查看。"
    message_en = "Not found, or not visible to you."
    status_hint = 404


class SignInNeeded(CatalogError):
    """Nobody is signed in."""

    code = "access.sign_in"
    message_zh = "请先登录。"
    message_en = "Please sign in first."
    status_hint = 401


class NotPermitted(CatalogError):
    """The actor's role does not include this."""

    code = "access.role"
    message_zh = "您的角色没有此项权限。"
    message_en = "Your role does not permit this."
    status_hint = 403


class OtherAgency(NotPermitted):
    """The object belongs to another agency."""

    code = "access.other_agency"
    message_zh = "只能办理本单位的数据。"
    message_en = "You may only act on your own agency's data."


class OwnUpload(NotPermitted):
    """Two people: the uploader may not judge their own upload."""

    code = "access.own_upload"
    message_zh = "不能审核本人报送的数据，请由另一位审核员办理。"
    message_en = "You cannot review your own upload; another officer must."


class NotTheUploader(NotPermitted):
    """Only the person who uploaded may do this."""

    code = "access.not_uploader"
    message_zh = "只有报送人本人可以办理。"
    message_en = "Only the person who uploaded it may do this."


class MoveRefused(CatalogError):
    """The lifecycle has no such move from the present state."""

    code = "lifecycle.state"
    message_zh = "当前状态不允许此操作，请刷新页面查看最新状态。"
    message_en = "The present state does not allow this; please reload."
    status_hint = 409


class InvalidField(CatalogError):
    """A typed field is missing, too long or not one of the allowed values; `detail.field` names it."""

    code = "submit.invalid_field"
    message_zh = "填写内容不符合要求，请检查标出的字段。"
    message_en = "A field is missing or not allowed; see the marked field."
    status_hint = 422


class UploadMissing(CatalogError):
    """The upload's bytes are not in the vault."""

    code = "submit.upload_missing"
    message_zh = "没有找到上传的文件，请重新上传。"
    message_en = "The uploaded file was not found; please upload again."
    status_hint = 409


class AgencyInactive(CatalogError):
    """The agency was closed; its successor uploads."""

    code = "agency.inactive"
    message_zh = "该单位已停用，请以承接单位的名义报送。"
    message_en = "This agency is no longer active; upload for its successor."
    status_hint = 409


class AgencyExists(CatalogError):
    """Slug or code is taken."""

    code = "agency.exists"
    message_zh = "单位标识或代码已被使用。"
    message_en = "The agency's slug or code is already in use."
    status_hint = 409


class ApprovalStale(CatalogError):
    """What the reviewer saw is no longer what would be published."""

    code = "approval.stale"
    message_zh = "您打开页面之后，数据、定级结论、脱敏方案或负面清单版次已有变化，请重新核对。"
    message_en = "Data, decision, plan or edition changed since you opened the page; please review again."
    status_hint = 409


class QuestionsOpen(CatalogError):
    """The decision asks things of a person that were not answered."""

    code = "approval.questions_open"
    message_zh = "仍有需要人工确认的问题，请逐项确认后再通过。"
    message_en = "Some questions still need a person's answer."
    status_hint = 409


class ReasonNeeded(CatalogError):
    """A written reason is missing or too short; `detail.minimum` says how long it must be."""

    code = "reason.needed"
    message_zh = "请写明理由；放宽开放等级的理由不少于20个字。"
    message_en = "A written reason is needed; at least 20 characters when loosening."
    status_hint = 422


class ReasonPersonal(CatalogError):
    """The written reason holds a number that identifies a person; reasons are shown and audited."""

    code = "reason.personal"
    message_zh = "理由中含有身份证号、手机号或银行卡号等个人信息，请改写。"
    message_en = "The reason contains a personal number; please rewrite it."
    status_hint = 422


class OverrideRefused(CatalogError):
    """The rules refuse this content; nobody may override that."""

    code = "override.refused"
    message_zh = "规则判定为拒收的内容不得人工放行。"
    message_en = "Content that the rules refuse cannot be released by hand."
    status_hint = 409


class OverrideUseless(CatalogError):
    """The asked outcome is not stricter (or looser) than the present one."""

    code = "override.direction"
    message_zh = "所选开放方式与当前结论的宽严方向不符。"
    message_en = "The chosen outcome is not stricter or looser than the present one, as the verb demands."
    status_hint = 422


class EditionUnknown(CatalogError):
    """No such edition of the negative list, or none in force."""

    code = "edition.unknown"
    message_zh = "负面清单版次不存在或尚未生效。"
    message_en = "Unknown edition of the negative list, or none in force."
    status_hint = 409


class Stale(CatalogError):
    """A worker that lost its claim tries to commit; nothing is written."""

    code = "job.stale"
    message_zh = "任务已由其他工作进程接手。"
    message_en = "Another worker has taken the job over."
    status_hint = 409


class AuditBroken(CatalogError):
    """The chain of audit events does not add up; `detail.sequence` names the first bad one."""

    code = "audit.broken"
    message_zh = "审计链校验失败，日志可能被改动。"
    message_en = "The audit chain does not verify; the log may have been altered."


class ResidualInRelease(CatalogError):
    """Verification found what had to be hidden; nothing was released. `detail` counts the places by proof."""

    code = "publish.residual"
    message_zh = "核验未通过：拟发布内容中仍有应隐去的个人信息，已退回审核，未发布任何内容。"
    message_en = "Verification failed: personal information is still readable; nothing was released."
    status_hint = 409


class RecordDamaged(CatalogError):
    """Stored facts, plan or result of a child cannot be read."""

    code = "record.damaged"
    message_zh = "任务结果不完整，已停止处理。"
    message_en = "A stored result is incomplete; processing stopped."


class DescriptionStale(CatalogError):
    """The description changed since it was read; what was typed has to be looked at again."""

    code = "describe.stale"
    message_zh = "您打开页面之后，这份说明已有变化，请核对后重新提交。"
    message_en = "The description changed since you read it; please look again."
    status_hint = 412


class DescriptionPersonal(CatalogError):
    """Typed text holds what identifies a person, or what the release hides; `found` says where, never what."""

    code = "describe.personal"
    message_zh = "填写的文字中含有个人信息，或含有数据里已隐去的内容，请改写标出的各处。"
    message_en = "The text identifies a person, or repeats what the release hides; please rewrite it."
    status_hint = 422


class DescriptionStricter(CatalogError):
    """Under the new text the rules would open less than what is public; that is for a withdrawal or a new version."""

    code = "describe.stricter"
    message_zh = "按新的文字，负面清单会对这份数据从严。请先撤回，或以新版本重新报送。"
    message_en = "Under this text the rules would open less; withdraw, or upload a new version."
    status_hint = 409


class DescriptionRefused(CatalogError):
    """Typed text carries a mark of a state secret; nothing of it was kept."""

    code = "describe.refused"
    message_zh = "填写的文字带有国家秘密标志，已拒收，内容未保留。"
    message_en = "The text carries a mark of a state secret; it was refused and not kept."
    status_hint = 409

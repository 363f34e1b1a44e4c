"""What can be wrong with an edition of the negative list, its approval, or a draft of it."""

from catalog.errors import CatalogError


class EditionInvalid(CatalogError):
    """The text is not an edition; `detail.problems` lists what is wrong, line by line."""

    code = "edition.invalid"
    message_zh = "负面清单文件有误，请按行号修改后重新提交。"
    message_en = "The negative list file has errors; correct them by line number."
    status_hint = 422


class EditionNumberTaken(CatalogError):
    """An edition's number must be higher than every one before."""

    code = "edition.number"
    message_zh = "版次号必须大于已有各版。"
    message_en = "The edition number must be higher than all before it."
    status_hint = 409


class EditionOver(CatalogError):
    """An edition whose last day is past cannot be put in force."""

    code = "edition.over"
    message_zh = "这一版的失效日期已过，不能施行。请修改失效日期后重新提请。"
    message_en = "The last day of this edition is past; change it and propose the edition again."
    status_hint = 409


class ApprovalMissing(CatalogError):
    """An edition names who approved it and under which number (上海市数据条例 第38条); a placeholder names nobody."""

    code = "edition.approval_missing"
    message_zh = "请填写真实的批准单位与批准文号（不得留空、照抄上一版或填“待定”之类），才能施行。"
    message_en = "Name the real approver and approval number; blanks, copies and placeholders are refused."
    status_hint = 422


class ExamplesFailed(CatalogError):
    """A clause does not do what its own examples say; `detail.problems` lists them by line."""

    code = "edition.examples"
    message_zh = "有条款自带的样例没有通过（该命中的没命中，或不该命中的命中了），请先改正。"
    message_en = "A clause fails its own examples; correct it first."
    status_hint = 422


class SecondAdministrator(CatalogError):
    """Whoever wrote or proposed an edition does not enact it."""

    code = "edition.two_people"
    message_zh = "施行须由另一名管理员确认：起草、修改或提请的人不能自己施行。"
    message_en = "A second administrator enacts: whoever wrote or proposed the edition may not."
    status_hint = 403


class NotProposed(CatalogError):
    """Nobody proposed exactly this edition."""

    code = "edition.not_proposed"
    message_zh = "这一版尚未由另一名管理员登记并提请施行。请先运行 portal list draft，或在“负面清单草案”页面提请。"
    message_en = "No administrator has proposed exactly this edition; propose it first."
    status_hint = 409


class DraftChanged(CatalogError):
    """The draft is not what was shown: somebody wrote in it since."""

    code = "edition.draft_changed"
    message_zh = "草案已有改动，请核对最新内容后重新提交。"
    message_en = "The draft has changed since; look at it again."
    status_hint = 409

"""Errors of the sync; an ambiguous outcome (it may or may not have happened) is an error of its own kind."""

from collections.abc import Mapping
from typing import Final


class CkanError(Exception):
    """Base: `code` is stable; no text of the server's answer is kept."""

    code = "ckan.failed"
    message_zh = "与 CKAN 的同步没有完成。"
    message_en = "The sync with CKAN was not completed."
    status_hint = 502
    is_retryable = False

    def __init__(self, code: str | None = None) -> None:
        self.code = code or type(self).code
        self.detail: dict[str, object] = {}
        super().__init__(self.code)


class CkanAmbiguous(CkanError):
    """A timeout, a cut connection or a 5xx: a write may be there. Read back before doing it again."""

    code = "ckan.ambiguous"
    message_zh = "CKAN 没有给出明确答复，稍后自动重试。"
    message_en = "CKAN gave no clear answer; it is tried again later."
    is_retryable = True


class CkanDown(CkanAmbiguous):
    """No connection, or it was cut."""

    code = "ckan.down"
    message_zh = "无法连接 CKAN（地址有误、未启动或网络中断），稍后自动重试。"
    message_en = "No connection to CKAN (wrong address, not running, or the network); it is tried again later."


class CkanMissing(CkanError):
    """No such thing there."""

    code = "ckan.missing"


class CkanConflict(CkanError):
    """409: the server's state or rules do not allow it; `fields` names what it objected to."""

    code = "ckan.conflict"
    message_zh = "CKAN 拒绝了这次写入。"
    message_en = "CKAN refused this write."

    def __init__(self, fields: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.fields = fields


class CkanDenied(CkanError):
    """The token may not do this, or is no token."""

    code = "ckan.denied"
    message_zh = "CKAN 令牌无效或权限不足，请检查设置。"
    message_en = "The CKAN token is not valid or lacks rights; check the settings."


class CkanDrift(CkanError):
    """Somebody edited the dataset in CKAN by hand; a person decides."""

    code = "ckan.drift"
    message_zh = "CKAN 中的数据集被人工改动过，已停止覆盖，请核对。"
    message_en = "The dataset was edited in CKAN by hand; it was not overwritten."


class CkanBusy(CkanError):
    """Another worker is writing this dataset in CKAN; it is tried again."""

    code = "ckan.busy"
    message_zh = "另一个处理进程正在同步该数据集，稍后自动重试。"
    message_en = "Another worker is syncing this dataset; it is tried again."
    is_retryable = True


class CkanOvertaken(CkanError):
    """While it was being written the dataset was withdrawn or got a newer release, or the turn was lost."""

    code = "ckan.overtaken"
    message_zh = "同步期间数据集有了新的变动，将按最新状态重新同步。"
    message_en = "The dataset changed while it was being synced; it is synced again as it is now."
    is_retryable = True


class CkanFileDiffers(CkanError):
    """What CKAN serves of an uploaded file is not what was sent; the dataset stays private."""

    code = "ckan.file_differs"
    message_zh = "上传到 CKAN 的文件校验不一致，数据集未公开，稍后自动重试。"
    message_en = "A file uploaded to CKAN does not come back as it was sent; the dataset stays private."
    is_retryable = True


class CkanUploadRefused(CkanError):
    """CKAN does not take a file, most likely because of its `ckan.max_resource_size`."""

    code = "ckan.upload_refused"
    message_zh = "CKAN 拒收文件，可能超过其 ckan.max_resource_size：请调大该值，或调小 PORTAL_CKAN_UPLOAD_BYTES。"
    message_en = "CKAN refused a file, most likely over its ckan.max_resource_size; lower PORTAL_CKAN_UPLOAD_BYTES."


class CkanStillOpen(CkanError):
    """After a withdrawal something of the dataset could still be read; it is tried again."""

    code = "ckan.still_open"
    message_zh = "撤回后仍能读到部分内容，将继续撤回直至全部关闭。"
    message_en = "Something can still be read after the withdrawal; it goes on until all is closed."
    is_retryable = True


UNFIT: Final[Mapping[str, str]] = {
    "ckan.unfit": "CKAN 服务器不满足发布要求。",
    "ckan.no_ckan": "该地址上没有 CKAN 接口：请检查 PORTAL_CKAN_URL。",
    "ckan.version": "CKAN 版本过低：需要 2.10.10、2.11.5 或 2.12 以上（更早的版本会泄露私有数据表）。",
    "ckan.identity": "CKAN 不认识该令牌（无效、已过期或未填写）：请检查 PORTAL_CKAN_TOKEN。",
    "ckan.rights": "令牌所属账户不是 CKAN 系统管理员：发布和清除都需要系统管理员的令牌。",
    "ckan.no_datastore": "CKAN 没有启用 datastore 插件：请启用，或设置 PORTAL_CKAN_ROWS=false 只发布链接。",
}


class CkanUnfit(CkanError):
    """The server is not one the portal can publish to; `code` says why."""

    code = "ckan.unfit"
    message_en = "The CKAN server is not fit to publish to."

    def __init__(self, code: str | None = None) -> None:
        super().__init__(code)
        self.message_zh = UNFIT[self.code]

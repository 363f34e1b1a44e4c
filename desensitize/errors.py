"""Errors of this package: a stable code, a message in Chinese and in English, never the offending value."""


class DesensitizeError(Exception):
    """Base of all errors raised here."""

    code = "desensitize.error"
    message_zh = "个人信息识别或脱敏失败。"
    message_en = "Finding or masking personal information failed."

    def __init__(self) -> None:
        super().__init__(self.message_en)


class ScanCancelled(DesensitizeError):
    """The caller's `cancelled` said yes."""

    code = "desensitize.cancelled"
    message_zh = "扫描已取消。"
    message_en = "The scan was cancelled."

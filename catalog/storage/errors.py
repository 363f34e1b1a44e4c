"""Errors of storage, key store and vault: a stable code, two languages, never a path or a value."""

from catalog.errors import CatalogError


class StorageError(CatalogError):
    """Bytes could not be kept, found or trusted."""

    code = "storage.failed"
    message_zh = "存储服务暂不可用，请稍后重试。"
    message_en = "Storage is unavailable; please try again later."
    status_hint = 503


class StorageFull(StorageError):
    """The disk or the quota is used up; nothing was kept."""

    code = "storage.full"
    message_zh = "存储空间不足，文件未保存，请联系管理员。"
    message_en = "Storage is full; nothing was saved. Please contact the administrator."
    status_hint = 507


class ObjectMissing(StorageError):
    """No object of this name."""

    code = "storage.missing"
    message_zh = "文件不存在或已删除。"
    message_en = "The object does not exist or has been deleted."
    status_hint = 404


class ObjectExists(StorageError):
    """An object of this name is already kept and may not be replaced."""

    code = "storage.exists"
    message_zh = "同名对象已存在。"
    message_en = "An object of this name already exists."
    status_hint = 409


class BadObjectKey(StorageError):
    """The object's name is not one the portal generates."""

    code = "storage.bad_key"
    message_zh = "对象名称不合规范。"
    message_en = "The object name is not allowed."
    status_hint = 400


class KeyMissing(StorageError):
    """The upload's key was destroyed or never made: its ciphertext cannot be read again."""

    code = "vault.key_missing"
    message_zh = "该文件的密钥已销毁，内容无法恢复。"
    message_en = "The key of this upload was destroyed; its content cannot be recovered."
    status_hint = 410


class WrongMasterKey(StorageError):
    """The key store was written under another master key, or a key file was altered."""

    code = "vault.wrong_master_key"
    message_zh = "主密钥与密钥库不匹配，或密钥文件已损坏。"
    message_en = "The master key does not open this key store, or a key file is damaged."


class BadMasterKey(StorageError):
    """The master key in the settings is not 32 bytes of key."""

    code = "vault.bad_master_key"
    message_zh = "主密钥须为32字节的随机数，不得为空或重复字节。"
    message_en = "The master key must be 32 random bytes."


class CiphertextDamaged(StorageError):
    """A frame does not authenticate: altered, cut, reordered or of another object."""

    code = "vault.damaged"
    message_zh = "密文校验失败：文件可能被截断、篡改或错位。"
    message_en = "Ciphertext failed authentication: truncated, altered or misplaced."

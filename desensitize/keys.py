"""Keys of pseudonyms and of row shuffling: one a purpose, handed in by the caller, never part of a release."""

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from desensitize.errors import DesensitizeError

Algorithm = Literal["sha256", "sm3"]

KEY_BYTES = 32
"""Shortest key accepted, in bytes: the output length of SHA-256 and SM3 (RFC 2104 section 3)."""

# A nibble becomes a letter: a pseudonym holds no digit, so it can never look like an identifier.
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")

PSEUDONYM_LETTERS = 24
"""Letters of a pseudonym: 96 bits, so that two of 10^9 values collide with a chance below 10^-10."""


class MissingMaskingKey(DesensitizeError):
    """The plan needs a key for its purpose and the caller gave none, or one that is too short."""

    code = "desensitize.missing_key"
    message_zh = "缺少本用途的脱敏密钥，或密钥过短。"
    message_en = "No masking key for this purpose, or the key is too short."


@dataclass(frozen=True, slots=True)
class MaskingKeys:
    """Secret keys by purpose.

    by_purpose: purpose → at least 32 secret bytes. algorithm: hash under the HMAC, SHA-256 or SM3 (GB/T 32905-2016).
    The keys are left out of `repr`.
    """

    by_purpose: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    algorithm: Algorithm = "sha256"

    def __post_init__(self) -> None:
        if any(len(key) < KEY_BYTES for key in self.by_purpose.values()):
            raise MissingMaskingKey

    @classmethod
    def throwaway(cls, purpose: str) -> "MaskingKeys":
        """A random key that dies with the process: right for shuffling, useless for joining."""
        return cls({purpose: secrets.token_bytes(KEY_BYTES)})

    def digest(self, purpose: str, domain: str, value: str) -> bytes:
        """HMAC of one value.

        purpose: whose key. domain: what the value is, so that equal texts of two kinds do not join. value: in normal
        form. Returns 32 bytes; raises MissingMaskingKey when the purpose has no key.
        """
        key = self.by_purpose.get(purpose)
        if key is None:
            raise MissingMaskingKey
        message = domain.encode() + b"\0" + value.encode("utf-8", "surrogatepass")
        return hmac.digest(key, message, self.algorithm)

    def pseudonyms(self, purpose: str, domain: str, values: Iterable[str]) -> list[str]:
        """Pseudonyms of values, each 24 letters a to p, in the order given."""
        size = PSEUDONYM_LETTERS // 2
        return [self.digest(purpose, domain, value)[:size].hex().translate(_LETTERS) for value in values]

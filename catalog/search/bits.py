"""Sets of datasets as Python integers, one bit an entry: `&`, `|` and `bit_count` run in C."""

import json
from collections.abc import Iterable
from typing import Final

_BITS_OF: Final = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def from_numbers(numbers: Iterable[int]) -> int:
    """Return the bitmap with the bits of `numbers` set."""
    found = list(numbers)
    if not found:
        return 0
    if len(found) == 1:
        return 1 << found[0]
    digits = bytearray(b"0") * (max(found) + 1)
    for number in found:
        digits[number] = 49  # "1": reading base two is the fastest way measured, 3 ms for 100,000
    digits.reverse()
    return int(digits, 2)


def numbers_in(text: str | None) -> list[int]:
    """Return the numbers of a text with commas between them, read as a list of JSON: a third of the time of `int`."""
    numbers: list[int] = json.loads(f"[{text or ''}]")
    return numbers


def to_bytes(bitmap: int) -> bytes:
    """Return `bitmap` as little-endian bytes, in which one bit is found without copying all."""
    return bitmap.to_bytes(bitmap.bit_length() // 8 + 1, "little")


def has_bit(bits: bytes, number: int) -> bool:
    """Tell whether a number is in a bitmap's bytes."""
    return number >> 3 < len(bits) and bits[number >> 3] >> (number & 7) & 1 == 1


def to_numbers(bitmap: int) -> list[int]:
    """Return the numbers whose bits are set, rising."""
    return [at << 3 | bit for at, byte in enumerate(to_bytes(bitmap)) if byte for bit in _BITS_OF[byte]]

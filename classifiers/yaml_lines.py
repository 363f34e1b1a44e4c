"""YAML to plain values, with the line of every mapping, key and item kept for error messages.

Officials write such files, and what they sign has to be what the program reads. So YAML's surprises are refused with
their line and not resolved in silence: a key that is written twice (the last one would win), anchors and aliases (ten
lines of them stand for a million), tags, a second document; nesting is bounded before anything recurses.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from classifiers import list_words as said
from classifiers.errors import ListProblem, NegativeListError
from classifiers.list_words import Fault

MAX_DEPTH: Final = 24
_TEXT: Final = "tag:yaml.org,2002:str"
# what YAML 1.1 calls printable (section 5.1); a reader stops at anything else without a line
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAB_INDENT: Final = re.compile(r"[ ]*\t")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LineDict(dict[str, Any]):
    """A mapping that knows its line and the line of each key (from 1)."""

    line: int = 0
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        """Line of a key; the mapping's own line when the key is absent."""
        return self.lines.get(key, self.line)


class LineList(list[Any]):
    """A list that knows the line of each item (from 1)."""

    lines: list[int]


def parse_with_lines(text: str) -> Any:
    """Parse YAML text safely; mappings become `LineDict`, lists `LineList`, a date that is none stays text.

    Raises:
        NegativeListError: not YAML, or a part of YAML that such a file may not use; never quotes a value.
    """
    if unprintable := _UNPRINTABLE.search(text):
        raise _unreadable(_line_at(text, unprintable.start()), said.UNPRINTABLE)
    reader = _Reader(text)
    try:
        found = reader.document()
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, text) from None
    except yaml.YAMLError:
        raise _unreadable(0, said.NOT_YAML) from None
    if reader.problems:
        raise NegativeListError(tuple(reader.problems))
    return found


def _not_yaml(error: yaml.MarkedYAMLError, text: str) -> NegativeListError:
    lines = text.splitlines()
    line = min(error.problem_mark.line + 1, len(lines)) if error.problem_mark else 0  # the end is on the last line
    if line and _TAB_INDENT.match(lines[line - 1]):
        return _unreadable(line, said.TAB_INDENT)
    begun = error.context_mark.line + 1 if error.context_mark else line
    return _unreadable(line, said.NOT_YAML_SINCE, str(begun)) if begun < line else _unreadable(line, said.NOT_YAML)


def _unreadable(line: int, fault: Fault, *about: str) -> NegativeListError:
    return NegativeListError((ListProblem(line, "file", fault, about),))


def _line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


class _Reader:
    """Builds values from the events of a parser; what may not be there is collected in `problems`."""

    def __init__(self, text: str) -> None:
        self.problems: list[ListProblem] = []
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))
        self._plain: Any = yaml.SafeLoader("")

    def document(self) -> Any:
        """Give the one document of the stream; None of an empty one."""
        found: Any = None
        documents = 0
        event: Any
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    mark: Any = event.start_mark
                    raise _unreadable(mark.line + 1, said.TWO_DOCUMENTS)
            elif isinstance(event, yaml.NodeEvent):
                found = self._node(event, 1)
        return found

    def _node(self, event: Any, depth: int) -> Any:
        line = event.start_mark.line + 1
        if depth > MAX_DEPTH:
            raise _unreadable(line, said.TOO_DEEP, str(MAX_DEPTH))
        if event.anchor is not None:
            self._note(line, said.ALIAS)
        if isinstance(event, yaml.AliasEvent):
            return None
        if event.tag not in (None, "!", _TEXT):
            self._note(line, said.TAG)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(line, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(depth)
        return self._scalar(event)

    def _mapping(self, line: int, depth: int) -> LineDict:
        found = LineDict()
        found.line, found.lines = line, {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key_line = event.start_mark.line + 1
            if isinstance(event, yaml.ScalarEvent):
                key = event.value
                if event.anchor is not None or key == "<<":
                    self._note(key_line, said.ALIAS)
            else:
                self._note(key_line, said.BAD_KEY)
                self._node(event, depth + 1)
                key = ""
            if key in found:
                self._note(key_line, said.KEY_TWICE, key[:40], str(found.lines[key]))
            found.lines[key] = key_line
            found[key] = self._node(next(self._events), depth + 1)
        return found

    def _list(self, depth: int) -> LineList:
        found = LineList()
        found.lines = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.lines.append(event.start_mark.line + 1)
            found.append(self._node(event, depth + 1))
        return found

    def _scalar(self, event: Any) -> Any:
        """Give a scalar as YAML 1.1 reads it; one that only looks like a date or a number stays the text it is."""
        if event.tag is not None or not event.implicit[0]:
            return event.value
        tag = self._plain.resolve(yaml.ScalarNode, event.value, (True, False))
        if tag == _TEXT:
            return event.value
        try:
            return self._plain.construct_object(yaml.ScalarNode(tag, event.value), deep=True)
        except (ValueError, yaml.YAMLError):
            return event.value

    def _note(self, line: int, fault: Fault, *about: str) -> None:
        self.problems.append(ListProblem(line, "file", fault, about))

"""Changing an edition's YAML clause by clause, the rest of the file (comments, order, layout) left as people wrote it.

Works on lines: a clause is the block from its `- id:` to the next one. A file whose clauses share lines cannot be
changed this way, only as a whole.
"""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import yaml

from classifiers import list_words as said
from classifiers.errors import ListProblem, NegativeListError
from classifiers.yaml_lines import LineDict, parse_with_lines

_WIDTH: Final = 10_000  # a rule stays on its line
HEAD: Final = ("number", "name", "in_force_from", "in_force_to", "approver", "approval_number", "approved_at")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one clause (from 0, end exclusive) and its indent."""

    start: int
    end: int
    indent: int


def clause_ids(text: str) -> tuple[str, ...]:
    """Give the ids of the clauses in their order."""
    return tuple(str(entry.get("id")) for entry in _clauses(_parse(text)))


def clause_text(text: str, clause_id: str) -> str:
    """Give one clause's YAML as a mapping of its own, without the indent of the list.

    Raises:
        KeyError: no such clause. NegativeListError: the file cannot be read.
    """
    block, lines = _blocks(text)[clause_id], text.splitlines()
    body = [*lines[block.start : block.end]]
    body[0] = body[0].replace("- ", "  ", 1)
    return textwrap.dedent("\n".join(line.rstrip() for line in body)).rstrip() + "\n"


def clause_values(text: str, clause_id: str) -> dict[str, Any]:
    """Give one clause as plain values.

    Raises:
        KeyError: no such clause.
    """
    for entry in _clauses(_parse(text)):
        if entry.get("id") == clause_id:
            return dict(_plain(entry))
    raise KeyError(clause_id)


def clause_yaml(values: Mapping[str, Any]) -> str:
    """Write a clause as YAML, short rules on one line."""
    return _dumped(values, is_short=True)


def examples_yaml(examples: object) -> str:
    """Write the examples of one side as YAML, each on one line."""
    return _dumped(examples, is_short=True)


def replace_clause(text: str, clause_id: str, new: str) -> str:
    """Put a clause's new YAML in the place of the old one.

    Raises:
        KeyError: no such clause. NegativeListError: what is new is no single mapping.
    """
    block = _blocks(text)[clause_id]
    return _splice(text, block.start, block.end, _listed(new, block.indent))


def add_clause(text: str, new: str) -> str:
    """Put a new clause at the end of its group (the part of the id before the number), or of the list.

    Raises:
        NegativeListError: what is new is no single mapping, or the file has no clause to put it beside.
    """
    blocks = _blocks(text)
    if not blocks:
        raise _unreadable(1, "clauses", said.NO_CLAUSE)
    values = _mapping(new)
    group = re.sub(r"\d+$", "", str(values.get("id", "")))
    alike = [block for key, block in blocks.items() if re.sub(r"\d+$", "", key) == group]
    after = (alike or list(blocks.values()))[-1]
    return _splice(text, after.end, after.end, _listed(new, after.indent))


def remove_clause(text: str, clause_id: str) -> str:
    """Take a clause out.

    Raises:
        KeyError: no such clause.
    """
    block = _blocks(text)[clause_id]
    return _splice(text, block.start, block.end, [])


def with_head(text: str, **values: object) -> str:
    """Write the `edition:` part anew with these values; others stay.

    Raises:
        NegativeListError: the file cannot be read, or its `edition:` has no lines of its own.
    """
    data = _parse(text)
    head, lines = data.get("edition"), text.splitlines()
    start = data.line_of("edition") - 1
    if not isinstance(head, LineDict) or not lines[start].rstrip().endswith(":"):
        # one line, or missing: written at the top
        start, end = (start, start + 1) if isinstance(head, LineDict) else (0, 0)
        head = head if isinstance(head, LineDict) else LineDict()
    else:
        after = [line - 1 for key, line in data.lines.items() if line - 1 > start and key != "edition"]
        end = min(after, default=len(lines))
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1  # blank lines and remarks before the next part are not the head's
    merged = {**_plain(head), **values}
    ordered = {key: merged[key] for key in (*HEAD, *merged) if key in merged}
    body = _dumped({"edition": ordered}, is_short=False)
    return _splice(text, start, end, body.rstrip("\n").split("\n"))


def head_values(text: str) -> dict[str, Any]:
    """Give the `edition:` part as plain values; empty when there is none."""
    head = _parse(text).get("edition")
    return dict(_plain(head)) if isinstance(head, LineDict) else {}


class _Dumper(yaml.SafeDumper):
    """Writes the same value twice where it stands twice; an edition has no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never refer to what was written before."""
        del data
        return True


def _dumped(values: object, *, is_short: bool) -> str:
    """Write YAML; `is_short` puts the innermost parts on one line."""
    style = None if is_short else False
    text: str = yaml.dump(
        _plain(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=style, width=_WIDTH
    )
    return text


def _parse(text: str) -> LineDict:
    data = parse_with_lines(text)
    if not isinstance(data, LineDict) or not isinstance(data.get("clauses"), list):
        raise _unreadable(1, "file", said.NO_PARTS)
    return data


def _clauses(data: LineDict) -> list[LineDict]:
    return [entry for entry in data["clauses"] if isinstance(entry, LineDict)]


def _blocks(text: str) -> dict[str, Block]:
    """Find each clause's lines; blank lines and remarks that stand before the next clause are that one's."""
    data, lines = _parse(text), text.splitlines()
    entries = _clauses(data)
    starts = [entry.line - 1 for entry in entries]
    follows = [line - 1 for line in data.lines.values() if line > data.line_of("clauses")]
    last = min(follows, default=len(lines))
    found: dict[str, Block] = {}
    for entry, start, following in zip(entries, starts, [*starts[1:], last], strict=True):
        line = lines[start]
        if not line.lstrip().startswith("- ") or following <= start:
            raise _unreadable(start + 1, "clauses", said.SHARED_LINE)
        end = following
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        found[str(entry.get("id"))] = Block(start, end, len(line) - len(line.lstrip()))
    return found


def _mapping(text: str) -> LineDict:
    data = parse_with_lines(text)
    if not isinstance(data, LineDict) or not data.get("id"):
        raise _unreadable(1, "clause", said.NOT_CLAUSE)
    return data


def _listed(new: str, indent: int) -> list[str]:
    _mapping(new)
    lines = new.strip("\n").splitlines()
    pad = " " * indent
    return [pad + "- " + lines[0], *(pad + "  " + line if line.strip() else "" for line in lines[1:]), ""]


def _splice(text: str, start: int, end: int, new: list[str]) -> str:
    lines = text.splitlines()
    if new and not new[-1] and end < len(lines) and not lines[end].strip():
        new = new[:-1]  # one blank line between clauses, not two
    return "\n".join([*lines[:start], *new, *lines[end:]]).rstrip("\n") + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, str | int | float | bool | date) else str(value)


def _unreadable(line: int, where: str, fault: said.Fault) -> NegativeListError:
    return NegativeListError((ListProblem(line, where, fault),))

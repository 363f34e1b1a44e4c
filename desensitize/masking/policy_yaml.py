"""YAML with the line of every value, so that an error can say where."""

import re
from collections.abc import Callable, Iterator
from typing import NoReturn

import yaml

Fault = Callable[[int, str], Exception]


class Node:
    """One place of the file. Every reader raises the caller's error with the line when the value does not fit."""

    def __init__(self, node: yaml.Node, fault: Fault) -> None:
        self._node = node
        self._fault = fault

    @property
    def line(self) -> int:
        """Line from 1."""
        return int(self._node.start_mark.line) + 1

    @property
    def is_text(self) -> bool:
        """Whether this is a single value."""
        return isinstance(self._node, yaml.ScalarNode)

    def fail(self, problem: str) -> NoReturn:
        """Raise the caller's error here."""
        raise self._fault(self.line, problem)

    def check(self, is_right: bool, problem: str) -> None:
        """Raise unless `is_right`."""
        if not is_right:
            self.fail(problem)

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Keys and values of a mapping; a key given twice is an error."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fail("a mapping is expected")
        seen: set[str] = set()
        for key, value in self._node.value:
            name = Node(key, self._fault).text()
            Node(key, self._fault).check(name not in seen, f"{name} is given twice")
            seen.add(name)
            yield name, Node(value, self._fault)

    def need(self, name: str) -> "Node":
        """The value of a key that must be there."""
        found = dict(self.items()).get(name)
        if found is None:
            self.fail(f"{name} is missing")
        return found

    def only(self, *names: str) -> None:
        """Raise when a key is not among these."""
        for key, value in self.items():
            value.check(key in names, f"unknown key {key}; known: {', '.join(sorted(names))}")

    def parts(self) -> "list[Node]":
        """Members of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fail("a list is expected")
        return [Node(part, self._fault) for part in self._node.value]

    def text(self) -> str:
        """A string that is not blank."""
        if not isinstance(self._node, yaml.ScalarNode) or not self._node.value.strip():
            self.fail("a text is expected")
        return str(self._node.value)

    def whole(self, least: int) -> int:
        """A whole number of at least `least`."""
        text = self.text()
        self.check(bool(re.fullmatch(r"\d+", text)) and int(text) >= least, f"a whole number from {least} is expected")
        return int(text)

    def number(self) -> float:
        """A number."""
        text = self.text()
        self.check(bool(re.fullmatch(r"-?\d+(\.\d+)?", text)), "a number is expected")
        return float(text)

    def pattern(self) -> str:
        """A regular expression."""
        text = self.text()
        try:
            re.compile(text)
        except re.error:
            self.fail("not a regular expression")
        return text


def read_yaml(text: str, fault: Fault) -> Node:
    """Parse one YAML document.

    text: the file. fault: makes the error from a line and a problem. Returns the root; raises what `fault` makes.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise fault(line, "not YAML") from None
    except yaml.YAMLError:
        raise fault(1, "not YAML") from None
    if root is None:
        raise fault(1, "empty")
    return Node(root, fault)

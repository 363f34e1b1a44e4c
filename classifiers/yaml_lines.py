"""YAML to plain values, with the line of every mapping and key kept for error messages."""

from typing import Any

import yaml


class LineDict(dict[str, Any]):
    """A mapping that knows its line and the line of each key (from 1)."""

    line: int = 0
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        """Line of a key; the mapping's own line when the key is absent."""
        return self.lines.get(key, self.line)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_with_lines(text: str) -> Any:
    """Parse YAML text safely; mappings become `LineDict`.

    Raises:
        yaml.MarkedYAMLError: the text is not YAML; its message quotes the text and must not be shown.
    """
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        return _build(node, loader)
    finally:
        loader.dispose()


def _build(node: Any, loader: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        found = LineDict()
        found.line = node.start_mark.line + 1
        found.lines = {}
        for key_node, value_node in node.value:
            key = str(loader.construct_object(key_node, deep=True))
            found.lines[key] = key_node.start_mark.line + 1
            found[key] = _build(value_node, loader)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, loader) for item in node.value]
    return None if node is None else loader.construct_object(node, deep=True)

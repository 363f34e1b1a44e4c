"""PLAN.yaml: what the user wants done otherwise than the default plan.

purpose: release
columns:
  身份证号: partial
  法定代表人: {action: keep, entity: PERSON}
  户数: suppress
  贷款余额: {action: suppress, beside: [户数]}
text:
  CN_MOBILE: partial
"""

from desensitize.entities import ENTITY_INDEX
from desensitize.errors import DesensitizeError
from desensitize.masking.policy import default_policy
from desensitize.masking.policy_yaml import Node, read_yaml
from desensitize.operators import COLUMN_ACTIONS, DROP, KEEP, OPERATORS, SUPPRESS, SUPPRESS_SHARE
from desensitize.plan import GENERALISE, Demand

_ACTIONS = sorted({*COLUMN_ACTIONS, *OPERATORS, GENERALISE})


class OverrideError(DesensitizeError):
    """The plan file is wrong; `line` from 1 says where, `problem` what."""

    code = "masked_copy.plan_file"
    message_zh = "脱敏方案文件有误。"
    message_en = "The plan file is wrong."

    def __init__(self, line: int, problem: str) -> None:
        super().__init__()
        self.line = line
        self.problem = problem


def read_overrides(text: str) -> tuple[str, tuple[Demand, ...]]:
    """Read a plan file.

    text: YAML. Returns the purpose and the demands; raises OverrideError with the line.
    """
    root = read_yaml(text, OverrideError)
    root.only("purpose", "columns", "text")
    parts = dict(root.items())
    purpose = "release"
    if "purpose" in parts:
        purpose = parts["purpose"].text()
        known = sorted(default_policy().purposes)
        parts["purpose"].check(purpose in known, f"unknown purpose; known: {', '.join(known)}")
    demands: list[Demand] = []
    for name, node in parts["columns"].items() if "columns" in parts else ():
        demands.append(_column(name, node))
    for kind, node in parts["text"].items() if "text" in parts else ():
        node.check(kind in ENTITY_INDEX, f"unknown kind {kind}")
        action = _action(node)
        is_for_columns = action in {DROP, SUPPRESS, SUPPRESS_SHARE}
        node.check(not is_for_columns, f"{action} is for columns; redact takes pieces of text out")
        demands.append(Demand(None, kind, _allowed(node, action, kind), ""))
    return purpose, tuple(demands)


def _column(name: str, node: Node) -> Demand:
    if node.is_text:
        return Demand(name, None, _action(node), "")
    node.only("action", "entity", "beside")
    entity = dict(node.items()).get("entity")
    if entity is not None:
        entity.check(entity.text() in ENTITY_INDEX, "unknown kind")
    action = _action(node.need("action"))
    kind = entity.text() if entity else None
    return Demand(name, kind, _allowed(node, action, kind or ""), "", _beside(node, action))


def _beside(node: Node, action: str) -> tuple[str, ...]:
    """Columns of small cells that hide this column's cells of their rows."""
    beside = dict(node.items()).get("beside")
    if beside is None:
        return ()
    beside.check(action == SUPPRESS, "beside goes with suppress")
    return tuple(part.text() for part in beside.parts())


def _allowed(node: Node, action: str, kind: str) -> str:
    """An action, unless it would keep a kind that may never stay readable."""
    may_stay = default_policy().may_stay
    node.check(
        action != KEEP or not kind or kind in may_stay, f"{kind} may not stay; {', '.join(sorted(may_stay))} may"
    )
    return action


def _action(node: Node) -> str:
    node.check(node.text() in _ACTIONS, f"unknown action; known: {', '.join(_ACTIONS)}")
    return node.text()

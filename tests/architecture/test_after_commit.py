"""Messages only after the commit: an action rings the doorbell when what it announces is in the database."""

import ast
from pathlib import Path

ACTIONS = sorted((Path(__file__).parents[2] / "catalog" / "actions").rglob("*.py"))


def _calls(function: ast.AST, committing: frozenset[str] = frozenset()) -> list[tuple[int, str]]:
    """Commits and rings in order; calling a function of the same module that commits is a commit."""
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.endswith((".commit", ".wake")):
                found.append((node.lineno, name.rsplit(".", 1)[1]))
            elif name in committing:
                found.append((node.lineno, "commit"))
    return sorted(found)


def rings_too_early(source: str) -> list[str]:
    """Return the functions in which a doorbell rings with no commit before it."""
    early = []
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    committing = frozenset(one.name for one in functions if ("commit" in {name for _, name in _calls(one)}))
    for node in functions:
        calls = [name for _, name in _calls(node, committing - {node.name})]
        if "wake" in calls and (calls[0] != "commit" or calls[-1] == "commit"):
            early.append(node.name)
    return early


def test_actions_ring_after_their_commit():
    ringing = [path for path in ACTIONS if ".wake()" in path.read_text(encoding="utf-8")]
    assert len(ringing) >= 5
    assert {path.name: rings_too_early(path.read_text(encoding="utf-8")) for path in ringing} == {
        path.name: [] for path in ringing
    }


def test_an_early_ring_is_seen():
    assert rings_too_early("def f(s, deps):\n    deps.wake()\n    s.commit()\n") == ["f"]
    assert rings_too_early("def f(s, deps):\n    deps.wake()\n") == ["f"]
    assert rings_too_early("def f(s, deps):\n    s.commit()\n    deps.wake()\n") == []

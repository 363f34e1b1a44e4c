"""The command line: help imports no command, errors are one Chinese sentence with a code and no traceback."""

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from portal.cli import COMMANDS, error_sentence, main


def run(*words, home):
    return subprocess.run(
        [sys.executable, "-m", "portal.cli", "--home", str(home), *words],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_help_lists_every_verb_and_imports_none():
    code = (
        "import sys; from click.testing import CliRunner; from portal.cli import main;"
        "out = CliRunner().invoke(main, ['--help']).output;"
        "print(out); print('LOADED', sorted(m for m in sys.modules if m.startswith(('portal.cli.', 'flask', 'polars'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "LOADED []" in done.stdout
    for verb in COMMANDS:
        assert f"  {verb} " in done.stdout


def test_an_error_is_a_sentence_with_a_code(tmp_path):
    done = run("serve", home=tmp_path / "none")
    assert done.returncode == 1
    assert "错误 [settings.missing]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_foreign_error_shows_its_kind_only():
    sentence = error_sentence(ValueError("row 3: 110101199003070000"))
    assert "ValueError" in sentence
    assert "110101199003070000" not in sentence


def test_an_unknown_verb_is_a_usage_error():
    result = CliRunner().invoke(main, ["frobnicate"])
    assert result.exit_code == 2


@pytest.mark.parametrize(
    "verb",
    [
        verb
        for verb, (module, _) in COMMANDS.items()
        if module
        in {
            "init",
            "serve",
            "worker",
            "doctor",
            "demo",
            "user",
            "agency",
            "upload",
            "review",
            "publish",
            "withdraw",
            "audit",
        }
    ],
)
def test_every_command_loads_and_explains_itself(verb):
    command = main.get_command(click.Context(main), verb)
    assert command is not None
    assert command.help

"""Command line `portal`: one door beside the pages and the APIs.

Every command is a module of this package with one `command` (or group) object; this table loads them on first use,
so that `portal serve` never imports what `portal scan` needs.
"""

from importlib import import_module
from pathlib import Path

import click

COMMANDS: dict[str, str] = {
    # verb: module of this package that holds `command`
    "init": "init",
    "serve": "serve",
    "worker": "worker",
    "demo": "demo",
    "doctor": "doctor",
    "user": "user",
    "agency": "agency",
    "upload": "upload",
    "review": "review",
    "publish": "publish",
    "withdraw": "withdraw",
    "audit": "audit",
    "scan": "scan",
    "scan-text": "scan_text",
    "mask": "mask",
    "risk": "risk",
    "classify": "classify",
    "list": "negative_list",
    "ckan": "ckan",
}


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"portal.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="PORTAL_HOME",
    default=Path("instance"),
    show_default=True,
    help="Instance folder: database, storage, keys, settings.",
)
@click.version_option(package_name="fin-open-data-portal", prog_name="portal")
@click.pass_context
def main(ctx: click.Context, home: Path) -> None:
    """政府金融数据开放平台: upload, decide, review, mask, verify, release, read."""
    ctx.obj = home

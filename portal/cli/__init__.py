"""Command line `portal`: one door beside the pages and the APIs.

Every command is a module of this package with one `command` (or group) object; this table loads them on first use,
so that `portal serve` never imports what `portal scan` needs, and `portal --help` imports none of them.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

# verb: (module of this package that holds `command`, short help)
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "建立实例：目录、密钥、数据库"),
    "serve": ("serve", "启动网站、接口和处理线程（单机）"),
    "worker": ("worker", "启动处理进程（生产环境，PostgreSQL + Redis）"),
    "beat": ("beat", "启动定时进程：清查队列、核对 CKAN（生产环境，可选）"),
    "demo": ("demo", "建立演示实例，报送、审核、发布样例数据并打开网站"),
    "doctor": ("doctor", "检查设置、数据库、隔离能力和存储"),
    "user": ("user", "用户：新增、列表、改密码"),
    "agency": ("agency", "数源单位：新增、列表、更名、合并"),
    "upload": ("upload", "报送数据文件"),
    "review": ("review", "审核：待办、查看、通过、退回"),
    "describe": ("describe", "说明：修改标题、摘要和数据项，审核更正"),
    "publish": ("publish", "补发已审核版本的发布任务"),
    "withdraw": ("withdraw", "撤回已发布的数据"),
    "grants": ("grants", "共享授权：新增、列表、收回"),
    "audit": ("audit", "审计日志：查看、校验"),
    "scan": ("scan", "扫描文件中的个人信息"),
    "scan-text": ("scan_text", "扫描文本中的个人信息"),
    "mask": ("mask", "按方案脱敏并核验"),
    "risk": ("risk", "评估重识别风险"),
    "classify": ("classify", "对文件定级并说明理由"),
    "list": ("negative_list", "负面清单：检查、试算、草案、施行、进度"),
    "ckan": ("ckan", "CKAN 同步：状态、推送、对账"),
}
EXIT_FAILED = 1


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are asked for, and whose errors are sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Verbs in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"portal.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs from the table, importing nothing."""
        del ctx
        with formatter.section("命令"):
            formatter.write_dl([(verb, text) for verb, (_, text) in COMMANDS.items()])

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run; an error of the product becomes one sentence with its code, anything else a code without a traceback."""
        try:
            return super().main(args, *rest, **extra)
        except Exception as error:
            if "--debug" in (sys.argv if args is None else args):
                raise
            click.echo(error_sentence(error), err=True)
            sys.exit(EXIT_FAILED)


def error_sentence(error: BaseException) -> str:
    """One line for a person: the code and the Chinese message of our own errors, else only the kind of error.

    The text of an exception that is not ours may quote data, so it is never shown (SECURITY rule 4).
    """
    code, message = getattr(error, "code", None), getattr(error, "message_zh", None)
    if isinstance(code, str) and isinstance(message, str):
        return f"错误 [{code}]：{message}"
    return f"错误 [internal.{type(error).__name__}]：程序内部错误，操作未完成。加 --debug 可查看技术细节。"


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="PORTAL_HOME",
    default=Path("instance"),
    show_default=True,
    help="实例目录：数据库、存储、密钥、设置。",
)
@click.option("--debug", is_flag=True, help="出错时显示技术细节。")
@click.version_option(package_name="fin-open-data-portal", prog_name="portal")
@click.pass_context
def main(ctx: click.Context, home: Path, debug: bool) -> None:
    """政府金融数据开放平台：报送、定级、审核、脱敏、发布、查阅。"""
    del debug  # read by LazyGroup.main
    ctx.obj = home

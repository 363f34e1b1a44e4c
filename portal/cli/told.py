"""What commands on files say when they cannot: code, Chinese, English; and what the system says about files."""

import errno
import os
import re
from pathlib import Path
from typing import Protocol

import click

_SYSTEM = {
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
    errno.EDQUOT: ("超出磁盘配额", "over the disk quota"),
    errno.EACCES: ("没有权限", "permission denied"),
    errno.EPERM: ("没有权限", "permission denied"),
    errno.EROFS: ("文件系统只读", "the file system is read-only"),
    errno.ENOENT: ("文件或文件夹不存在", "no such file or folder"),
    errno.EIO: ("读写出错", "input or output error"),
    errno.ENAMETOOLONG: ("文件名过长", "the file name is too long"),
}


class Told(Protocol):
    """An error of the product."""

    code: str
    message_zh: str
    message_en: str


def failure(error: Told, more_zh: str = "", more_en: str = "") -> click.ClickException:
    """The exception that ends a command with a sentence in two languages. more_…: what else there is to say."""
    english = f"{error.message_en} {more_en}".strip()
    return click.ClickException(f"[{error.code}] {error.message_zh}{more_zh}\n{english}")


def system_failure(error: OSError) -> click.ClickException:
    """The same for what the system refused; its own text may hold a path, and is not repeated."""
    told = re.search(r"os error (\d+)", str(error))  # engines of other languages leave `errno` empty
    number = error.errno or (int(told[1]) if told else errno.EIO)
    zh, en = _SYSTEM.get(number, ("读写失败", "reading or writing failed"))
    name = errno.errorcode.get(number, "EIO")
    return click.ClickException(f"[file.{name}] 无法读写文件：{zh}。没有写出文件。\nCannot use the file: {en}.")


def check_place(path: Path, option: str, *, apart: tuple[Path | None, ...]) -> None:
    """Whether a file can be written.

    option: what the user called it. apart: other files of the command, None for those not given.

    Raises:
        click.BadParameter: its folder is not there or takes no file, or it is one of the others.
    """
    folder = path.parent
    if not folder.is_dir():
        raise click.BadParameter("所在文件夹不存在。Its folder does not exist.", param_hint=option)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise click.BadParameter("所在文件夹不可写。Its folder cannot be written.", param_hint=option)
    if any(other is not None and path.resolve() == other.resolve() for other in apart):
        raise click.BadParameter("不能与本命令的其他文件相同。It is another file of this command.", param_hint=option)

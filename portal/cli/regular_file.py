"""Files that commands read: they look at them more than once, so a pipe or a device will not do."""

import os
from pathlib import Path
from typing import Any

import click


class RegularFile(click.Path):
    """An existing file that can be read again from its beginning. Fails in words for pipes, devices and folders."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        if os.fspath(value) == "-":
            self.fail("不支持标准输入，请先存成文件。Standard input cannot be read twice; save it first.", param, ctx)
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.is_file():
            self.fail(f"{path} 不是普通文件（管道或设备要先存成文件）。", param, ctx)
        return path

"""Private temp folders of jobs: one each, empty at the start, gone at the end, swept when their worker died."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from portal.jobs.queue import is_gone


@contextlib.contextmanager
def private_folder(root: Path, worker: str, job_id: UUID, fence: int) -> Iterator[Path]:
    """A folder only this attempt uses (0700), removed with all it holds.

    Args:
        root: folder of all jobs' folders of the instance.
        worker: name of the claiming process.
        job_id: the job. fence: which claim of it.
    """
    home = root / worker
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = home / f"{job_id}-{fence}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_dead(root: Path) -> int:
    """Remove the folders of workers of this host that are dead; returns how many."""
    if not root.is_dir():
        return 0
    dead = [folder for folder in root.iterdir() if is_gone(folder.name)]
    for folder in dead:
        shutil.rmtree(folder, ignore_errors=True)
    return len(dead)

"""Shuffle a masked CSV of any length: rows are dealt into heaps by lot, each heap is shuffled in memory.

Every order of rows is as likely as any other, as with a deck dealt into heaps at random and the heaps shuffled. What
lies on disk meanwhile is masked already.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

from desensitize.keys import MaskingKeys

_HEAPS = 64
"""A heap holds the 64th part of the file: 16 MB of a gigabyte."""


def shuffle_rows(
    blocks: Iterator[pl.DataFrame],
    rewind: Callable[[], None],
    put: Callable[[pl.DataFrame], None],
    *,
    keys: MaskingKeys,
    purpose: str,
) -> None:
    """Write all rows of all blocks in an order that only the key knows.

    blocks: of the masked table, in their old order. rewind: called when all are read, before the first is written. put:
    writes rows behind those written before. keys, purpose: whose secret makes the order.
    """
    chance = np.random.default_rng(int.from_bytes(keys.digest(purpose, "row-order", "heaps")))
    with tempfile.TemporaryDirectory(prefix="portal-shuffle-") as folder:
        heaps: list[list[Path]] = [[] for _ in range(_HEAPS)]
        for number, block in enumerate(blocks):
            heap_of = chance.integers(0, _HEAPS, block.height)
            for heap, paths in enumerate(heaps):
                path = Path(folder) / f"{heap}-{number}.arrow"
                block.filter(pl.Series(heap_of == heap)).write_ipc(path)
                paths.append(path)
        rewind()
        for paths in heaps:
            rows = pl.concat([pl.read_ipc(path) for path in paths])
            put(rows[chance.permutation(rows.height)])

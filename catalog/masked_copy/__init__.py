"""A masked copy of one file: read, scan, plan, mask, write, verify what was written. No database, no record."""

from catalog.masked_copy.copying import masked_copy
from catalog.masked_copy.options import CopyOptions, UnknownTarget, UnsupportedInput

__all__ = ["CopyOptions", "UnknownTarget", "UnsupportedInput", "masked_copy"]

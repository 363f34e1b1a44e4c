"""The data files of this package."""

from pathlib import Path
from typing import Any, Final

import yaml

from classifiers.errors import TaxonomyError

DATA: Final = Path(__file__).parent / "data"


def read_yaml(name: str) -> Any:
    """Read a data file of this package.

    Raises:
        TaxonomyError: it is missing or not YAML.
    """
    try:
        return yaml.load((DATA / name).read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader either way
    except (OSError, yaml.YAMLError):
        raise TaxonomyError from None

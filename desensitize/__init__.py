"""Rules: find personal information, mask it, prove it is gone. Pure but for Presidio, Polars and NumPy.

The names below are what others build on; each module is loaded when one of its names is first asked for, so that who
needs the kinds of information alone loads no engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desensitize.entities import Entity as Entity
    from desensitize.errors import DesensitizeError as DesensitizeError
    from desensitize.keys import MaskingKeys as MaskingKeys
    from desensitize.mask import mask_table as mask_table
    from desensitize.mask import mask_text as mask_text
    from desensitize.masking.recipe import Demand as Demand
    from desensitize.masking.recipe import MaskingPlan as MaskingPlan
    from desensitize.plan import build_plan as build_plan
    from desensitize.proof.residual import ResidualPii as ResidualPii
    from desensitize.proved import mask_and_prove as mask_and_prove
    from desensitize.risk import assess_risk as assess_risk
    from desensitize.scan import scan_table as scan_table
    from desensitize.text import scan_text as scan_text
    from desensitize.verify import verify_table as verify_table
    from desensitize.verify import verify_text as verify_text

_HOMES = {
    "Demand": "masking.recipe",
    "DesensitizeError": "errors",
    "Entity": "entities",
    "MaskingKeys": "keys",
    "MaskingPlan": "masking.recipe",
    "ResidualPii": "proof.residual",
    "assess_risk": "risk",
    "build_plan": "plan",
    "mask_and_prove": "proved",
    "mask_table": "mask",
    "mask_text": "mask",
    "scan_table": "scan",
    "scan_text": "text",
    "verify_table": "verify",
    "verify_text": "verify",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - the table of homes is the list


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""The eight stages of a version as the progress line shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from catalog.views import ProgressView, VersionSheet
from portal.formatting import duration, minute
from portal.language import record_word

# step codes of the worker → stage
_STAGE_OF: Final[Mapping[str, int]] = {
    "gate": 1,
    "read": 2,
    "scan": 3,
    "classify": 4,
    "plan": 4,
    "mask": 6,
    "write": 6,
    "verify": 6,
    "store": 7,
    "index": 7,
}
_REVIEW: Final = 5
_PUBLIC: Final = frozenset({"published", "superseded", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its name, what stands under it, and done, now, stop or later."""

    label: str
    note: str
    status: str


def stages(sheet: VersionSheet) -> tuple[Stage, ...]:
    """Return the stages of a version, in order.

    Args:
        sheet: the version with its progress.
    """
    labels = (
        _("接收"),
        _("保密检查"),
        _("读取"),
        _("识别个人信息"),
        _("定级与方案"),
        _("审核"),
        _("脱敏与核验"),
        _("发布"),
    )
    at, status = _position(sheet)
    notes = {k: note for k, note in _notes(sheet).items() if k <= at or status != "stop"}
    return tuple(
        Stage(label, notes.get(k, ""), "done" if k < at else status if k == at else "later")
        for k, label in enumerate(labels)
    )


def _position(sheet: VersionSheet) -> tuple[int, str]:
    """Return the present stage and whether it runs or has stopped."""
    state, progress = sheet.row.state, sheet.row.progress
    step = _stage(progress, progress.step) if progress else 1
    if state in _PUBLIC:
        return len(_STAGE_OF), "done"
    if state == "blocked":
        return 1, "stop"
    if state == "failed":
        return step, "stop"
    if state in ("awaiting_review", "sent_back", "discarded"):
        return _REVIEW, "now" if state == "awaiting_review" else "stop"
    if state == "approved":
        return max(step, _REVIEW + 1), "now"
    return step, "now"


def _stage(progress: ProgressView | None, code: str) -> int:
    """Return the stage of a step; `store` is the typed table while processing, the released files while publishing."""
    if progress is not None and progress.kind == "process":
        return 2 if code == "store" else min(_STAGE_OF.get(code, 1), _REVIEW - 1)
    return _STAGE_OF.get(code, _REVIEW + 1)


def _notes(sheet: VersionSheet) -> dict[int, str]:
    """Return what stands under each stage: a time, a duration, a name."""
    notes = {0: minute(sheet.row.received_at)}
    spent: dict[int, float] = {}
    progress = sheet.row.progress
    for step in progress.steps if progress else ():
        stage = _stage(progress, step.code)
        spent[stage] = spent.get(stage, 0.0) + step.seconds
    notes |= {stage: duration(seconds) for stage, seconds in spent.items()}
    if sheet.verdicts:
        notes[_REVIEW] = f"{record_word(sheet.verdicts[-1].verdict_label)}{_('，')}{sheet.verdicts[-1].by}"
    elif sheet.row.state == "awaiting_review":
        notes[_REVIEW] = _("等另一位审核员")
    if sheet.release_ref is not None and sheet.release_ref.published_at is not None:
        notes[7] = minute(sheet.release_ref.published_at)
    return notes

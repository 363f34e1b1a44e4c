"""The sentence for a stored error code: codes outlive the exceptions that carried them.

Every error class of the record, of storage, reading, rules and masking is found by its `code`; a code that nobody
knows any more is shown as itself.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from string import Formatter
from typing import Any, Final

import catalog.errors
import catalog.ingest.errors
import catalog.storage.errors
import classifiers.errors
import desensitize.errors

MODULES: Final = (
    catalog.errors,
    catalog.storage.errors,
    catalog.ingest.errors,
    classifiers.errors,
    desensitize.errors,
)
# codes the runner sets when a child died without a word
RUNNER: Final = {
    "job.crashed": (
        "处理进程异常退出，试了三次没有完成。文件仍加密保存，请点“重新处理”；仍然不行，请联系平台管理员。",
        "The processing program died three times. The file is kept encrypted: try again, or ask the administrator.",
    ),
    "job.deadline": ("处理超过时限，已停止，请拆分文件后重新报送。", "The job ran over its deadline; split the file."),
    "job.memory": ("处理所需内存超过上限，请拆分文件后重新报送。", "The job needed more memory than allowed."),
    "job.lost": (
        "处理进程中断，试了三次没有完成。文件仍加密保存，请点“重新处理”；仍然不行，请联系平台管理员。",
        "The worker was lost three times. The file is kept encrypted: try again, or ask the administrator.",
    ),
}


@lru_cache(maxsize=1)
def known_messages() -> dict[str, tuple[str, str]]:
    """Return code → (Chinese, English) templates for every error the record may store."""
    found = dict(RUNNER)
    for module in MODULES:
        for code, zh, en in _errors(module):
            found.setdefault(code, (zh, en))
    return found


def _errors(module: object) -> Iterator[tuple[str, str, str]]:
    for value in vars(module).values():
        code = getattr(value, "code", None)
        if not isinstance(value, type) or not isinstance(code, str):
            continue
        # reading errors keep templates in `zh`, `en` and format them with positions
        zh = getattr(value, "zh", None) or getattr(value, "message_zh", None)
        en = getattr(value, "en", None) or getattr(value, "message_en", None)
        if isinstance(zh, str) and isinstance(en, str):
            yield code, zh, en


def explain(code: str, detail: Mapping[str, Any] | None = None, *, english: bool = False) -> str:
    """Return the sentence for a code, with its numbers filled in; an unknown code comes back as it is."""
    found = known_messages().get(code)
    if found is None:
        return code
    template = found[1 if english else 0]
    wanted = {name for _, name, _, _ in Formatter().parse(template) if name}
    return template.format(**{name: (detail or {}).get(name, "?") for name in wanted}) if wanted else template

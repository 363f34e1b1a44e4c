"""A document's pages as masked plain text."""

from collections import Counter
from typing import Any, BinaryIO

from catalog.ingest import TextRead
from catalog.masked_copy.options import CopyOptions
from catalog.writers.text import write_text
from desensitize.findings import TableScan
from desensitize.masking.text import mask_text
from desensitize.plan import build_plan
from desensitize.proof.residual import Place, ResidualPii
from desensitize.proof.text import verify_text
from desensitize.text import scan_text


def copy_text(read: TextRead, out: BinaryIO, options: CopyOptions) -> dict[str, Any]:
    """Mask a document page by page and write it as text; returns the report."""
    plan = build_plan(
        TableScan(0, ()), options.demands, purpose=options.purpose, today=options.today, entities=options.entities
    )
    found: Counter[str] = Counter()
    pages: list[str] = []
    scans = []
    for page in read.pages:
        findings = scan_text(page.text, entities=options.entities)
        found.update(finding.entity.value for finding in findings if plan.hides(finding.entity))
        pages.append(mask_text(page.text, findings, plan, keys=options.keys))
        scans.append((page.text, findings))
    write_text(pages, out)
    verification: dict[str, Any] = {"checked": options.is_verified, "passed": options.is_verified or None}
    if options.is_verified:
        out.flush()
        out.seek(0)
        if out.read().decode().split("\f") != "\f".join(pages).split("\f"):
            raise ResidualPii((Place("columns", None, -1, -1, -1, ""),))
        for (original, findings), text in zip(scans, pages, strict=True):
            verify_text(original, text, plan, findings=findings, entities=options.entities)
        verification["pages"] = len(pages)
    return {
        "format": "txt",
        "kind": "text",
        "pages": len(pages),
        "purpose": plan.purpose,
        "recipe": plan.recipe_version,
        "found": dict(sorted(found.items())),
        "operators": dict(plan.text_entities),
        "verification": verification,
    }

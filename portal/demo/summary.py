"""The demonstration's summary: what became of each dataset, how long it took, and how it agrees with the labels."""

from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table

from portal.demo.files import DemoFile
from portal.demo.story import Play

_ENDS = {
    "public": "公开",
    "masked": "脱敏后公开",
    "conditional": "依申请",
    "shared": "仅部门共享",
    "refused": "拒收",
    "held": "暂停待查",
    "failed": "处理失败",
}
_LABELS = {"tier": "分级", "outcome": "结果", "sector": "行业"}
_OUTCOMES = {"open": "public", "open_after_masking": "masked", "conditional": "conditional", "share_only": "shared"}


def summarise(play: Play, *, set_up_seconds: float, address: str) -> dict[str, Any]:
    """Build the summary.

    Returns:
        `datasets` (one row each), `counts` by end, `agreement` with the labels, `seconds` by stage.
    """
    rows = [
        _row(play.sheets[version_id], file, play.processing.get(version_id, {}))
        for version_id, file in play.versions.items()
    ]
    labelled = [row for row in rows if row["expected"]]
    agreement = {
        "labelled": len(labelled),
        "tier": sum(row["agrees"]["tier"] for row in labelled),
        "outcome": sum(row["agrees"]["outcome"] for row in labelled),
        "sector": sum(row["agrees"]["sector"] for row in labelled),
        "differing": [row["id"] for row in labelled if not all(row["agrees"].values())],
    }
    return {
        "address": address,
        "datasets": rows,
        "counts": dict(Counter(row["end"] for row in rows)),
        "agreement": agreement,
        "seconds": {"set_up": set_up_seconds, **play.stages},
    }


def print_summary(summary: dict[str, Any], console: Console) -> None:
    """Print the summary as a table for people."""
    table = Table(title="演示结果", title_justify="left", box=None, pad_edge=False)
    for title in ("编号", "数据集", "格式", "行数", "分级", "结果", "条款", "处理秒", "发布秒", "与标注"):
        table.add_column(title, justify="right" if title in ("行数", "处理秒", "发布秒") else "left", overflow="fold")
    for row in summary["datasets"]:
        table.add_row(*_cells(row))
    console.print(table)
    counts = "，".join(f"{_ENDS[end]} {count}" for end, count in summary["counts"].items())
    console.print(f"合计：{counts}。")
    agreement, seconds = summary["agreement"], summary["seconds"]
    console.print(
        "与标注一致："
        + "，".join(f"{label} {agreement[name]}/{agreement['labelled']}" for name, label in _LABELS.items())
        + "。"
    )
    console.print(
        f"用时：准备 {seconds['set_up']} 秒，报送完 {seconds['uploaded']} 秒，"
        f"处理完 {seconds.get('processed', '—')} 秒，全部结束 {seconds['ended']} 秒。"
    )


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    differing = "、".join(_LABELS[name] for name, is_same in row["agrees"].items() if not is_same)
    return (
        row["id"],
        row["title"],
        row["format"],
        "" if row["rows"] is None else str(row["rows"]),
        row["tier"] or "",
        _ENDS[row["end"]] + (f" {row['error']}" if row["error"] else ""),
        row["clause"] or "",
        f"{row['process_seconds']:.1f}",
        f"{row['publish_seconds']:.1f}" if row["publish_seconds"] else "",
        f"不同：{differing}" if differing else "一致",
    )


def _row(sheet: dict[str, Any], file: DemoFile, processing: dict[str, Any]) -> dict[str, Any]:
    row, decision = sheet["row"], sheet.get("decision")
    expected = file.sample.expected
    end = _end(row, sheet)
    tier = "classified" if end == "refused" else row["tier"]
    release = "refuse" if end == "refused" else row["release"]
    sector = (decision["sector"] or {}).get("code") if decision else None
    seconds = _seconds(sheet, processing)
    return {
        "id": file.sample.id,
        "title": file.sample.title,
        "agency": file.sample.agency,
        "format": file.encoding
        if file.encoding == "xlsx"
        else f"{row['format'] or file.file_name[-3:]} {file.encoding}",
        "bytes": len(file.content),
        "rows": file.rows,
        "version_id": row["version_id"],
        "state": row["state"],
        "end": end,
        "tier": tier,
        "release": release,
        "sector": sector,
        "clause": decision["deciding_clause"] if decision else _first_clause(sheet),
        "error": (row["error"] or {}).get("code"),
        "process_seconds": seconds.get("process", 0.0),
        "publish_seconds": seconds.get("publish", 0.0),
        "expected": sorted(expected.outcomes),
        "agrees": {
            "tier": tier in {pair[0] for pair in expected.outcomes},
            "outcome": (tier, release) in expected.outcomes,
            "sector": end == "refused" or sector in expected.sectors,
        },
    }


def _first_clause(sheet: dict[str, Any]) -> str | None:
    clauses = (sheet.get("refusal") or {}).get("clauses", [])
    return clauses[0]["code"] if clauses else None


def _end(row: dict[str, Any], sheet: dict[str, Any]) -> str:
    if row["state"] == "published":
        return _OUTCOMES.get((sheet.get("release_ref") or {}).get("outcome", ""), "shared")
    return {"blocked": "refused", "failed": "failed"}.get(row["state"], "held")


def _seconds(sheet: dict[str, Any], processing: dict[str, Any]) -> dict[str, float]:
    """Computing time by kind of job; the sheet shows only the newest one."""
    found: dict[str, float] = {}
    for progress in filter(None, (processing, sheet["row"].get("progress"))):
        found[progress["kind"]] = round(sum(step["seconds"] for step in progress["steps"]), 2)
    return found

"""What a confined child would answer, by hand: for tests of the runner's half that load no table engine."""

from typing import Any


def process_outcome(*, release: str = "open_after_masking", edition: str = "e" * 64, **changes: Any) -> dict[str, Any]:
    """A small table with one hidden column."""
    tier = "public" if release == "open" else "internal"
    outcome: dict[str, Any] = {
        "keyed_digest": "d" * 64,
        "described": {
            "title": "小额贷款市场平均利率",
            "summary": "按区县统计",
            "tags": ["利率"],
            "update_cycle": "每月",
            "sharing_condition": "",
            "opening_condition": "",
            "related_resource_code": "",
            "release_at": None,
            "public_until": None,
            "shape": "table",
            "damaged": [],
        },
        "file_name": "小额贷款利率.csv",
        "format": "CSV",
        "encoding": "utf-8",
        "header_row": 1,
        "sheet": None,
        "notes": [{"code": "blank_rows", "count": 2, "first": 0}],
        "row_count": 3,
        "typed_ref": {"hash": "a" * 64, "groups": ["b" * 64], "rows": 3, "columns": 2},
        "columns": [
            {"name": "地区", "type": "text", "unit": "", "label": "NONE", "level": 1, "c_class": ""},
            {"name": "证件号", "type": "text", "unit": "", "label": "CN_ID", "level": 4, "c_class": "C2"},
        ],
        "findings": [
            {"entity": "CN_ID", "place_kind": "column", "place": "1", "count": 3, "first_row": 0},
        ],
        "decision": {
            "tier": tier,
            "release": release,
            "opening": {
                "open": "unconditional",
                "open_after_masking": "after_masking",
                "conditional": "conditional",
                "share_only": "none",
            }[release],
            "sharing": "unconditional",
            "clauses": [
                {
                    "clause_id": "NL-D01",
                    "title": "自然人证件号",
                    "title_en": "identity numbers",
                    "consequence": "MASK",
                    "matcher": "personal",
                    "evidence": [{"place": "column:证件号", "count": 3, "kind": "CN_ID"}],
                    "basis": "个人信息保护法第28条",
                    "overruled_by": None,
                }
            ],
            "deciding_clause": "NL-D01",
            "overruled": [],
            "theme": "FIN",
            "sector": "LOAN",
            "also_sectors": [],
            "resource_kind": "data",
            "jr0197_level": 4,
            "column_levels": [],
            "gbt43697": "general",
            "masking": [],
            "keep": ["地区"],
            "questions": [],
            "confidence": 0.9,
            "edition": edition,
            "reasons_zh": ["证件号须隐去"],
            "reasons_en": ["identity numbers have to be hidden"],
            "sector_words": [],
            "needs_scan": [],
            "is_register": False,
        },
        "facts": {"version": 1, "title": "小额贷款市场平均利率"},
        "plan": {
            "columns": [
                {"column": "地区", "operator": "keep", "params": {}, "entity": "", "clause": "", "reason": ""},
                {
                    "column": "证件号",
                    "operator": "redact",
                    "params": {},
                    "entity": "CN_ID",
                    "clause": "NL-D01",
                    "reason": "证件号整体隐去",
                },
            ],
            "text_entities": {"CN_ID": "redact"},
            "purpose": "release",
            "recipe_version": "1",
            "shuffle": [],
            "notes": [],
        },
        "preview": {
            "columns": ["地区", "证件号"],
            "before": [["东湖区", "●●●"]],
            "after_columns": ["地区", "证件号"],
            "after": [["东湖区", "******"]],
        },
        "risk": {},
    }
    outcome.update(changes)
    return outcome


def publish_outcome(approval: str, version: str, *, rows: int | None = 3, rows_kept: bool = False) -> dict[str, Any]:
    """A release of that table, its files named but not written; `rows_kept`: rows without files, for grantees."""
    files = [
        {
            "format": name,
            "media_type": "text/csv; charset=utf-8",
            "key": f"released/{version}/data.{name.lower()}",
            "bytes": 40,
            "sha256": "c" * 64,
        }
        for name in ("CSV", "XLSX", "JSONL")
    ]
    return {
        "approval": approval,
        "files": files if rows is not None else [],
        "row_store": f"released/{version}/rows.sqlite" if rows is not None or rows_kept else None,
        "fields": [
            {"name": "地区", "code": "di_qu", "type": "text", "unit": "", "meaning": "", "masked": False},
            {"name": "证件号", "code": "zheng_jian_hao", "type": "text", "masked": True, "operator": "redact"},
        ],
        "hidden": [{"column": "证件号", "entity": "CN_ID", "operator": "redact", "clause": "NL-D01", "reason": ""}],
        "rows": rows,
        "content_hash": "f" * 64 if rows is not None else None,
        "verification": {"passed": True},
    }

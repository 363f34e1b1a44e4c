"""Dataset pages for tests: invented agencies, titles and numbers."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

from catalog.views import AgencyView, Choice, DatasetPage, FieldView, FileView

START = datetime(2026, 1, 1, 8, tzinfo=UTC)
AGENCY = AgencyView(
    id=uuid5(NAMESPACE_DNS, "yunchuan-jrj"),
    slug="yunchuan-jrj",
    code="YC-JRJ",
    name="云川市地方金融管理局",
    kind_code="JRJ",
    kind_name="地方金融监督管理局",
    former_names=("云川市金融工作办公室",),
)


def page(number: int = 0, title: str = "小额贷款市场平均利率", **more: Any) -> DatasetPage:
    """Return a published page; `more` replaces fields."""
    at = START + timedelta(days=number)
    dataset_id = uuid5(NAMESPACE_DNS, f"dataset-{number}")
    resource_id = uuid5(NAMESPACE_DNS, f"resource-{number}")
    release_id = uuid5(NAMESPACE_DNS, f"release-{number}")
    file = FileView(
        resource_id=resource_id,
        format="CSV",
        media_type="text/csv; charset=utf-8",
        bytes=1234,
        sha256="ab" * 32,
        storage_key=f"released/{release_id}/data.csv",
        file_name=f"{title}.csv",
        release_id=release_id,
    )
    values: dict[str, Any] = {
        "id": dataset_id,
        "slug": f"xiao-e-dai-kuan-{number}",
        "title": title,
        "summary": "按区县统计的加权平均年化利率与余额。",
        "tags": ("利率", "小额贷款"),
        "state": "published",
        "outcome": "open",
        "outcome_label": "无条件开放",
        "tier": "public",
        "tier_label": "公开",
        "agency": AGENCY,
        "theme": Choice("FIN", "金融"),
        "sector": Choice("LOAN", "小额贷款与典当"),
        "also_sectors": (),
        "resource_kind": "data",
        "catalogue_code": "330000-JRJ-0001",
        "update_cycle": "每月",
        "sharing_label": "无条件共享",
        "sharing_condition": "",
        "sharing_way": "",
        "opening_label": "无条件开放",
        "opening_condition": "",
        "related_resource_code": None,
        "licence": "cn-gov-open",
        "licence_label": "政府数据开放使用许可",
        "published_at": at,
        "modified_at": at,
        "first_published_at": at,
        "release_id": release_id,
        "version_number": 1,
        "row_count": 6,
        "row_store_key": f"released/{release_id}/rows.sqlite",
        "row_resource_id": resource_id,
        "content_hash": "cd" * 32,
        "recipe_version": "1",
        "edition_number": 1,
        "fields": (FieldView("tong_ji_yue_fen", "统计月份", "text"), FieldView("li_lv", "利率", "number", unit="%")),
        "hidden": (),
        "files": (file,),
        "history": (),
        "withdrawal": None,
    }
    return DatasetPage(**(values | more))


def uuid_of(name: str) -> UUID:
    """Return a fixed id."""
    return uuid5(NAMESPACE_DNS, name)

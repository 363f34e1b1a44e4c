"""The datasets both servers hold for comparison: two agencies, themes, sectors, tags, tables, a document."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import polars as pl
from sqlalchemy import select

from catalog.actions.read import read_dataset
from catalog.actions.sync import table_rows
from catalog.ckan.client import CkanClient
from catalog.ckan.mapping import at_site, package_json
from catalog.ckan.publisher import CkanPublisher
from catalog.models import Dataset, Release
from catalog.rowstore.build import build_rowstore, infer_fields
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk

ROWS = pl.DataFrame(
    {
        "年份": ["2023", "2024", "2024", "2025", "2025"],
        "地区": ["东湖区", "北麓区", None, "安河县", "East Lake"],
        "余额": ["9", "10.5", None, "100", "-3.25"],
        "日期": ["2023-01-31", "2024-02-29", None, "2025-12-31", "2025-01-01"],
    }
)
TITLES = ("小额贷款市场平均利率", "融资担保机构名录", "典当行业务统计")
# title, tags, theme, sector
DATASETS = (
    ("小额贷款市场平均利率", ["利率", "统计"], "FIN", "LOAN"),
    ("融资担保机构名录", ["名录", "机构"], "FIN", "LOAN"),
    ("典当行业务统计", ["利率", "统计"], "FIN", "LOAN"),
    ("银行业金融机构总资产", ["银行", "资产"], "FIN", "BANK"),
    ("财产保险公司保费收入", ["保险", "统计"], "FIN", "INS"),
    ("证券营业部名录", ["证券", "名录"], "FIN", "SEC"),
    ("一般公共预算收入 2024", ["预算", "财政收入"], "FISC", None),
    ("County revenue statistics", ["revenue", "open data"], "TAX", None),
)


@dataclass(frozen=True)
class Sample:
    """One dataset to be released: its words, where it belongs, its table."""

    title: str
    tags: tuple[str, ...]
    theme: str
    sector: str | None = None
    summary: str = "按区县统计"
    table: pl.DataFrame = field(default_factory=lambda: ROWS)


SAMPLES = tuple(Sample(title, tuple(tags), theme, sector) for title, tags, theme, sector in DATASETS)


def release_all(record: Record, folder: Path, samples: Sequence[Sample] = SAMPLES) -> list[str]:
    """Publish every sample on the record; return their slugs."""
    desk = Desk(record)
    slugs = []
    for number, sample in enumerate(samples):
        rows = folder / f"rows{number}.sqlite"
        build_rowstore(rows, [sample.table], infer_fields(sample.table), content_hash="c" * 64)
        outcome = process_outcome(release="open")
        outcome["described"] |= {"title": sample.title, "tags": list(sample.tags), "summary": sample.summary}
        outcome["decision"] |= {"theme": sample.theme, "sector": sample.sector}
        version = desk.published(outcome=outcome)
        with record.session() as session:
            release = session.scalars(select(Release).where(Release.version_id == version)).one()
            slugs.append(str(session.get_one(Dataset, release.dataset_id).slug))
            if release.row_store_key:
                record.deps.storage.put(release.row_store_key, rows.read_bytes())
    return slugs


def send_all(record: Record, site_url: str, client: CkanClient) -> list[UUID]:
    """Send every dataset to a CKAN, rows and all; return their ids."""
    publisher = CkanPublisher(client, CkanClient(client.url))
    with record.session() as session:
        ids = [row.id for row in session.scalars(select(Dataset)).unique()]
    for dataset_id in ids:
        with record.session() as session:
            page = read_dataset(session, dataset_id)
        publisher.publish(at_site(package_json(page), site_url), rows=table_rows(page, record.deps), force=True)
    return ids


def clear_all(client: CkanClient) -> None:
    """Purge everything that CKAN holds."""
    for kind, listed in (("dataset", "package_list"), ("organization", "organization_list"), ("group", "group_list")):
        for name in client.read(listed):
            client.write(f"{kind}_purge", id=name)


def names(client: CkanClient) -> dict[str, str]:
    """Return what the `$` words of probes stand for."""
    packages = client.read("package_search", rows=100, sort="name asc")["results"]
    one = next(package for package in packages if package["name"].startswith("county"))
    groups = [group for package in packages for group in package["groups"]]
    tags = [tag for package in packages for tag in package["tags"]]
    return {
        "name": one["name"],
        "NAME": one["name"].upper(),
        "id": one["id"],
        "prefix": one["name"][:6],
        "org_id": one["owner_org"],
        "group_id": next(group["id"] for group in groups if group["name"] == "sector-loan"),
        "tag_id": next(tag["id"] for tag in tags if tag["name"] == "名录"),
        "table": next(item["id"] for item in one["resources"] if item["datastore_active"]),
        "file": next(item["id"] for item in one["resources"] if not item["datastore_active"]),
    }

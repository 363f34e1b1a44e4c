# ruff: noqa: SIM905 - words are easier to read in a line
"""A catalogue for benches: invented agencies, titles, sectors, tags and columns, varied as a province's would be."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import NAMESPACE_DNS, uuid5

from catalog.ckan.limits import clean_tags
from catalog.ckan.mapping import groups_of, package_json
from catalog.search import SearchDocument
from catalog.slugs import ascii_words
from catalog.views import AgencyView, Choice, DatasetPage, FieldView, FileView
from tests.data.pages import START, page

PLACES: Final = "云川 东湖 北麓 安河 青浦岭 石桥 临江 平远湾 白沙 望海 南屏 丰泽里 古渡 长亭 松岭 银滩 新桐 龙溪口 金湖 沙洲".split()
OFFICES: Final = {
    "地方金融管理局": "JRJ",
    "财政局": "CZJ",
    "税务局": "SWJ",
    "统计局": "TJJ",
    "市场监督管理局": "SCJ",
    "人力资源和社会保障局": "RSJ",
    "住房公积金管理中心": "GJJ",
    "国有资产监督管理委员会": "GZW",
    "发展和改革委员会": "FGW",
    "农业农村局": "NYJ",
}
SECTORS: Final = {
    "LOAN": ("小额贷款与典当", ("小额贷款公司", "典当行", "民间借贷备案", "农户小额贷款")),
    "GUAR": ("融资担保", ("融资担保机构", "政府性融资担保", "再担保业务")),
    "BANK": ("银行业", ("银行业金融机构", "村镇银行", "涉农贷款", "普惠小微贷款")),
    "INSU": ("保险业", ("财产保险", "人身保险", "农业保险", "保险中介机构")),
    "SECU": ("证券期货", ("证券营业部", "期货营业部", "上市公司", "私募基金管理人")),
    "LEAS": ("融资租赁与保理", ("融资租赁公司", "商业保理公司")),
    "BUDG": ("财政收支", ("一般公共预算", "政府性基金", "专项资金", "政府采购项目", "地方政府债券")),
    "TAXS": ("税收", ("欠税公告", "纳税信用", "税务行政许可", "减税降费")),
    "FUND": ("社会保障与公积金", ("住房公积金贷款", "养老保险基金", "医疗保险基金", "失业保险金发放")),
    "STAT": ("宏观统计", ("社会融资规模", "居民消费价格", "地区生产总值", "存贷款余额")),
}
THEMES: Final = {"FIN": "金融", "TAX": "税收", "STA": "统计", "SOC": "社会保障", "CRE": "信用"}
ASPECTS: Final = "统计表 名录 月度数据 季度情况 年度报表 行政处罚信息 行政许可信息 平均利率 余额 业务情况 监管评级 变更登记 收费标准 考核结果".split()
TAGS: Final = (
    "利率 贷款 担保 名录 统计 月度 季度 年度 许可 处罚 信用 预算 决算 债券 税收 社保 公积金 保险 证券 期货 租赁 保理 普惠 "
    "小微企业 三农 绿色金融 监管 机构 网点 费率 余额 投诉 消费者保护 国资 采购 补贴 减税 就业 养老 医疗"
).split()
COLUMNS: Final = (
    "统计月份 地区 机构名称 机构类型 贷款余额 加权平均年化利率 担保余额 在保户数 代偿金额 注册资本 总资产 净资产 营业收入 净利润 "
    "从业人数 许可证编号 批准日期 有效期至 处罚文号 处罚金额 处罚日期 违法事实 纳税人识别号 欠税税种 欠税余额 预算科目 预算金额 执行金额 "
    "执行率 项目名称 中标金额 采购方式 缴存单位数 缴存人数 提取金额 保费收入 赔付支出 参保人数 同比增速 环比增速 办公地址 联系电话 "
    "营业部名称 交易额 开户数 债券名称 发行金额 票面利率 期限 评级结果"
).split()
FORMATS: Final = {
    "CSV": "text/csv",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "JSON": "application/json",
}


def agency(place: str, office: str) -> AgencyView:
    """Return the agency of a place."""
    name = f"{place}市{office}"
    slug = f"{''.join(ascii_words(place))}-{OFFICES[office].lower()}"
    return AgencyView(uuid5(NAMESPACE_DNS, name), slug, f"{OFFICES[office]}-{place}", name, OFFICES[office], office)


def _file(number: int, kind: str, title: str) -> FileView:
    release = uuid5(NAMESPACE_DNS, f"release-{number}")
    return FileView(
        resource_id=uuid5(NAMESPACE_DNS, f"resource-{number}-{kind}"),
        format=kind,
        media_type=FORMATS[kind],
        bytes=1000 + number,
        sha256=uuid5(NAMESPACE_DNS, f"hash-{number}-{kind}").hex * 2,
        storage_key=f"released/{release}/data.{kind.lower()}",
        file_name=f"{title}.{kind.lower()}",
        release_id=release,
    )


def made_page(number: int, **more: Any) -> DatasetPage:
    """Return dataset `number`, always the same: two linked files, four to nine columns, one to four tags.

    `more` replaces fields.
    """
    rng = random.Random(number)
    place, office = rng.choice(PLACES), rng.choice(list(OFFICES))
    code = rng.choice(list(SECTORS))
    label, subjects = SECTORS[code]
    title = f"{place}市{rng.randint(2016, 2026)}年{rng.choice(subjects)}{rng.choice(ASPECTS)}"
    columns = rng.sample(COLUMNS, rng.randint(4, 9))
    kinds = rng.sample(list(FORMATS), 2)
    moment = START - timedelta(minutes=rng.randint(0, 4_000_000))
    made = page(
        number,
        title,
        slug=f"{'-'.join(ascii_words(title))[:80].strip('-')}-{number}",
        summary=f"{place}市{office}发布的{label}数据，含{columns[0]}、{columns[1]}等{len(columns)}项。",
        agency=agency(place, office),
        theme=Choice(theme := rng.choice(list(THEMES)), THEMES[theme]),
        sector=Choice(code, label),
        tags=tuple(rng.sample(TAGS, rng.randint(1, 4))),
        fields=tuple(FieldView(f"c{at}", name, rng.choice(("text", "number"))) for at, name in enumerate(columns)),
        files=tuple(_file(number, kind, title) for kind in kinds),
        row_store_key=None,
        row_resource_id=None,
        published_at=moment,
        first_published_at=moment,
        modified_at=moment,
    )
    return replace(made, **more)


def made_document(one: DatasetPage) -> SearchDocument:
    """Return what is indexed of a page, with the facets that a release gets."""
    assert one.sector
    assert one.theme
    return SearchDocument(
        dataset_id=one.id,
        slug=one.slug,
        title=one.title,
        summary=one.summary,
        agency_names=(one.agency.name, *one.agency.former_names),
        sector_names=(one.sector.label, one.theme.label),
        tags=one.tags,
        column_names=tuple(field.name for field in one.fields),
        facets={
            "theme": (one.theme.code,),
            "sector": (one.sector.code,),
            "agency": (one.agency.slug,),
            "agency_kind": (one.agency.kind_code,),
            "opening": (one.outcome,),
            "resource_kind": (one.resource_kind,),
            "update_cycle": (one.update_cycle,),
            "format": tuple(sorted({file.format for file in one.files})),
            "year": (str(one.published_at.year),),
            "tier": (one.tier,),
            "tag": tuple(clean_tags(one.tags)),
            "group": tuple(group.name for group in groups_of(one)),
            "owner_org": (str(one.agency.id),),
            "license_id": (one.licence,),
            "num_tags": (str(len(clean_tags(one.tags))),),
            "num_resources": (str(len(one.files)),),
            "sharing": (one.sharing_label,),
            "release_id": (str(one.release_id),),
        },
        modified_at=one.modified_at,
        published_at=one.published_at,
        created_at=one.first_published_at,
        body=package_json(one),
    )


def made_pages(count: int) -> Iterator[DatasetPage]:
    """Return the first `count` datasets."""
    return (made_page(number) for number in range(count))

"""Addresses: by structure, with and without numbers, never a region or an institution alone."""

import time

import pytest

from desensitize.places.finder import find_addresses
from desensitize.places.headers import AddressEvidence, address_evidence


def found(text: str, header: str | None = None) -> list[str]:
    """What was found, as strings."""
    return [text[f.start : f.end] for f in find_addresses([text], header=header)[0]]


@pytest.mark.parametrize(
    "address",
    [
        "云川市东湖区人民路12号",
        "云川市东湖区新丰村4组8号",
        "滨湖花园3栋2单元501室",
        "北京市朝阳区建国路88号SOHO现代城A座1205",
        "广东省深圳市南山区科技园南区深南大道10000号腾讯大厦",
        "江苏省苏州市工业园区星湖街328号创意产业园",
        "上海市浦东新区张杨路500弄12号301室",
        "内蒙古自治区呼和浩特市新城区海拉尔东路",
        "新疆阿克苏地区库车县乌恰镇依西哈拉村3组",
        "石家庄市桥西区中山西路108号",
        "宜州市临港新区紫荆公寓14栋1单元2601室",
        "临江市城关区太平镇和谐社区4组5号",
        "青峰市东湖区大安乡王庄村20号",
        "人民路12号",
    ],
)
@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("家住", "，联系不上"), ("地址:", "\n电话"), ("抵押物坐落于", "。"), ("客户反映", "")],
)
def test_addresses_in_texts(address, before, after):
    assert found(before + address + after) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "东湖区",
        "云川市",
        "云川市东湖区",
        "工商银行人民路支行",
        "临江证券云川创新大道营业部",
        "云金监〔2020〕3号",
        "第12号公告",
        "人民路改造工程",
        "东湖区人民路街道办事处",
        "新丰镇新丰村共30户受益",
        "2020年12月3号",
        "贷款30万元，3个月，1号文件",
        "方案已通过高新区审批",
        "",
    ],
)
def test_what_is_no_address(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("header", "evidence"),
    [
        ("家庭住址", AddressEvidence.ADDRESS),
        ("经营场所", AddressEvidence.ADDRESS),
        ("jtzz", AddressEvidence.ADDRESS),
        ("address1", AddressEvidence.ADDRESS),
        ("IP地址", AddressEvidence.SILENT),
        ("邮箱地址", AddressEvidence.SILENT),
        ("乡镇村", AddressEvidence.AREA),
        ("所属区县", AddressEvidence.AREA),
        ("备注", AddressEvidence.SILENT),
        (None, AddressEvidence.SILENT),
    ],
)
def test_headers(header, evidence):
    assert address_evidence(header) is evidence


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("滨湖花园对面", ["滨湖花园对面"]),
        ("云川市东湖区滨湖大道88号（人民医院旁）", ["云川市东湖区滨湖大道88号（人民医院旁）"]),
        ("人民路12号 张三 13800001111", ["人民路12号"]),
        ("云川市东湖区", []),
        ("不详", []),
        ("云川恒岳商贸有限公司", []),
    ],
)
def test_cells_of_an_address_column(cell, expected):
    assert found(cell, "住址") == expected


def test_a_village_is_an_address_where_somebody_lives_and_an_area_in_statistics():
    assert found("新丰镇新丰村", "家庭住址") == ["新丰镇新丰村"]
    assert found("家住新丰镇新丰村") == ["新丰镇新丰村"]
    assert found("新丰镇新丰村", "乡镇村") == []


def test_offsets_are_those_of_the_raw_text():
    raw = "住址：云川市东湖区人民路１２号\u200b３栋"
    (finding,) = find_addresses([raw], header="备注")[0]
    assert raw[finding.start : finding.end] == "云川市东湖区人民路１２号\u200b３栋"


@pytest.mark.timing
@pytest.mark.parametrize(
    "unit", ["路", "区", "1号", "人民路", "1-", "北京", "在", "东湖区人民路", "甲乙丙", "A座", "县乡镇村"]
)
def test_time_is_linear_on_adversarial_texts(unit):
    started = time.perf_counter()
    find_addresses([unit * 20_000])
    assert time.perf_counter() - started < 8

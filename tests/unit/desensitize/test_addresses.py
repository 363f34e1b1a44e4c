"""Addresses: by structure, with and without numbers, never a region or an institution alone."""

import time

import polars as pl
import pytest

from desensitize.places.finder import find_addresses
from desensitize.places.headers import AddressEvidence, address_evidence
from desensitize.scan import scan_table


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


@pytest.mark.parametrize(
    "address",
    [
        "上海市浦东新区周浦镇瓦南村王家宅58号",
        "甘肃省陇南市武都区石门乡下白杨坝村坪上社24号",
        "湖北省恩施土家族苗族自治州来凤县翔凤镇老虎洞居委会六组",
        "福建省泉州市晋江市安海镇可慕村西区42号",
        "山东省济南市市中区七里山路2号院1号楼东单元5楼西户",
        "安徽省芜湖市无为市无城镇为民路22号",
        "黑龙江省鹤岗市向阳区南翼街道沿河北路45号",
        "海南省儋州市那大镇先锋路怡心花园D12栋306",
        "水电局宿舍1单元401",
        "浙江省绍兴市柯桥区钱清街道联兴村（前梅）88号",
    ],
)
@pytest.mark.parametrize("header", ["家庭住址", None])
def test_places_below_the_village_and_names_with_closed_characters(address: str, header: str | None) -> None:
    assert [address[f.start : f.end] for f in find_addresses([address], header=header)[0]] == [address]


@pytest.mark.parametrize("place", ["老粮站院内东二排", "大石桥往南200米路东", "刘家堡村委会后院"])
def test_what_a_label_announces(place: str) -> None:
    for text in (f"居住地:{place};单位不详", f"客户现居住于{place}，联系不上"):
        assert [text[f.start : f.end] for f in find_addresses([text])[0]] == [place]


@pytest.mark.parametrize(
    "text", ["联系地址:不详", "住址：同户籍地址", "通讯地址：杭州鑫源小额贷款有限公司", "地址：浙江省杭州市"]
)
def test_a_label_alone_makes_no_address(text: str) -> None:
    assert find_addresses([text])[0] == ()


REGISTER = {"机构名称": ["金谷村镇银行"], "地址": ["宁波市鄞州区文昌街18号"], "联系电话": ["0574-88001234"]}


def test_a_registers_own_addresses_are_nobodys_home() -> None:
    assert scan_table(pl.DataFrame(REGISTER)).columns[1].label == "NONE"
    assert scan_table(pl.DataFrame({"网点地址": REGISTER["地址"]})).columns[0].label == "NONE"
    assert scan_table(pl.DataFrame({"住址": REGISTER["地址"], **REGISTER})).columns[0].label == "ADDRESS"
    assert scan_table(pl.DataFrame({"姓名": ["赵敏"], "地址": REGISTER["地址"]})).columns[1].label == "ADDRESS"


@pytest.mark.parametrize(
    ("header", "label"),
    [("营业厅电话", "NONE"), ("单位联系电话", "NONE"), ("家庭电话", "LANDLINE"), ("联系电话", "LANDLINE")],
)
def test_an_institutions_telephone_is_nobodys(header: str, label: str) -> None:
    assert scan_table(pl.DataFrame({header: ["0574-88001234"]})).columns[0].label == label


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("住在沂水县城关镇大柳树村2组79号，电话150-8849-4881，未领取", "沂水县城关镇大柳树村2组79号"),
        ("家住阳光花园12-3-1801，座机010-6234-5678", "阳光花园12-3-1801"),
        ("对管子、管件、阀门，连接管路 4.进行管路系统试验", None),
        ("3.制订采集方案和线路 2.使用测量车", None),
        ("安徽皖通高速公路", None),
        ("恩施市文昌实验幼儿园", None),
        ("3.整治河道 4.收储出绠流送的木材", None),
        ("家住虞城县大候镇张庄社区6排17号的村民", "虞城县大候镇张庄社区6排17号"),
        ("住址：江州区那隆镇那印村10组，电话", "江州区那隆镇那印村10组"),
        ("现住五莲县于里镇北营村2组50号，已搬走", "五莲县于里镇北营村2组50号"),
        ("收货地址海东市化隆回族自治县昂思多镇吾则塘社区8社（李先生收）", "海东市化隆回族自治县昂思多镇吾则塘社区8社"),
        ("查封青浦区白鹤镇红旗村11组的房产", "青浦区白鹤镇红旗村11组"),
        ("坐落于花垣县边城镇通州村5组，评估价值35万元", "花垣县边城镇通州村5组"),
        ("徐闻县南山镇幸福街714号王建国申请低保", "徐闻县南山镇幸福街714号"),
        ("现住海门区三星镇（叠石桥家纺产业园区）幸福街344号", "海门区三星镇（叠石桥家纺产业园区）幸福街344号"),
        ("云川市东湖区人民路12号 138 0013 8000", "云川市东湖区人民路12号"),
        ("云川市东湖区人民路12号 0571 3088888", "云川市东湖区人民路12号"),
        ("云川市东湖区人民路12号-3-1202", "云川市东湖区人民路12号-3-1202"),
        ("云川市柳树社区***", None),
        ("住在云川市东湖区人民路江滨一号25号楼1单元358室", "云川市东湖区人民路江滨一号25号楼1单元358室"),
        ("住宅：云川市东湖区颐和庄园26-1-739", "云川市东湖区颐和庄园26-1-739"),
        ("席位在杭州隐秀路，60后", None),
    ],
)
def test_telephones_pipes_and_motorways_are_no_part_of_an_address(text: str, address: str | None) -> None:
    found = [text[one.start : one.end] for one in find_addresses([text])[0]]
    assert found == ([] if address is None else [address])


@pytest.mark.parametrize("unit", [" ,", "a ", "地址 ", "由、", "和 "])
@pytest.mark.parametrize("header", ["地址", None])
def test_runs_of_leading_words_take_linear_time(unit: str, header: str | None) -> None:
    begun = time.perf_counter()
    find_addresses([unit * 8_000 + "号"], header=header)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    "part",
    [
        "华联商厦6层",
        "武汉广场写字楼3501室",
        "碧桂园11街6座1203",
        "金桥花园南区6栋乙单元303",
        "财富中心东塔28楼",
        "环球金融中心西塔19F",
    ],
)
@pytest.mark.parametrize("behind", ["", "，请核实", "的房屋"])
def test_parts_of_a_building_of_any_name_behind_the_house_number(part: str, behind: str) -> None:
    text = f"寄到建国门外大街甲8号{part}{behind}"
    assert [text[one.start : one.end] for one in find_addresses([text])[0]] == [f"建国门外大街甲8号{part}"]


@pytest.mark.parametrize("behind", ["共3栋", "租给5号楼的商户", "电话027-87654321", "邮编430000", "2024年发现2栋"])
def test_what_is_said_of_an_address_is_no_part_of_it(behind: str) -> None:
    text = f"建国门外大街甲8号{behind}"
    assert [text[one.start : one.end] for one in find_addresses([text])[0]] == ["建国门外大街甲8号"]


def test_a_town_with_its_county_is_where_somebody_lives_when_a_word_says_so() -> None:
    town = "河南省周口市鹿邑县王皮溜镇"
    assert found(town, "户籍地址") == [town]
    assert found(f"住址：{town}，") == [town]
    assert found(f"现住在{town}。") == [town]
    assert found(f"本次抽查覆盖{town}。") == []
    assert found("王皮溜镇", "户籍地址") == found("河南省周口市", "户籍地址") == []


@pytest.mark.parametrize(
    "address",
    [
        "太原市迎泽区桃园南路西里街12号院3号楼5单元7号",
        "内蒙古科左旗保康镇新建街二委4组",
        "苏州市姑苏区干将东路892弄17号503室",
    ],
)
def test_houses_behind_a_road_whose_name_goes_on(address: str) -> None:
    for text in (f"<jtzz>{address}</jtzz>", f"户籍迁出至{address}）、下一户"):
        assert [text[one.start : one.end] for one in find_addresses([text])[0]] == [address]


def test_a_home_in_english() -> None:
    address = "Room 1803, Building 6, No. 288 Zhongshan North Road, Gulou District, Nanjing"
    text = f"Home: {address}\nOffice: Lot 4, Harbour Road"
    assert [text[one.start : one.end] for one in find_addresses([text])[0]] == [address]
    assert find_addresses(["The home: Road Building programme of the district"])[0] == ()

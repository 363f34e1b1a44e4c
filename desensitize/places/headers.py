"""What a column's header says about postal addresses in its cells."""

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final

from desensitize.han_text import fold_han


class AddressEvidence(IntEnum):
    """What the header lets us expect."""

    AREA = 0
    """Administrative areas: a village here is a statistic's unit, not somebody's home."""
    SILENT = 1
    ADDRESS = 2


_ADDRESS: Final = re.compile(
    "地址|住址|住所|居住地|现住|户籍地|户口地|户籍所在|户口所在|经营场所|营业场所|经营地点|办公地点|办公场所|坐落|座落|邮寄地|收货地|通讯处|住处|家庭地|房产位置|房屋位置|抵押物位置|(?:居住|送达|送货|收货|取件)地点$"
)
_NOT: Final = re.compile(
    r"(?i)ip|mac|url|邮箱|邮件|网|电子|邮编|类型|类别|编码|代码|区划|邮政编码|经度|纬度|变更次数|是否|数量|会议|开会|比赛|考试地点|目标地址|接口|链接|下载|请求|服务器|端口|存储|内存|寄存器|合约地址|钱包"
)
_AREA: Final = re.compile(
    "(?:地名|街名|路名|地区|区域|辖区|区县|县区|市县|县市|区划|省份|城市|乡镇|镇街|街道|行政村|村名|村庄|村组|村社|村屯|自然村|村民小组|村小组|组别|乡镇村|籍贯|属地|片区|省|市|区|县|乡|镇|村|社区|网格|线路|路段|道路)(?:名称|名)?$"
)
_HOME: Final = re.compile("家庭|住址|户籍|户口|居住|现住|常住|暂住|收货|寄|房|宅")
"""In a register of institutions too these are somebody's home."""
_OFFICE: Final = re.compile(
    "(?:机构|网点|支行|分行|银行|公司|企业|单位|商户|商家|门店|营业部|营业厅|营业|办公|部门|窗口|大厅|办事处|总部|中心|医院|学校|学院|社团|采购人|招标人|投标人|中标人|发包人|承包人|代理机构|供应商|承租单位|窗口单位|仓库|工厂|项目|工程|宗地|地块)"
    "(?:的|所在|注册|通讯|通信|联系|登记|详细|营业|经营|办公)?(?:地址|地点|住所|场所|地|位置|坐落|座落)$|(?:生产|实际)?经营(?:地址|地点)$"
)
_LATIN: Final = re.compile(
    "dz|zz|zhuzhi|dizhi|jtzz|jtdz|txdz|lxdz|hjdz|zcdz|jydz|bgdz|xzz|xxdz|shdz|zhusuo|address|addr|homeaddress|homeaddr|mailingaddress|"
    "streetaddress|street|residence|residentialaddress|contactaddress|registeredaddress|officeaddress|billingaddress|shippingaddress|"
    "postaladdress|custaddress|customeraddress|jycs|zldz|fwzl|zl"
)


@lru_cache(maxsize=4096)
def address_evidence(header: str | None) -> AddressEvidence:
    """What a header says about addresses. header: the column's own name, or None. Returns the evidence."""
    if not header:
        return AddressEvidence.SILENT
    core = _core(header)
    if core.isascii():
        return (
            AddressEvidence.ADDRESS if _LATIN.fullmatch(core.lower().rstrip("0123456789")) else AddressEvidence.SILENT
        )
    if _NOT.search(core):
        return AddressEvidence.SILENT
    if _ADDRESS.search(core):
        return AddressEvidence.ADDRESS
    return AddressEvidence.AREA if _AREA.search(core) else AddressEvidence.SILENT


@lru_cache(maxsize=4096)
def is_office_address(header: str) -> bool:
    """Whether a header speaks of an institution's own address (机构地址, 网点地址): a register's, nobody's home."""
    return _OFFICE.search(_core(header)) is not None


@lru_cache(maxsize=4096)
def is_home_address(header: str) -> bool:
    """Whether a header speaks of a home, whatever table it stands in."""
    return _HOME.search(_core(header)) is not None


def _core(header: str) -> str:
    return re.sub(r"[\s_\-./]+", "", re.sub(r"\([^)]*\)?", "", fold_han(header).text).strip())

"""Forms of cells, as patterns of Polars (Rust syntax, no look-around): the shapes that a column's facts count."""

from collections.abc import Mapping
from typing import Final

HAN: Final = r"\p{Han}"
_ORG_END: Final = (
    "公司|银行|支行|分行|营业部|合作社|信用社|联社|事务所|研究院|研究所|协会|基金会|有限合伙|集团|厂|商行|经营部|门市部|商店|超市|"
    "药店|医院|学校|大学|学院|中心|局|委员会|办事处|营业所|分理处|典当|典当行|服务部|证券|期货|保险|基金|信托|农场|合伙企业|"
    "个体工商户|工作室|酒店|饭店|政府|交易所|联合社|储蓄所|专卖店|加工坊|养殖场|科技|股份|机构|总社|商会|学会"
)
# Firms under an English name: Huize Financial Leasing Co., Ltd.
_FIRM_END: Final = (
    r"[ .,](?:Ltd|Limited|Inc|Corp|Company|Bank|Branch|Sub-branch|Leasing|Factoring|Microcredit|Guarantee|Pawnshop|"
    r"Insurance|Securities|Futures|Capital|Fund|Trust|Payments?|Finance|Exchange|Group|Holdings?|Brokers|Partners|Co)\.?$"
)
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤柏窦章云葛奚郎鲁昌苗凤花俞"
    "柳酆鲍费岑倪滕殷毕乐时皮卞齐康伍元卜华戚水施"
)
_YEAR: Final = r"(?:19|20)\d{2}"
_DAY: Final = r"(?:0?[1-9]|1[0-2])(?:[-/.月](?:[0-2]?\d|3[01])日?)?月?"
_BORN: Final = r"(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
_TYPES: Final = (
    "n?varchar2?|char|string|int(?:eger)?|bigint|number|numeric|decimal|date|datetime|text|float|double|bool(?:ean)?|"
    "timestamp|字符型|字符串|字符|数值型|数值|数字|日期型|日期|整数|整型|文本型?|布尔型?|枚举|金额|代码"
)
_DISGUISES: Final = (
    r"[\x{ff10}-\x{ff19}]{6,}",
    r"[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]{8,}",
    r"1\d{2}[\s\-]\d{4}[\s\-]\d{4}",
    r"\+?86[\s\-]?1\d{10}",
    r"\d{6}[\s\-]\d{4}[\s\-]?\d{4}[\s\-]\d{3}[0-9Xx]",
    r"(?:^|\D)\d{17}x",
    r"\d{4}[\s\-]\d{4}[\s\-]\d{4}[\s\-]\d{3,7}",
    r"[\x{200b}\x{feff}]",
)
_STAR: Final = r"[*\x{ff0a}×○●]"

DATE: Final = rf"^\s*{_YEAR}(?:[-/.年]{_DAY}|年)?(?:[ T]\d{{1,2}}:\d{{2}}.*)?\s*$"
YEAR: Final = rf"^\s*{_YEAR}\s*$"
INTEGER: Final = r"^\s*-?(?:\d{1,15}|\d{1,3}(?:,\d{3})+)\s*$"
NUMBER: Final = r"^\s*-?(?:\d+|\d{1,3}(?:,\d{3})+)?\.?\d+\s*%?\s*$"
LEADING_ZERO: Final = r"^\s*0\d+\s*$"
LONG_NUMBER: Final = r"^\s*\d{15,}\s*$"
BIRTH_IN_ID: Final = r"^\d{6}((?:19|20)\d{6})\d{3}[0-9Xx]$"

FORMS: Final[Mapping[str, str]] = {
    "masked": rf"{_STAR}{{2,}}|^{HAN}{{1,2}}{_STAR}{{1,3}}$|^{HAN}某|某某|\d[xX]{{3,}}|^{_STAR}{HAN}{{1,2}}$",
    "org": rf"(?:{_ORG_END})(?:[\(\x{{ff08}}][^\)\x{{ff09}}]{{1,20}}[\)\x{{ff09}}])?$|{_FIRM_END}",
    "region": rf"^{HAN}{{1,10}}(?:省|市|区|县|镇|乡|街道|村|社区|组|新区|开发区)$|^(?:全省|全市|全国|合计|总计)$",
    "han": rf"^{HAN}{{1,10}}$",
    "code": r"^[A-Za-z0-9][A-Za-z0-9\-_/().]*\d[A-Za-z0-9\-_/().]*$",
    "long_digits": r"^\s*[A-Za-z]{0,4}\d{15,}\s*$",
    "licence": r"^\s*[A-Z]\d{13}\s*$",
    "small": r"^\s*[12](?:\.0+)?\s*$",
    "over85": r"^\s*(?:8[5-9]\.\d*[1-9]\d*|8[6-9]|9\d(?:\.\d+)?|100(?:\.0+)?)%?\s*$",
    "hotline": r"^\s*(?:(?:400|800)[\d\-]{6,9}|9\d{4,7}|1[02]\d{3}|11\d|12\d)\s*$",
    "typeword": rf"(?i)^(?:{_TYPES})(?:\(\d+(?:,\d+)?\))?$",
    "variant": "|".join(_DISGUISES),
    "health": r"^\s*(?:因(?:病|残|伤)|患(?:大|重)?病|重病|大病|慢性病|残疾|[一二三四]级残疾|"
    r"(?:肢体|视力|听力|智力)(?:残疾)?(?:[一二三四]级)?|(?:精神|言语|多重)残疾(?:[一二三四]级)?|重大疾病)\s*$",
    "uscc": r"^\s*9[1-3]\d{6}[0-9A-HJ-NP-RTUWXY]{10}\s*$",
    "mobile_like": r"^\s*1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-35-8]|8\d|9[0-35-9])\d{8}\s*$",
    "split_second": r"\d{1,2}:\d{2}:\d{2}[.,:]\d{2,6}",
    "document_number": r"[〔\[\(\x{ff08}【]\s?(?:19|20)\d{2}\s?[〕\]\)\x{ff09}】]\s?(?:第\s?)?\d{1,5}\s?号",
    "name_like": rf"^[{_SURNAMES}]{HAN}{{1,3}}$",
    "id_like": rf"^\d{{6}}{_YEAR}{_BORN}\d{{3}}[0-9Xx][0-9A-Z]{{2}}$|^\d{{6}}\d{{2}}{_BORN}\d{{3}}[0-9A-Z]{{2}}$",
}
"""Name of the form → pattern; a column's facts hold the share of non-empty cells that fit."""

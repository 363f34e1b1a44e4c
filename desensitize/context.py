"""Labels: the words before, behind and above a value that say what it is.

Chinese has no blanks, so lemmas are of no use: a label is looked up in the raw window. In Chinese the last word decides
(账户余额 is an amount, 身份证办理数量 a count), so does it in a header, and before a value it is the nearest one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from desensitize.entities import Entity
from desensitize.normalise import fold
from desensitize.recognizers.rule import Against, Rule

BEFORE = 32
AFTER = 12
# Between a label and its value: no digit, no end of clause, and not far. Or a list of values of the same kind.
_GAP = re.compile(r"[^0-9，,。；;、|\n]{0,12}")
_GAP_AGAINST = re.compile(r"[^0-9，,。；;、|\n]{0,6}")
_GAP_LIST = re.compile(r"[^0-9，,。；;、|\n]{0,6}[0-9+ /、和或及-]{0,32}")
_BEHIND = re.compile(r"[ ]?[(\[（【][^0-9)\]]{0,10}")

AGAINST_WORDS: Mapping[Against, tuple[str, ...]] = MappingProxyType(
    {
        Against.SERIAL: (
            *(
                "订单号",
                "订单编号",
                "流水号",
                "流水",
                "交易号",
                "交易流水号",
                "凭证号",
                "单号",
                "单据号",
                "票据号",
                "发票号码",
            ),
            *(
                "发票号",
                "发票代码",
                "案号",
                "案件号",
                "案件编号",
                "文号",
                "文书号",
                "批次号",
                "批号",
                "合同号",
                "合同编号",
            ),
            *(
                "项目编号",
                "项目代码",
                "序号",
                "受理号",
                "受理编号",
                "业务编号",
                "业务号",
                "申请编号",
                "申请单号",
                "工单号",
            ),
            *(
                "参考号",
                "序列号",
                "快递单号",
                "运单号",
                "登记编号",
                "许可证号",
                "备案号",
                "公告编号",
                "批文号",
                "档案号",
            ),
            *("设备号", "机器编号", "回单号", "借据号", "借据编号", "提单号", "报关单号", "许可证编号", "决定书号"),
            *(
                "order_no",
                "order_id",
                "order no",
                "order number",
                "serial",
                "serial_no",
                "trace_no",
                "txn_id",
                "trans_id",
            ),
            *(
                "batch_no",
                "case_no",
                "invoice_no",
                "voucher_no",
                "ddh",
                "ddbh",
                "lsh",
                "xh",
                "pzh",
                "hth",
                "htbh",
                "ajbh",
            ),
            *("uuid", "guid", "hash", "md5", "sha256", "trace_id", "request_id"),
        ),
        Against.AMOUNT: (
            *(
                "金额",
                "余额",
                "总额",
                "数额",
                "税额",
                "限额",
                "发生额",
                "合计",
                "数量",
                "户数",
                "人数",
                "笔数",
                "次数",
                "件数",
            ),
            *(
                "张数",
                "家数",
                "占比",
                "比例",
                "比率",
                "利率",
                "费率",
                "汇率",
                "单价",
                "价格",
                "市值",
                "净值",
                "成交量",
                "规模",
            ),
            *(
                "资产",
                "负债",
                "收入",
                "支出",
                "费用",
                "年龄",
                "时间",
                "日期",
                "时间戳",
                "天数",
                "期限",
                "面积",
                "经度",
                "纬度",
            ),
            *(
                "归属地",
                "运营商",
                "类型",
                "状态",
                "名称",
                "位数",
                "长度",
                "开户行",
                "版本",
                "版本号",
                "证件类型",
                "种类",
            ),
            *(
                "办理量",
                "发卡量",
                "统计",
                "amount",
                "amt",
                "balance",
                "count",
                "total",
                "price",
                "rate",
                "qty",
                "date",
                "time",
            ),
            *("timestamp", "type", "status", "longitude", "latitude", "lng", "lat", "version", "je", "ye", "sl", "fse"),
        ),
        Against.OFFICE: (
            *(
                "热线",
                "客服",
                "客服电话",
                "服务电话",
                "服务热线",
                "咨询电话",
                "咨询热线",
                "监督电话",
                "举报电话",
                "投诉电话",
            ),
            *(
                "办公电话",
                "办公室电话",
                "值班电话",
                "总机",
                "传真",
                "传真号码",
                "单位电话",
                "公司电话",
                "机构电话",
                "网点电话",
            ),
            *(
                "营业部电话",
                "支行电话",
                "窗口电话",
                "业务电话",
                "受理电话",
                "报修电话",
                "政务热线",
                "热线电话",
                "对外电话",
            ),
            *(
                "官方电话",
                "前台电话",
                "企业电话",
                "公开电话",
                "局电话",
                "hotline",
                "fax",
                "office_phone",
                "office_tel",
                "zxdh",
            ),
            *("服务台", "咨询", "投诉", "举报", "监督", "bgdh", "jbdh", "tsdh", "kfdh"),
        ),
        Against.CODE: (
            *(
                "证券代码",
                "股票代码",
                "债券代码",
                "基金代码",
                "行号",
                "联行号",
                "支付行号",
                "大额行号",
                "机构代码",
                "机构编码",
            ),
            *(
                "邮编",
                "邮政编码",
                "区划代码",
                "行政区划代码",
                "行业代码",
                "产品代码",
                "产品编码",
                "产品编号",
                "科目代码",
            ),
            *(
                "科目编码",
                "预算编码",
                "登记机关",
                "商品编码",
                "税务机关代码",
                "swift",
                "cnaps",
                "zipcode",
                "postcode",
                "zip",
            ),
            *("stock_code", "fund_code", "bond_code", "product_code", "org_code", "branch_code", "lhh", "yzbm", "xzqh"),
        ),
    }
)
Meaning = frozenset[Entity | Against]
NO_LABEL: Meaning = frozenset()


@dataclass(frozen=True, slots=True)
class Label:
    """A label found: what it can mean, and where it ends (or begins, behind a value)."""

    meaning: Meaning
    start: int
    end: int


class Lexicon:
    """All label words of a set of rules, and of what speaks against them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        meanings: dict[str, set[Entity | Against]] = {}
        for rule in rules:
            for word in rule.labels:
                meanings.setdefault(fold(word).lower(), set()).add(rule.entity)
        for against, words in AGAINST_WORDS.items():
            for word in words:
                meanings.setdefault(word, set()).add(against)
        self.meanings: Mapping[str, Meaning] = {word: frozenset(found) for word, found in meanings.items()}

    @cached_property
    def _search(self) -> re.Pattern[str]:
        words = sorted(self.meanings, key=len, reverse=True)
        latin = "|".join(re.escape(word) for word in words if word.isascii())
        others = "|".join(re.escape(word) for word in words if not word.isascii())
        return re.compile(f"(?<![a-z])(?:{latin})(?![a-z])|(?:{others})")

    def labels(self, lowered: str) -> list[Label]:
        """Every label in lower-cased text, in order, without overlap, longest first."""
        return [Label(self.meanings[m.group()], m.start(), m.end()) for m in self._search.finditer(lowered)]

    def of_header(self, header: str) -> Meaning:
        """What a column's name says about its cells: its last label decides."""
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", fold(header))
        found = self.labels(spaced.lower())
        return found[-1].meaning if found else NO_LABEL


def label_before(text: str, start: int, labels: list[Label]) -> tuple[Meaning, bool]:
    """The nearest label before a value.

    Returns its meaning, and whether it is near enough to speak against the value too.
    """
    for label in reversed(labels):
        if label.end > start:
            continue
        if start - label.end > BEFORE + 12:
            break
        gap = text[label.end : start]
        if _GAP_AGAINST.fullmatch(gap):
            return label.meaning, True
        if _GAP.fullmatch(gap) or _GAP_LIST.fullmatch(gap):
            return label.meaning, False
        break
    return NO_LABEL, False


def label_behind(text: str, end: int, labels: list[Label]) -> Meaning:
    """The label in brackets directly behind a value."""
    for label in labels:
        if label.start < end:
            continue
        if label.start - end > AFTER or not _BEHIND.fullmatch(text[end : label.start]):
            break
        return label.meaning
    return NO_LABEL

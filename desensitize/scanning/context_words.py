"""Words that say a number is something else than what it looks like. Data, apart from the rules that read it."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from desensitize.recognizers.rule import Against


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


AGAINST_WORDS: Mapping[Against, tuple[str, ...]] = MappingProxyType(
    {
        Against.SERIAL: (
            *_words(
                "订单 订单号 订单编号 流水号 流水 交易号 交易流水号 凭证号 单号 单据号 票据号 发票号码 发票号 发票代码 "
                "案号 案件号 案件编号 文号 文书号 批次号 记录号 批号 合同号 合同编号 项目编号 项目代码 序号 受理号 "
                "受理编号 业务编号 业务号 申请编号 申请单号 工单号 参考号 序列号 快递单号 运单号 登记编号 "
                "许可证号 备案号 公告编号 批文号 档案号 设备号 机器编号 回单号 借据号 借据编号 提单号 报关单号 "
                "不动产权证号 不动产权证 房产证号 房产证 房权证号 房权证 产权证号 土地证号 结婚证号 毕业证号 学位证号 "
                "资格证号 执业证号 从业证号 准考证号 登记证号 经营证号 工作证号 执法证号 上岗证号 合格证号 资质证号 "
                "会员证号 证书号 证书编号 证书号码 许可证编号 决定书号 order_no order_id serial serial_no trace_no "
                "txn_id trans_id batch_no case_no invoice_no voucher_no ddh ddbh lsh xh pzh hth htbh ajbh uuid guid "
                "hash md5 sha256 trace_id request_id"
            ),
            "order no",
            "order number",
        ),
        Against.AMOUNT: (
            *_words(
                "金额 余额 总额 库存 数额 税额 限额 发生额 合计 数量 户数 人数 笔数 次数 件数 张数 家数 占比 比例 比率 "
                "利率 费率 汇率 单价 价格 市值 净值 成交量 规模 资产 负债 收入 支出 费用 年龄 时间 日期 时间戳 "
                "天数 期限 面积 经度 纬度 位数 长度 版本 版本号 "
                "办理量 发卡量 发放量 业务量 发放数 办理数 开通数 领取数 台数 个数 份数 统计 amount amt "
                "balance count total price rate qty date time timestamp "
                "longitude latitude lng lat version je ye sl fse"
            ),
        ),
        Against.WORD: _words("归属地 运营商 类型 状态 名称 开户行 证件类型 种类 type status"),
        Against.NUMBERING: _words(
            "编号 编码 代码 代号 工单 工单号 票号 凭证 工号 学号 户号 会员号 客户号 客户编号 用户编号 用户号 员工号 "
            "条码 条形码 bh code no number bianhao"
        ),
        Against.OFFICE: (
            *_words(
                "热线 客服 客服电话 服务电话 服务热线 咨询电话 咨询热线 监督电话 举报电话 投诉电话 办公电话 "
                "办公室电话 值班电话 总机 传真 传真号码 单位电话 公司电话 机构电话 网点电话 营业部电话 支行电话 "
                "窗口电话 业务电话 受理电话 报修电话 政务热线 热线电话 对外电话 官方电话 前台电话 企业电话 "
                "公开电话 局电话 "
                "质疑电话 质疑联系电话 报名电话 预约电话 应急电话 救援电话 维修电话 售后电话 答疑电话 "
                "招生电话 招聘电话 采购人电话 代理机构电话 "
                "经办机构电话 hotline fax office_phone office_tel zxdh 服务台 咨询 投诉 举报 监督 bgdh jbdh "
                "tsdh kfdh"
            ),
        ),
        Against.CODE: (
            *_words(
                "区号 证券代码 股票代码 债券代码 基金代码 行号 联行号 支付行号 大额行号 机构代码 机构编码 邮编 "
                "邮政编码 区划代码 行政区划代码 行业代码 产品代码 产品编码 产品编号 科目代码 科目编码 预算编码 "
                "登记机关 单位社保编号 单位社保号 单位编号 单位代码 企业编号 机构编号 "
                "商品编码 税务机关代码 swift cnaps zipcode postcode zip stock_code fund_code bond_code "
                "product_code org_code branch_code lhh yzbm xzqh 税务所代码 税务局代码 税务机关 "
                "swjgdm swjg_dm zgswjg_dm zgswskfj_dm"
            ),
        ),
    }
)

AMOUNT_HEADER: re.Pattern[str] = re.compile(
    "[(\\[](?:单位[:：]?)?(?:[百千万亿]*(?:元|角|分|[美欧日港英]元|股|份|吨|亩|户|人|笔|件|张|个|家|次|平方米|立方米|公里|米|公斤|千克|千瓦时|度|字节|[KMGT]?B|毫秒|秒|分钟|小时|天|年|月)|%|‰|bp)[)\\]]$"
    "|(?:资本|资本金|本金|出资|产值|总值|增加值|利润|保费|保额|赔款|税款|罚款|存款|贷款|授信|工资|股数|持股|成交额|交易额|"
    "同期|本期|上期|期末数?|期初数?|年末|年初|累计数?|本年|上年|本月|上月|当月|当年|增减额?|"
    "(?<![号参函指倍])数|(?<=[一-鿿])量|投资额|缴存额|拨款|补贴|奖金|资金|造价|利息|营收|营业额|销售额|进出口额|发行量|gdp|capital|premium|[卡锁户人次]数|(?:失败|错误|异常|拒绝|冻结|挂失|重置|修改|变更|注销|激活)数)$"
)
"""Endings of a header that make its column one of figures. In a text the same words say nothing about what follows."""

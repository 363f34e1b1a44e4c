"""Names of persons inside names of companies: 张小泉医药合伙企业 speaks of no person."""

import re
from typing import Final

from desensitize.people.surnames import HAN
from desensitize.tagger import NOUNS, Reading

OF_A_PERSON: Final = (
    "(?:存款|存单|存折|卡|账|帐|流水|贷款|借款|转账|柜台|信贷|理财|代理|费|金额|合同|业务|销售|责任|赔|理赔|从业|交易|"
    "份额|质押|转让|受让|增持|减持)"
)
"""What shows that 银行, 保险, 股份 begin another word behind a person's name: 周晶芬|银行存款."""

_FORM: Final = (
    "(?:公司|集团|合伙企业|合作社|经营部|工作室|事务所|商行|"
    "门市部|超市|酒店|饭店|餐厅|药店|药房|加工厂|养殖场|农场|支行|分行|分所|分店|分院|分校|分局|银行|基金|证券|期货|信托|资管|旗舰店|专卖店|商店|小吃店|食品店)"
    f"(?!{OF_A_PERSON})"
)
_TRADES: Final = (
    "(?:科技|商贸|贸易|投资|融资|担保|小额贷款|典当|租赁|保理|农业|发展|建筑|工程|食品|物流|医药|股权|创业|管理|电子|商务|置业|餐饮|水务|资产|实业|控股|文化|传媒|教育|咨询|服务|"
    "专业|种植|养殖|有限|责任|股份|网络|信息|技术|机械|设备|材料|化工|能源|环保|生物|装饰|广告|汽车|家具|服饰|珠宝|茶叶|粮油|生态|旅游|运输|劳务|房地产|物业){0,6}"
)
_COMPANY_AFTER: Final = re.compile(f"(?P<trades>{_TRADES}{_FORM})|[{HAN}]{{0,12}}?{_FORM}")


def is_in_company(text: str, end: int, reading: Reading) -> bool:
    """Whether nouns alone stand between the name and a company's form: 张小泉|医药|合伙企业."""
    if text[end - 1 : end + 1] == "典当":
        end -= 1
    form = _COMPANY_AFTER.match(text, end)
    if form is None:
        return False
    return form.group("trades") is not None or all(reading.labels[at] in NOUNS for at in range(end, form.end()))

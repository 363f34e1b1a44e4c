"""Securities accounts and insurance policy numbers: no national check, so a label must name them."""

from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT_NAMED, RIGHT_NAMED, Need, Pattern, Rule


def _check_policy(text: str) -> bool | None:
    """Six digits, and one part of five characters: a date in hyphens is no policy."""
    digits = sum(map(str.isdigit, text))
    return None if digits >= 6 and (" " in text or max(map(len, text.split("-"))) >= 5) else False


RULES = (
    Rule(
        name="securities_account",
        entity=Entity.SECURITIES_ACCOUNT,
        patterns=(
            Pattern("shanghai", LEFT_NAMED + "[A-Fa-f][0-9]{9}" + RIGHT_NAMED),
            Pattern("shenzhen", LEFT_NAMED + "[0-9]{10}" + RIGHT_NAMED),
            Pattern("one_code", LEFT_NAMED + "[0-9]{12}" + RIGHT_NAMED),
            Pattern("capital", LEFT_NAMED + "[0-9]{8}" + RIGHT_NAMED),
            Pattern("broker", LEFT_NAMED + "[0-9]{14,22}" + RIGHT_NAMED),
        ),
        score=0.35,
        trigger="[0-9]{8}",
        need=Need.LABEL,
        labels=(
            *(
                "股票账户",
                "股票账号",
                "证券账户",
                "证券账号",
                "证券账户号",
                "证券账户号码",
                "股东账户",
                "股东账号",
                "股东代码",
                "股东代码卡",
                "股东卡号",
            ),
            *(
                "一码通",
                "一码通账户",
                "一码通账号",
                "一码通号",
                "资金账号",
                "资金账户",
                "期货账户",
                "基金账号",
                "基金账户",
            ),
            *(
                "沪市账户",
                "深市账户",
                "沪a账户",
                "深a账户",
                "a股账户",
                "b股账户",
                "a股证券账户",
                "证券账户卡",
                "股东卡",
                "securities_account",
                "stock_account",
                "sec_acct",
                "ymt",
                "ymth",
            ),
            *("zqzh", "zqzhh", "gdzh", "gddm", "zjzh"),
        ),
        explanation="the form of an account at 中国结算 or a broker, named by a label",
    ),
    Rule(
        name="policy_number",
        entity=Entity.POLICY_NUMBER,
        patterns=(
            Pattern("any", "(?<![0-9A-Za-z-])[0-9A-Za-z][0-9A-Za-z-]{7,29}(?![0-9A-Za-z*-]|[.][0-9])"),
            Pattern("spaced", "(?<![0-9A-Za-z-])[A-Za-z]{0,4}[0-9]{3,6}(?: [0-9]{2,6}){2,5}(?![0-9A-Za-z*-]|[.][0-9])"),
        ),
        score=0.35,
        trigger="[0-9A-Za-z-]{8}|[0-9]{3} [0-9]{2,6} [0-9]{2}",
        check=_check_policy,
        need=Need.LABEL,
        labels=(
            *(
                "保单",
                "保险单",
                "保单号",
                "保单号码",
                "保险单号",
                "保险单号码",
                "保单编号",
                "保险合同号",
                "保险合同号码",
                "投保单号",
                "团单号",
                "团体保单号",
                "保险凭证号",
            ),
            *("policy_no", "policy_number", "policyno", "policy_num", "policy_id", "bdh", "bdhm", "bxdh", "baodanhao"),
        ),
        explanation="eight to thirty characters with six digits that a label calls a policy",
    ),
)

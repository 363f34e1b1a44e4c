"""Bank cards (issuer prefix and Luhn) and bank accounts (no form of their own: a label must say so)."""

from desensitize.checksums import is_luhn
from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT, LEFT_NAMED, RIGHT, RIGHT_NAMED, Against, Need, Pattern, Rule, bare

CARD_LABELS = (
    *(
        "银行卡",
        "银行卡号",
        "卡号",
        "借记卡",
        "借记卡号",
        "储蓄卡",
        "储蓄卡号",
        "信用卡",
        "信用卡号",
        "贷记卡",
        "工资卡",
    ),
    *("工资卡号", "社保卡银行账号", "一卡通", "惠农卡", "card_no", "cardno", "card_number", "bank_card", "bankcard"),
    *(
        "bank_card_no",
        "card",
        "card_num",
        "pan",
        "yhkh",
        "yhk",
        "kh",
        "xykh",
        "jjkh",
        "cxkh",
        "yinhangka",
        "yinhangkahao",
    ),
)
ACCOUNT_LABELS = (
    *(
        "银行账号",
        "银行账户",
        "银行帐号",
        "银行帐户",
        "账号",
        "帐号",
        "账户",
        "帐户",
        "收款账号",
        "收款账户",
        "付款账号",
    ),
    *(
        "付款账户",
        "还款账号",
        "还款账户",
        "开户账号",
        "结算账户",
        "结算账号",
        "存折",
        "一本通",
        "活期一本通",
        "定期一本通",
        "存折号",
        "存折账号",
        "对公账号",
    ),
    *(
        "对公账户",
        "个人账户",
        "个人账号",
        "存款账号",
        "贷款账号",
        "账户号",
        "账户号码",
        "交易账号",
        "对方账号",
        "对手账号",
    ),
    *("资金账号", "资金账户", "保证金账号", "保证金账户"),
    *("转入账号", "转出账号", "收款人账号", "付款人账号", "打款账号", "汇款账号", "退税账号", "账号号码", "account_no"),
    *("account", "accountno", "account_number", "acct", "acct_no", "acctno", "acct_num", "bank_account", "bank_acct"),
    *("退款户", "退款账户", "收款户", "打款账户", "汇款账户"),
    *("iban", "yhzh", "yhzhanghao", "zhh", "zh", "skzh", "fkzh", "khzh", "zhanghao", "yinhangzhanghao", "ckzh", "dkzh"),
)
# Issuer prefixes: 62 UnionPay; 4 Visa; 51-55 and 2221-2720 Mastercard; 35 JCB; and the old ones of Chinese banks
# (955 ICBC and CCB debit cards, 601 and 603 BoCom and others, 68 and 69 local banks).
_BREAK = "[ -]"
_ANY_BREAK = "[ ._·/-]{1,2}"

_TOLD = "[0-9]{12,21}(?![0-9A-Za-z*]|[.][0-9]|[ ]?[万亿元股份笔号])"
_AGAINST = frozenset({Against.SERIAL, Against.AMOUNT, Against.CODE})


def is_card_prefix(text: str) -> bool:
    """Whether digits begin as an issuer's cards of that length do."""
    two, three = text[:2], text[:3]
    if two == "62":
        return 16 <= len(text) <= 19
    if len(text) == 16:
        return text[0] == "4" or two in {"51", "52", "53", "54", "55", "35"} or three in {"601", "603", "955"}
    return len(text) in {17, 18, 19} and three in {"955", "601", "603", "621", "690", "685", "940", "900"}


def _check_card(text: str) -> bool:
    digits = bare(text)
    return is_card_prefix(digits) and is_luhn(digits)


def _check_grouped(text: str) -> bool:
    return _check_card("".join(char for char in text if char.isdigit()))


def _check_damaged(text: str) -> bool | None:
    return None if is_card_prefix(text) else False


def _check_told(text: str) -> bool | None:
    """Round sums are paid too."""
    return None if len(set(text)) > 3 and not text.endswith("0000") else False


def _check_account(text: str) -> bool | None:
    return None if 9 <= sum(map(str.isdigit, text)) <= 32 and len(set(bare(text))) > 1 else False


RULES = (
    Rule(
        name="bank_card",
        entity=Entity.BANK_CARD,
        patterns=(Pattern("digits", LEFT + "[2-9][0-9]{15,18}" + RIGHT),),
        score=0.8,
        trigger="[2-9][0-9]{15}",
        check=_check_card,
        labels=CARD_LABELS,
        against=_AGAINST,
        explanation="an issuer's prefix and the Luhn check",
    ),
    Rule(
        name="bank_card_spaced",
        entity=Entity.BANK_CARD,
        patterns=(
            Pattern("fours", LEFT + f"[2-9][0-9]{{3}}(?:{_BREAK}[0-9]{{4}}){{3}}(?:{_BREAK}[0-9]{{1,3}})?" + RIGHT),
            Pattern("six", LEFT + f"[2-9][0-9]{{5}}{_BREAK}[0-9]{{10,13}}" + RIGHT),
            Pattern("single", LEFT + f"[2-9](?:{_BREAK}[0-9]){{15,18}}" + RIGHT),
        ),
        score=0.8,
        trigger="[0-9][ -][0-9]",
        check=_check_card,
        against=_AGAINST,
        explanation="a card number written in groups",
    ),
    Rule(
        name="bank_card_grouped",
        entity=Entity.BANK_CARD,
        patterns=(
            Pattern(
                "fours", LEFT + f"[2-9][0-9]{{3}}(?:{_ANY_BREAK}[0-9]{{4}}){{3}}(?:{_ANY_BREAK}[0-9]{{1,3}})?" + RIGHT
            ),
        ),
        score=0.8,
        trigger=f"[0-9]{{4}}{_ANY_BREAK}[0-9]{{4}}{_ANY_BREAK}[0-9]{{4}}",
        check=_check_grouped,
        against=_AGAINST,
        explanation="a card number in groups with dots, bars or wide gaps between them",
    ),
    Rule(
        name="bank_card_damaged",
        entity=Entity.BANK_CARD,
        patterns=(Pattern("digits", LEFT + "[2-9][0-9]{15,18}(?![0-9A-Za-z.])"),),
        score=0.7,
        trigger="[2-9][0-9]{15}",
        check=_check_damaged,
        need=Need.DAMAGED,
        against=_AGAINST,
        explanation="digits that a spreadsheet rounded, with an issuer's prefix",
    ),
    Rule(
        name="bank_card_powers",
        entity=Entity.BANK_CARD,
        patterns=(Pattern("card", LEFT + r"[2-9]\.[0-9]{4,17}[Ee]\+?1[5-8]" + RIGHT),),
        score=0.3,
        trigger=r"\.[0-9]{4,17}[Ee]\+?1[5-8]",
        need=Need.LABEL,
        labels=CARD_LABELS,
        explanation="what a spreadsheet shows of a number that a label calls a card",
    ),
    Rule(
        name="bank_account",
        entity=Entity.BANK_ACCOUNT,
        patterns=(
            Pattern("digits", LEFT_NAMED + "[0-9]{9,32}(?![0-9A-Za-z*]|[.][0-9])"),
            Pattern("groups", LEFT_NAMED + "[0-9]{2,12}(?:[ -][0-9]{2,18}){1,7}(?![0-9A-Za-z*]|[ ]?[*]|[.][0-9])"),
            Pattern("letters", LEFT_NAMED + "[A-Z]{2,4}[0-9]{9,28}" + RIGHT_NAMED),
        ),
        score=0.3,
        trigger="[0-9]{9}|[0-9][ -][0-9]",
        check=_check_account,
        need=Need.LABEL,
        labels=(*CARD_LABELS, *ACCOUNT_LABELS),
        explanation="digits that a label calls an account",
    ),
    Rule(
        name="bank_account_told",
        entity=Entity.BANK_ACCOUNT,
        patterns=(
            Pattern(
                "behind",
                LEFT_NAMED
                + "[0-9]{12,21}(?=[ ]?[这那该此的]?[个张本]?(?:银行)?(?:[账帐][户号]|户头|存折|卡[里上内中号]))",
            ),
            Pattern("paid", f"(?<=[打转汇存退划][到入至给进回]){_TOLD}"),
            Pattern("paid_apart", f"(?<=[打转汇存退划][到入至给进回][ :]){_TOLD}"),
            Pattern("paid_at", "(?<=至)[0-9]{12,21}(?=[(][^()]{2,16}行[)])"),
            Pattern("bank", f"(?<=[工农中建交招商业蓄支分]行)62[0-9]{{14,17}}{RIGHT_NAMED}"),
        ),
        score=0.6,
        trigger="[0-9]{12}[ ]?[这那该此的个张本银账帐户存卡]|[到入至给进回行][ :]?[0-9]{12}",
        check=_check_told,
        against=_AGAINST,
        explanation="a long number that money is sent to, or that the words behind it call an account",
    ),
)

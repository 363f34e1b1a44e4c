"""Generates realistic financial records with invented people, for benchmarks and tests. Seeded: the same rows every time."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from desensitize.checksums import USCC_ALPHABET, id_check_char, is_luhn, uscc_check_char
from desensitize.recognizers.phone import MOBILE_PREFIXES

HEADER = (
    "客户姓名",
    "身份证号",
    "手机号码",
    "银行卡号",
    "统一社会信用代码",
    "联系地址",
    "电子邮箱",
    "贷款金额",
    "放款日期",
    "备注",
)

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "司徒", "慕容", "皇甫", "夏侯")
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鹏辉建国志宇浩然子轩梓涵欣怡雨桐晨曦思远嘉豪俊熙诗琪梦瑶佳颖雪莹文博天佑海燕春梅晓东振宁永康德福庆丰立新少峰国栋家辉一鸣若曦语嫣凯旋"
_CITIES = (
    ("浙江省", "杭州市", ("西湖区", "上城区", "余杭区", "萧山区")),
    ("江苏省", "南京市", ("鼓楼区", "玄武区", "江宁区")),
    ("广东省", "深圳市", ("福田区", "南山区", "龙岗区")),
    ("四川省", "成都市", ("武侯区", "锦江区", "双流区")),
    ("湖北省", "武汉市", ("江汉区", "洪山区", "武昌区")),
    ("山东省", "济南市", ("历下区", "市中区", "槐荫区")),
    ("陕西省", "西安市", ("雁塔区", "碑林区", "未央区")),
)
_ROADS = (
    "文三路",
    "解放路",
    "人民东路",
    "建设大道",
    "中山北路",
    "科技二路",
    "学院路",
    "和平街",
    "长江西路",
    "滨河大道",
    "迎宾路",
    "青年路",
)
_ESTATES = ("金色家园", "阳光花园", "翠苑小区", "锦绣江南", "万福嘉苑", "东方名城", "紫荆公寓", "望湖苑")
_DOMAINS = ("qq.com", "163.com", "126.com", "sina.com", "139.com", "example.com", "mail.example.cn")
_AREAS = ("330106", "320106", "440304", "510107", "420103", "370102", "610113", "110105", "310115", "500103")
_BANKS = ("工商银行", "农业银行", "中国银行", "建设银行", "交通银行", "招商银行", "邮储银行", "杭州联合银行")
_WHAT = ("经营性贷款", "个人消费贷", "住房按揭", "助学贷款", "农户小额贷款", "创业担保贷款", "小微企业贷款", "汽车分期")
_STATE = ("正常", "已结清", "展期一次", "逾期处理中", "资料待补", "已核销", "贷后检查完成", "利率已调整", "担保变更")
_DID = (
    "客户经理已回访",
    "材料齐全",
    "抵押登记已办妥",
    "面签完成",
    "征信已查询",
    "受托支付完成",
    "已开通代扣",
    "合同已归档",
)
_WISH = (
    "希望延长期限",
    "申请提前还款",
    "咨询利率优惠",
    "要求变更还款日",
    "补充共同借款人",
    "申请减免罚息",
    "无其他要求",
)


def name(rng: random.Random) -> str:
    """An invented name of two to four characters."""
    surname = rng.choice(_COMPOUND) if rng.random() < 0.02 else rng.choice(_SURNAMES)
    return surname + "".join(rng.sample(_GIVEN, 1 if rng.random() < 0.2 else 2))


def cn_id(rng: random.Random) -> str:
    """An identity number with a valid check character."""
    body = f"{rng.choice(_AREAS)}{rng.randint(1945, 2005)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(0, 999):03d}"
    return body + id_check_char(body)


def mobile(rng: random.Random) -> str:
    """A mobile number of an allotted segment."""
    return f"{rng.choice(sorted(MOBILE_PREFIXES))}{rng.randint(0, 99_999_999):08d}"


def card(rng: random.Random) -> str:
    """A card number of 19 digits that passes Luhn."""
    body = f"62{rng.randint(0, 10**16 - 1):016d}"
    return next(body + str(digit) for digit in range(10) if is_luhn(body + str(digit)))


def uscc(rng: random.Random) -> str:
    """A unified social credit code with a valid check character."""
    body = rng.choice(("91", "92", "93")) + rng.choice(_AREAS) + "".join(rng.choice(USCC_ALPHABET) for _ in range(9))
    return body + uscc_check_char(body)


def address(rng: random.Random) -> str:
    """A home address down to the room."""
    province, city, districts = rng.choice(_CITIES)
    estate = rng.choice(_ESTATES) if rng.random() < 0.5 else ""
    return (
        f"{province}{city}{rng.choice(districts)}{rng.choice(_ROADS)}{rng.randint(1, 999)}号{estate}"
        f"{rng.randint(1, 40)}幢{rng.randint(1, 6)}单元{rng.randint(1, 32)}0{rng.randint(1, 4)}室"
    )


def email(rng: random.Random) -> str:
    """An address at a domain many people use."""
    letters = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(4, 9)))
    return f"{letters}{rng.randint(1, 9999)}@{rng.choice(_DOMAINS)}"


def amount(rng: random.Random) -> str:
    """An amount in yuan with two decimals."""
    return f"{rng.randint(1_000, 5_000_000)}.{rng.randint(0, 99):02d}"


def day(rng: random.Random) -> str:
    """A day of the last years."""
    return f"{rng.randint(2015, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _plain_remark(rng: random.Random) -> str:
    parts = [rng.choice(_WHAT), rng.choice(_STATE), rng.choice(_DID), rng.choice(_WISH), rng.choice(_BANKS) + "放款"]
    rng.shuffle(parts)
    return f"{parts[0]}，{parts[1]}；{parts[2]}，{parts[3]}。第{{period}}期，金额{{amount}}元"


def _remark_with_person(rng: random.Random) -> str:
    who, state, did, wish = name(rng), rng.choice(_STATE), rng.choice(_DID), rng.choice(_WISH)
    return rng.choice(
        (
            f"{state}，联系人{who}，电话{{mobile}}，{did}",
            f"共同借款人{who}（身份证号{{cn_id}}），{wish}",
            f"还款账户{{card}}，户名{who}，开户行{rng.choice(_BANKS)}",
            f"{did}；担保人：{who}；手机：{{mobile}}；证件：{{cn_id}}",
            f"客户{who}来电{{mobile}}{wish}，{state}",
        )
    )


def wording(rng: random.Random) -> str:
    """A remark's words without its numbers; 35 of 100 name a person, without separators as clerks write it."""
    return _remark_with_person(rng) if rng.random() < 0.35 else _plain_remark(rng)


_NUMBERS = {
    "mobile": mobile,
    "cn_id": cn_id,
    "card": card,
    "amount": lambda rng: f"{rng.randint(100_000, 999_999)}.{rng.randint(0, 99):02d}",
    "period": lambda rng: str(rng.randint(10, 60)),
}


def remark(rng: random.Random, words: str) -> str:
    """A remark with its numbers filled in."""
    return words.format_map({key: make(rng) for key, make in _NUMBERS.items() if f"{{{key}}}" in words})


def rows(count: int, *, seed: int = 20261122) -> Iterator[tuple[str, ...]]:
    """So many records. Names and wordings come from pools of 36,000 and 33,600 draws, as in one city's bank."""
    rng = random.Random(seed)
    names = [name(rng) for _ in range(36_000)]
    words = [wording(rng) for _ in range(33_600)]
    for _ in range(count):
        yield (
            rng.choice(names),
            cn_id(rng),
            mobile(rng),
            card(rng),
            uscc(rng),
            address(rng),
            email(rng),
            amount(rng),
            day(rng),
            remark(rng, rng.choice(words)),
        )


def write(path: Path, count: int, *, seed: int = 20261122) -> None:
    """Write a CSV of so many records."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(count, seed=seed))

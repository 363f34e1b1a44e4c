"""Words the public types and the words officials write. Query-time only: the index stays literal."""

from catalog.search.pinyin import syllables

# short or everyday form -> forms of laws and catalogues; from 中国人民银行 and 地方金融 terms in general use
SYNONYMS: dict[str, tuple[str, ...]] = {
    "小贷": ("小额贷款",),
    "小贷公司": ("小额贷款公司",),
    "担保公司": ("融资担保公司", "融资担保"),
    "融租": ("融资租赁",),
    "保理": ("商业保理",),
    "银保监": ("金融监督管理", "金融监管"),
    "央行": ("人民银行",),
    "人行": ("人民银行",),
    "社融": ("社会融资规模",),
    "金融办": ("地方金融",),
    "工商局": ("市场监督管理", "市场监管"),
    "国税": ("税务",),
    "地税": ("税务",),
    "财险": ("财产保险", "财产险"),
    "寿险": ("人寿保险", "人身保险"),
    "农险": ("农业保险",),
    "车险": ("机动车保险", "车险"),
    "罚单": ("行政处罚",),
    "gdp": ("地区生产总值", "国内生产总值"),
    "cpi": ("居民消费价格",),
    "lpr": ("贷款市场报价利率", "lpr"),
    "老赖": ("失信",),
    "欠税名单": ("欠税公告", "欠税"),
    "牌照": ("许可证", "许可"),
    "网点": ("营业网点", "分支机构", "营业部"),
}


def _by_sound() -> dict[str, str]:
    sounds: dict[str, str] = {}
    for word in SYNONYMS:
        parts = syllables(word)
        if parts:
            sounds["".join(parts)] = word
    return sounds


_SOUNDS: dict[str, str] = {}


def word_for_sound(letters: str) -> str | None:
    """Return the everyday word that `letters` spell in full pinyin (xiaodai → 小贷), or None."""
    if not _SOUNDS:
        _SOUNDS.update(_by_sound())
    return _SOUNDS.get(letters)


def expansions(run: str) -> list[str]:
    """Return `run` with each everyday word in it written as officials write it; empty when there is none.

    A run may hold one word among others: 小贷利率 becomes 小额贷款 with 利率 apart, since between them stands 市场平均.
    """
    found = [word for word in SYNONYMS if word in run]
    if not found:
        return []
    word = max(found, key=len)
    before, _, after = run.partition(word)
    return [" ".join(part for part in (before, official, after) if part) for official in SYNONYMS[word]]

"""泛化: an address is cut after its county (县级), so that a street or a village is no longer readable."""

import polars as pl

from desensitize.operators.base import HIDDEN, How

_HAN = r"[\x{3400}-\x{9fff}]"
_PROVINCE = rf"(?:{_HAN}{{2,3}}省|{_HAN}{{2,7}}(?:自治区|特别行政区)|内蒙古|(?:北京|天津|上海|重庆)市?)"
_CITY = rf"(?:{_HAN}{{1,7}}?(?:自治州|地区|盟|市))"
_COUNTY = rf"(?:{_HAN}{{1,9}}?(?:自治县|自治旗|林区|新区|矿区|特区|区|县|旗|市))"

_TO_CITY = rf"^((?:中国)?(?:{_PROVINCE})?(?:{_CITY})?)"
_TO_COUNTY = rf"{_TO_CITY[:-1]}(?:{_COUNTY})?)"

# Districts that are no counties: an estate, a zone or part of a village may end in 区.
_NO_COUNTY = (
    r"(?:小区|社区|园区|厂区|校区|库区|片区|院区|街区|景区|开发区|工业区|生活区|家属区|别墅区|住宅区|安置区"
    r"|[A-Za-z0-9一二三四五六七八九十]区)$"
)

# Signs of a road or a village, and the counties and cities (GB/T 2260) whose names hold such a sign.
_BELOW_COUNTY = r"[路街道巷弄胡村镇乡庄屯寨坊里组队社号栋幢室楼]"
_NAMED_SO = (
    "路桥|路南|路北|道县|道外|道里|道孚|道真|镇江|景德镇|镇海|镇平|镇远|镇雄|镇康|镇沅|镇坪|镇安|镇原|镇赉|镇巴|镇宁"
    "|乡城|乡宁|新乡|萍乡|宁乡|桐乡|湘乡|石家庄|枣庄|庄河|庄浪|台儿庄|屯昌|屯留|屯溪|潍坊|廊坊|坊子|社旗|金寨|巴里坤|阿里"
    "|胡杨河"
)


class County:
    """Province, city and county of an address; what names none of them is taken out whole."""

    name = "county"
    strength = 20

    def apply(self, values: pl.Series, how: How) -> pl.Series:
        """See Operator.apply."""
        del how
        # Regions are Han alone, so the run of Han that an address begins with decides; streets share theirs.
        head = values.str.normalize("NFKC").str.replace_all(r"\s+", "").str.extract(rf"^({_HAN}*)", 1)
        heads = pl.DataFrame({"v": head.unique()})
        county, city = pl.col("v").str.extract(_TO_COUNTY, 1), pl.col("v").str.extract(_TO_CITY, 1)
        cut = pl.when(_is_place(county)).then(county).when(_is_place(city)).then(city).otherwise(pl.lit(HIDDEN))
        made = heads.with_columns(cut.alias("made"))
        joined = pl.DataFrame({"v": head}).join(made, on="v", how="left", maintain_order="left")
        return joined["made"].alias(values.name)

    def domain(self, how: How) -> str:
        """See Operator.domain: Han characters alone, ending in an administrative suffix."""
        del how
        return rf"^(?:(?:中国)?{_PROVINCE}?{_CITY}?{_COUNTY}|(?:中国)?{_PROVINCE}?{_CITY}|(?:中国)?{_PROVINCE}|\*\*\*)$"


def _is_place(head: pl.Expr) -> pl.Expr:
    bare = head.str.replace_all(f"(?:{_NAMED_SO})", "")
    return (
        head.is_not_null()
        & (head.str.len_chars() > 1)
        & (head != "中国")
        & ~head.str.contains(_NO_COUNTY)
        & ~bare.str.contains(_BELOW_COUNTY)
    )

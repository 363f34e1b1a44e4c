"""The parts of a Chinese postal address as regular expressions: regions, roads, villages, estates, numbers.

Every repetition is bounded and every part ends in its own marker, so that no text makes matching slow.
"""

import re
from typing import Final

from desensitize.people.surnames import HAN, lines_of

_GAP: Final = r"[ ,\-]?"
_CLOSED: Final = "于在到往住址位为是以由从将与及被把的了我他她你您这那说称问寄系并且但因则已请向给按沿省市区县号"
"""Characters that stand between words, not inside names of places; region marks end a name."""

MARK: Final = (
    "[路街道巷弄村屯庄寨组队社号栋幢座楼室区苑园府庭城厦寓坊院排]|单元"
    "|宿舍|嘎查|[0-9]-[0-9]{1,2}-[0-9]{3,4}|[市县旗][一-鿿]{2,6}[镇乡]"
)
"""What every address outside a column of addresses holds; syntax that Polars knows as well."""

PLACE: Final = (
    f"(?:(?![{_CLOSED}])[{HAN}]|自由|于[都洪家庄田潜集楼]|从[化江善]|市[中北南桥口郊府政民场]|都市|城市(?=[花家公广豪新之])|"
    "县[前后西东城府]|区[直府]|省府|将[乐军台]|[无利]为|为民|且末|称[多文]|那[坡大曲日马仁龙陈桐]|以勒|由义|系马|住康|位庄|"
    "向[阳荣东西南北前家上日明华湖]|沿[江河湖海溪滩山])"
)
_NUMERAL: Final = "(?:[0-9]{1,5}|[一二三四五六七八九十百零〇]{1,5}|[A-Za-z甲乙丙丁][0-9]{1,4}|[A-Za-z甲乙丙丁])"
_COMPOUND: Final = rf"(?:第|附|副)?{_NUMERAL}(?:[-—–~之/、][0-9A-Za-z]{{1,5}}){{0,3}}"


def _regions() -> str:
    names: list[str] = []
    for line in lines_of("regions.txt"):
        if not line.startswith("["):
            names += line.split()
    return "|".join(sorted(names, key=len, reverse=True))


KNOWN: Final = f"(?:{_regions()})"
_PROVINCE_END: Final = "(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)"
REGION: Final = (
    f"(?:{KNOWN}{_PROVINCE_END}?(?!路|街|大道|大街|道|巷|大厦|花园|广场|小区|村|[区县旗州市盟]|[银农工商][行商信银]|[{HAN}]{{1,4}}(?:银行|公司|支行))|"
    f"{PLACE}{{1,8}}?(?:自治州|自治县|自治旗|林区|矿区|新区|开发区|高新区|经开区|保税区|示范区|工业区|管理区|管委会|[省县盟]|市(?![镇村])|旗(?![村社街路镇乡屯庄])|(?<![社小活])(?<![村屯庄寨][东西南北中新老一二三四五六七八九])区(?!社区)|州(?![市区县村社街路镇乡屯庄]))(?!间|内|域))"
)
_TOWN_END: Final = (
    "(?:街道办事处|街道办|街道|民族乡|苏木|办事处|[镇乡]|(?:[农林牧渔]|垦殖|原种|良种|种畜|园艺|[总分])场)"
    f"(?!村|社区|企业|居民|干部|政府|财政)(?:[(][{HAN}]{{2,14}}[)])?"
)
TOWN: Final = (
    f"(?:{PLACE}{{1,8}}?{_TOWN_END}|"
    f"(?<=[市区县旗])[{HAN}]{{2,5}}?{_TOWN_END}(?=[{HAN}]{{2,8}}?(?:社区|[村路街巷庄屯寨])))"
)
"""Right behind a county a town may be called anything: 江州区那隆镇, 五莲县于里镇."""
ROAD: Final = (
    f"(?:(?!村民|居民){PLACE}|[0-9]){{1,10}}?(?:大道|大街|(?<!高速)公路|胡同|环路|(?<![管线网电油气思销链回])(?<!高速公)路|街|巷|里弄|弄|"
    "(?<![通管渠频轨报航赛])道|国道|省道|县道)"
    "(?:[东南西北中](?<!中(?=[央心国华医学]))(?:[一二三四五六七八九十0-9]路|[段路街里])?|[一二三四五六七八九十]{1,3}段|[一二三四五六七八九十0-9]{1,3}[段巷弄里条](?![0-9]))?"
    "(?!行政村|村|社区|居委会|[GSXYC][0-9]{3})"
)
_COMMITTEE: Final = (
    "(?:村民委员会|居民委员会|村委会|居委会|(?:一|二|三|[0-9])?居)"
    "(?=[ ]?(?:第?[0-9一二三四五六七八九十]{1,4}[村居组队社号栋]))"
)
VILLAGE: Final = (
    f"(?:{PLACE}|[0-9]){{1,8}}?(?:行政村|自然村|新村|社区|嘎查|{_COMMITTEE}|[村屯庄寨](?![村屯庄寨](?!民)|(?<=庄)园|民|委|社区))"
    f"(?:[东西南北中新老前后上下][区片里街头](?![{HAN}]))?(?:[(][{HAN}]{{1,8}}[)])?"
)
_COUNTED: Final = "第?(?:[0-9]{1,4}号|[0-9]{1,3}[组社队栋幢排]|[一二三四五六七八九十]{1,3}[组社队])"
VILLAGE_BEHIND: Final = f"(?<=[镇乡道场])[{HAN}]{{2,8}}?(?:行政村|社区|村|嘎查)(?={_COUNTED})"
"""Between a town and a number a village may be called anything: 上龙乡岜那村9号."""
SPOT: Final = f"(?<=[村屯庄寨镇乡查])(?:{PLACE}{{1,6}}?(?={_COUNTED})|{PLACE}{{1,5}}?(?:村民小组|小组)(?![工长成负]))"
"""A hamlet without a mark of its own between a village and a number: 瓦南村王家宅58号; or a group with a name."""
_ESTATE_START: Final = f"(?:(?![栋幢层室楼]){PLACE}|[0-9A-Za-z·]){{2,12}}?"
ESTATE_SURE: Final = (
    f"{_ESTATE_START}(?:小区|花园|花苑|花都|家园|家属院|家属楼|家属区|天街|华府|府邸|公园|华庭|宿舍楼|宿舍|公寓|大厦|大楼|广场|公馆|国际城|国际|商城|"
    "新村|名都|名城|名苑|名邸|名门|门第|世家|半岛|庄园|山庄|别墅|豪庭|豪园|雅苑|雅居|雅园|佳园|佳苑|嘉园|嘉苑|新苑|工业园|产业园|科技园|创业园|物流园|写字楼|大院)"
)
ESTATE: Final = (
    f"(?:{ESTATE_SURE}|{_ESTATE_START}(?:中心|新城|天地|市场|"
    "(?:居(?![住民])|(?<!幼儿)园|[苑府庭湾郡墅邸坊轩阁城寓里])))"
)
DWELLING: Final = re.compile(
    "(?:小区|花园|花苑|花都|家园|家属[院楼区]|华府|府邸|华庭|宿舍楼?|公寓|公馆|新村|名[都城苑邸门]|门第|世家|半岛|山庄|别墅|豪[庭园]|雅[苑居园]|"
    "佳[园苑]|嘉[园苑]|新苑|大院)[ ,-]?$"
)
"""Ends of what people live in and nothing else has."""
ROAD_END: Final = re.compile("(?:大道|大街|胡同|路|街|巷|弄)[东南西北中一二三四五六七八九十0-9段路街里]{0,4}[ ,-]?$")
GROUP_END: Final = re.compile("小组[ ,-]?$")
"""A villagers' group has a name or a number: it is as fine as a house number is."""
LEVEL: Final = re.compile(f"[省市州盟区][{HAN}]{{1,10}}[市区县旗州盟]")
"""Regions of two levels."""
HAN_CHARACTER: Final = re.compile(f"[{HAN}]")
ISSUE: Final = re.compile(f"(?:20)?[0-9]{{2}}[{HAN}]{{2,6}}[0-9]{{2,3}}")
"""The short name of a bond: year, issuer, number of the issue (19铁道05)."""
NUMBER: Final = (
    f"(?:{_COMPOUND}(?:号院|号楼(?![下上道梯顶])|号库|号铺|号|村民小组|小组|组|队|社|支弄|弄|巷|栋|幢|座|单元|层|楼(?!下|上|顶)|室(?!内|外)|房(?!产|屋|间|东|租)|户(?!主|籍|口)|铺|门(?![前口外面])|期|区|片|院|#|梯|排)(?:[东西南北中]?(?:户|单元|屋|排|侧|门|楼(?![下上顶道梯])))?|[东西南北中](?:[0-9一二三四五六]?(?:单元|户|屋|排)|楼[0-9])|"
    "地下[一二三1-3]?层|底商|商铺|门面房?)"
)
_TELEPHONE: Final = "(?:[0-9]{3}[ -][0-9]{8}|[0-9]{3,4}[ -][0-9]{3,4}[ -]?[0-9]{4})(?![0-9])"
BUILDING: Final = (
    rf"(?:{_COMPOUND}(?:号楼(?![下上道梯顶])|栋|幢|座|单元|室|期(?=[0-9]{{1,3}}[栋幢座号]))|"
    rf"(?!{_TELEPHONE})[0-9]{{1,3}}-[0-9]{{1,4}}-[0-9]{{2,5}})"
)
ROOM: Final = (
    f"(?!{_TELEPHONE})"
    r"(?:[A-Za-z甲乙丙丁东西]?[0-9]{1,5}[A-Za-z]?(?:-[0-9]{1,5}){0,3}(?:室|房(?!产|屋)|户|号)?)"
    "(?![0-9年月日元%.万A-Za-z]|后(?![门排座面院]))"
)

ORG_AFTER: Final = re.compile(
    f"[{HAN}]{{0,4}}?(?:支行|分行|营业部|营业厅|营业所|分理处|储蓄所|派出所|税务所|税务局|税务分局|财政所|财政局|司法所|卫生院|卫生室|医院|小学|中学|学校|大学|幼儿园|"
    "村委会|居委会|村民委员会|居民委员会|管委会|办事处|委员会|服务站|服务中心|网点|分店|门店|旗舰店|加油站|收费站|公交站|地铁站|车站|项目|工程|改造|拆迁|地块|管网|整治|绿化|"
    "人民政府|政府|法院|检察院|公司|合作社|供销社|信用社|农商行|基金|商会|协会|街区|沿线|段道路|隧道|大桥|立交|路口|交叉口)"
)
"""An institution, a project or a piece of road named after the place: then the place is no address."""

LEFT_WORDS: Final = (
    "(?:户籍所在地|户籍地|户口所在地|住所地|所在地|居住地|经常居住地|送达地|地点|住处|"
    "自愿|查封|扣押|拍卖|变卖|处置|没收|名下位于|迁至|搬去|搬到|搬至|移至|迁往|办理|转让|出售|出租|提供|客户|居民|村民|来电|反映|核实|查实|位置|现居|户籍|原籍|祖籍|籍贯|家庭|通讯|通信|注册|办公|联系|坐落|座落|地址|登记|抵押物|抵押|房产|房屋|商铺|门面|"
    "本人|自有|名下|寄送|邮寄|送达|搬迁|迁移|变更|前去|返回|出生|现场|上门|走访|收货|安置|购买|购置|购得|租赁|承租|租用|一套|一处|所有|通过|经过|路过|发生|"
    "租住|借住|暂住|长期|目前|以及|以下|如下|包括|经查|拥有|坐标)"
)
"""Words that stand before an address; the first region name must not swallow them."""

LEADING_WORDS: Final = f"(?:{LEFT_WORDS}|[家自由经对将至去即其该某以原现曾共含有赴者])"
"""The same and single characters, which count only at the start of a clause: place names hold them too."""

NAMED_AFTER: Final = re.compile(
    "(?<=号)(?!房产|房屋|道路|村民|居民|变更|过户|邻居)(?![附近门前对面旁边一带院内办公])(?:(?![的及或为被收寄自出办租买卖住有无签等人处内外前后旁开设居经营工上与和在是至到已未因申请报反映诉称说要求领取缴纳欠贷借死患病退])"
    f"[{HAN}]){{2,8}}(?=[,。;、()\\n ]|$|的?房产|的?房屋|的?商铺|的?住宅)"
)
"""An estate without a mark of its own behind a house number: 北京路194号碧水湾."""

_PART: Final = (
    rf"(?:{_COMPOUND}(?:号楼(?![下上道梯顶])|[栋幢座层室铺排F](?![内外])|单元|楼(?![下上道梯顶])|期(?=[0-9]{{1,3}}[栋幢座号]))|"
    r"[A-Z]?[0-9]{1,3}-(?:[0-9]{1,2}-)?[0-9]{3,4}(?![0-9-]))"
)
FINER_AFTER: Final = re.compile(
    "[ ]?(?!房产|房屋|道路|村民|居民|变更|过户|邻居|新建|在建|拟建|改造|增设|加装)"
    f"(?:(?![的及或为被收寄自出办租买卖住有无签等人处开设居经营与和在是至到已未因申请报诉称说要求领取缴纳欠贷借死患病退共计拆约仅另]|附近|门前|对面|旁边|发生|导致)[{HAN}]|(?![0-9]+[年月日元万笔])[A-Za-z0-9·]){{0,10}}?"
    f"{_PART}(?:{_GAP}(?:{NUMBER}|{_PART})){{0,5}}(?:{ROOM})?"
)
"""Behind a house number, whatever the building is called, when a number of its parts follows: 15号华联商厦6层."""
TELEPHONE: Final = re.compile(
    "[ ,]+(?:收[件货]人|联系人|联系电话|电话|手机|邮编|姓名)|"
    "[ ,(-]*(?<![0-9])(?:[0-9]{11}|[0-9]{3}[ -][0-9]{8}|[0-9]{3,4}[ -][0-9]{3,4}[ -]?[0-9]{4})(?![0-9])"
)
"""Stands behind an address, and could be read as its building or room; or whose it is. All digits are 0 here."""
GROUPS: Final = re.compile("[村屯庄寨区道](?:第?[0-9一二三四五六七八九十]{1,4}[组社队]){1,2}[ ,-]?$")
"""A villagers' group and nothing finer: under a header of areas a unit of the administration like the village."""
ROOMS: Final = re.compile("(?:栋|幢|座|号楼).*(?:单元|室|号)|单元.*室")
HIDDEN: Final = ("**", "××")
"""Behind a place: its number was masked already."""
ITEM: Final = re.compile(" [0-9]{1,2}$")
"""Before a full stop the number of the next item in a list: 3.整治河道 4.收储绠流."""

"""Invented addresses, regions, institutions, departments and brands."""

from random import Random

_PROVINCES = [
    "江苏省",
    "浙江省",
    "四川省",
    "云南省",
    "河北省",
    "湖南省",
    "广东省",
    "山东省",
    "陕西省",
    "临江省",
    "贵州省",
    "福建省",
]
_CITIES = [
    "云川市",
    "苏州市",
    "临江市",
    "平阳市",
    "昆山市",
    "成都市",
    "衡水市",
    "海宁市",
    "南安市",
    "石狮市",
    "青峰市",
    "宜州市",
]
_COUNTIES = [
    "东湖区",
    "北麓区",
    "安河县",
    "白石县",
    "高新区",
    "临港新区",
    "城关区",
    "和平区",
    "南山区",
    "金水区",
    "平江县",
    "开化县",
    "万年县",
    "武侯区",
    "新城区",
    "长安区",
    "江夏区",
    "雨花区",
    "临渭区",
    "永兴县",
]
_TOWNS = [
    "新丰镇",
    "太平镇",
    "石桥镇",
    "大安乡",
    "红旗乡",
    "清水镇",
    "张家坡镇",
    "龙泉街道",
    "文昌街道",
    "滨江街道",
    "柳林镇",
    "王集乡",
    "马家堡街道",
    "黄泥镇",
    "三合镇",
]
_VILLAGES = [
    "新丰村",
    "李家村",
    "王庄村",
    "东风村",
    "石磨村",
    "柳树屯",
    "大寨",
    "前进村",
    "杨家庄",
    "红光社区",
    "和谐社区",
    "双河村",
    "马家湾村",
    "上河村",
]
_ROADS = [
    "人民路",
    "滨湖大道",
    "创新大道",
    "中山北路",
    "解放东路",
    "建设一路",
    "文昌街",
    "和平街",
    "兴业路",
    "长江西路",
    "学府路",
    "朝阳大街",
    "新华南路",
    "迎宾大道",
    "天府二街",
    "金融街",
    "东风中路",
    "凤凰巷",
    "柳荫胡同",
    "王府大街",
    "青年路",
    "延安西路",
]
_ESTATES = [
    "滨湖花园",
    "锦绣家园",
    "翠湖苑",
    "阳光小区",
    "金色港湾",
    "水岸华庭",
    "御景湾",
    "万科城",
    "碧桂园",
    "紫荆公寓",
    "学府雅居",
    "中央公馆",
    "幸福里小区",
    "和平新村",
    "东方名城",
    "星河国际",
    "龙湖时代天街",
]
_TOWERS = ["国贸大厦", "金融中心", "创业大厦", "科技大厦", "时代广场", "云帆大厦", "环球中心"]
_STEMS = [
    "恒岳",
    "鸿渚",
    "松澜",
    "青禾",
    "启衡",
    "云帆",
    "澄江",
    "禾信",
    "鼎川",
    "万象",
    "瑞棠",
    "博闻",
    "远岫",
    "沐阳",
    "致和",
    "金石",
    "高远",
    "方正",
    "安泰",
    "平安",
    "华夏",
    "张小泉",
    "王府井",
    "李渡",
    "周大福",
    "陈李济",
    "马应龙",
    "同方",
    "明德",
    "康美",
    "温氏",
    "石化",
    "白云",
    "万家",
    "万科",
]
_TRADES = [
    "科技",
    "商贸",
    "投资",
    "融资担保",
    "小额贷款",
    "典当",
    "融资租赁",
    "农业发展",
    "建筑工程",
    "食品",
    "物流",
    "医药",
    "股权投资管理",
    "电子商务",
    "置业",
    "餐饮管理",
    "水务",
    "资产管理",
]
_FORMS = [
    "有限公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "合伙企业(有限合伙)",
    "专业合作社",
    "经营部",
    "工作室",
]
_BANKS = [
    "工商银行",
    "农业银行",
    "建设银行",
    "中国银行",
    "平安银行",
    "云川农商行",
    "临江银行",
    "招商银行",
    "邮储银行",
    "安河村镇银行",
    "民生银行",
]
_BRANCHES = ["人民路支行", "高新区支行", "王府井支行", "东湖区支行", "营业部", "张江支行", "云川分行", "滨湖大道营业所"]
_DESKS = [
    "财务部",
    "计财科",
    "信贷部",
    "风险管理部",
    "综合办公室",
    "人力资源部",
    "公司金融部",
    "办公室",
    "个人金融部",
    "法规科",
    "稽核处",
    "国库处",
    "征管股",
    "金融科",
    "农商部",
    "方案组",
    "安全保卫部",
    "计划财务部",
    "信息科技部",
]
_BRANDS = [
    "方正",
    "安踏",
    "李宁",
    "周大生",
    "海尔",
    "康师傅",
    "王老吉",
    "金龙鱼",
    "平安",
    "万家乐",
    "马应龙",
    "云南白药",
    "张裕",
    "郎酒",
    "古井贡",
    "汤臣倍健",
    "老凤祥",
    "顾家",
    "梁大侠",
    "金六福",
]
_AUTHORITIES = [
    "国家税务总局云川市税务局",
    "云川市地方金融监督管理局",
    "云川银保监分局",
    "中国人民银行云川市中心支行",
    "东湖区财政局",
    "云川市市场监督管理局",
    "临江证监局",
    "白石县人民法院",
    "平江县公安局",
]
_INDUSTRIES = [
    "批发和零售业",
    "制造业",
    "建筑业",
    "农、林、牧、渔业",
    "金融业",
    "住宿和餐饮业",
    "交通运输业",
    "软件和信息技术服务业",
    "房地产业",
]


def _room(rng: Random) -> str:
    kind = rng.randint(0, 5)
    if kind == 0:
        return f"{rng.randint(1, 30)}栋{rng.randint(1, 4)}单元{rng.randint(1, 33)}0{rng.randint(1, 4)}室"
    if kind == 1:
        return f"{rng.randint(1, 20)}号楼{rng.randint(101, 2904)}"
    if kind == 2:
        return f"{rng.randint(1, 20)}-{rng.randint(1, 4)}-{rng.randint(101, 2904)}"
    if kind == 3:
        return f"{rng.choice('ABC')}座{rng.randint(3, 30)}层"
    if kind == 4:
        return f"{rng.randint(1, 20)}幢{rng.randint(101, 2904)}室"
    return ""


def address(rng: Random) -> str:
    """A postal address, with or without house number, in town or village."""
    head = rng.choice(("", "", rng.choice(_PROVINCES))) + rng.choice(_CITIES) + rng.choice(_COUNTIES)
    kind = rng.random()
    if kind < 0.45:
        return (
            head
            + rng.choice(_ROADS)
            + f"{rng.randint(1, 999)}号"
            + (rng.choice(_ESTATES) + _room(rng) if rng.random() < 0.5 else "")
        )
    if kind < 0.6:
        return (
            head
            + rng.choice(_TOWNS)
            + rng.choice(_VILLAGES)
            + rng.choice(
                (f"{rng.randint(1, 12)}组", f"{rng.randint(1, 9)}组{rng.randint(1, 99)}号", f"{rng.randint(1, 120)}号")
            )
        )
    if kind < 0.75:
        return (
            rng.choice(_COUNTIES)
            + rng.choice(_ROADS)
            + f"{rng.randint(1, 400)}号"
            + rng.choice(("", rng.choice(_TOWERS) + _room(rng)))
        )
    if kind < 0.9:
        return (
            rng.choice(("", head))
            + rng.choice(_ESTATES)
            + f"{rng.randint(1, 30)}栋{rng.randint(1, 4)}单元{rng.randint(1, 33)}0{rng.randint(1, 4)}室"
        )
    return head + rng.choice(_ROADS)


def region(rng: Random) -> str:
    """An administrative area: never an address."""
    return rng.choice(
        (
            rng.choice(_COUNTIES),
            rng.choice(_CITIES),
            rng.choice(_CITIES) + rng.choice(_COUNTIES),
            rng.choice(_PROVINCES),
        )
    )


def township(rng: Random) -> str:
    """A town and village as a statistic's unit."""
    return rng.choice(_TOWNS) + rng.choice(_VILLAGES)


def company(rng: Random) -> str:
    """A company's full name."""
    city = rng.choice(("云川", "临江", "北京", "深圳市", "云川市", "江苏", ""))
    return city + rng.choice(_STEMS) + rng.choice(_TRADES) + rng.choice(_FORMS)


def bank(rng: Random) -> str:
    """A bank, sometimes a branch named after a road or place."""
    return rng.choice(_BANKS) + rng.choice(("", rng.choice(_BRANCHES)))


def desk(rng: Random) -> str:
    """A department inside an institution."""
    return rng.choice(_DESKS)


def brand(rng: Random) -> str:
    """A brand that looks like a name."""
    return rng.choice(_BRANDS)


def authority(rng: Random) -> str:
    """A public authority."""
    return rng.choice(_AUTHORITIES)


def industry(rng: Random) -> str:
    """A division of GB/T 4754."""
    return rng.choice(_INDUSTRIES)

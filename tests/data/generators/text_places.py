"""Invented addresses and institutions for running texts, wider than `places`."""

from random import Random


def _words(text: str) -> list[str]:
    return text.split()


_PROVINCES = _words(
    "云南省 河南省 四川省 江苏省 浙江省 广东省 山东省 湖南省 贵州省 甘肃省 广西壮族自治区 新疆维吾尔自治区 内蒙古自治区 福建省 河北省"
)
_CITIES = _words(
    "昆明市 洛阳市 绵阳市 常州市 台州市 东莞市 烟台市 株洲市 遵义市 天水市 柳州市 喀什市 赤峰市 泉州市 保定市 上海市 北京市 重庆市 天津市 义乌市 晋江市"
)
_COUNTIES = _words(
    "盘龙区 涧西区 涪城区 武进区 椒江区 南城区 芝罘区 荷塘区 红花岗区 麦积区 鱼峰区 莫力达瓦自治旗 红山区 丰泽区 莲池区 浦东新区 朝阳区 渝北区 西青区 嵩明县 偃师区 三台县 禄劝彝族苗族自治县 凤冈县 秦安县 巧家县"
)
_TOWNS = _words(
    "青龙镇 柳河镇 大石桥乡 三岔河镇 白云街道 北关街道 马街镇 牛街镇 东升街道 石龙镇 小坝乡 王官屯镇 花桥镇 九龙街道 红旗街道 双凤镇 茨营乡"
)
_VILLAGES = _words(
    "大营村 小石桥村 李家庄村 马家沟村 东湾村 上坪村 下河村 柏树村 张家湾村 赵楼村 前王庄村 新建村 红星村 永丰村 刘家寨 沙坝村 杨柳村 三合村"
)
_ROADS = _words(
    "北京路 中山路 人民东路 建设南路 长江中路 鲁迅路 张衡路 李时珍大道 左权路 黄兴路 解放大道 环城西路 学府路 滇池路 龙泉路 科技三路 迎宾大道 世纪大道 新华街 文庙巷 东风西街 五一路 自由街 金星路"
)
_ESTATES = _words(
    "世纪花园 绿地香颂 阳光海岸 金域华府 春城小区 翡翠城 恒大名都 保利花园 梧桐苑 银海家园 紫金公馆 锦绣华庭 江南水乡 碧水湾 融创春晖十里 万科魅力之城"
)
_STEMS = _words(
    "宏远 恒泰 鑫源 瑞丰 天成 中科 华盛 广汇 正大 新希望 隆达 金桥 嘉和 博雅 世纪 顺发 东升 凯旋 同创 亿达 海纳 智联 云帆 启明 长青"
)
_TRADES = _words(
    "商贸 科技 建筑工程 物流 实业 投资 房地产开发 融资担保 小额贷款 资产管理 农业开发 医药 餐饮管理 劳务派遣 信息技术 电子商务 典当 食品"
)
_FORMS = _words("有限公司 有限责任公司 股份有限公司 集团有限公司")
_BANKS = _words(
    "中国工商银行 农业银行 建设银行 招商银行 富滇银行 浦发银行 郑州银行 邮储银行 中信银行 民生银行 农村信用社"
)


def _place(rng: Random) -> str:
    head = rng.choice(("", rng.choice(_PROVINCES)))
    return head + rng.choice(_CITIES) + rng.choice(_COUNTIES)


def _home_end(rng: Random) -> str:
    kind = rng.randint(0, 6)
    number = f"{rng.randint(1, 30)}"
    if kind == 0:
        return f"{number}栋{rng.randint(1, 4)}单元{rng.randint(1, 33)}0{rng.randint(1, 4)}室"
    if kind == 1:
        return f"{number}号楼{rng.randint(101, 2904)}"
    if kind == 2:
        return f"{number}幢{rng.randint(101, 2904)}号"
    if kind == 3:
        return f"{number}-{rng.randint(1, 4)}-{rng.randint(101, 2904)}"
    if kind == 4:
        return rng.choice("ABC") + f"座{rng.randint(101, 2904)}"
    return f"{number}栋{rng.randint(101, 2904)}室" if kind == 5 else ""


def home(rng: Random) -> str:
    """A town address down to the house or the room."""
    kind = rng.random()
    if kind < 0.5:
        return (
            _place(rng)
            + rng.choice(_ROADS)
            + f"{rng.randint(1, 800)}号"
            + (rng.choice(_ESTATES) + _home_end(rng) if rng.random() < 0.5 else "")
        )
    if kind < 0.7:
        return rng.choice(_COUNTIES) + rng.choice(_ROADS) + f"{rng.randint(1, 800)}号"
    if kind < 0.9:
        return (
            rng.choice((_place(rng), rng.choice(_COUNTIES), ""))
            + rng.choice(_ESTATES)
            + f"{rng.randint(1, 30)}栋{rng.randint(1, 4)}单元{rng.randint(101, 3304)}室"
        )
    return _place(rng) + rng.choice(_TOWNS) + rng.choice(_ROADS) + f"{rng.randint(1, 300)}号附{rng.randint(1, 9)}号"


def rural(rng: Random) -> str:
    """A village address with a group or number."""
    head = rng.choice((_place(rng), rng.choice(_COUNTIES), ""))
    return (
        head
        + rng.choice(_TOWNS)
        + rng.choice(_VILLAGES)
        + rng.choice(
            (
                f"{rng.randint(1, 15)}组",
                f"{rng.randint(1, 15)}社",
                f"第{rng.choice('一二三四五六七八九')}村民小组",
                f"{rng.randint(1, 300)}号",
                f"{rng.randint(1, 9)}组{rng.randint(1, 99)}号",
            )
        )
    )


def street(rng: Random) -> str:
    """A road in a region, without a number."""
    return _place(rng) + rng.choice(_ROADS)


def company(rng: Random) -> str:
    """A company's full name."""
    return (
        rng.choice(("", rng.choice(_CITIES), rng.choice(_PROVINCES)[:2], rng.choice(_CITIES)[:2]))
        + rng.choice(_STEMS)
        + rng.choice(_TRADES)
        + rng.choice(_FORMS)
    )


def company_of_name(rng: Random) -> str:
    """A company whose name holds a person's."""
    return rng.choice(
        (
            "杭州张小泉集团有限公司",
            "广州王老吉大健康产业有限公司",
            "贵州陈年酒业有限公司",
            "李宁体育用品有限公司",
            "马应龙药业集团股份有限公司",
            "周大福珠宝集团有限公司",
            "雷允上药业集团有限公司",
            "同仁堂股份有限公司",
            "胡庆余堂国药号有限公司",
            "陶华碧老干妈风味食品有限责任公司",
            "方正科技集团股份有限公司",
            "江中药业股份有限公司",
        )
    )


def branch(rng: Random) -> str:
    """A bank's branch."""
    return (
        rng.choice(_BANKS)
        + rng.choice(_CITIES)[:2]
        + rng.choice(("", "分行", rng.choice(_ROADS) + "支行", "高新区支行", "城东支行"))
    )


def town_region(rng: Random) -> str:
    """A region alone."""
    return rng.choice(
        (
            rng.choice(_CITIES),
            rng.choice(_COUNTIES),
            rng.choice(_PROVINCES),
            rng.choice(_CITIES) + rng.choice(_COUNTIES),
        )
    )

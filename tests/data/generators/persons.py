"""Invented personal names: usual, rare, compound, minority, transliterated, and what they are mistaken for."""

from random import Random

_COMMON = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_OTHER = "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
_RARE = "水益桓松禤麴逄郄仉佴呙粘亓郇邸逯鄢冼谌蔺揭但尉冶斯幸奉闭由幺厍宓蒯暨阙酆郏璩濮扈郜荀雒缑矫都朴盖皮粟位"
_COMPOUND = [
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "令狐",
    "夏侯",
    "东方",
    "独孤",
    "南宫",
    "端木",
    "轩辕",
    "宇文",
    "长孙",
    "鲜于",
    "闻人",
    "赫连",
    "澹台",
    "申屠",
    "淳于",
    "濮阳",
    "呼延",
    "钟离",
    "太史",
]
_GIVEN = "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建国志文淑珍梅琴素云莲凤洁琳雅燕玲春菊勤贞莉香月莺媛瑞凡佳嘉琼珠翠枝思立新雪梦婷玥欣怡涵子轩浩宇然梓诗琪瑶雨晨晓宁博海波斌辉鹏飞龙俊峰凯鑫鸿健亮东林森晶晖旭阳光永康胜利成君宏宝庆顺祥福富贵德义仁礼智信忠孝良善美慧贤惠珊珂彤彬炜焱煜熙睿哲昊天翔宸泽润沐恩逸凌霄楠桐柏松竹岩山川江河溪源清泉洪学文科登厚朴守约克俭方圆丰乐凡元小龙大伟金锁银环满仓来福根生铁柱招娣爱党卫红援朝跃进"
_GIVEN_RARE = "翀堃淼犇奭赟龑祎甦頔垚燚贇勍昉旻晗曌珺瑄琰璟甯砚祺稷筠簌纾羿翾翯芃苒茜荃菀萱葳蓁薇虢蜜衎袆讷诩谡豫赫轶迩逯邈郅钰铄锴闳隽霈靥韫頫颀飏骐骢魁鲲鹂麒黛鼐齐龢婧嫣孜孺宓寰岑嵇嶂帷弋彧忱怿恺悫惟愔懿戬扆抟揆旸晁晔晞暾曦杞枞栩桉棣楗榛槃樾橦檠歆汐沚泠洄浔涑淇淏渌湉湜溱滢漪潼澍濂灏炅烨煊熠爻牧玕玘珅珝珩"
_TIBETAN = [
    "扎西次仁",
    "丹增卓玛",
    "格桑央金",
    "尼玛平措",
    "洛桑顿珠",
    "索朗旺堆",
    "边巴罗布",
    "白玛曲珍",
    "仁青加措",
    "普布拉姆",
    "达瓦才让",
    "多吉",
    "次旦旺姆",
    "巴桑德吉",
    "强巴江措",
]
_MONGOL = [
    "巴特尔",
    "苏日娜",
    "乌云其其格",
    "额尔敦朝鲁",
    "斯琴高娃",
    "那顺巴雅尔",
    "娜仁图雅",
    "哈斯格日勒",
    "特木尔",
    "呼和",
    "敖登格日勒",
    "布和额尔敦",
]
_UYGUR_FIRST = [
    "买买提",
    "阿不都热合曼",
    "吐尔逊",
    "艾合买提",
    "玉素甫",
    "木拉提",
    "阿依古丽",
    "帕提古丽",
    "热依汗",
    "古丽娜尔",
    "努尔买买提",
    "麦麦提敏",
    "再娜甫",
    "迪丽努尔",
    "阿迪力江",
    "库尔班江",
]
_UYGUR_LAST = [
    "艾力",
    "买买提",
    "吐尔逊",
    "依明",
    "肉孜",
    "热合曼",
    "玉素甫",
    "阿不都拉",
    "司马义",
    "库尔班",
    "吾买尔",
    "托合提",
    "尼亚孜",
    "赛买提",
]
_LATIN_FIRST = ["James", "Maria", "David", "Anna", "Robert", "Elena", "Thomas", "Sofia", "Ahmed", "Yuki"]
_LATIN_LAST = ["Smith", "Garcia", "Miller", "Petrova", "Johnson", "Rossi", "Tanaka", "Hassan", "Brown", "Novak"]


def plain(rng: Random) -> str:
    """A name as nine in ten people bear it."""
    given = rng.choice(_GIVEN) if rng.random() < 0.15 else rng.choice(_GIVEN) + rng.choice(_GIVEN)
    return rng.choice(_COMMON if rng.random() < 0.8 else _OTHER) + given


def compound(rng: Random) -> str:
    """A name with a surname of two characters."""
    return rng.choice(_COMPOUND) + "".join(rng.choice(_GIVEN) for _ in range(rng.choice((1, 2))))


def rare(rng: Random) -> str:
    """A rare surname or rare given characters."""
    if rng.random() < 0.5:
        return rng.choice(_RARE) + "".join(rng.choice(_GIVEN) for _ in range(rng.choice((1, 2))))
    return rng.choice(_COMMON) + "".join(rng.choice(_GIVEN_RARE) for _ in range(rng.choice((1, 2))))


def minority(rng: Random) -> str:
    """A Tibetan, Mongolian or Uyghur name in Han characters."""
    kind = rng.random()
    if kind < 0.3:
        return rng.choice(_TIBETAN)
    if kind < 0.55:
        return rng.choice(_MONGOL)
    return rng.choice(_UYGUR_FIRST) + "·" + rng.choice(_UYGUR_LAST)


def latin(rng: Random) -> str:
    """A foreigner's name in Latin letters."""
    return f"{rng.choice(_LATIN_FIRST)} {rng.choice(_LATIN_LAST)}"


def any_name(rng: Random) -> str:
    """A mixture as large Chinese registers have it, hard kinds over-represented."""
    kind = rng.random()
    if kind < 0.86:
        return plain(rng)
    if kind < 0.91:
        return compound(rng)
    return rare(rng) if kind < 0.96 else minority(rng)


def text_name(rng: Random) -> str:
    """As `any_name`, without the kinds that no reader could tell from words in running text."""
    kind = rng.random()
    return (
        plain(rng)
        if kind < 0.9
        else compound(rng)
        if kind < 0.95
        else rng.choice(_UYGUR_FIRST) + "·" + rng.choice(_UYGUR_LAST)
    )

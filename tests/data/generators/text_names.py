"""Invented names for running texts, wider than `persons`: generations, double surnames, minorities, traditional forms.

Independent of the product's own lists: frequencies and pools come from general knowledge of Chinese registers.
"""

from random import Random


def _words(text: str) -> list[str]:
    return text.split()


_FREQUENT = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_SELDOM = "樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺水云昌凤酆常皮卡齐"
_COMPOUND = _words(
    "欧阳 上官 司马 诸葛 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 端木 轩辕 宇文 长孙 鲜于 闻人 东方 独孤 南宫 呼延 淳于 钟离 申屠 赫连 澹台"
)
_MEN = _words(
    "建国 建军 志强 国强 文斌 海涛 永刚 卫东 学军 宏伟 德胜 世杰 俊杰 浩然 子轩 宇航 明辉 晓东 振华 家豪 天佑 嘉诚 泽楷 鹏程 立新 春生 福来 金宝 长林 玉林 光明 保国 爱民 新民 根生 水生 大勇 小军 二牛 铁柱 满仓 有才 万里 千山 凯旋 承志 思源 致远 弘毅 博文 一鸣 子墨 奕辰 沐宸 皓轩 梓睿 铭泽 俊熙 景行 守信 克俭 传海 兆祥 殿臣 树森 继先 维汉 庭芳 昌盛 庆丰 运来 开颜 定邦 安邦 治国 平安 胜利 解放 跃进 援朝 抗美 和平 文革 红兵 向阳 东升 洪波 少华 启明 长庚 敬业 友善"
)
_WOMEN = _words(
    "秀英 桂兰 淑珍 玉梅 丽华 红梅 秀兰 桂英 凤英 玉兰 春梅 小红 丽娟 海燕 晓燕 雪梅 艳红 美玲 雅琴 静怡 雨涵 欣怡 梓涵 诗涵 可馨 思雨 语嫣 若曦 佳慧 婷婷 媛媛 丹丹 莉莉 娜娜 圆圆 爱华 爱玲 素芬 素贞 月娥 金花 银花 菊香 桃花 翠花 巧云 彩霞 云霞 晓霞 文静 雅静 慧敏 惠芳 冬梅 夏荷 秋菊 春兰 子晴 芷若 婉清 如意 安然 嘉怡 念慈 沛玲 宝珠 珍妮 玉环 昭君 采薇 雪莹 晨曦 曼丽 宛如 诗雅 雨桐 一诺 依诺 梦琪 忆柳 之桃 慕青 问兰 尔岚 元香 初夏"
)
_MIDDLE = "建国文明志永德海玉春小晓大世家光立新少兴庆荣长正云振学有天思佳子雨梓欣一俊嘉宇浩泽诗梦若静婉雅慧美丽秀桂凤素金银宝福"
_LAST = "华平军民伟强勇刚峰林涛斌龙飞虎鹏超杰辉明亮东生成根发财旺祥瑞英兰芳梅莲琴霞红燕玲娟敏静洁雪莹颖琳琪瑶怡涵萱彤妍娜婷芬萍香珍珠玉仁义礼智信诚宁安康健岩山川海波浪江河源泉"
_RARE_LAST = "喆淼焱垚犇骉羴堃翀赟奭祎懿彧昱晟煊烨煜熠璟瑄璇琰琬琮珩珺祺禛禧稷筱筠簪粲纾绾缙翊翎翾聿芃芮苒茉荀菡葭蓁蔚薇蘅虔衍袤诩谌谡豫赓跞轲轶迩邈郢鄞酩铎铖锴镕阗隽雱霁霖靓鞅韬韫頔颀飏骁骐骞鸢鹄麾黛黻鼐龢"
_TIBETAN = _words(
    "扎西 次仁 卓玛 丹增 多吉 格桑 央金 旺堆 巴桑 达瓦 尼玛 平措 罗布 顿珠 白玛 洛桑 索朗 边巴 普布 拉姆 曲珍 德吉 仁青 才让 加措 强巴 旺姆 坚赞 贡布 晋美 米玛 拉巴 江白"
)
_MONGOL = _words(
    "巴特尔 苏日娜 其其格 额尔敦 朝鲁 那顺 乌力吉 特木尔 孟和 呼和巴雅尔 斯琴高娃 娜仁图雅 萨仁高娃 哈斯格日勒 乌云塔娜 布仁巴雅尔 阿拉坦仓 青格勒图 额尔敦木图 通拉嘎 敖登高娃 宝音德力格尔"
)
_UYGUR = _words(
    "买买提 阿卜杜热合曼 吐尔逊 艾合买提 玉素甫 木拉提 阿依古丽 帕提古丽 热依汗古丽 古丽娜尔 努尔买买提 麦麦提敏 迪丽努尔 阿迪力江 库尔班江 阿卜杜拉 艾尔肯 米热古丽 祖丽胡玛尔 凯麦尔妮萨 如则麦麦提 图尔荪江 麦麦提 依明江 亚力坤"
)
_UYGUR_LAST = _words(
    "艾力 买买提 麦麦提 吐尔逊 依明 肉孜 热合曼 玉素甫 阿不都拉 司马义 库尔班 吾买尔 托合提 尼亚孜 赛买提 阿布都热依木 图尔迪 艾山 喀迪尔 亚森 巴拉提 阿西木"
)
_YI = _words("阿木 吉克 沙马 曲比 马海 阿牛 吉木 的日 吉伍 俄木")
_YI_LAST = _words("木呷 尔布 日黑 史布 子哈 阿依莫 伍各 拉铁 么惹 依伙 色古 阿果")
_WORDLIKE = _words(
    "高峰 黄金 万宁 白云 方正 江山 高原 金星 马力 安宁 田野 高远 金石 石磊 雷鸣 方圆 任意 高尚 黄河 周全 章程 成功 白雪 常青 康乐 江河 温泉 严明 苏醒 高洁 夏天 林海 沙洲 向荣 钟声 路遥 阳光 金鑫 平凡 包容 水清 冬青 关怀 马骏 古月 华表 文化"
)
_ENGLISH = (
    "John Smith",
    "Mary Johnson",
    "Zhang Wei",
    "Li Xiaoming",
    "WANG FANG",
    "Chen Jianguo",
    "David Chen",
    "Jack Ma",
    "LIU YANG",
    "Anna Petrova",
    "Robert Brown",
    "Ouyang Xiu",
    "Kim Min-jun",
    "Michael O'Brien",
    "Sarah Lee",
)


def plain(rng: Random) -> str:
    """A usual name of two or three characters."""
    surname = rng.choice(_FREQUENT if rng.random() < 0.85 else _SELDOM)
    kind = rng.random()
    if kind < 0.35:
        return surname + rng.choice(_MEN if rng.random() < 0.5 else _WOMEN)
    if kind < 0.82:
        return surname + rng.choice(_MIDDLE) + rng.choice(_LAST)
    return surname + rng.choice(_LAST)


def rare(rng: Random) -> str:
    """Rare characters in the given name."""
    middle = rng.choice(_MIDDLE + _RARE_LAST) if rng.random() < 0.7 else ""
    return rng.choice(_FREQUENT + _SELDOM) + middle + rng.choice(_RARE_LAST)


def compound(rng: Random) -> str:
    """A surname of two characters."""
    return rng.choice(_COMPOUND) + (rng.choice(_MEN + _WOMEN) if rng.random() < 0.6 else rng.choice(_LAST))


def double(rng: Random) -> str:
    """Both parents' surnames, or a married woman's: four characters."""
    return rng.choice(_FREQUENT) + rng.choice(_FREQUENT) + rng.choice(_MEN + _WOMEN)


def wordlike(rng: Random) -> str:
    """A name that is a word as well."""
    return rng.choice(_WORDLIKE)


def minority(rng: Random) -> str:
    """Uyghur with a dot, Tibetan, Mongolian, Yi."""
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(_UYGUR) + rng.choice("···•") + rng.choice(_UYGUR_LAST)
    if kind < 0.7:
        first, second = rng.sample(_TIBETAN, 2)
        return first + second
    if kind < 0.9:
        return rng.choice(_MONGOL)
    return rng.choice(_YI) + rng.choice(_YI_LAST)


def english(rng: Random) -> str:
    """A name in Latin letters."""
    return rng.choice(_ENGLISH)


def any_name(rng: Random) -> str:
    """As registers have it, hard kinds over-represented."""
    kind = rng.random()
    for share, make in ((0.8, plain), (0.86, compound), (0.9, rare), (0.92, double), (0.96, minority)):
        if kind < share:
            return make(rng)
    return plain(rng) if kind < 0.98 else wordlike(rng)

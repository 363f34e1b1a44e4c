"""Names of things that begin like a person's: brands, crops, places, the long dead, scholars of methods, products.

For texts that name no person, or a person beside them.
"""

from random import Random

from tests.data.generators import wide_names


def _words(text: str) -> list[str]:
    return text.split()


_BRANDS = _words(
    "张小泉 张一元 王致和 王朝酒业 王府井 李宁 李子园 李记谷庄 刘一手 刘文祥 陈麻婆 陈克明 杨国福 杨铭宇 杨森制药 黄老五 黄天鹅 赵一鸣 赵雅 吴裕泰 周黑鸭 周村烧饼 周君记 徐福记 徐家汇 孙尚香 马士基 "
    "马克华菲 马记永 朱老六 朱炳仁 胡姬花 胡大 郭氏 何老五 高露洁 高乐高 高培 罗西尼 罗蒙 罗技 郑明明 梁丰 谢馥春 宋城演艺 唐狮 唐久 许氏 韩都衣舍 邓禄普 冯了性 曹素功 曹雪芹家酒 曾本田 田七 田老师红烧肉 "
    "董酒 董香 袁府 潘高寿 潘虎 于是品牌 蒋侯 蔡林记 蔡同德 余仁生 杜康 杜蕾斯 叶开泰 叶茂台 程氏 苏泊尔 苏宁 苏菲 苏萨 魏家凉皮 魏桥 吕氏 丁家宜 丁点儿 任天堂 沈永和 沈大成 姚生记 卢峰 姜太公 姜思序 "
    "钟薛高 钟楼 崔字牌 谭木匠 谭鱼头 陆金所 陆稿荐 汪汪 汪氏 范记 金山办公 金龙鱼 金徽酒 金嗓子 石头科技 石湾 廖记棒棒鸡 贾国龙 夏进 夏新 韦博 方正 方便乐 白云山 白家陈记 白玉 邹城 孟非小面 熊津 熊猫电子 "
    "秦池 秦老太 邱记 江淮 江诗丹顿 江南布衣 尹珍 薛记炒货 段纯 雷士照明 雷蛇 雷柏 侯马 龙牡 龙泉 龙丰 史密斯 史云逊 陶华碧 陶陶居 黎红 贺寿利 顾大嫂 毛戈平 毛家饭店 郝氏 龚滩 邵万生 万和 万宝龙 万家 钱大妈 钱江 "
    "严州 覃记 武陵 戴尔 戴森 莫斯利安 孔凤春 孔府家 向日葵 汤臣倍健 汤沟 康师傅 康佳 康美 安踏 安井 安利 安奈儿 常柴 常熟农商 温氏 牛奶客 盛大 盛天 华致 华兰 强生 明治 明月镜片 易车 易果 解百 景田 景芝 "
    "东阿阿胶 东鹏特饮 东方甄选 东方嘉盛 东方通 上官正 南方黑芝麻 西门子 欧阳普 司徒家 诸葛八卦 诸葛烤鱼 鲜于 公牛 双汇 国美 双鹿 柏林顿 柳桥 梅花味精 梅林 林清玄茶 花西子 花王 乐扣 乐凯 乐普 和路雪 和讯 齐心 齐家"
)
_CROPS = _words(
    "金针菇 金桔 金线莲 金丝皇菊 白芍 白芷 白萝卜 白扁豆 白花菜 黄连 黄精 黄芩 黄瓜 黄柏 何首乌 何必居 苏子 苏丹草 毛桃 毛栗 毛葱 石榴 石蒜 石竹 方竹 马蹄 马齿苋 马铃薯 牛蒡 牛膝 牛肝菌 龙眼 龙胆 龙须菜 "
    "杜仲 杜鹃 杨梅 杨桃 柳条 桑叶 桑葚 柏籽 松茸 林下参 樊梨 党参 沙参 沙棘 沙枣 丹参 元胡 元参 甘草 甘蓝 甘薯 麦冬 麦芽 米糠 粟米 乌梅 乌药 薄荷 车前草 车厘子 葛根 包菜 豆角 豆粕 芦笋 芦荟 荆芥 "
    "苗木 花椒 花菇 茶籽 茶油 茅根 苟杞 商陆 常山 康乃馨 支竹 应季菜 时令果 水稻 水芹 水杉 香菇 香椿 香榧 高粱 高山茶 夏枯草 夏玉米 冬枣 冬虫草 冬瓜 秋葵 春笋 木耳 木薯 阳桃 阳荷 凌霄 凤梨 凤尾菇 鱼腥草 海带 海参 "
    "江瑶柱 河蚌 熊掌豆 鹿茸 羊肚菌 鸡头米 燕麦 雪莲 雪梨 云耳 贝母 仙草 童子鸡 连翘 连藕 项圈菜 强筋麦 闻香稻"
)
_STEMS = _words(
    "李家 王家 张家 刘家 陈家 杨家 赵家 孙家 周家 马家 胡家 郭家 高家 何家 罗家 梁家 宋家 唐家 许家 冯家 董家 曹家 袁家 蔡家 余家 叶家 程家 苏家 魏家 丁家 沈家 姚家 卢家 钟家 金家 石家 汪家 范家 方家 白家 "
    "熊家 秦家 江家 段家 雷家 侯家 史家 陶家 贺家 毛家 邵家 万家 钱家 严家 武家 莫家 孔家 汤家 黄花 白鹤 高桥 金沙 石门 万安 马鞍 江口 龙门 龙泉 方山 文昌 武宁 安平 安乐 永和 和平 常乐 温泉 盛泽 康庄 东方 东郭 西门 上官 司马 令狐 "
    "诸葛 欧阳 慕容 夏侯 南宫 太史 长孙 公孙 闻喜 闻韶 苗圃 花溪 柳河 柏乡 林口 梅岭 桃江 桑园 麦积 米脂 谷城 田东 河间 江华 池河 沙湾 洪湖 海丰 山阴 岳池 阳谷 阴山 明水 明光 云和 雷州 霍山 燕山 秦安 楚州 鲁山 齐河 晋安 "
    "魏县 赵县 吴桥 蔡甸 滕州 薛城 祝桥 甘谷 宁远 宁乡 平安 平和 乐平 乐安 新和 成安 成武 项城 关岭 华容 华安 路桥 车桥 牛栏 羊场 鹿寨 凤台 凤凰 连平 富平 富源 丰台 盘山 邹平 颜集 左云 右玉 元氏 祁阳 祁门"
)
_KINDS = _words("镇 乡 村 庄 屯 沟 坡 湾 店 铺 桥 堡 营 街道 县 河 山 水库 灌区 古镇 景区 新村 社区 开发区 林场")
_OLD = _words(
    "孔子 孟子 老子 庄子 荀子 墨子 韩非 管仲 商鞅 吕不韦 范蠡 白圭 子贡 桑弘羊 司马迁 司马光 王安石 张居正 包拯 海瑞 狄仁杰 魏征 诸葛亮 曹操 刘备 关羽 张飞 孙权 周瑜 岳飞 文天祥 戚继光 林则徐 左宗棠 曾国藩 李鸿章 "
    "胡雪岩 乔致庸 盛宣怀 张謇 荣毅仁 陈嘉庚 雷锋 焦裕禄 孔繁森 王进喜 时传祥 张海迪 李白 杜甫 白居易 苏轼 陆游 辛弃疾 李清照 曹雪芹 吴承恩 罗贯中 施耐庵 孙悟空 猪八戒 贾宝玉 林黛玉 王熙凤 武松 宋江 鲁智深 李逵 鲁班 华佗 扁鹊 张仲景 "
    "李时珍 孙思邈 祖冲之 张衡 沈括 毕昇 蔡伦 黄道婆 詹天佑 茅以升 钱学森 邓稼先 袁隆平 鲁迅 巴金 茅盾 老舍 梁启超 严复 马寅初 孙冶方 薛暮桥 于谦 况钟 西门豹 商汤 姜子牙 愚公 精卫 夸父"
)
_SCHOLARS = _words(
    "皮尔逊 肯德尔 豪斯曼 怀特 格林 凯恩斯 弗里德曼 帕累托 洛伦兹 马科维茨 夏普 特雷诺 詹森 布莱克 蒙特卡罗 马尔可夫 贝叶斯 高斯 费雪 丁伯根 托宾 泰勒 费雪尔 库兹涅茨 菲利普斯 拉弗 罗尔斯 马歇尔 科斯 萨缪尔森 麦考利 卡尔曼 傅里叶 "
    "史密斯 莫迪利安尼 米勒 泰尔 阿特曼 莫兰 卡恩 赫斯特 康德拉季耶夫 柯布 道格拉斯 戈登 江恩 艾略特 林达尔 索罗 希克斯"
)
_PRODUCTS = _words(
    "安心 安享 乐享 乐活 薪享 金葵 金彩 康乐 康惠 平安 万福 万家 鑫享 鑫福 和美 和顺 常青 常盈 周盈 季盈 时时 江南 高盈 华盈 易享 易捷 惠农 富农 助业 强企 云享 明珠 瑞盈 祥云 福满 连盈 庆丰 向阳 成长 阳光 春晖 夏荷 秋实 冬阳 "
    "方舟 石榴 水滴 花开 茶乡 蓝海 白领 温馨 关爱 解忧 管家 步步 单单 盛世 荣华 宁享 田园 苗乡 游乐 车主"
)
_PRODUCT_KINDS = _words("存 贷 宝 卡 险 通 盈 计划 理财 一号 三号 保 金 e贷 快贷 年金 财富 定投")


def brand(rng: Random) -> str:
    """A brand or a listed company's short name, some of them made up."""
    if rng.random() < 0.55:
        return rng.choice(_BRANDS)
    stem = wide_names.surname(rng) + rng.choice(wide_names.LETTERS)
    if rng.random() < 0.4:
        stem += rng.choice("达通威科源邦特美奇诺联信诚中世丰泰利隆昌记")
    return stem + rng.choice(
        _words("股份 科技 电子 集团 药业 生物 新材 能源 控股 重工 智能 食品 乳业 酒业 光电 精密 家居 电气 环保 银行")
    )


def crop(rng: Random) -> str:
    """A plant, a herb or a thing of farms."""
    return rng.choice(_CROPS)


def place(rng: Random) -> str:
    """A village, a town, a river."""
    stem = rng.choice(_STEMS)
    return stem + rng.choice(_KINDS) if rng.random() < 0.85 else f"{rng.choice(_STEMS)}{rng.choice('坪坝塘岭')}村"


def long_dead(rng: Random) -> str:
    """Somebody of history or letters, of whom nothing is private."""
    return rng.choice(_OLD)


def scholar(rng: Random) -> str:
    """Somebody after whom a method is called."""
    return rng.choice(_SCHOLARS)


def product(rng: Random) -> str:
    """A product of a bank or an insurer."""
    return rng.choice(_PRODUCTS) + rng.choice(_PRODUCT_KINDS)

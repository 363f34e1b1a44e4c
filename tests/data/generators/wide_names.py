"""Personal names as a population bears them: frequent and rare surnames, given names of four generations, other peoples.

Wider than `text_names`: given names come from generations rather than one list, rare surnames keep their share, and
every way in which records write a name has its own maker. All are made up.
"""

from functools import cache
from random import Random

from desensitize.people.surnames import SurnameTier, given_characters, surname_of


def _words(text: str) -> list[str]:
    return text.split()


_FREQUENT = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷段"
    "龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔常汤康易乔施牛洪"
)
_LESS = (
    "温庞倪樊兰葛殷翟安齐文伍章聂岳季左童阳祝焦俞关柳欧翁甘符阮柯纪梅凌毕单裴霍涂成苗谷盛曲冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时穆农卓古吉缪简车项连芦麦褚娄"
    "窦戚岑景费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆冀郁胥南班储楚鄢劳谌奚"
)
_SCARCE = "习粟冼蔺楼盘满闻位厉伊仝郜海花权屠豆练廉禹井祖漆巴丰支国狄平计宣相初云容敬来扈晁都浦戈鹿薄邸雍亓仉僧元公呼宁宦宫尧应恽慎昝智曲栗植檀水沃法源牧狐白皇相税米维续肇良荀莘蒯蓬衡豆贝赖迮逄逯邢郗郦鄂铁银镡门隗雒鱼鲁麦黎鼓么雪扶占揣苍青蔚逢剧巢承强暴冒呙缑缪濮寿阚笪谯"
_COMPOUND = _words(
    "欧阳 上官 司马 诸葛 司徒 皇甫 尉迟 慕容 令狐 夏侯 东方 公孙 端木 轩辕 宇文 长孙 南宫 闻人 独孤 澹台 呼延 申屠 赫连 完颜 西门 百里 纳兰 东郭 拓跋 钟离 万俟 淳于"
)
_OLD_MEN = "建国建军建华志强志明国强国庆国华德才德福德胜永贵永福永强金山金水来福来顺有才有福长根长青树林树生玉山玉柱福生春生水生保国卫东卫国援朝跃进红卫文革兴旺满仓根生全德守义守业宝玉宝山双喜大勇二柱三喜四海小平少华明亮庆丰学文学武耀宗光荣光宗祥林茂林凤山"
_OLD_WOMEN = "淑芬淑兰淑华桂英桂兰桂芳秀英秀兰秀珍玉兰玉梅玉珍凤英凤霞春花春梅美华美玲翠花翠平金凤银花腊梅菊香荷花月娥月英素珍素芬爱华爱英彩云彩霞招娣来娣引弟红梅红霞丽华小红小芳冬梅秋菊巧云喜凤香莲莲英"
_YOUNG = "伟明志刚海涛晓东俊杰建平文斌永刚立新学军国栋宏伟振华海燕丽娟晓燕雪梅艳丽丽萍海霞小燕晓红玉玲雅琴春燕婷婷晶晶佳佳丹丹娜娜莉莉磊鑫鹏程宇航浩然天宇思远嘉豪俊峰一鸣家辉子豪文轩博文雨桐思涵佳怡雨欣梦瑶欣怡诗涵可馨梓涵子萱紫涵一诺沐宸奕辰宇轩浩宇若曦语嫣艺涵晨曦静怡雅静心怡"
_ODD = "丞弈煊玘琰昶旻昀晔曌翀翊赟蕴懿骞骁骐骥麒麟韬韫锴铭钧钰锦铎锐镇镕镔铄釗闯阔雯霏霁霖霓霜靖颖颜顼飒飚馥馨驰驿骅骏鲲鹃鹤鹭麓黛鼎龄榕樱橙檬歆毓渝湘溢滢漫澄澜濮瀚灏炎炫烁烨焕煌熠燊爽牧犇玮玲珉珏珞珣珩琛琤琦琨瑄瑜瑾璇璐璞璟璨瓯甜甫畅畔皓皖皎盈眉睦瞳矗砚硕祎祺禄禧稼穗穹竞竣笑笙策筠筱箫簌籽纬纯纾绍绪绮绿缘缤缨罡翌翎翰耘耿聆聪肖肃育胤舒舟航艇艺艾芃芊芷苇若英茵茗荃荔荟荻莎莞菀菁菡葆葵蒂蒙蓓蔓蔚蕊蕙藜藤蘅虎虔衡裕襄西言谊谦谨豫贝贺赛赫越路跃轶辰辽达迅迈远迪迪逊遥邦郡采里野钊"
_ONE = "伟强磊洋勇军杰娟涛超秀霞平刚静敏艳丽芳娜燕红辉鹏飞波斌宇浩凯健俊帆龙林鑫旭琳莉婷雪倩颖晨璐瑶蕾薇洁琴玲梅兰英萍云芬岩昊阳东亮峰坤诚晶丹欢乐萌毅坚松柏山海川江河"
_WORDLIKE = _words(
    "高明 马力 马克 和田 向阳 方圆 常青 金星 白云 江河 田野 高峰 高原 高山 高远 高洁 成功 安心 安宁 安康 平安 康宁 文明 文静 文化 文章 明亮 明月 周密 周全 周正 万一 万里 万全 石磊 金石 金山 黄河 黄山 黄海 黄金 黄梅 白雪 白杨 白桦 "
    "白玉 蓝天 蓝海 古月 时光 关心 关山 关怀 任重 方正 方程 路远 路遥 池水 海燕 华夏 华丽 华美 国庆 国强 长江 长青 常德 常州 常胜 解放 解忧 严明 严谨 严冬 柳絮 柳树 柳叶 梅花 苏醒 苏州 谷雨 谷丰 温暖 温泉 冷静 凌云 连城 连续 贺喜 "
    "贺年 元旦 元宵 丁香 丁丁 游侠 辛苦 辛勤 简明 鲁班 景气 景色 荣光 荣幸 富强 雷达 雷雨 雷鸣 龙江 龙井 凤凰 武力 武夷 羊城 马达 马路 易经 易懂 易水 包容 钱江 钱塘 夏天 夏雨 秋实 冬至 江山 江南 江湖 汪洋 洪水 洪流 洪福 洪亮 洪荒 "
    "宋词 唐诗 唐朝 秦岭 秦川 齐全 齐天 齐心 盛世 盛开 宁静 宁波 宁夏 乐意 乐天 乐平 余庆 余生 余杭 柏林 罗马 阳光 阳春 叶子 叶青 叶落 林海 林立 莫愁 花园 沙鸥 沙洲 甘泉 甘甜 甘露 甘草 曲直 邵阳 申明 尚书 尚可 计划 水清 山川 雨田 "
    "平原 平凡 平湖 从容 巴山 巴黎 舒畅 舒心 晏然 国安 国泰 国光 祖国 祖德 相思 相知 全胜 全能 权衡 展望 展翅 终南 商机 桑田 桑叶 祝福 祝愿 祝融 谈笑 岳阳 岳麓 段誉 金华 杜鹃 杜仲 苗圃 边城 南山 南海 南京 东升 东海 西林 北辰 北斗 "
    "莫言 云集 云海 云帆 麦田 麦子 麦浪 米粒 米兰 粟米 豆花 茶花 容易 容颜 鲜花 鲜明 鲜艳 明镜 明天 明珠 幸福 幸运 幸亏 智慧 智勇 劳模 满仓 满堂 满江 师傅 海口 都城 池州 伊人 伊春 伊犁 井田 井冈 鹿鸣 鹿港 鹿城 花溪 花都 管仲 丛林 "
    "丛生 "
)
_TIBETAN = _words(
    "扎西 次仁 卓玛 丹增 多吉 格桑 央金 旺堆 达瓦 尼玛 平措 罗布 洛桑 索朗 德吉 才让 桑杰 仁增 曲吉 嘉措 班觉 拉巴 群培 玉珍 措姆 赤列 旦巴 阿旺 益西 晋美"
)
_UYGHUR_FIRST = _words(
    "艾力 阿卜杜拉 热依汗 古丽巴哈尔 帕尔哈提 买买提江 吐尔逊阿依 玛依努尔 阿迪力 库尔班江 米热古丽 努尔买买提 塔依尔 伊力亚斯 哈丽旦 再努拉 艾合买提 木合塔尔 迪丽拜尔 凯赛尔 阿孜古丽 奥布力"
)
_UYGHUR_LAST = _words(
    "吾斯曼 买买提 艾则孜 吐尔地 阿布都热依木 卡地尔 司马义 玉素甫江 尼牙孜 依布拉音 托合提 沙吾提 亚库甫 阿西木 肉孜 热合曼 麦提尼亚孜 喀迪尔 巴拉提 哈斯木"
)
_MONGOL = _words(
    "巴特尔 乌云其木格 斯琴高娃 额尔德木图 娜仁托娅 阿拉腾乌拉 苏日娜 那日苏 哈斯巴根 敖特根 乌日汗 特木尔巴根 宝力德 呼日查 萨如拉 朝鲁门 图雅 阿木古楞 格日勒图 满达日娃 包乌兰 白音查干"
)
_YI = _words(
    "吉克阿依 沙马拉博 阿苏子布 吉木日哈 曲比木呷 马海尔哈 阿的么子 勒格色聪 尔古阿木 海来阿果 且沙有力 俄木色洛"
)
_FOREIGN_FIRST = _words(
    "约翰 迈克尔 大卫 詹姆斯 罗伯特 威廉 玛丽 安娜 伊丽莎白 珍妮弗 亚历山大 彼得 谢尔盖 伊万 娜塔莎 卡洛斯 胡安 马里奥 汉斯 弗朗索瓦 皮埃尔 克里斯托弗 凯瑟琳 丹尼尔 塞缪尔 艾哈迈德 穆罕默德"
)
_FOREIGN_LAST = _words(
    "史密斯 约翰逊 布朗 米勒 威尔逊 安德森 泰勒 穆勒 施密特 费尔南德斯 罗德里格斯 伊万诺夫 彼得罗夫 卡特 霍夫曼 杜邦 勒菲弗 金博尔 奥康纳 麦克唐纳 汉密尔顿 贝克汉姆 阿里 哈桑 萨尔曼 佩雷斯"
)
_JAPANESE = _words(
    "佐藤健一 铃木美咲 高桥裕子 田中角浩 渡边正雄 伊藤千秋 山本太郎 中村雅子 小林光一 加藤英树 吉田茂木 松本润二 井上雄彦 木村拓海"
)
_KOREAN = _words("金正浩 朴智妍 李在勋 崔真实 郑秀晶 姜东元 尹恩熙 全智贤淑 韩孝周 南相美")
_PINYIN_SUR = _words(
    "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo Lin He Gao Luo Zheng Liang Xie Song Tang Ouyang Xiao Qian Cui"
)
_PINYIN_GIVEN = _words(
    "Wei Fang Min Jing Qiang Lei Jun Yang Jie Tao Ming Chao Xiuying Xiaoming Jianguo Zhiqiang Haiyan Lihua Guoqing Yuxin Zihan Wenbo Meiling Xueqin Shufen Dong"
)
_ENGLISH = _words(
    "John Michael David James Robert William Mary Linda Susan Karen Thomas Charles Daniel Emma Olivia Sophia Grace Peter Andrew Kevin"
)
_ENGLISH_LAST = _words(
    "Smith Johnson Brown Miller Wilson Anderson Taylor Moore Jackson Martin Thompson White Harris Clark Lewis Walker Young Allen Wright Scott"
)
_PROVERBIAL = _words("张三 李四 王五 赵六 钱七 孙八 周九 吴十 王二 刘二妮 陈一 丁一 李一 张二宝 万三")


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(0, len(text) - 1, 2)]


_GIVEN_TWO = [_pairs(_OLD_MEN), _pairs(_OLD_WOMEN), _pairs(_YOUNG)]
LETTERS = "".join(dict.fromkeys(_OLD_MEN + _OLD_WOMEN + _YOUNG + _ONE))
"""Characters that given names are often made of."""


def given(rng: Random) -> str:
    """A given name: a generation's, two characters at random, one, or one with a rare character."""
    chance = rng.random()
    if chance < 0.33:
        return rng.choice(rng.choice(_GIVEN_TWO))
    if chance < 0.6:
        return rng.choice(LETTERS) + rng.choice(LETTERS)
    if chance < 0.72:
        return rng.choice(_ODD) + rng.choice(LETTERS)
    if chance < 0.8:
        return rng.choice(LETTERS) + rng.choice(_ODD)
    if chance < 0.96:
        return rng.choice(_ONE)
    return rng.choice(_ODD)


def surname(rng: Random) -> str:
    """One character, by rough share of the population."""
    chance = rng.random()
    if chance < 0.55:
        return _FREQUENT[min(int(rng.expovariate(1 / 25)), len(_FREQUENT) - 1)]
    return rng.choice(_FREQUENT) if chance < 0.75 else rng.choice(_LESS) if chance < 0.94 else rng.choice(_SCARCE)


def plain(rng: Random) -> str:
    """Two or three characters."""
    return surname(rng) + given(rng)


def compound(rng: Random) -> str:
    """With a surname of two characters."""
    return rng.choice(_COMPOUND) + given(rng)


def wordlike(rng: Random) -> str:
    """A name that is a word too: one that comes to mind, or any word that somebody could well be called."""
    return rng.choice(_WORDLIKE if rng.random() < 0.6 else _words_of_names())


@cache
def _words_of_names() -> tuple[str, ...]:
    """Words of two characters that are a usual surname and a character of given names."""
    from pypinyin.phrases_dict import phrases_dict

    return tuple(
        word
        for word in phrases_dict
        if len(word) == 2 and surname_of(word)[1] >= SurnameTier.USUAL and word[1] in given_characters()
    )


def proverbial(rng: Random) -> str:
    """The names of examples."""
    return rng.choice(_PROVERBIAL)


def doubled(rng: Random) -> str:
    """With both parents' surnames."""
    return rng.choice(_FREQUENT[:60]) + plain(rng)


def minority(rng: Random) -> str:
    """Tibetan, Uyghur, Mongolian or Yi, with a dot where usage asks for one."""
    chance = rng.random()
    if chance < 0.25:
        return rng.choice(_TIBETAN) + rng.choice(("", "", "·")) + rng.choice(_TIBETAN)
    if chance < 0.65:
        return rng.choice(_UYGHUR_FIRST) + rng.choice("····•.．") + rng.choice(_UYGHUR_LAST)
    return rng.choice(_MONGOL) if chance < 0.88 else rng.choice(_YI)


def foreign(rng: Random) -> str:
    """A foreigner's name in Han characters."""
    chance = rng.random()
    if chance < 0.75:
        return rng.choice(_FOREIGN_FIRST) + "·" + rng.choice(_FOREIGN_LAST)
    return rng.choice(_JAPANESE) if chance < 0.9 else rng.choice(_KOREAN)


def latin(rng: Random) -> str:
    """A name in Latin letters: pinyin in either order and case, or English."""
    family, own = rng.choice(_PINYIN_SUR), rng.choice(_PINYIN_GIVEN)
    return rng.choice(
        (
            f"{family} {own}",
            f"{own} {family}",
            f"{family.upper()} {own.upper()}",
            f"{family.upper()} {own}",
            f"{rng.choice(_ENGLISH)} {rng.choice(_ENGLISH_LAST)}",
            f"{rng.choice(_ENGLISH)} {family}",
        )
    )


def spaced(rng: Random) -> str:
    """With blanks between its characters."""
    return rng.choice((" ", " ", "  ", "\u3000")).join(plain(rng))


def any_name(rng: Random) -> str:
    """As a bank's customers are called, with the hard ones more often than there."""
    chance = rng.random()
    for share, maker in ((0.74, plain), (0.82, compound), (0.9, wordlike), (0.92, proverbial), (0.95, doubled)):
        if chance < share:
            return maker(rng)
    return minority(rng)

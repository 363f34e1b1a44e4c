"""Names for texts that judge and are never learned from: an inventory of its own, wider than that of the other makers.

Surnames are drawn roughly as often as people bear them, with a long tail; given names come from generations, from
words, from the married form of Hong Kong and Macao, from minorities, abroad and passports.
"""

from random import Random


def _listed(text: str) -> list[str]:
    return text.split()


_FREQUENT = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TAIL = "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
_ELDER = "国建志桂秀玉淑凤兰金福德永正文长春庆荣贵明宝树家学世广士振传兴仁义守来喜有根发财富寿全山水生"
_ELDER_LAST = "英兰芳珍华香梅莲花云霞琴菊娥凤娣娟荣贵福生林海民军平安忠义祥才发山江河峰田根柱山成友良财元泉旺"
_MIDDLE = "建晓小海丽红卫志俊永春雪艳爱亚少新金文玉立东学庆向立京国延宏忠惠美慧敏秀"
_MIDDLE_LAST = "军伟强勇平明刚杰峰涛斌波辉鹏飞超亮华红丽艳娟霞敏静芳玲燕英梅萍莉琴云洁颖玲萍丹婷蓉晶莹清宁光东利民"
_YOUNG = "子梓雨欣诗思嘉佳浩宇一奕沐若晨俊梦泽语可涵逸铭书锦芷昕宸皓睿"
_YOUNG_LAST = "轩涵萱怡琪彤瑶妍宁泽豪杰航阳宇然睿霖辰睿琳曦瑞诺汐墨颖淇桐源洋钰熙恒"
_SINGLE = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚英华玉萍红鹏辉斌波宇浩凯健俊帆雪婷慧莹倩琳岩蕾晶鑫欣旭毅琦翔彬昊冰卉茜骏峥炜弢喆犇赟钊翀芮一旋亮松柱喜冬森乐晗淼"
_WORDS = _listed(
    "高峰 高山 高远 高明 高原 高洁 马到 马力 马达 马蹄 白雪 白云 白杨 白露 江山 江河 江涛 江南 黄河 黄山 黄昏 黄金 黄海 安全 安静 安宁 安康 安心 金星 金鑫 金石 金鱼 金秋 田野 田园 田甜 "
    "石头 石英 石磊 于是 于归 时光 时间 时代 时新 时髦 成长 成龙 成就 成熟 方向 方圆 方便 方法 方舟 方程 程序 程度 程旋 章程 常青 常乐 常委 常态 常胜 向前 向东 向红 向荣 向上 向导 "
    "文静 文章 文明 文艺 文华 文化 易水 易行 易容 华夏 华阳 华山 华中 严格 严肃 严冬 严谨 温暖 温馨 温和 温州 康乐 康健 康宁 平安 平静 平原 平凡 明亮 明媚 明天 "
    "乐观 乐意 申请 申明 张扬 张望 张弛 张力 张罗 许可 许愿 许多 许诺 夏天 夏雨 夏至 夏凉 冬梅 秦岭 秦川 唐突 唐山 宋词 元旦 周到 周全 周末 周密 周期 周围 周转 万里 万全 万象 万物 "
    "苏醒 苏州 韩江 阳光 阳春 雷雨 雷霆 雷达 龙腾 龙虎 毛笔 毛线 叶子 叶茂 花园 花朵 丛林 林海 林荫 林业 林立 林涛 池塘 海洋 海波 海燕 何必 何方 何况 何苦 何时 曾经 曾是 曾用 鲁莽 "
    "关键 关心 关爱 关注 管理 党员 党性 党旗 单纯 单位 单独 包容 包含 符合 游泳 游乐 路遥 路程 路平 荣誉 荣耀 屈服 屈原 司机 全面 全新 全胜 解放 解答 利好 利民 强盛 强大 富强 富裕 "
    "左右 左岸 古典 古风 计划 计较 计量 项目 项链 连续 连心 连接 车厢 车辆 宁静 宁波 宁可 和平 和谐 和睦 和顺 水清 水长 经纬 纪念 纪律 纪元 冷静 冷风 冷清 谈判 谈心 谈笑 步行 "
    "麦收 麦浪 米兰 米多 莫愁 莫急 莫非 莫离 云飞 云彩 甘甜 甘露 甘泉 甘愿 鲜艳 鲜明 商量 商业 商会 相信 相思 帅气 帅才 封顶 封面 国庆 国强 国宝 费用 费心 费时 支持 支付 支点 "
    "郑重 郑州 谢意 谢天 谢谢 陈述 陈旧 陈列 陈年 孙子 高兴 高考 高升 顾问 顾客 顾虑 顾全 钱多 钱塘 钱财 胡杨 胡同 胡琴 焦点 焦急 汤圆 杜绝 杜鹃 余额 余音 余生 余庆 余波 戴上 "
    "朱红 朱砂 徐徐 徐州 柳絮 柳州 柳叶 梅花 梅雨 童心 童话 童年 童谣 盛开 盛夏 盛世 盛大 祝福 祝贺 庄重 庄严 庄园 安排 安徽 安居 房东 房产 房屋 房源 简单 简洁 简约 简明"
)
_COMPOUND = _listed(
    "欧阳 欧阳 欧阳 司马 司马 上官 诸葛 诸葛 皇甫 尉迟 令狐 东方 夏侯 慕容 宇文 端木 公孙 轩辕 闻人 澹台 百里 呼延 申屠 淳于 长孙 司徒 独孤 南宫 万俟 赫连 拓跋 东郭 西门 钟离 太史 鲜于 闾丘 濮阳 第五 亓官 单于 公冶 完颜 纳兰 叶赫"
)
_COMPOUND_GIVEN = _listed(
    "雪 云飞 明哲 婉儿 文 静 若兰 志强 建国 锐 青 玉珍 晓东 倩 震 子墨 丽 海燕 长青 德全 秀英 芳 一鸣 博 春华 敏"
)
_TIBETAN = _listed(
    "扎西 次仁 卓玛 央金 洛桑 格桑 旦增 德吉 尼玛 达瓦 白玛 多吉 平措 拉姆 曲珍 边巴 普布 索朗 仁增 贡布 才让 旺堆 卓嘎 强巴 顿珠 米玛 其美 罗布 巴桑 措姆 丹增 嘉措 朗杰 赤列 贡嘎 阿旺"
)
_MONGOL = _listed(
    "巴特尔 乌云其其格 苏日娜 萨仁高娃 那顺 布仁 敖登 托娅 哈斯额尔敦 呼和 娜仁花 额尔敦 斯琴 宝音 格日勒图 朝克图 阿古拉 吉日嘎拉 娜日苏 布和 满都拉 其木格 青格勒 通拉嘎 白音 巴图孟克 乌力吉 赛罕 萨如拉 道尔吉 苏和 孟和 查干 宝力德"
)
_TURKIC = _listed(
    "买买提 阿不都热依木 吐尔逊 古丽娜尔 阿依古丽 艾尼瓦尔 热依汗 帕提古丽 玉素甫 麦麦提 阿卜杜拉 努尔兰 叶尔江 阿孜古丽 木塔力甫 巴哈提 哈丽旦 依力哈木 阿布力孜 塔依尔 祖丽胡玛尔 艾力 肉孜 亚森 凯撒 迪丽努尔 图尔荪 阿吉 赛买提 别克 热娜 古再丽 木合塔尔 哈力木拉提"
)
_YI = _listed("阿说木呷 吉克石布 沙马拉且 曲比阿乌 吉木尔哈 阿尔木加 莫色日古 俄木惹作 海来伍呷 阿苏越尔")
_FOREIGN_FIRST = _listed(
    "约翰 玛丽 迈克尔 詹姆斯 安娜 罗伯特 大卫 托马斯 苏珊 伊万 弗拉基米尔 佐藤 山本 卡洛斯 弗朗索瓦 汉斯 朱莉娅 凯瑟琳 保罗 彼得 阿卜杜勒 穆罕默德 戴安娜 尼古拉 克里斯蒂娜"
)
_FOREIGN_LAST = _listed(
    "史密斯 约翰逊 威廉姆斯 布朗 琼斯 伊万诺夫 穆勒 施密特 杜邦 罗西 加西亚 马丁内斯 安德森 泰勒 怀特 哈里斯 汤普森 科赫 费舍尔 佩雷斯 拉赫曼 侯赛因 彼得罗娃 奥尔森"
)
_JAPANESE = _listed(
    "佐藤健一 山本美咲 田中裕子 铃木一郎 高桥直树 小林真由美 渡边翔太 中村惠子 金善英 朴志勋 崔恩淑 李在镐 阮文雄 阮氏香 黎文勇 范氏秋"
)
_SYLLABLES = _listed(
    "Wei Fang Na Min Jing Li Qiang Lei Jun Yang Yong Yan Jie Juan Tao Ming Chao Xia Ping Gang Gui Ying Xiao Hong Jian Guo Zhi Hai Yun Xin Yi Zi Han Rui Bo Feng Hui Lan Mei Lin Cheng Long"
)
_LATIN = _listed(
    "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Gao Lin Luo Zheng Liang Xie Song Tang Deng Feng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Ouyang Situ Shangguan Zhuge"
)


def surname(rng: Random) -> str:
    """One character, mostly a frequent one."""
    return rng.choice(_FREQUENT if rng.random() < 0.72 else _TAIL)


def plain(rng: Random) -> str:
    """王秀英, 李伟, 佘梓萱."""
    made = surname(rng)
    if rng.random() < 0.24:
        return made + rng.choice(_SINGLE)
    first, last = rng.choice(((_ELDER, _ELDER_LAST), (_MIDDLE, _MIDDLE_LAST), (_YOUNG, _YOUNG_LAST)))
    second = rng.choice(first if rng.random() < 0.92 else _SINGLE)
    return made + second + rng.choice(last if rng.random() < 0.85 else _SINGLE)


def wordlike(rng: Random) -> str:
    """A name that is a word as well: 高峰, 时间; or whose given name is one: 胡海洋, 李安全."""
    word = rng.choice(_WORDS)
    return word if rng.random() < 0.6 else rng.choice(_FREQUENT) + word


def compound(rng: Random) -> str:
    """欧阳雪, 尉迟志强."""
    return rng.choice(_COMPOUND) + rng.choice(_COMPOUND_GIVEN)


def doubled(rng: Random) -> str:
    """Both parents' surnames: 张王梓涵, 刘杨一诺."""
    return rng.choice(_FREQUENT) + rng.choice(_FREQUENT) + rng.choice(_YOUNG) + rng.choice(_YOUNG_LAST)


def married(rng: Random) -> str:
    """The husband's surname before a woman's own name: 范徐丽芳, 陈林秀英."""
    return rng.choice(_FREQUENT) + rng.choice(_FREQUENT) + rng.choice(_ELDER + _MIDDLE) + rng.choice("英兰芳珍华娟丽萍")


def minority(rng: Random) -> str:
    """Tibetan, Mongolian, Uyghur, Kazakh and Yi names."""
    choice = rng.random()
    if choice < 0.35:
        return rng.choice(_TIBETAN) + rng.choice(_TIBETAN)
    if choice < 0.6:
        return rng.choice(_MONGOL)
    if choice < 0.92:
        return rng.choice(_TURKIC) + "·" + rng.choice(_TURKIC)
    return rng.choice(_YI)


def foreign(rng: Random) -> str:
    """Names from abroad in Han characters."""
    if rng.random() < 0.4:
        return rng.choice(_JAPANESE)
    return rng.choice(_FOREIGN_FIRST) + "·" + rng.choice(_FOREIGN_LAST)


def latin(rng: Random) -> str:
    """Zhang Wei, WANG XIAOMING, Li, Na, Xiaoming Wang."""
    last = rng.choice(_LATIN)
    given = rng.choice(_SYLLABLES)
    if rng.random() < 0.5:
        given += rng.choice(_SYLLABLES).lower()
    return rng.choice((f"{last} {given}", f"{last} {given}", f"{last.upper()} {given.upper()}", f"{given} {last}"))


def spaced(rng: Random) -> str:
    """王 小 明, 李  伟."""
    name = plain(rng)
    blank = rng.choice((" ", "  ", "\u3000"))
    return blank.join(name) if len(name) == 2 or rng.random() < 0.6 else name[0] + blank + name[1:]


def any_name(rng: Random) -> str:
    """Any Han name, each kind as often as texts of finance hold it or somewhat oftener."""
    choice = rng.random()
    for share, make in ((0.12, wordlike), (0.05, compound), (0.03, doubled), (0.02, married), (0.05, minority)):
        if choice < share:
            return make(rng)
        choice -= share
    return plain(rng)

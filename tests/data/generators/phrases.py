"""Short phrases of finance put together at random: words before, a person or a thing, words behind.

Templates hold few contexts; here any of two hundred beginnings meets any of two hundred endings, so that what is
learned is the place of a name, not a sentence. Half of the phrases name a thing where the others name a person.
"""

from functools import cache
from random import Random

from tests.data.generators import text_places, wide_names
from tests.data.generators.compose import Marked, Span
from tests.data.generators.dictionary import name_like_words, words_of
from tests.data.generators.text_names import any_name


def _words(text: str) -> list[str]:
    return text.split()


_BEFORE_ANY = _words(
    "联系 通知 告知 提醒 催促 催收 走访 约谈 询问 回访 核实 协助 要求 督促 劝说 陪同 委派 安排 请 让 叫 找 向 由 与 和 同 对 给 为 替 代 帮 被 把 将 经 因 据 比照 关于 根据 涉及 "
    "包括 其中 以及 及 或 即 原为 现为 实为 系 是 称 认为 指认 举报 起诉 控告 投诉 表扬 批评 任用 聘请 委托 授权 指定 推选 选举 罢免 更换 变更为 交由 转给 转交 移交 送达 寄给 支付给 付给 借给 退还 "
    "归还 偿还 欠 付 退 还 给 代 收 收到 收取 代付 代收 转 转账 转账给 打给 汇给 存入 划入 划给 预付 补付 垫付 报销 发放 补助 资助 奖励 处罚 警告 调查 审讯 讯问 传唤 扣留 释放 逮捕 查封 执行 扣划 监测 关注 "
    "登记为 显示为 误录为 改为 录入 审批人为 经办人是 负责人是 户主是 本人 本人是 任 历任 就职于 加盟 我是 我叫 他叫 她叫 名叫 自称 人称 此人为 担保人为 买方为 卖方为 出借人 今有 兹有 现有 另有 还有 只有 仅 由于 鉴于 虽然 如果 除 除了 "
    "截至目前 经查 经了解 经核实 据悉 据反映 据称 随后 后 其后 此后 之后 次日 当日 近日 日前 上周 昨天 今天 目前 现 原 前 新 老 时任 原任 现任 曾任 本行 我行 该行 我社 我司 本公司 我单位 本单位 村里 邻居 同事 朋友 "
    "同学 亲戚 家属 老乡 房东 租客 司机 保姆 学生 教师 医生 护士 厨师 农民 村民 居民 牧民 渔民 工人 商户 店主 老板 股东 会员 客户 用户 储户 借款人 担保人 保证人 抵押人 出质人 债务人 债权人 原告 被告 上诉人 证人 "
    "投保人 被保险人 受益人 持卡人 收款人 付款人 申请人 投诉人 举报人 经办人 负责人 联系人 法人 法定代表人 实际控制人 董事长 总经理 副总 财务总监 行长 主任 局长 科长 处长 书记 会计 出纳 柜员 客户经理 信贷员 "
    "父亲 母亲 妻子 丈夫 配偶 儿子 女儿 哥哥 弟弟 姐姐 妹妹 爷爷 奶奶 岳母 公公 婆婆 叔叔 舅舅 姑姑 侄子 外甥 儿媳 女婿 其 妻 夫 子 女 父 母 长子 次子 长女 次女 其妻 其夫 其子 其女 其父 其母 市长 县长 镇长 村长 我 他 她 您 我爸 我妈 他爸 她妈 我儿子 我闺女"
)
_AFTER_ANY = _words(
    "还款 还贷 结清 逾期 欠款 借款 贷款 取款 存款 转账 汇款 付款 收款 开户 销户 挂失 解挂 签字 签收 签约 面签 到场 到访 来访 来电 来函 来行 来办 来问 来取 去世 病故 失联 失踪 住院 离婚 结婚 生病 退休 辞职 离职 调离 升任 接任 "
    "担任 兼任 负责 主持 主办 协办 经办 承办 审核 复核 审批 批准 同意 反对 弃权 赞成 表示 表态 反映 反馈 反驳 解释 说明 陈述 承认 否认 声称 辩称 申辩 投诉 举报 起诉 上诉 撤诉 和解 出庭 作证 缺席 请假 出差 出席 列席 参加 参与 "
    "介绍 推荐 提出 提交 提供 提议 递交 上报 填写 填报 缴纳 缴费 补缴 多缴 少缴 申请 申领 领取 代领 代办 代签 代为办理 委托 授权 转让 受让 继承 赠与 购买 出售 出租 承租 抵押 质押 担保 投保 退保 理赔 索赔 拒赔 拒绝 配合 不配合 "
    "不在家 不知情 不认可 不同意 不符合 没来 没还 没签 没有 未到 未接 未还 未能 未按期 已还 已到 已签 已付 已结清 已故 已婚 已退 已迁 已转 尚欠 仍欠 曾欠 又借 再次 多次 经常 一直 长期 突然 当天 当场 当日 于当日 于本月 因病 因故 因涉嫌 "
    "在外 在家 在岗 在读 在场 从事 经营 种植 养殖 打工 务农 创业 开店 名下 名下房产 名下车辆 账户 账号 存单 存折 银行卡 信用卡 社保 公积金 工资 奖金 补贴 津贴 养老金 医药费 学费 房租 货款 运费 押金 利息 本金 本息 保费 罚款 诉讼 案件 "
    "一案 一事 一家 一户 一行 一人 一次性 两人 二人 三人 等人 等三人 等五户 夫妇 夫妻 父子 兄弟 姐妹 家中 家里 家属 家庭 家人 本人 个人 自己 及其配偶 及家人 及其他 和家人 与其妻 与他人 同他人 之妻 之子 之父 之女 的 的账户 的贷款 的资料 的父亲 的签名 "
    "的电话 的房子 的车 的合同 女士 先生 同志 老师 师傅 经理 主任 行长 科长 局长 书记 律师 医生 教授 博士 大爷 阿姨 是 系 为 在 将 把 被 让 使 向 对 与 和 由 从 到 给 说 称 问 讲 说过 要 想 需 应 会 能 可 须 应当 可以 需要 准备 打算 计划 希望 愿意 决定 "
    "身份证 护照 驾照 学历 职称 资格 户口 征信 简历 档案 生日 住址 电话 手机 微信 邮箱 证券账户 股权 股份 保单 赔款 遗产 遗嘱 追偿 抗辩 异议 意见 证言 笔录 汇报 发言 讲话 指出 强调 要求 部署 总结 传达 宣读 带队 陪同 调研 检查 慰问 走访"
)
_BEFORE_RECORDS = _words(
    "出让方 转让方 受托方 委托方 出租方 承租方 甲方 乙方 丙方 收购方 合作方 资助方 事故方 责任岗 录入岗 信贷岗 放款岗 复核岗 监督岗 主办人 协办人 建档人 责任人 牵头人 陪同人 见证人 签收人 验收人 看护人 抚养人 寄养人 照料人 值班员 "
    "巡查员 联络员 协管员 安全员 观察员 参赛选手 参会代表 职工代表 村民代表 党代表 独董 外部董事 职工监事 高级顾问 首席专家 特聘专家 帮扶责任人 驻村干部 镇干部 社区干部 网格员 包村干部 对方驾驶员 肇事司机 随车人员 同车人 护理员 经治医师 "
    "签约医生 陪护 病患 患儿 产妇 家长 监护人为 受赠人 赠与人 被继承人 遗嘱人 收养人 竞买人 买受方 最高应价者 中签者 获奖者 当选者 候选人 提名人 拟任人选 拟聘 新增 变更后 变更前 原股东 新股东 小股东 大股东 自然人 个体户 经营业主 网店店主 "
    "实名 化名 别名 笔名 曾用名 称呼 尊敬的 亲爱的 你好， 感谢 致 回复 转接 抄送 报送人 交办 责成 指派 安排由 改由 经由 凭 托 替 帮 送 赠 资助给 补发给 退给 还给 交给 卖给 租给 让给 判给 过继给 嫁给 落款 署名 签名： 手写： 备注： 附言： 用途： "
    "一等奖 二等奖 特等奖 冠军 第一名 组长： 副组长： 成员： 记录： 汇报人： 到会： 请假： 缺席： 主讲： 审稿： 供稿： 摄影： 翻译： 口述： 整理： 监票： 唱票： 一组 二组 三组 1组 2班 三班 2201班 会计2103班 八年级3班 四队 5队 6社 二车间 3号楼 5号 工号12 序号3 编号7 第二名 "
    "孙子 孙女 外孙 外孙女 外婆 姥姥 姨妈 姨夫 舅妈 表弟 表姐 堂兄 堂妹 连襟 妯娌 前妻 前夫 未婚妻 男友 女友 养子 继父 公爹 老伴 大哥 二姐 三叔 小姨"
)
_AFTER_RECORDS = _words(
    "于5月补缴 于2023年 于本判决生效后 于上月 户 户补贴 户危改 家 家里 家四口人 家养羊 家的地 一家 家属 拉走 拉货 抬走 领走 取走 带走 开走 搬走 收走 卖掉 犯 犯盗窃罪 犯受贿罪 涉赌 涉诈 儿媳 儿子 女儿 老伴 父亲 母亲 岳父 爱人 对象 合伙 合资 散伙 入股 入资 增资 退股 减资 周转 应急 救急 "
    "买车 买房 买药 买种子 看病 上学 结婚 住院 生娃 过年 盖房 装修 开店 种地 养猪 搬家 旅游 充值 提现 刷卡 打款 垫款 垫资 付清 结账 结息 还息 还本 续贷 展期 借新 倒贷 挪用 截留 冒领 侵占 顶替 代持 代管 代养 代种 代耕 "
    "牵线 作保 作证 作陪 做东 带队 领队 领奖 获奖 当选 落选 入围 晋级 夺冠 退赛 参赛 报名 报到 报案 报警 自首 投案 认罪 服刑 出狱 缓刑 归案 在逃 潜逃 被抓 被骗 被拒 被撤职 被免职 被列为 被评为 被授予 被告知 被带走 被打 "
    "因公出差 因事请假 因病缺席 因车祸 因工作调动 因伤 因涉案 于昨日 于上午 于本月底 于去年 自去年 自愿 自称 自行 自筹 自述 均 均未 均已 都 都说 也 也在 又 还 再 才 就 却 仍 仍未 已于 将于 曾于 正在 尚未 未按 不再 不服 不满 不愿 不予 拒不 拒签 "
    "系统 终端 手里 手中 身上 身边 处 处借 那里 那边 这里 这户 本户 全家 夫妻二人 二人 两口子 兄妹 姐弟 母女 父女 一行 团队 工作室 名义 名字 姓名 头像 照片 本子 笔迹 指纹 印章 字样 字迹 手机号 微信号 工号 编号 卡号 尾号 学号 档案袋 "
    "丧葬费 抚恤金 赔偿款 赡养费 抚养费 彩礼款 份子钱 红包 工钱 饭钱 药费 车费 油费 路费 电费 水费 话费 会费 党费 团费 稿费 讲课费 评审费 咨询费 中介费 手续费 年费 滞纳金 违约金 赎金 订金 首付 尾款 余款 差额 分期 月供 房贷 车贷 借条 欠条 收条 白条"
)
_AFTER_THINGS = _words(
    "管理 情况 问题 工作 建设 增长 下降 提高 降低 上升 较大 较高 明显 明确 变化 分析 说明 调整 优化 核算 核对 统计 汇总 公示 公开 发布 印发 制度 办法 规定 标准 流程 要求 清单 明细 台账 报表 名册 目录 信息 数据 资料 "
    "项目 计划 方案 预算 资金 费用 收入 支出 成本 金额 余额 比例 指标 考核 评价 评估 检查 审计 监督 监管 保护 改造 修复 治理 整治 维护 维修 采购 招标 验收 移交 归档 备案 登记 服务 培训 宣传 演练 试点 推广 应用 研究 "
    "的 的原则 的基础上 的影响 的比重 的落实 的管理 和 与 及 或 等 等方面 等因素 等内容 上 下 中 内 外 前 后 以上 以下 之间 之外 方面 领域 环节 过程 阶段 范围 层面 角度 为主 为准 优先 先行 不足 不够 不明 不清 不符 不全 有误 有限 过高 过低 偏大 "
    "如下 见附件 见下表 另行通知 由此 因此 从而 同时 逐步 逐年 持续 稳步 大幅 显著 进一步 是 为 在 对 从 按 已 未 应 须 可 将 较 更 均 需 能 会 不 也 仍 都 属于 涉及 包括 影响 导致 带来 推动 促进 取得 达到 超过 占 位于 来自 用于 纳入 列入 转入 计入"
)
"""What stands behind words for things; nobody signs, dies or has a wife there."""
_TAIL = _words(
    "，情况属实 ，请核查 ，已处理 ，待跟进 ，未果 ，已入账 。 。 。 ！ ？ ； 元整 了 了。 过 完毕 手续 业务 事宜 情况 材料 证明 1000元 3.5万元 20万 2023年度 本月 上月 五年 三次 两笔"
)
_THINGS = _words(
    "客户 企业 单位 公司 支行 总行 部门 机构 银行 账户 资金 贷款 存款 余额 利率 利息 本金 金额 项目 方案 计划 合同 协议 票据 发票 单据 凭证 印章 印鉴 章程 制度 办法 规定 文件 通知 公告 报告 报表 台账 清单 名单 档案 资料 材料 证件 证书 "
    "房产 房屋 房租 车辆 车位 车险 土地 设备 存货 货物 货款 商品 商户 商铺 商会 商圈 市场 平台 系统 网点 网银 手机银行 终端 密码 短信 电话 邮件 微信 支付宝 信用卡 银行卡 存单 存折 国债 债券 基金 股票 期货 保险 保单 保费 理财 信托 租赁 担保 抵押物 质押物 "
    "管理人 管理员 管理层 经理层 高管 高管层 高管人员 董事会 监事会 股东会 党委 党支部 工会 居委会 村委会 政府 财政 财政局 税务 税务局 法院 检察院 公安 公安局 派出所 司法局 民政局 社保局 住建局 农业局 林业局 水利局 商务局 审计局 统计局 "
    "任何人 任何单位 何人 何时 何种 何处 其他人 第三方 双方 对方 各方 乙方 甲方 买方 卖方 上级 下级 领导 同事 家属 老板 员工 工人 农户 农民 村民 居民 学生 老师 医生 病人 患者 司机 乘客 业主 租客 股民 散户 大户 单户 全户 "
    "常年 常规 常态 常见 高额 高频 高风险 高净值 高新企业 高速公路 高校 高等院校 金融 金融业 金融机构 金融办 金银 金属 金矿 金价 石油 石化 石材 水泥 水电 水利 水费 水产 林业 林权 林地 田地 农田 农业 农机 农资 农产品 牛羊 牛肉 羊毛 马匹 马铃薯 鱼塘 "
    "白酒 白糖 黄金 黄铜 黄豆 红酒 江苏 江西 江南 江北 江阴 江门 河南 河北 湖南 湖北 广东 广西 山东 山西 云南 贵州 海南 海口 温州 苏州 常州 杭州 徐州 郑州 宁波 宁夏 安徽 安阳 安全 安置房 安装费 安保 方针 方式 方向 方面 施工方 施工队 时限 时点 时间 "
    "成本 成品油 成员 成员单位 成绩 全部 全年 全额 全行 全省 全市 全体 全员 全辖 应收款 应付款 应急预案 应纳税额 应税收入 毛利率 毛坯房 计息 计税 计提 计量 计算机 计生办 项下 项目部 项目经理 强制措施 强降雨 于年底 于本月 支出 支付 支票 支队 支点 单价 单位 单笔 单身 单亲 "
    "万元 万余元 万户 万人 余款 余额 余量 余下 左右 查封 查询 查账 查勘 查验 查处 连带责任 连续 连锁店 路费 路桥 路灯 程序 程度 章节 舒适度 牛市 熊市 龙头企业 龙头股 龙卷风 顾客 顾问 顾虑 和解书 和谐 易耗品 易燃品 盘点 盘活 权利 权益 权限 权证 权属 符合 符号 "
    "党员 党费 党建 党组 解冻 解除 解决 解约 解释 习惯 习题 向导 向阳路 向阳村 纪律 纪检 纪委 纪要 相关人员 相关方 相关部门 相互 相对人 明细 明细账 明确 明显 明年 幸福村 幸福里 和平路 和平区 平安银行 平安保险 平台 平均 平衡 华夏银行 华润 华为 华侨 包装 包工头 包括 "
    "范围 范本 谢意 谢绝 宣传 宣讲 宣布 严重 严格 严禁 严肃 温度 温室 温泉 富裕 富余 富民 富农 戴口罩 戴帽 卫生 卫生院 卫健委 蓝图 蓝牙 蓝筹 祝贺 祝福 贺卡 贺信 劳务 劳务费 劳动 劳动者 荣誉 荣誉室 游客 游资 边境 边际 边远 封控 封面 封存 封闭式 席位 席卷 景区 景气 景点 "
    "阳光 阳光保险 阳江 阳台 阳性 都市 都匀 燕郊 鲁西 秦皇岛 秦岭 汉中 汉口 沙发 沙石 沙子 盛大 盛京 巩固 柴油 柴火 甘肃 甘蔗 丰收 丰年 储蓄 储户 储备 储量 尚未 尚可 尚需 曾经 曾于 曾因 冷库 冷链 冷冻 宗地 宗旨 宁可 宁愿 简易 简历 简称 简报 欧元 欧盟 欧美 美元 门面 门市 门店 门票 "
    "王府井 张江 张家港 张家口 马鞍山 牡丹江 黄山 黄石 黄浦 唐山 唐朝 宋代 汉代 周口 周边 周转 周末 周期 周一 周五 周年 徐州 徐汇 吴江 吴中 吴忠 郑州 陈旧 陈述 陈列 陈年 杨浦 杨树 杨梅 梁山 梁子湖 谢岗 韩元 韩国 曹县 曹妃甸 彭州 曾母 肖像 田野 田间 董事 董监高 袁家村 于家堡 余姚 叶片 叶子 杜绝 苏宁 苏打 "
    "魏县 吕梁 任务 任期 任职 任命 任意 任何 沈阳 沈丘 姚安 卢布 姜汁 谭木匠 廖记 贾平 夏季 夏粮 付息 付讫 付出 付费 方案 邹城 熊本 孟州 秦淮 江阴 尹山 薛城 雷电 雷达 侯马 龙岩 史料 史上 陶瓷 陶器 贺州 毛巾 毛重 郝庄 龚滩 邵阳 万宁 钱塘 钱款 钱币 钱包 严防 武汉 武装 武警 莫过于 莫非 孔庙 向上 汤料 常务"
)


def _short_company(rng: Random) -> str:
    """A company as its partners call it: 欣旺达, 东方日升科技, 马钢股份."""
    stem = rng.choice(wide_names.LETTERS + "钢达通威科康源泽润邦迪尔特美奇诺联汇众信诚中东南西北方日上世") + rng.choice(
        wide_names.LETTERS
    )
    first = rng.choice((wide_names.surname(rng), rng.choice(wide_names.LETTERS), "", ""))
    return (
        first
        + stem
        + rng.choice(("", "股份", "科技", "电子", "集团", "控股", "日化", "钢铁", "药业", "实业", "资本", "有限公司"))
    )


@cache
def _dictionary_set() -> frozenset[str]:
    return frozenset(name_like_words())


def _things(rng: Random) -> str:
    """One thing, or a list of things of one length as lists have them."""
    if rng.random() < 0.8:
        return _thing(rng)
    size = rng.choice((2, 2, 2, 3))
    words = [word for word in (*_THINGS, *rng.sample(name_like_words(), 400)) if len(word) == size]
    return "、".join(rng.sample(words, rng.choice((2, 3, 3, 4))))


def _thing(rng: Random) -> str:
    chance = rng.random()
    if chance < 0.3:
        return rng.choice(name_like_words())
    if chance < 0.54:
        return rng.choice(_THINGS)
    if chance < 0.66:
        return _short_company(rng)
    if chance < 0.76:
        return text_places.company(rng)
    if chance < 0.84:
        return text_places.company_of_name(rng)
    if chance < 0.92:
        return text_places.branch(rng) if chance < 0.88 else rng.choice(words_of("L", name_like=True))
    return text_places.town_region(rng)


def _named(rng: Random, *, shown: bool) -> str:
    """A name; one that is a word where its surroundings show it, since elsewhere such a word mostly names nobody."""
    if rng.random() < 0.04:
        return wide_names.doubled(rng)
    if rng.random() < (_WORDLIKE_SHOWN if shown else _WORDLIKE):
        return wide_names.wordlike(rng)
    name = wide_names.any_name(rng) if rng.random() < 0.6 else any_name(rng)
    return name if shown or name not in _dictionary_set() else wide_names.plain(rng)


_SOMEBODY = frozenset("人员师者官父母妻夫女儿弟兄哥姐妹叔婶伯姑姨舅爷奶侄媳婿孙友长主户手生任记理监")
"""Ends of words for somebody: behind one a person is named more often than a thing, also by a word."""
_NAMED = 0.55
_NAMED_BEHIND_ROLE = 0.8
_WORDLIKE_SHOWN = 0.3
_WORDLIKE = 0.06
_PERSONAL = frozenset(
    _words(
        "取款 存款 开户 销户 挂失 签字 签收 面签 到场 到访 来访 来电 来办 来问 去世 病故 失联 失踪 住院 离婚 结婚 生病 退休 辞职 离职 升任 兼任 请假 出差 出席 列席 作证 缺席 领取 代领 代办 代签 继承 "
        "不在家 不知情 没来 没签 已故 已婚 因病 打工 务农 名下 名下房产 名下车辆 养老金 医药费 二人 夫妇 夫妻 父子 兄弟 家中 家里 家属 家人 本人 及其配偶 及家人 和家人 与其妻 之妻 之子 之父 之女 的父亲 的签名 女士 先生 同志 老师 "
        "师傅 律师 医生 大爷 阿姨 身份证 护照 简历 生日 遗产 遗嘱 证言 笔录 讲话 慰问 家四口人 家养羊 领走 取走 犯盗窃罪 犯受贿罪 儿媳 儿子 女儿 老伴 父亲 母亲 岳父 爱人 看病 上学 生娃 冒领 自首 投案 认罪 服刑 归案 潜逃 "
        "被抓 被骗 被免职 被带走 因公出差 因事请假 因病缺席 因车祸 自愿 自述 拒签 手里 身上 夫妻二人 两口子 丧葬费 抚恤金 赡养费"
    )
)
"""Words behind which only a person can stand."""
_FITTING = 0.15
"""Share of things with an ending that fits; behind the others stands anything, which only a sentence would rule out."""
_LONGEST_WORD = 3
"""Characters of the longest plain word."""


def phrase(rng: Random) -> Marked:
    """One phrase: up to two clauses, each of words before, a person or a thing, words behind; persons are marked."""
    text, spans = "", []
    for number in range(rng.choice((1, 1, 2))):
        text += "" if number == 0 else rng.choice("，，；、 ")
        behind_role = False
        if rng.random() < 0.8:
            text += rng.choice(_BEFORE_ANY if rng.random() < 0.6 else _BEFORE_RECORDS)
            behind_role = text[-1] in _SOMEBODY
            if rng.random() < 0.06:
                text += rng.choice(("：", "“", "（", " ", ":"))
        behind = rng.choice(_AFTER_ANY if rng.random() < 0.6 else _AFTER_RECORDS)
        if rng.random() < (_NAMED_BEHIND_ROLE if behind_role else _NAMED):
            for member in range(rng.choice((1, 1, 1, 1, 2, 3))):
                text += "" if member == 0 else rng.choice(("、", "、", "和", "与", "及", " "))
                name = _named(rng, shown=behind_role or behind in _PERSONAL)
                spans.append(Span(len(text), len(text) + len(name), "PERSON"))
                text += name
        else:
            thing = _things(rng)
            text += thing
            if not _may_act(thing) and (behind_role or behind in _PERSONAL or rng.random() < _FITTING):
                behind = rng.choice(_AFTER_THINGS)
        if rng.random() < 0.85:
            text += behind
            if rng.random() < 0.35:
                text += rng.choice(_TAIL)
    return Marked(text, tuple(spans))


def _may_act(thing: str) -> bool:
    """Whether a thing signs, owes and sues as persons do: a firm, a branch, a town, no plain word."""
    return len(thing) > _LONGEST_WORD and "、" not in thing

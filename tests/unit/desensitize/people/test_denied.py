"""What keys of things and lists of one kind hold names nobody, however like a name it looks."""

import pytest

from desensitize.people.finder import find_people


def named(text: str) -> list[str]:
    """Names found in one text."""
    return [text[one.start : one.end] for one in find_people([text])[0]]


@pytest.mark.parametrize(
    "text", ["状态:齐全", "型号：高山", "品牌=白象;状态=齐全", "唐家墩、万松、花楼、满春等街道开展整治。"]
)
def test_things_are_nobody(text):
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("品牌:白云;联系人:李小明", ["李小明"]),
        ("经办人:高山", ["高山"]),
        ("李小明、王建国等村民到场。", ["李小明", "王建国"]),
        ("李小明、王建国等公司高管到场。", ["李小明", "王建国"]),
        ("李小明、王建国等街道干部到场。", ["李小明", "王建国"]),
        ("李小明、王建国等产品经理到场。", ["李小明", "王建国"]),
    ],
)
def test_people_beside_them_stay(text, names):
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "案号：（2025）鲁0191执4412号",
        "失信被执行人信息",
        "附件：独立董事候选人简历",
        "安乐、丰收、尚义、康宁、温泉五镇",
        "任庄、李家沟、王集、张夏等村集体经营性收入",
        "瀚辰（澜州）商业保理有限公司",
        "“安盈固收增强”第58期",
        "高标准公墓、韩湘水闸等12个项目",
        "王家庄、李官屯、张各庄等21个试点村先行",
        "沁园春、蝶恋花两只私募产品提前清盘",
        "“安心·丰利18个月定开”到期公告",
        "你单位沂公（经）冻财字〔2024〕3号",
        "“雷锋志愿服务队”和华罗庚数学奖",
        "蒙古族学员获奖",
        "投保人与被保险人关系：父子",
        "管理员-小蔡：想问报销的加我",
    ],
)
def test_nouns_numbers_of_courts_villages_and_firms_are_nobody(text):
    assert named(text) == []


def test_a_nickname_goes_with_the_name_it_is_of():
    assert named("客户蔡永年来电，小蔡称已还款。") == ["蔡永年", "小蔡"]


@pytest.mark.parametrize(
    "text",
    [
        "关于支持“马大姐”“王小卤”“徐福记”等消费品牌的通知",
        "机场、康恩贝、安妮股份、金龙羽涨幅居前",
        "高标准农田建设涉及：张王庄村（1,204亩）、周建国渠沿线（176亩）",
        "付息日为每年5月27日，周转金照付",
        "当月换发云A·D、云A·F段号牌",
        "冯氏兄弟食品等",
        "花木兰剪纸15万元，王羲之故里书法节18万元",
    ],
)
def test_brands_stocks_fields_and_crafts_are_nobody(text):
    assert named(text) == []


def test_who_stands_behind_a_key_of_things_with_a_number_is_named():
    assert named("外汇业务处罚信息：倪海燕，身份证号码330102198803121234") == ["倪海燕"]

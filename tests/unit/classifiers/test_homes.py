"""Whose address it is that stands near a name: a home unless a word tells of an office."""

import re

import pytest

from classifiers.span_roles import roles_of
from classifiers.text_span import TextSpan


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("证件号码：340104198909023112\n居住信息1　", "合肥市蜀山区望江西路99号港汇城4栋1806", "　按揭"),
        ("下列对象停发：包铁柱（户籍迁出至", "内蒙古科左旗保康镇新建街二委4组", "）"),
        ("不动产权利人赵小川\n不动产坐落：", "西安市雁塔区丈八东路7号楼2单元11304", "\n抵押权人：秦岭银行"),
        ("坐席：赵小川您好，配送地址还是", "杭州市拱墅区米市巷小区11幢2单元301", "吗？"),
        ("先去赵小川家，", "沭河镇柳庄村四组", "，欠本金38200元"),
        ("凌晨在客户赵小川住处", "成都市双流区银河路三段88号附3号", "楼下收回"),
        ("赵小川提供租赁合同，租住地", "苏州市姑苏区干将东路892弄17号503室", "，月租2600元"),
        ("<xm>赵小川</xm><jtzz>", "太原市迎泽区桃园南路12号院3号楼5单元7号", "</jtzz>"),
    ],
)
def test_where_somebody_private_lives_is_a_home(before: str, value: str, after: str) -> None:
    assert role_of_address(before, value, after) == "home"


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("请盖章后快递至我所（", "广州市天河区珠江东路30号28层", "），收件人赵小川"),
        ("联系人：赵小川　电话：0571-88123456\n地址：", "杭州市西湖区文三路8号", ""),
        ("东城分厅，", "和平街道建设路22号福源大厦3层", "，0532-68895021"),
        ("云川市金源有限公司，法定代表人赵小川，住所：", "云川市东湖区人民路9号", ""),
        ("企业服务中心设于", "光谷三路777号创星汇A座1层", "。"),
    ],
)
def test_where_an_office_is_reached_is_none(before: str, value: str, after: str) -> None:
    assert role_of_address(before, value, after) == "office"


def role_of_address(before: str, value: str, after: str) -> str:
    """The role of an address in a text in which 赵小川 is found as a person, and identity numbers as such."""
    text = before + value + after
    spans = [TextSpan("PERSON", m.start(), m.end()) for m in re.finditer("赵小川", text)]
    spans += [TextSpan("CN_ID", m.start(), m.end()) for m in re.finditer("[0-9]{18}", text)]
    spans.append(TextSpan("ADDRESS", len(before), len(before) + len(value)))
    return roles_of(text, spans)[-1]

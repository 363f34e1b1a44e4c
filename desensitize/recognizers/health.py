"""Health of a person: illnesses and disabilities under a header of health, or said of somebody in a text.

Sensitive under article 28 of the Personal Information Protection Law. Names of insurance products and statistics that
hold the name of an illness say nothing about anybody and are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.normalise import fold, normalise
from desensitize.recognizers.finder import Finder

_HEADER: Final = re.compile(
    "病种|疾病|诊断|病情|病史|病名|病因|健康状况|健康状态|健康情况|身体状况|残疾|伤残|致残|伤情|伤病|血型|过敏|体检结果|体检结论|手术|用药|症状|主诉|医嘱|确诊|传染病|精神状况|妊娠|怀孕|孕情|"
    "死因|死亡原因|就诊科室|治疗情况|出院小结|检查结果|检验结果|(?i:^(?:diagnosis|disease|illness|health|health_?status|medical_?history|condition|blood_?type|symptoms?|"
    "disability|allerg(?:y|ies)|zd|jb|jbmc|jbzd|(?:ry|cy|mz|zy|lc)zd(?:mc)?|bz_jb|jkzk|cjlb|cjdj|xx)$)|"
    "(?i:(?:^|_)(?:diagnos[ie]s|disease|illness|symptoms?|disability|medical_?history)(?:_?(?:name|desc|type|detail|result))?$)"
)
_REASON: Final = re.compile(
    "(?:致贫|致困|返贫|贫困|困难|救助|低保|帮扶|申请|死亡|退出|停保)[^率数额]{0,4}(?:原因|事由|理由|情形)"
)
"""Headers of reasons, of which an illness is one and unemployment another."""
_NOT_HEADER: Final = re.compile(
    "人数|例数|数量|数$|率|占比|费|金额|额|(?<!出)险|保障|日期|时间|编号|代码|编码|号|医院|机构|医生|医师|单位|补贴|补助|津贴|保证金|标准|产品|责任|人员?$|姓名|人口|是否"
)
_ILLNESS: Final = (
    "(?:(?:原发性|继发性|急性|慢性|恶性|重性|特重型|重型|终末期|髓系|淋巴细胞|良性|先天性|晚期|早期|Ⅱ型|[一二12]型|[23I]{1,3}期|乙型|丙型|甲型|肺|肝|胃|乳腺|宫颈|甲状腺|结肠|直肠|食管|胰腺|前列腺|膀胱|卵巢|鼻咽|脑|肾|骨|皮肤|冠状动脉|重度|中度|轻度|双侧|左侧|右侧|左|右){0,3}"
    "(?:高血压病?|糖尿病|冠心病|心脏病|心肌梗[死塞]|心绞痛|心衰|脑梗[死塞]?|脑出血|脑卒中|脑瘫|脑瘤|中风|偏瘫|癌症?|肿瘤|白血病|淋巴瘤|红斑狼疮|尿毒症|肾衰竭?|肾炎|肾病|肝炎|肝硬化|"
    "艾滋病|艾滋|HIV(?:阳性|感染)?|梅毒|淋病|尖锐湿疣|肺结核|结核病?|肺炎|哮喘|慢阻肺|尘肺病?|矽肺|癫痫|精神分裂症?|精神病|精神障碍|抑郁症?|焦虑症|双相情感障碍|躁郁症|自闭症|孤独症|老年痴呆|阿尔茨海默症?病?|帕金森病?|"
    "痴呆|智力障碍|智力残疾|肢体残疾|视力残疾|听力残疾|言语残疾|精神残疾|多重残疾|重残|残疾|截肢|截瘫|瘫痪|骨折|腰椎间盘突出症?|股骨头坏死|类风湿(?:性?关节炎)?|痛风|甲亢|甲减|贫血|血友病|地中海贫血|再生障碍性贫血|"
    "新冠(?:肺炎|病毒感染)?|胃溃疡|胃炎|胆结石|肾结石|阑尾炎|白内障|青光眼|失明|耳聋|聋哑|乙肝|丙肝|大三阳|小三阳|不孕症?|不育症?|流产|宫外孕|糖尿病足|渐冻症|罕见病|硬化症|肌无力|颅脑损伤|脊髓损伤|脾破裂|血气胸|重度烧伤|烧伤|烫伤|唐氏综合征|先心病|动脉瘤|血栓|败血症|酒精依赖|药物依赖|吸毒|毒瘾))"
)
_SAID: Final = re.compile(
    rf"(?:身患|罹患|患有|患了|患上?|确诊为?|诊断[为:是]*|检出|查出|查明|得了|因患?|突发|因病|系|属|为|有|曾患|既往|病史[:为]?|病因[:为]?|症状[:为]?|呈|合并|伴有?|并发)"
    rf"[\s:\"“]{{0,2}}(?P<illness>{_ILLNESS}(?:[、及和与]{_ILLNESS})*(?:[一二三四1-4]级)?)"
    r"(?!险|保险|患者|防治|医疗险|保障|专项|筛查|康复中心|证|人联合会|人就业|鉴定|(?<=为残疾)人[^，。；,;.\s])"
)
# 病种:终末期肾病 in a list of people; (特重型颅脑损伤,某某医院) behind what was paid for somebody
_NOTED: Final = re.compile(
    rf"(?<!保障)(?<!承保)(?<!覆盖)(?<!限定)(?:病种|病名|所患疾病|诊断结果|伤情)[:为]\s?(?P<named>[\u4e00-\u9fffA-Za-z0-9]{{2,20}})(?=[,，;；。、)\s]|$)"
    rf"|[(（](?P<bracketed>{_ILLNESS})(?=[,，)）][^。\n]{{0,20}}(?:医院|住院|救治|抢救))"
)
_ANY: Final = re.compile(rf"{_ILLNESS}(?:[一二三四1-4]级)?(?!险|保险|患者|防治)")
_SHORT: Final = 20
"""Characters of a reason that is a few words; longer ones are sentences."""
_NEGATIVE: Final = re.compile(
    "(?i:无|否|是|有|没有|不详|未知|正常|健康|良好|一般|较好|较差|合格|不合格|优|良|其他|其它|-+|/|0|1|n/a|na|none|null|暂无|无异常|未见异常|未填|空|待定)"
)
_VALUE: Final = re.compile(r"[\u4e00-\u9fff]|(?i:^(?:A|B|AB|O)型?$|HIV|[A-Z][0-9]{2}\.)")
_TRIGGER: Final = re.compile("患|诊|病|伤|残|癌|瘤|炎|症|瘫|骨折|肝|HIV|孕|流产|梗|聋|失明|突发|毒|甲亢|血压|肢")


@lru_cache(maxsize=4096)
def _of_health(header: str | None) -> bool:
    if not header:
        return False
    core = re.sub(r"[\s\-]+", "", re.sub(r"\([^)]*\)?", "", fold(header)))
    return _HEADER.search(core) is not None and (core.isascii() or _NOT_HEADER.search(core) is None)


@lru_cache(maxsize=4096)
def _of_reasons(header: str | None) -> bool:
    return header is not None and _REASON.search(fold(header)) is not None


def _asks(header: str | None) -> bool:
    return _of_health(header) or _of_reasons(header)


def find_health(texts: Sequence[str], *, header: str | None = None) -> list[tuple[Finding, ...]]:
    """Statements about somebody's health in each text.

    Args:
        texts: Cells of one column, or free texts; each distinct one is read once.
        header: The column's own name; None for free text.

    Returns:
        For each text its findings from left to right; offsets in code points of the raw text.
    """
    of_health, of_reasons = _of_health(header), _of_reasons(header)
    known: dict[str, tuple[Finding, ...]] = {}
    for text in dict.fromkeys(texts):
        if text == header or (not (of_health or of_reasons) and _TRIGGER.search(text) is None):
            continue
        normal = normalise(text)
        known[text] = tuple(
            Finding(Entity.HEALTH, *normal.raw_span(start, end), score, rule)
            for start, end, score, rule in _spans(normal.text, of_health=of_health, of_reasons=of_reasons)
        )
    return [known.get(text, ()) for text in texts]


def _spans(text: str, *, of_health: bool, of_reasons: bool) -> Iterator[tuple[int, int, float, str]]:
    core = text.strip()
    if of_health and _NEGATIVE.fullmatch(core) is None and _VALUE.search(core) and len(core) <= 60:
        start = text.index(core)
        yield start, start + len(core), 0.8, "health.header"
        return
    if of_reasons and len(core) <= _SHORT:
        yield from ((*match.span(), 0.7, "health.reason") for match in _ANY.finditer(text))
        return
    for match in _SAID.finditer(text):
        yield *match.span("illness"), 0.75, "health.said"
    for match in _NOTED.finditer(text):
        yield *match.span(match.lastgroup or 0), 0.7, "health.noted"


FINDER = Finder(
    entity=Entity.HEALTH,
    name="health",
    find=find_health,
    trigger="患|诊|病|伤|残|癌|瘤|炎|症|瘫|骨折|肝|HIV|孕|流产|梗|聋|失明|突发|毒|甲亢|血压|肢",
    asks=_asks,
    explanation="an illness or disability under a header of health, or said of somebody",
    heeds=_of_reasons,
)

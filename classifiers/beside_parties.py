"""People whom a record names beside those it is about: the served, the fetched for, the addressed."""

import re
from typing import Final

# A record of practitioners or of honours tells of the people they dealt with, too: 客户甲、乙, 证人丙
SERVED_BEFORE: Final = re.compile(
    r"(?:客户|投保人|被保险人|受益人|借款人|储户|消费者|市民|村民|居民|群众|学生|患者|家长|监护人|受害人|证人|债务人|保证人|出借人|"
    r"当户|配偶|妻子|丈夫|儿子|女儿|母亲|父亲|亲属|家属|其[妻夫子女母父弟兄姐妹])[\s::]{0,2}"
    r"(?:[\u4e00-\u9fff·]{2,4}(?:\([^)\n]{0,40}\))?[、,和及]){0,6}$"
)
# 张某：因采用其他方式无法送达，现公告送达……: who cannot be found is named by law (税收征管法实施细则 art. 106)
SERVED_BY_NOTICE: Final = re.compile(r"^(?:\([^)\n]{0,90}\))?\s?[::][^。]{0,120}?公告送达")
# 卡号…(由其子乙代领,电话…): whoever comes for the money is not who is paid it
_PROXY_BEFORE: Final = re.compile(
    r"其(?:[妻夫子女母父弟兄姐妹儿孙媳婿]|配偶|丈夫|妻子|儿子|女儿|母亲|父亲|儿媳|女婿|孙子|孙女|监护人|亲属|家属)[\s::]{0,2}$"
)
_PROXY_AFTER: Final = re.compile(r"^(?:\([^)\n]{0,40}\))?(?:代领|代办|代签|代收|代取|代为)")


def is_proxy(before: str, after: str) -> bool:
    """Whether somebody acts for the one who is named by law (由其子乙代领).

    before, after: what stands around the name in its line.
    """
    return _PROXY_BEFORE.search(before) is not None or _PROXY_AFTER.search(after) is not None

"""Radicals that stand for whole characters: text drawn by browsers and fonts holds them instead of ideographs.

NFKC turns the Kangxi radicals (U+2F00 to U+2FD5) into ideographs, but leaves nearly all of the supplement (U+2E80 to
U+2EF3) and the strokes (U+31C0 to U+31E3) as they are. The pairs here are those of the Unicode character database,
EquivalentUnifiedIdeograph.txt; U+2E80 (a sign of repetition) has no equivalent and stays.
"""

from typing import Final

_SUPPLEMENT: Final = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尣⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爪"
    "⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝"
    "⻊足⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阜⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐"
    "⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_STROKES: Final = "㇐一㇑丨㇒丿㇓丿㇔丶㇕乛㇖乛㇚亅㇟乚㇠乙"

RADICALS: Final[dict[str, str]] = {
    radical: whole for pairs in (_SUPPLEMENT, _STROKES) for radical, whole in zip(pairs[::2], pairs[1::2], strict=True)
}
"""Radical or stroke → the ideograph it stands for, one character each."""

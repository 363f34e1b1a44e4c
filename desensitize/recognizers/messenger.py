"""WeChat ids and QQ numbers: a label must name them, but for the ids WeChat itself gives."""

from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT_NAMED, Need, Pattern, Rule

_GAP = r"[号账户id是为 ]{0,5}[\"')）]?[ ]?[:：=]?[ ]?[\"'(（]?"

_CHOSEN = "(?<![0-9A-Za-z_.-])(?![Ww]{3}[.])[A-Za-z][0-9A-Za-z_.-]{4,18}[0-9A-Za-z_-](?![0-9A-Za-z_@-]|[.][0-9A-Za-z])"
"""WeChat allows no stop; people write one all the same (li.wei_88). A site's name behind the label is no id."""

RULES = (
    Rule(
        name="wechat",
        entity=Entity.WECHAT,
        patterns=(Pattern("given", "(?<![0-9A-Za-z_])wxid_[0-9a-z]{8,20}(?![0-9A-Za-z_])"),),
        score=0.9,
        trigger="wxid_[0-9a-z]{8}",
        explanation="an id that WeChat gave",
    ),
    Rule(
        name="wechat_labelled",
        entity=Entity.WECHAT,
        patterns=(Pattern("chosen", _CHOSEN),),
        score=0.3,
        trigger="[A-Za-z][0-9A-Za-z_.-]{5}",
        need=Need.LABEL,
        labels=(
            "微信",
            "微信号",
            "微信账号",
            "wechat",
            "weixin",
            "wechat_id",
            "wx",
            "wxh",
            "wx_id",
            "weixinhao",
            "vx",
            "v信",
            "薇信",
        ),
        label_gap=_GAP,
        explanation="six to twenty characters that a label calls a WeChat id",
    ),
    Rule(
        name="qq",
        entity=Entity.QQ,
        patterns=(
            Pattern("digits", LEFT_NAMED + "[1-9][0-9]{4,10}(?![0-9A-Za-z@*]|[.][0-9])"),
            Pattern("glued", "(?<=[Qq][Qq])[1-9][0-9]{4,10}(?![0-9A-Za-z@*]|[.][0-9])"),
        ),
        score=0.3,
        trigger="[0-9]{5}",
        need=Need.LABEL,
        labels=("qq", "qq号", "qq号码", "qq群", "qq群号", "qq_no", "qqh", "qqhm", "企鹅号", "扣扣"),
        label_gap=_GAP,
        explanation="five to eleven digits that a label calls a QQ number",
    ),
)

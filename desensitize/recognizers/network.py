"""Addresses of devices: IP (versions 4 and 6) and MAC."""

from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT, RIGHT, Against, Need, Pattern, Rule

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
# A label may touch what it names (IP10.1.2.3, MAC58:69:…); as the end of a longer word (VIP) it is none.
_LEFT_DOTTED = "(?:(?<![0-9A-Za-z.])|(?<=[Ii][Pp])(?<![0-9A-Za-z][Ii][Pp]))"
_DOTTED = _LEFT_DOTTED + f"{_OCTET}(?:[.]{_OCTET}){{3}}" + r"(?![0-9A-Za-z]|[.][0-9])"
# A colon before may end a label (IP：…); only behind another group does it belong to the address.
_LEFT_HEX = "(?:(?<![0-9A-Za-z.])(?<![0-9A-Fa-f:]:)|(?<=[Ii][Pp])(?<![0-9A-Za-z][Ii][Pp]))"
_LEFT_OCTET = "(?:(?<![0-9A-Za-z])(?<![0-9A-Fa-f][:-])|(?<=[Mm][Aa][Cc])(?<![0-9A-Za-z][Mm][Aa][Cc]))"
_LABELS = (
    "ip",
    "ip地址",
    "登录ip",
    "登录地址",
    "访问地址",
    "来源地址",
    "ipv4",
    "ipv6",
    "ipv4地址",
    "ipv6地址",
    "ip_address",
    "ip_addr",
    "ipaddr",
    "client_ip",
    "login_ip",
    "ipdz",
    "终端ip",
    "dlip",
    "khdip",
    "zdip",
    "fwip",
    "czip",
    "yhip",
    "remote_addr",
    "remote_ip",
    "source_ip",
    "src_ip",
    "x_forwarded_for",
)


_V6_SHORT = _LEFT_HEX + r"(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}(?![0-9A-Za-z:])"


_MAC_LABELS = ("mac", "mac地址", "mac_address", "mac_addr", "macaddr", "物理地址")


def _check_dotted(text: str) -> bool | None:
    """Digits alone are a number in groups; letters alone a word."""
    return None if any(map(str.isdigit, text)) and any(map(str.isalpha, text)) else False


def _check_v6(text: str) -> bool | None:
    """With a gap: three groups, one of them long, and a digit, so that no name of a program (a::b) is one."""
    groups = [group for group in text.split(":") if group]
    if "::" in text and (len(groups) < 3 or max(map(len, groups)) < 3 or not any(map(str.isdigit, text))):
        return False
    return None if len(groups) <= 8 else False


def _check_v4(text: str) -> bool | None:
    """Clause and version numbers (3.2.1.4) have one digit between the dots; 0.x and 255.x are no device.

    Behind a first group of one digit the others have to be long, one of them of three digits (8.10.135.85).
    """
    parts = text.split(".")
    lengths = [len(part) for part in parts]
    if lengths[0] == 1:
        return None if min(lengths[1:]) > 1 and max(lengths) == 3 and text[0] != "0" else False
    return None if sum(length > 1 for length in lengths) >= 2 and int(parts[0]) < 240 else False


RULES = (
    Rule(
        name="ip",
        entity=Entity.IP,
        patterns=(Pattern("v4", _DOTTED),),
        score=0.6,
        trigger="[0-9][.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]",
        check=_check_v4,
        labels=_LABELS,
        against=frozenset({Against.AMOUNT}),
        explanation="four octets",
    ),
    Rule(
        name="ip_v6",
        entity=Entity.IP,
        patterns=(
            Pattern("v6", _LEFT_HEX + r"[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){7}(?![0-9A-Za-z:])"),
            Pattern("v6_short", _V6_SHORT),
        ),
        score=0.8,
        trigger="[0-9A-Fa-f]:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:"
        "|[0-9A-Fa-f]::[0-9A-Fa-f]",
        check=_check_v6,
        labels=_LABELS,
        explanation="eight groups of version 6, or fewer with a gap",
    ),
    Rule(
        name="ip_port",
        entity=Entity.IP,
        patterns=(Pattern("v4", _DOTTED + "(?=:[0-9]{2,5}(?![0-9.]))"),),
        score=0.6,
        trigger="[0-9][.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[:：][0-9]{2}",
        explanation="four octets and a port",
    ),
    Rule(
        name="ip_labelled",
        entity=Entity.IP,
        patterns=(
            Pattern("v4", _DOTTED),
            Pattern("v6_short", _V6_SHORT),
        ),
        score=0.3,
        trigger="[0-9][.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]|[0-9A-Fa-f]::[0-9A-Fa-f]",
        need=Need.LABEL,
        labels=_LABELS,
        explanation="an address that a label names",
    ),
    Rule(
        name="mac",
        entity=Entity.MAC,
        patterns=(
            Pattern("six", _LEFT_OCTET + r"[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![0-9A-Za-z]|[:-][0-9A-Fa-f])"),
        ),
        score=0.8,
        trigger="[0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-]",
        labels=_MAC_LABELS,
        explanation="six octets with colons or hyphens",
    ),
    Rule(
        name="mac_dotted",
        entity=Entity.MAC,
        patterns=(
            Pattern(
                "fours",
                "(?<![0-9A-Za-z.])[0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}(?![0-9A-Za-z]|[.][0-9A-Za-z])",
            ),
        ),
        score=0.7,
        trigger="[0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}",
        check=_check_dotted,
        labels=_MAC_LABELS,
        explanation="three groups of four hexadecimal characters, as switches write them",
    ),
    Rule(
        name="mac_hyphens",
        entity=Entity.MAC,
        patterns=(
            Pattern(
                "fours",
                "(?<![0-9A-Za-z-])[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}(?![0-9A-Za-z]|-[0-9A-Za-z])",
            ),
        ),
        score=0.6,
        trigger="[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}",
        check=_check_dotted,
        labels=_MAC_LABELS,
        explanation="the same with hyphens, letters and digits mixed: of digits alone it is some other number",
    ),
    Rule(
        name="mac_labelled",
        entity=Entity.MAC,
        patterns=(Pattern("twelve", LEFT + "[0-9A-Fa-f]{12}" + RIGHT),),
        score=0.3,
        trigger="[0-9A-Fa-f]{12}",
        need=Need.LABEL,
        labels=_MAC_LABELS,
        explanation="twelve hexadecimal characters that a label names",
    ),
)

"""Addresses of devices: IP (versions 4 and 6) and MAC."""

from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT, RIGHT, Against, Need, Pattern, Rule

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_DOTTED = r"(?<![0-9A-Za-z.])" + f"{_OCTET}(?:[.]{_OCTET}){{3}}" + r"(?![0-9A-Za-z]|[.][0-9])"
# A colon before may end a label (IP：…); only behind another group does it belong to the address.
_LEFT_HEX = "(?<![0-9A-Za-z.])(?<![0-9A-Fa-f:]:)"
_LEFT_OCTET = "(?<![0-9A-Za-z])(?<![0-9A-Fa-f][:-])"
_LABELS = ("ip", "ip地址", "登录ip", "ip_address", "ip_addr", "ipaddr", "client_ip", "login_ip", "ipdz", "终端ip")


def _check_v4(text: str) -> bool | None:
    """Clause and version numbers (3.2.1.4) have one digit between the dots; 0.x and 255.x are no device."""
    parts = text.split(".")
    long = sum(len(part) > 1 for part in parts)
    return None if long >= 2 and 0 < int(parts[0]) < 240 and len(parts[0]) > 1 else False


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
        patterns=(Pattern("v6", _LEFT_HEX + r"[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){7}(?![0-9A-Za-z:])"),),
        score=0.8,
        trigger="[0-9A-Fa-f]:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:",
        labels=_LABELS,
        explanation="eight groups of version 6",
    ),
    Rule(
        name="ip_labelled",
        entity=Entity.IP,
        patterns=(
            Pattern("v4", _DOTTED),
            Pattern("v6_short", _LEFT_HEX + r"(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}(?![0-9A-Za-z:])"),
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
        labels=("mac", "mac地址", "mac_address", "mac_addr", "macaddr", "物理地址"),
        explanation="six octets with colons or hyphens",
    ),
    Rule(
        name="mac_labelled",
        entity=Entity.MAC,
        patterns=(Pattern("twelve", LEFT + "[0-9A-Fa-f]{12}" + RIGHT),),
        score=0.3,
        trigger="[0-9A-Fa-f]{12}",
        need=Need.LABEL,
        labels=("mac", "mac地址", "mac_address", "mac_addr", "macaddr", "物理地址"),
        explanation="twelve hexadecimal characters that a label names",
    ),
)

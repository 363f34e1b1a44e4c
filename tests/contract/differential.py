"""One request to two servers, and what differs between their answers.

Addresses, moments and the ids each server makes for itself are put aside; everything else must be equal: status, content
type, the envelope, every value and their order. (The portal lets every origin read; a CKAN may.)
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import Template
from typing import Any, Final

import requests

from tests.contract.probes import Probe

HEADERS: Final = ("Content-Type", "Allow")
PAGE: Final = "(a page)"
SERVER_ERROR: Final = 500
# sentences in which a CKAN repeats what it was sent, or how Python said it
_QUOTING: Final = (
    "Bad request: JSON Error: Request data JSON decoded to ",
    "Bad request: JSON Error: Error decoding JSON data. ",
)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?")


@dataclass(frozen=True)
class Answer:
    """What of an answer is compared."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: Any


def ask(url: str, probe: Probe, names: Mapping[str, str], *, site: str) -> Answer:
    """Send a probe; `names` says what its `$` words stand for, `site` is the address links lead to."""

    def fill(text: str) -> str:
        return Template(text).safe_substitute(names)

    answer = requests.request(
        probe.method,
        url + fill(probe.address),
        params={key: fill(value) for key, value in probe.params.items()},
        data=fill(probe.body).encode() if probe.body is not None else None,
        headers={"Content-Type": probe.sent_as} if probe.sent_as else {},
        timeout=60,
        allow_redirects=False,
    )
    headers = tuple(
        (name, ",".join(sorted(answer.headers.get(name, "").replace(" ", "").split(",")))) for name in HEADERS
    )
    return Answer(answer.status_code, headers, _body(answer, (url, site)))


def _body(answer: requests.Response, sites: tuple[str, ...]) -> Any:
    text = answer.text
    for one in sites:
        text = text.replace(one, "(site)")
    text = _MOMENT.sub("(moment)", text)
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        return _sentence(_same(json.loads(text))) if text else None
    if "html" in answer.headers.get("Content-Type", ""):
        return PAGE
    if answer.headers.get("Content-Type", "").startswith("application/problem"):
        return PAGE
    if "javascript" in answer.headers.get("Content-Type", ""):
        name, _, rest = text.partition("(")
        return {name: _same(json.loads(rest[: rest.rindex(");")]))}
    if "attachment" in answer.headers.get("Content-Disposition", "") and text.startswith("{"):
        return _same(json.loads(text))
    return text


def _sentence(body: Any) -> Any:
    return next((one for one in _QUOTING if isinstance(body, str) and body.startswith(one)), body)


# who wrote it, and what a CKAN knows of a licence that is not in its own register
_OWN: Final = frozenset({"creator_user_id", "license_title", "license_url", "isopen"})
_RANKED: Final = ("score desc, metadata_modified desc", "score desc")


def _same(value: Any) -> Any:
    """Return an answer without what each server makes for itself."""
    if isinstance(value, list):
        return [_same(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _same(one) for key, one in value.items()}
    if "owner_org" in kept and "license_id" in kept:
        kept = {key: one for key, one in kept.items() if key not in _OWN}
    if isinstance(kept.get("extras"), list):
        pairs = [one for one in kept["extras"] if one.get("key") != "sync_hash"]
        kept["extras"] = sorted(pairs, key=lambda one: str(one["key"]))
    if isinstance(kept.get("info"), dict):
        kept["info"] = {key: one for key, one in kept["info"].items() if key in {"label", "unit"}}
        if "query" in kept:  # the statement that PostgreSQL refused
            del kept["info"]
    if "vocabulary_id" in kept:
        kept["id"] = "(id)"
    if isinstance(kept.get("users"), list):  # a CKAN names its users; here they are nobody's business
        kept |= {"users": [], "member_count": 0}
    for name in kept:
        if name.startswith("rank"):  # how well a row matches: each server's own measure
            kept[name] = "(rank)"
    for name in ("size", "db_size", "idx_size"):
        if "table_type" in kept:
            kept[name] = "(bytes)" if name in kept else "(missing)"
    if isinstance(kept.get("groups"), list):
        kept["groups"] = sorted(kept["groups"], key=str)
    if kept.get("__type") == "Search Error":  # a CKAN repeats the query it sent to Solr
        kept["message"] = str(kept["message"])[:14]
    for name in ("created", "last_modified"):
        if name in kept:
            kept[name] = "(moment)"
    if isinstance(kept.get("score"), float):  # how well a dataset matches: each server's own measure
        kept["score"] = "(score)"
    if kept.get("sort") in _RANKED and all("name" in one for one in kept["results"]):  # two rankings are two opinions
        kept["results"] = sorted(kept["results"], key=lambda one: str(one["name"]))
    return kept


def differences(ours: Any, theirs: Any, place: str = "") -> list[str]:
    """Return where two answers differ, one line a place."""
    if isinstance(ours, Answer) and isinstance(theirs, Answer):
        if theirs.status == SERVER_ERROR > ours.status:  # where a CKAN falls over, any answer is better
            return []
        found = [f"status {ours.status} != {theirs.status}"] if ours.status != theirs.status else []
        if PAGE in (theirs.body, ours.body):  # a page of the site itself: only that it refuses
            return found
        found += [
            f"{name}: {mine!r} != {other!r}"
            for (name, mine), (_, other) in zip(ours.headers, theirs.headers, strict=True)
            if _canonical(mine) != _canonical(other)
        ]
        return found + differences(ours.body, theirs.body)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        found = [f"{place}.{key}: only here = {_short(ours[key])}" for key in ours if key not in theirs]
        found += [f"{place}.{key}: only there = {_short(theirs[key])}" for key in theirs if key not in ours]
        for key in ours:
            if key in theirs:
                found += differences(ours[key], theirs[key], f"{place}.{key}")
        return found
    if isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            return [f"{place}: {len(ours)} items != {len(theirs)}: {_short(ours)} != {_short(theirs)}"]
        found = []
        for number, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            found += differences(mine, other, f"{place}[{number}]")
        return found
    if type(ours) is not type(theirs) or ours != theirs:
        return [f"{place}: {_short(ours)} != {_short(theirs)}"]
    return []


def unordered(answer: Answer) -> Answer:
    """Return an answer with its lists sorted: what a CKAN leaves to its database comes in any order."""
    return replace(answer, body=_sorted(answer.body))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(one) for key, one in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def _canonical(value: str) -> str:
    return value.lower().replace(" ", "")


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:160]

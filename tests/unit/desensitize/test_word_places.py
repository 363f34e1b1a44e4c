"""Places of many words in one pass are those of a search for each."""

import random

import pytest

from desensitize.word_places import word_places


def one_by_one(text: str, words: set[str]) -> set[tuple[int, str]]:
    found = set()
    for word in words:
        at = text.find(word) if len(word) > 1 else -1
        while at >= 0:
            found.add((at, word))
            at = text.find(word, at + len(word))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_the_same_places_as_one_search_a_word(seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice("张三李四a1 ]^-\n") for _ in range(400))
    words = {"".join(rng.choice("张三李四a1]^-") for _ in range(rng.randint(1, 4))) for _ in range((3, 30)[seed % 2])}
    found = list(word_places(text, words))
    assert set(found) == one_by_one(text, words)
    assert len(found) == len(set(found))
    assert found == sorted(found, key=lambda place: (place[0], -len(place[1]), place[1]))


def test_nothing_to_look_for() -> None:
    assert list(word_places("张三", ())) == []
    assert list(word_places("", ["张三"])) == []
    assert list(word_places("aaaa", ["aa", "a"])) == [(0, "aa"), (2, "aa")]

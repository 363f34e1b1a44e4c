"""The tagger: gated, folded, batched by equal length, and the same as one text at a time."""

import numpy as np
import pytest

from desensitize import tagger
from desensitize.clause_cuts import MAX_LENGTH, has_han_pair
from desensitize.tagger import UNREAD, fold_digits, read

TEXTS = [
    "张宏伟在北京工作",
    "李秀兰在上海工作",
    "中国人民银行上海分行",
    "由何晓峰、金静怡共同担保",
    "12345",
    "abc",
    "",
    "张",
]


def test_a_batch_reads_what_single_texts_read():
    assert read(TEXTS) == [read([text])[0] for text in TEXTS]


def test_persons_places_and_organisations_have_places_and_probabilities():
    person, place = read(["张宏伟在北京工作"])[0].names
    assert (person.start, person.end, person.kind) == (0, 3, "PERSON")
    assert (place.start, place.end, place.kind) == (4, 6, "LOCATION")
    assert 0.5 < person.probability <= 1


@pytest.mark.parametrize("text", ["12345", "A-1", "张", "A张B", "6222020000361627698"])
def test_texts_without_two_han_are_never_asked(text, monkeypatch):
    def refuse():
        raise AssertionError("the model was asked")

    monkeypatch.setattr(tagger, "_model", refuse)
    reading = read([text])[0]
    assert reading.names == ()
    assert set(reading.labels) <= {UNREAD}


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The texts that the model is asked from now on."""
    texts: list[str] = []
    model = tagger._model()
    real = model.read_equal

    def count(some):
        texts.extend(some)
        return real(some)

    monkeypatch.setattr(model, "read_equal", count)
    return texts


def test_texts_that_differ_in_digits_are_asked_once(asked):
    read([f"张宏伟还款{amount}元" for amount in range(10, 99)])
    assert len(asked) == 1


def test_long_numbers_are_read_short_and_every_character_keeps_its_label(asked):
    texts = [f"客户张宏伟账号{'6' * length}转给李秀兰在上海" for length in (4, 5, 11, 19)]
    readings = read(texts)
    assert asked == ["客户张宏伟账号0000转给李秀兰在上海"]
    for text, reading in zip(texts, readings, strict=True):
        assert [text[name.start : name.end] for name in reading.names] == ["张宏伟", "李秀兰", "上海"]
        assert len(reading.labels) == len(reading.begins) == len(reading.inside) == len(text)
        start, end = text.index("6"), text.rindex("6") + 1
        assert not any(reading.is_edge(at) for at in range(start + 2, end - 2))
        assert reading.labels[:start] == readings[0].labels[:start]
        assert reading.labels[end:] == readings[0].labels[end - len(text) :]


@pytest.mark.parametrize("scale", [0.0, 0.05, 0.3, 3.0])
def test_the_best_paths_are_those_of_a_search_of_all_labels(scale):
    """Emissions from all alike to far apart: where labels are close, all transitions have to be weighed."""
    model = tagger._model()
    emissions = np.random.default_rng(11).normal(0, scale, (40, 12, len(model._into))).astype(np.float32)
    expected = []
    for one in emissions:
        score, back = one[0], []
        for step in one[1:]:
            through = score[None, :] + model._into
            back.append(through.argmax(axis=1))
            score = through.max(axis=1) + step
        path = [int(score.argmax())]
        for before in reversed(back):
            path.append(int(before[path[-1]]))
        expected.append(path[::-1])
    assert model._best_paths(emissions).tolist() == expected


def test_long_texts_are_cut_without_losing_a_name():
    text = "这是没有标点的说明" * 60 + "，张宏伟在北京工作"
    assert len(text) > MAX_LENGTH
    person = next(name for name in read([text])[0].names if name.kind == "PERSON")
    assert text[person.start : person.end] == "张宏伟"


def test_edges_and_words():
    reading = read(["本人已还款"])[0]
    assert reading.is_edge(0)
    assert not reading.is_edge(1)
    assert reading.is_edge(2)
    assert reading.longest_common_word(0, 5) == 2


@pytest.mark.parametrize(
    ("text", "has"), [("张三", True), ("张·三", True), ("张1三", False), ("买买", True), ("𠮷", True), ("a", False)]
)
def test_the_gate(text, has):
    assert has_han_pair(text) is has


def test_digits_fold_to_one():
    assert fold_digits("2020年３月，A9") == "0000年0月，A0"

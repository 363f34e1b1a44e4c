"""What a reader typed → groups of alternatives, each alternative phrases that must all be there."""

from dataclasses import dataclass

from catalog.search.pinyin import pinyin_phrases
from catalog.search.synonyms import expansions, word_for_sound
from catalog.search.tokens import Phrase, phrase_of, runs


@dataclass(frozen=True, slots=True)
class Alternative:
    """Phrases that must all stand in a dataset; `by_sound` ones are looked for among pinyin only."""

    phrases: tuple[Phrase, ...]
    by_sound: bool = False


Group = tuple[Alternative, ...]


def parse(text: str, *, is_literal: bool) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """Return the groups of `text` (all must match) and the words that are looked for beside those typed."""
    groups: list[Group] = []
    expanded: list[str] = []
    for run in runs(text):
        alternatives = [Alternative((phrase_of(run),))]
        if not is_literal:
            words = _other_words(run)
            expanded.extend(words)
            alternatives.extend(Alternative(tuple(phrase_of(part) for part in runs(word))) for word in words)
            alternatives.extend(Alternative((phrase,), by_sound=True) for phrase in pinyin_phrases(run))
        groups.append(tuple(alternatives))
    return tuple(groups), tuple(expanded)


def _other_words(run: str) -> list[str]:
    spoken = word_for_sound(run)
    words = expansions(spoken or run)
    return [spoken, *words] if spoken else words

"""Kinds of record told from words alone, for callers that have no columns yet (running text before its facts)."""

from classifiers.lexicon import nature_words
from classifiers.terms import normalise


def natures_of_words(text: str) -> frozenset[str]:
    """Tell the kinds of record from a title, a summary, the head of a text."""
    folded = normalise(text)
    return frozenset(
        n.nature
        for n in nature_words()
        if any(w in folded for w in n.any_of) and not any(w in folded for w in n.none_of)
    )

"""Words that are nearly the same: `word~` of the query language."""


def is_near(word: str, other: str, edits: int) -> bool:
    """Whether `other` is `word` with at most so many letters changed, left out, added or swapped with the next.

    Source: Apache Lucene, fuzzy queries (optimal string alignment distance, at most 2).
    """
    if abs(len(word) - len(other)) > edits:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        oldest, before = before, row
        row = [at]
        for place, found in enumerate(other, 1):
            cost = min(row[place - 1] + 1, before[place] + 1, before[place - 1] + (letter != found))
            if at > 1 and place > 1 and letter == other[place - 2] and word[at - 2] == found:
                cost = min(cost, oldest[place - 2] + 1)
            row.append(cost)
        if min(row) > edits:
            return False
    return row[-1] <= edits

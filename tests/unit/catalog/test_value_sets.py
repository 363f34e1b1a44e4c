import random

from catalog.search.bits import from_numbers, to_bytes, to_numbers
from catalog.search.value_sets import FEW, ValueSets


def test_bits_and_numbers_are_the_same_set():
    rng = random.Random(3)
    for size in (0, 1, 2, 9, 500):
        numbers = sorted(rng.sample(range(5000), size))
        bitmap = from_numbers(numbers)
        assert to_numbers(bitmap) == numbers
        assert bitmap.bit_count() == size
        assert int.from_bytes(to_bytes(bitmap), "little") == bitmap


def test_values_follow_additions_and_removals_over_the_limit_of_few():
    rng = random.Random(4)
    sets, plain = ValueSets(), {}
    for _ in range(2000):
        value, numbers = rng.choice("abcdef"), rng.sample(range(200), rng.randint(1, FEW // 2))
        if rng.random() < 0.6:
            sets.add(value, numbers)
            plain.setdefault(value, set()).update(numbers)
        else:
            sets.discard(value, numbers)
            plain[value] = plain.get(value, set()) - set(numbers)
        wanted = {name: from_numbers(members) for name, members in plain.items() if members}
        assert dict(sets) == wanted
    found = from_numbers(range(0, 200, 3))
    assert dict(sets.counts(found)) == {value: (bitmap & found).bit_count() for value, bitmap in wanted.items()}


def test_a_value_of_one_takes_no_bitmap():
    sets = ValueSets()
    sets.add("release", [90_000])
    assert sets["release"] == 1 << 90_000
    assert sets.get("other") is None
    assert sets.counts(1 << 90_000) == [("release", 1)]
    assert sets.counts(1) == [("release", 0)]

"""Waves: no new tag is brought by two datasets at once, and every dataset goes once."""

import random

import pytest

from catalog.ckan.parallel import waves


def packages(rng, count, tags):
    return {
        str(number): {"tags": [{"name": name} for name in rng.sample(tags, rng.randint(0, 4))]}
        for number in range(count)
    }


@pytest.mark.parametrize("seed", range(8))
def test_each_goes_once_and_no_new_tag_twice_at_a_time(seed):
    rng = random.Random(seed)
    tags = [f"tag {number}" for number in range(rng.choice((5, 30, 300)))]
    made = packages(rng, 200, tags)
    known = set(rng.sample(tags, len(tags) // 3))
    there = set(known)
    done = []
    for wave in waves(list(made), made, known):
        brought = [tag["name"] for one in wave for tag in made[one]["tags"] if tag["name"] not in there]
        assert len(brought) == len(set(brought))
        there.update(brought)
        done += wave
    assert sorted(done) == sorted(made)


def test_datasets_with_tags_of_their_own_go_together():
    made = {str(number): {"tags": [{"name": f"own {number}"}, {"name": "月度"}]} for number in range(100)}
    assert [len(wave) for wave in waves(list(made), made, set())] == [1, 99]


def test_a_dataset_without_a_package_goes_with_the_rest():
    assert list(waves(["gone"], {}, set())) == [["gone"]]
    assert list(waves([], {}, set())) == []

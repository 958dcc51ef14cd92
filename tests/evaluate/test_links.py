"""How many numbers lead to an indicator, and the sample that is read."""

from __future__ import annotations

import subprocess
import sys

from kg.evaluate import links
from tests.facts.gold import GOLD, SEEDS, gold


def test_most_numbers_of_the_seeds_lead_to_an_indicator() -> None:
    found = links.linked(gold())
    (line,) = links.lines("seeds", found)
    assert len(found) == sum(len(facts.observations) for facts in gold())
    share = sum(one.match is not None for one in found) / len(found)
    assert share >= 0.72
    assert f"{share:.1%}" in line


def test_a_seed_draws_the_same_links_again_and_another_seed_others() -> None:
    found = links.linked(gold())
    one = links.sample(found, 20, seed=1)
    assert one == links.sample(found, 20, seed=1)
    assert one != links.sample(found, 20, seed=2)
    assert all(link.match is not None for link in one)
    assert len(set(map(id, one))) == 20


def test_a_sample_larger_than_the_links_is_all_of_them() -> None:
    found = links.linked(gold())
    assert len(links.sample(found, 10_000, seed=1)) == sum(one.match is not None for one in found)


def test_a_link_is_told_with_its_number_marked_in_its_sentence() -> None:
    found = links.linked(gold())
    one = next(link for link in found if link.observation.indicator == "医疗互助补助金额")
    words, indicator, sentence = links.told(1, one)
    assert "2739700 元 2021-01/2021-11" in words
    assert "mutual-medical-payout-amount" in indicator
    assert "【273.97万元】" in sentence


def test_the_command_prints_shares_and_sample() -> None:
    command = [sys.executable, "-m", "kg.evaluate.links", GOLD, "--texts", SEEDS, "--sample", "2"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert told[0].startswith("seeds.jsonl: ")
    assert len(told) == 1 + 2 * 3

"""Fitting the classifier of programs: what it learns from, what it writes and prints."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from kg.annotate.programs import ProgramTagger
from kg.annotate.programs_candidates import Candidate
from kg.annotate.programs_features import characters
from kg.annotate.programs_numbers import NAMES
from kg.annotate.trees import read

train_programs = import_module("kg.evaluate.train_programs")
GOLD, TEXTS = Path("seeds/gold/seeds.jsonl"), Path("seeds")


def test_a_classifier_finds_again_the_programs_that_it_was_shown() -> None:
    samples = train_programs.samples([(GOLD, TEXTS)])
    assert len(samples) == 5
    assert all(sample.numbers.shape == (len(sample.candidates), len(NAMES)) for sample in samples)
    tagger = ProgramTagger(*train_programs.fit(samples))
    for sample in samples:
        found = [(span.start, span.end) for span in tagger.select(sample.doc, sample.candidates)]
        assert train_programs.matched(found, sample.gold) > 0.8 * len(sample.gold)


def test_characters_of_one_candidate_say_its_pairs_and_what_stands_around_it() -> None:
    text = "开展“暖心行”活动。"
    found = set(characters(text, Candidate(3, 6, "quote", "", (2, 7), "活动")))
    assert {"~暖心", "~心行", "quote/~end=行", "quote/~before=开展", "quote/~after=活动"} <= found


def test_the_command_prints_figures_and_writes_both_models(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train_programs.main([str(GOLD), str(TEXTS), "--out", str(tmp_path)])
    assert read((tmp_path / "programs.json").read_text("utf-8"), NAMES, "programs.json").names == NAMES
    lines = (tmp_path / "programs.csv").read_text("utf-8").splitlines()
    assert lines[0] == "feature,weight"
    assert lines[1:] == sorted(lines[1:], key=lambda line: line.rsplit(",", 1)[0].strip('"'))
    assert capsys.readouterr().out.count("gold") == 5

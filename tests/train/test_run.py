"""What `kg train` asks for before it trains; needs neither torch nor onnx."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import kg
from kg.cli.main import run
from kg.errors import KgError, MissingExtraError, MissingPathError

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = SEEDS / "gold" / "seeds.jsonl"


@pytest.mark.parametrize("package", ["torch", "onnx"])
def test_without_the_extra_the_install_line_is_given(monkeypatch: pytest.MonkeyPatch, package: str):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=r'pip install "union-work-kg\[train\]"'):
        kg.train(GOLD, SEEDS)


def test_a_folder_of_texts_is_for_all_files_or_for_one():
    with pytest.raises(KgError, match="2 folders of texts for 3 files of annotations"):
        kg.train([GOLD] * 3, [SEEDS] * 2)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(MissingPathError, match=r"none\.jsonl: not there"):
        kg.train(tmp_path / "none.jsonl", SEEDS)


def test_a_tagger_to_start_from_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(MissingPathError, match=r"none\.onnx: not there"):
        kg.train(GOLD, SEEDS, start=tmp_path / "none.onnx")


def test_a_model_is_not_written_over_annotations(tmp_path: Path):
    with pytest.raises(KgError, match=r"give a name that ends in \.onnx"):
        kg.train(GOLD, SEEDS, out=tmp_path / "gold.jsonl")


def test_wrong_usage_is_one_line_with_what_to_do(capsys: pytest.CaptureFixture[str]):
    assert run(["train", "none.jsonl", "--texts", str(SEEDS)]) == 2
    assert capsys.readouterr().err == "error: none.jsonl: not there; give files and folders that exist\n"

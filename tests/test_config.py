"""The defaults first, the user's file over them, unknown keys refused."""

from __future__ import annotations

import dataclasses

import pytest

from kg import config
from kg.annotate.pipeline import COMPONENTS
from kg.errors import DataFileError


def test_the_defaults_name_every_annotator_in_order():
    assert config.load().annotators == COMPONENTS


def test_kg_toml_of_the_working_folder_goes_over_the_defaults(tmp_path, monkeypatch):
    (tmp_path / "kg.toml").write_text('[annotate]\nannotators = ["sections", "dates"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert config.load().annotators == ("sections", "dates")


def test_an_empty_file_changes_nothing(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("", encoding="utf-8")
    assert config.load(path) == config.load()


def test_settings_do_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.load().annotators = ()  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[anotate]\n", "unknown section [anotate]"),
        ("annotate = 1\n", "unknown section [annotate]"),
        ("[annotate]\nanotators = []\n", "unknown key anotators"),
        ('[annotate]\nannotators = ["section"]\n', "annotators = ['section']"),
        ("[annotate]\nannotators = []\n", "annotators = []"),
        ('[annotate]\ntagger = "none.onnx"\n', "tagger = 'none.onnx'"),
        ("[annotate]\ntagger = 3\n", "tagger = 3"),
        ("[annotate\n", "line 1"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(tmp_path, text, words):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        config.load(path)
    assert words in str(caught.value)


def test_a_settings_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataFileError, match=r"none\.toml: No such file"):
        config.load(tmp_path / "none.toml")

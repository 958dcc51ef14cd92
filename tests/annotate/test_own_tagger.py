"""The tagger of our own, on sentences of the seeds: what it reads, and what does not change its answer."""

from __future__ import annotations

import pickle
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.extensions import text_of
from kg.annotate.ner_model import MODEL, CharTagger
from kg.annotate.own_tagger import LEAST, OWN_MODEL, OwnTagger
from kg.annotate.pipeline import BEFORE_SPANS, SPANS, annotate, load_pipeline
from kg.annotate.tag_features import CHANNELS, FeatureReader
from kg.errors import DataFileError
from kg.facts.model import ENTITY_TYPES
from kg.normalise import normalise
from kg.read.document import Document

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline((*BEFORE_SPANS, *SPANS[: SPANS.index("spans") + 1]))


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return read(nlp, (SEEDS / "putuo-2023.txt").read_text("utf-8")[:2500])


@pytest.fixture(scope="module")
def tagger() -> CharTagger:
    return CharTagger(OWN_MODEL)


def read(nlp: Language, raw: str) -> Doc:
    return annotate(nlp, Document.from_text(raw), normalise(raw))


def test_every_feature_of_every_character_is_within_its_channel(doc: Doc):
    features = FeatureReader()(doc)
    assert features.shape == (len(text_of(doc)), len(CHANNELS))
    assert (features.max(axis=0) < list(CHANNELS.values())).all()
    assert (features.max(axis=0) > 0).sum() >= len(CHANNELS) - 1


@pytest.mark.parametrize(
    ("raw", "channel", "expected"),
    [
        ("开展“春风行动”啦", "quotes", [0, 0, 5, 1, 1, 1, 1, 6, 7]),
        ("印发《方案》。", "quotes", [0, 0, 5, 3, 3, 6, 7]),
        ("钱塘区", "divisions", [1, 2, 3]),
    ],
)
def test_a_feature_says_what_stands_around(nlp: Language, raw: str, channel: str, expected: list[int]):
    found = FeatureReader()(read(nlp, raw))[:, list(CHANNELS).index(channel)]
    assert found.tolist() == expected


def test_the_model_has_the_tags_of_the_nine_types(tagger: CharTagger):
    assert set(tagger.tags) == {"O", *(f"{part}_{type}" for type in ENTITY_TYPES for part in "BMES")}


def test_spans_lie_in_one_sentence_do_not_overlap_and_carry_probabilities(doc: Doc, tagger: CharTagger):
    tagged = OwnTagger(tagger)(doc)._.tagged
    assert len(tagged) > 20
    assert all(0 < span.confidence <= 1 and span.type in ENTITY_TYPES for span in tagged)
    assert all(a.end <= b.start for a, b in pairwise(tagged))
    assert all(any(s.start <= t.start and t.end <= s.end for s in doc._.sentences) for t in tagged)


def test_every_span_of_the_best_reading_has_its_probability(doc: Doc, tagger: CharTagger):
    OwnTagger(tagger)(doc)
    assert all(doc._.chances[s.start, s.end, s.type] == s.confidence for s in doc._.tagged)
    assert sum((s.start, s.end, s.type) in doc._.chances for s in doc._.spans) > 10
    assert all(0 <= chance <= 1 for chance in doc._.chances.values())


def test_other_likely_readings_have_a_probability_each(doc: Doc, tagger: CharTagger):
    OwnTagger(tagger)(doc)
    others = {*doc._.chances} - {(s.start, s.end, s.type) for s in (*doc._.tagged, *doc._.spans)}
    assert others
    assert all(LEAST <= doc._.chances[other] < 1 for other in others)
    at: dict[int, float] = {}  # of readings that begin at one character no more than one is right
    for start, end, type in {*others, *((s.start, s.end, s.type) for s in doc._.tagged)}:
        at[start] = at.get(start, 0.0) + doc._.chances[start, end, type]
    assert all(total < 1.01 for total in at.values())


def test_a_sentence_gets_the_same_alone_as_among_others(doc: Doc, tagger: CharTagger):
    text, features = text_of(doc), FeatureReader()(doc)
    places = [(s.start, s.end) for s in doc._.sentences]
    together = tagger.tag([text[a:b] for a, b in places], [features[a:b] for a, b in places])
    for (a, b), spans in zip(places, together, strict=True):
        alone = tagger.tag([text[a:b]], [features[a:b]])[0]
        assert [(s.start, s.end, s.label) for s in alone] == [(s.start, s.end, s.label) for s in spans]
        np.testing.assert_allclose([s.confidence for s in alone], [s.confidence for s in spans], atol=2e-4)


def test_a_second_run_gives_the_same(doc: Doc, tagger: CharTagger):
    first = OwnTagger(tagger)(doc)._.tagged
    assert OwnTagger(pickle.loads(pickle.dumps(tagger)))(doc)._.tagged == first


def test_a_model_of_ones_own_takes_the_place_of_the_packaged_one(tmp_path: Path):
    mine = tmp_path / "mine.onnx"
    for suffix in (".onnx", ".json"):
        mine.with_suffix(suffix).write_bytes(OWN_MODEL.with_suffix(suffix).read_bytes())
    pipeline = load_pipeline(("sections", "own_tagger"), str(mine))
    assert pipeline.get_pipe("own_tagger").tagger.path == mine


def test_a_model_of_other_tags_is_refused():
    with pytest.raises(DataFileError, match="name a file that `kg train` made"):
        load_pipeline(("sections", "own_tagger"), str(MODEL))


def test_an_empty_text_has_no_spans(nlp: Language, tagger: CharTagger):
    assert OwnTagger(tagger)(read(nlp, "一"))._.tagged == []


def test_the_model_stays_small():
    assert OWN_MODEL.stat().st_size < 6_000_000

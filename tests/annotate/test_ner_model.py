"""The neural tagger against a second implementation in plain numpy, on sentences of the seeds."""

from __future__ import annotations

import hashlib
import json
import pickle
import re
import shutil
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from kg.annotate import ner_model
from kg.annotate.ner_model import CharTagger, cut, runs
from kg.errors import DataFileError, MissingPathError
from kg.normalise import normalise
from kg.resources.models import convert_fool_ner as conversion

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
Array = NDArray[np.float64]


def seed_sentences() -> list[str]:
    texts = [normalise(path.read_text("utf-8")).text for path in sorted(SEEDS.glob("*.txt"))]
    return [s for text in texts for s in re.findall(r"[^。！？；\n]+[。！？；]*", text)]


SENTENCES = seed_sentences()


@pytest.fixture(scope="module")
def tagger() -> CharTagger:
    return CharTagger()


@pytest.fixture(scope="module")
def weights() -> dict[str, Array]:
    """The initialisers of the packaged model, read from the protobuf (onnx.proto3) without onnx."""
    model = ner_model.MODEL.read_bytes()
    graph = next(value for number, value in conversion.fields(model) if number == 7)
    found = {}
    for number, tensor in conversion.fields(graph):
        if number == 5:
            parts = list(conversion.fields(tensor))
            content = dict(parts)
            if content[2] == 1:
                shape = [int(value) for part, value in parts if part == 1 and isinstance(value, int)]
                found[content[8].decode()] = np.frombuffer(content[9], "<f4").reshape(shape).astype(float)
    return found


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def lstm(inputs: Array, w: Array, r: Array, b: Array) -> Array:
    """One direction as the ONNX operator LSTM defines it: gates i, o, f, c."""
    hidden = state = np.zeros(r.shape[1])
    outputs = []
    for x in inputs:
        i, o, f, c = np.split(w @ x + r @ hidden + b[: len(w)] + b[len(w) :], 4)
        state = sigmoid(f) * state + sigmoid(i) * np.tanh(c)
        hidden = sigmoid(o) * np.tanh(state)
        outputs.append(hidden)
    return np.array(outputs)


def reference_logits(sentence: str, weights: dict[str, Array], ids: dict[str, int], unknown: int) -> Array:
    x = weights["embedding"][[ids.get(character, unknown) for character in sentence]]
    w, r, b = weights["W"], weights["R"], weights["B"]
    states = np.hstack([lstm(x, w[0], r[0], b[0]), lstm(x[::-1], w[1], r[1], b[1])[::-1]])
    hidden = np.tanh(states @ weights["hidden_w"] + weights["hidden_b"])
    return np.asarray(hidden @ weights["output_w"] + weights["output_b"])


def reference_path(logits: Array, transitions: Array) -> list[int]:
    """Viterbi as FoolNLTK calls it: a start state in front, which no character may have."""
    never = -1000.0
    scores = np.pad(logits, ((1, 0), (0, 1)), constant_values=never)
    scores[0, -1] = 0
    best, back = scores[0], []
    for row in scores[1:]:
        reached = best[:, None] + transitions
        back.append(reached.argmax(axis=0))
        best = row + reached.max(axis=0)
    path = [int(best.argmax())]
    for step in reversed(back[1:]):
        path.append(int(step[path[-1]]))
    return path[::-1]


def test_logits_and_tags_are_those_of_a_plain_numpy_network(
    tagger: CharTagger, weights: dict[str, Array]
) -> None:
    card = json.loads(ner_model.MODEL.with_suffix(".json").read_text("utf-8"))
    transitions = np.array(card["transitions"])
    for sentence in SENTENCES[::8]:
        expected = reference_logits(sentence, weights, card["characters"], card["unknown"])
        logits = tagger.logits([sentence])
        np.testing.assert_allclose(logits[:, 0], expected, atol=1e-4)
        lengths = np.array([len(sentence)], np.int32)
        path = ner_model.viterbi(logits, lengths, tagger.start, tagger.transitions)[:, 0]
        assert path.tolist() == reference_path(expected, transitions)


def test_a_batch_gives_what_each_sentence_gives_alone(tagger: CharTagger) -> None:
    together = tagger.tag(SENTENCES)
    assert together == [tagger.tag([sentence])[0] for sentence in SENTENCES]
    assert sum(map(len, together)) > 300


def test_the_order_of_sentences_does_not_matter(tagger: CharTagger) -> None:
    assert tagger.tag(SENTENCES[::-1]) == tagger.tag(SENTENCES)[::-1]


@pytest.mark.parametrize(
    ("sentence", "label", "names"),
    [
        ("杭州市下城区总工会主席王心平见到记者时，信心满满。", "person", ["王心平"]),
        ("杭州市下城区总工会主席王心平见到记者时，信心满满。", "org", ["杭州市下城区总工会"]),
        (
            "活动现场，劳模工匠代表王国平、赵建明、方利洪、吴歆现场声情并茂地讲述了劳模工匠事迹，"
            "感染了所有现场观众。",
            "person",
            ["王国平", "赵建明", "方利洪", "吴歆"],
        ),
        (
            "在青岛啤酒（杭州）有限公司，企业以产改为契机，持续推进员工队伍的建设，突出思想引领。",
            "company",
            ["青岛啤酒（杭州）有限公司"],
        ),
        (
            "日前，万邦船舶重工（舟山）有限公司举行“青蓝携手·凝心聚力”第一届拜师仪式",
            "company",
            ["万邦船舶重工（舟山）有限公司"],
        ),
        ("3月31日，市总工会在寿昌古镇举行欢迎仪式。", "time", ["3月31日"]),
        ("□驻普陀记者翁青青通讯员刘哲言", "person", ["翁青青", "刘哲言"]),  # a name that ends the text
    ],
)
def test_names_of_a_sentence_are_found_with_their_bounds(
    tagger: CharTagger, sentence: str, label: str, names: list[str]
) -> None:
    spans = tagger.tag([sentence])[0]
    assert [sentence[s.start : s.end] for s in spans if s.label == label] == names


def test_confidence_is_the_share_of_all_paths_that_hold_the_span() -> None:
    random = np.random.default_rng(7)
    logits = random.normal(size=(4, 2, 3)).astype(np.float32)
    start, transitions = (random.normal(size=size).astype(np.float32) for size in (3, (3, 3)))
    lengths = np.array([4, 3], np.int32)
    marginals = ner_model.Marginals(logits, lengths, start, transitions)
    for text, length in enumerate(lengths):
        shares: dict[bool, float] = {True: 0.0, False: 0.0}
        for path in product(range(3), repeat=int(length)):
            score = start[path[0]] + sum(logits[time, text, tag] for time, tag in enumerate(path))
            score += sum(transitions[a, b] for a, b in pairwise(path))
            shares[path[1:3] == (2, 0)] += float(np.exp(score))
        share = shares[True] / sum(shares.values())
        assert marginals.of(text, 1, np.array([2, 0], np.int32)) == pytest.approx(share, abs=1e-5)


def test_decoding_leaves_the_logits_as_they_are(tagger: CharTagger) -> None:
    logits = tagger.logits([SENTENCES[0]])
    before = logits.copy()
    ner_model.viterbi(logits, np.array([len(SENTENCES[0])], np.int32), tagger.start, tagger.transitions)
    np.testing.assert_array_equal(logits, before)


def test_spans_lie_in_order_without_overlap_and_their_confidence_is_a_probability(tagger: CharTagger) -> None:
    for sentence, spans in zip(SENTENCES, tagger.tag(SENTENCES), strict=True):
        ends = [0, *(span.end for span in spans)]
        for before, span in zip(ends, spans, strict=False):
            assert before <= span.start < span.end <= len(sentence)
            assert 0 < span.confidence <= 1


def test_a_long_sentence_is_cut_after_punctuation_and_keeps_its_offsets(tagger: CharTagger) -> None:
    part = "青岛啤酒（杭州）有限公司员工邵瑞珍、王国平参加了市总工会的活动，"
    sentence = part * 12
    pieces = list(cut(sentence))
    assert [start for start, _ in pieces[1:]] == [end for _, end in pieces[:-1]]
    assert (pieces[0][0], pieces[-1][1]) == (0, len(sentence))
    assert all(sentence[end - 1] == "，" and end - start <= ner_model.LONGEST for start, end in pieces)
    names = [sentence[s.start : s.end] for s in tagger.tag([sentence])[0] if s.label == "company"]
    assert names == ["青岛啤酒（杭州）有限公司"] * 12


def test_a_run_without_punctuation_is_cut_all_the_same() -> None:
    pieces = list(cut("工" * 1000))
    assert all(0 < end - start <= ner_model.LONGEST for start, end in pieces)
    assert sum(end - start for start, end in pieces) == 1000


@pytest.mark.parametrize("sentence", ["", " ", "𠮷", "\ud800", "\n", "😀" * 300])
def test_text_the_model_never_saw_is_no_error(tagger: CharTagger, sentence: str) -> None:
    spans = tagger.tag(["杭州市总工会。", sentence])
    assert [(s.start, s.end, s.label) for s in spans[0]] == [(0, 6, "org")]
    assert all(0 <= s.start < s.end <= len(sentence) for s in spans[1])


def test_no_sentences_give_no_spans(tagger: CharTagger) -> None:
    assert tagger.tag([]) == []


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("B_org M_org E_org O", [(0, 3, "org")]),
        ("S_location O S_job", [(0, 1, "location"), (2, 3, "job")]),
        ("O B_person M_person", [(1, 3, "person")]),
        ("M_org E_org O", []),
        ("B_org M_company E_company O", []),
        ("B_org O E_org", []),
        ("B_org B_person E_person", [(1, 3, "person")]),
    ],
)
def test_only_a_whole_run_of_one_label_is_a_span(tags: str, spans: list[tuple[int, int, str]]) -> None:
    assert list(runs(tags.split())) == spans


def test_a_tagger_survives_pickling(tagger: CharTagger) -> None:
    sentence = SENTENCES[5]
    assert pickle.loads(pickle.dumps(tagger)).tag([sentence]) == tagger.tag([sentence])


def copy_of_the_model(folder: Path) -> Path:
    for suffix in (".onnx", ".json"):
        shutil.copy(ner_model.MODEL.with_suffix(suffix), folder)
    return folder / ner_model.MODEL.name


def test_a_model_at_another_path_is_used(tmp_path: Path) -> None:
    assert CharTagger(copy_of_the_model(tmp_path)).tag(["杭州市总工会。"])[0][0].label == "org"


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    path = copy_of_the_model(tmp_path)
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataFileError, match="sha256"):
        CharTagger(path)


@pytest.mark.parametrize("suffix", [".onnx", ".json"])
def test_a_missing_file_of_the_model_is_named(tmp_path: Path, suffix: str) -> None:
    path = copy_of_the_model(tmp_path)
    path.with_suffix(suffix).unlink()
    with pytest.raises(MissingPathError, match=f"fool-ner{suffix}"):
        CharTagger(path)


@pytest.mark.parametrize("card", ["", "[]", "{}", '{"model_sha256": 3'])
def test_a_broken_card_is_refused(tmp_path: Path, card: str) -> None:
    path = copy_of_the_model(tmp_path)
    path.with_suffix(".json").write_text(card)
    with pytest.raises(DataFileError, match=r"fool-ner\.json"):
        CharTagger(path)


def tensorflow_weights(random: np.random.Generator) -> dict[str, NDArray[np.float32]]:
    """A small network under the names and in the layout of the frozen graph."""
    cell = "char_bilstm/bidirectional_rnn/{}/basic_lstm_cell/{}"
    shapes = {
        "char_embeding": (9, 4),
        "project/hidden/w_tanh": (6, 3),
        "project/hidden/b_tanh": (3,),
        "project/output/w_out": (3, 5),
        "project/output/b_out": (5,),
        **{cell.format(side, "kernel"): (7, 12) for side in ("fw", "bw")},
        **{cell.format(side, "bias"): (12,) for side in ("fw", "bw")},
    }
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def tensorflow_cell(inputs: Array, kernel: Array, bias: Array) -> Array:
    """BasicLSTMCell: gates i, j, f, o of one kernel, forget bias 1."""
    hidden = state = np.zeros(len(bias) // 4)
    outputs = []
    for x in inputs:
        i, j, f, o = np.split(np.concatenate([x, hidden]) @ kernel + bias, 4)
        state = state * sigmoid(f + 1.0) + sigmoid(i) * np.tanh(j)
        hidden = np.tanh(state) * sigmoid(o)
        outputs.append(hidden)
    return np.array(outputs)


def test_conversion_computes_what_the_tensorflow_cell_computes() -> None:
    pytest.importorskip("onnx", reason="the converter alone needs onnx")
    weights = tensorflow_weights(np.random.default_rng(3))
    model = conversion.build(weights)
    assert model == conversion.build(weights)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    texts, lengths = np.array([[1, 5, 9, 2], [3, 3, 0, 0]], np.int32), np.array([4, 2], np.int32)
    logits = session.run(None, {"chars": texts.T.copy(), "lengths": lengths})[0]

    part = {
        name.removeprefix("char_bilstm/bidirectional_rnn/"): w.astype(float) for name, w in weights.items()
    }
    embedding = np.vstack([np.zeros(4), part["char_embeding"]])
    for row, length in enumerate(lengths):
        x = embedding[texts[row, :length]]
        sides = [
            tensorflow_cell(
                inputs, part[f"{side}/basic_lstm_cell/kernel"], part[f"{side}/basic_lstm_cell/bias"]
            )
            for side, inputs in (("fw", x), ("bw", x[::-1]))
        ]
        states = np.hstack([sides[0], sides[1][::-1]])
        hidden = np.tanh(states @ part["project/hidden/w_tanh"] + part["project/hidden/b_tanh"])
        expected = hidden @ part["project/output/w_out"] + part["project/output/b_out"]
        np.testing.assert_allclose(logits[:length, row], expected, atol=1e-5)


def test_conversion_asks_for_the_sources_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(MissingPathError, match=r"ner\.pb"):
        conversion.convert(tmp_path, tmp_path / "out.onnx")


def test_conversion_refuses_another_version(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ner.pb").write_bytes(b"other weights")
    with pytest.raises(DataFileError, match=r"foolnltk 0\.1\.7"):
        conversion.convert(tmp_path, tmp_path / "out.onnx")


@pytest.mark.parametrize("path", ["NOTICE", "kg/resources/models/README.md"])
def test_notice_and_card_name_the_checksums_of_what_is_packaged(path: str) -> None:
    text = (ROOT / path).read_text("utf-8")
    assert hashlib.sha256(ner_model.MODEL.read_bytes()).hexdigest() in text
    assert conversion.SOURCES["data/ner.pb"] in text

"""Training a tagger on a part of a seed's gold; needs the extra `train`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import kg
from kg.annotate.ner_model import MODEL, CharTagger
from kg.annotate.own_tagger import OWN_MODEL
from kg.annotate.tag_features import CHANNELS
from kg.cli.main import run
from kg.errors import DataFileError
from kg.facts import jsonl

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from kg.train import fit, trainer  # noqa: E402
from kg.train.data import TAGS, Example, folds, tag_row  # noqa: E402
from kg.train.export import restore, write  # noqa: E402
from kg.train.network import Network, Shape, onnx_order, torch_order  # noqa: E402

SEEDS = Path(__file__).parents[2] / "seeds"
PLAN = fit.Plan(gold_epochs=1, averaged=1)


def examples(count: int) -> list[Example]:
    draw = np.random.default_rng(3)
    found = []
    for length in draw.integers(2, 20, count):
        features = np.stack([draw.integers(0, size, length) for size in CHANNELS.values()], 1).astype(
            np.uint8
        )
        tags = tag_row(int(length), [(0, 2, "Union")])
        found.append(Example(draw.integers(2, 6000, length), features, tags))
    return found


def network() -> Network:
    torch.manual_seed(0)
    return Network(trainer.first_layer(MODEL), Shape(tuple(CHANNELS.values()), len(TAGS), hidden=8))


def test_the_exported_model_gives_the_scores_of_the_trained_one(tmp_path: Path):
    made = network().eval()
    write(made, TAGS, {"工": 5, "会": 6}, {"padding": 0, "unknown": 1}, tmp_path / "own.onnx")
    tagger = CharTagger(tmp_path / "own.onnx")
    features = [example.features[:2] for example in examples(3)]
    chars, lengths = torch.tensor([[5, 6]] * 3), torch.tensor([2, 2, 2])
    numbers = torch.tensor(np.stack(features).astype(np.int64))
    with torch.no_grad():
        expected = made(chars, numbers, lengths)[0].numpy().transpose(1, 0, 2)
    np.testing.assert_allclose(tagger.logits(["工会"] * 3, features), expected, atol=1e-5)


def test_an_exported_model_comes_back_as_it_was(tmp_path: Path):
    torch.manual_seed(5)
    made, other = network(), network()
    for value in made.parameters():
        torch.nn.init.normal_(value)
    write(made, TAGS, {}, {"padding": 0, "unknown": 1}, tmp_path / "own.onnx")
    restore(other, TAGS, tmp_path / "own.onnx")
    for a, b in zip(made.state_dict().values(), other.state_dict().values(), strict=True):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize("tags", [TAGS[:-1], TAGS[::-1]])
def test_a_model_of_other_tags_is_not_trained_further(tmp_path: Path, tags: tuple[str, ...]):
    write(network(), TAGS, {}, {"padding": 0, "unknown": 1}, tmp_path / "own.onnx")
    with pytest.raises(DataFileError, match="name a file that `kg train` made"):
        restore(network(), tags, tmp_path / "own.onnx")


def test_the_name_taggers_own_model_is_not_trained_further():
    with pytest.raises(DataFileError, match="not a tagger of these tags and features"):
        trainer.new(0, MODEL)


def test_a_text_gets_the_same_scores_with_padding_behind_it():
    made, (example, *_) = network().eval(), examples(1)
    chars = torch.tensor(example.chars)[None]
    features = torch.tensor(example.features.astype(np.int64))[None]
    lengths = torch.tensor([len(example.chars)])
    longer = torch.nn.functional.pad(chars, (0, 5)), torch.nn.functional.pad(features, (0, 0, 0, 5))
    with torch.no_grad():
        alone, padded = made(chars, features, lengths)[0], made(*longer, lengths)[0]
    torch.testing.assert_close(padded[:, : len(example.chars)], alone)


def test_the_loss_is_the_negative_logarithm_of_a_probability():
    made = network().eval()
    scores, lengths = torch.randn(1, 2, len(TAGS)), torch.tensor([2])
    pairs = [torch.tensor([[a, b]]) for a in range(len(TAGS)) for b in range(len(TAGS))]
    with torch.no_grad():
        total = sum(float(torch.exp(-made.loss(scores, tags, lengths))) for tags in pairs)
    assert total == pytest.approx(1.0, abs=1e-4)


def test_the_same_seed_gives_the_same_weights():
    first, second = network(), network()
    for made in (first, second):
        fit.fit(made, examples(12), examples(6), PLAN, lambda line: None)
    for a, b in zip(first.state_dict().values(), second.state_dict().values(), strict=True):
        assert torch.equal(a, b)


def test_fitting_lowers_the_loss_and_leaves_the_first_layer():
    made, lines = network(), []
    before = {name: value.clone() for name, value in made.state_dict().items()}
    fit.fit(
        made,
        examples(40),
        [],
        fit.Plan(gold_epochs=12, gold_rate=0.01, averaged=1, characters=60),
        lines.append,
    )
    losses = [float(line.split("loss ")[1].split()[0]) for line in lines]
    assert losses[-1] < losses[0] / 2
    after = made.state_dict()
    changed = {name.split(".")[0] for name, value in before.items() if not torch.equal(value, after[name])}
    assert "second" in changed
    assert not changed & {"embedding", "first", "offsets"}


def test_of_overlapping_spans_the_longest_is_learnt():
    tags = [TAGS[n] for n in tag_row(6, [(0, 3, "Company"), (0, 5, "Organization"), (5, 6, "Place")])]
    assert tags == ["B_Organization", *["M_Organization"] * 3, "E_Organization", "S_Place"]


def test_rows_of_gates_go_to_onnx_and_back():
    rows = np.arange(8, dtype=np.float32).reshape(8, 1)
    np.testing.assert_array_equal(torch_order(onnx_order(rows)), rows)
    assert onnx_order(rows)[:, 0].tolist() == [0, 1, 6, 7, 2, 3, 4, 5]


def test_folds_are_even_and_the_same_again():
    parts = folds(49, 5, seed=7)
    assert sorted(parts.count(part) for part in range(5)) == [9, 10, 10, 10, 10]
    assert parts == folds(49, 5, seed=7)


def test_more_copies_mean_fewer_passes():
    document = examples(4)
    plans = [trainer.plan(0, trainer.Examples([document], [], [document * n])) for n in range(3)]
    assert [plan.gold_epochs for plan in plans] == [14, 9, 7]
    many = trainer.plan(0, trainer.Examples([document] * 1200, [], [document * 2] * 1200))
    assert many.gold_epochs == 6


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shortest report's gold, and a plan of one pass."""
    monkeypatch.setattr(trainer, "Plan", lambda seed: PLAN)
    lines = (SEEDS / "gold" / "seeds.jsonl").read_text("utf-8").splitlines()
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(line + "\n" for line in sorted(lines, key=len)[:2]), "utf-8")
    return path


def test_annotations_become_a_model_that_tags_and_the_same_again(tmp_path: Path, gold: Path):
    models = [kg.train(gold, SEEDS, out=tmp_path / f"{name}.onnx").model for name in "ab"]
    assert models[0] is not None
    assert models[1] is not None
    assert models[0].read_bytes() == models[1].read_bytes()
    card = json.loads(models[0].with_suffix(".json").read_text("utf-8"))
    assert card["tags"] == list(TAGS)
    zeros = np.zeros((4, len(CHANNELS)), np.uint8)
    spans = CharTagger(models[0]).tag(["杭州工会"], [zeros])[0]
    assert all(0 <= span.start < span.end <= 4 for span in spans)


def test_the_packaged_tagger_is_trained_further(
    tmp_path: Path, gold: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "further.onnx"
    start = ["--start", "packaged", "--out", str(out)]
    assert run(["train", str(gold), "--texts", str(SEEDS), *start]) == 0
    assert str(out) in capsys.readouterr().out
    packaged = json.loads(OWN_MODEL.with_suffix(".json").read_text("utf-8"))
    card = json.loads(out.with_suffix(".json").read_text("utf-8"))
    assert (card["start"], card["start_sha256"]) == ("own-ner", packaged["model_sha256"])
    before, after = trainer.new(0, OWN_MODEL).state_dict(), trainer.new(0, out).state_dict()
    torch.testing.assert_close(before["first.left.weight_hh_l0"], after["first.left.weight_hh_l0"])
    moved = (before["output.weight"] - after["output.weight"]).abs().max()
    fresh = (before["output.weight"] - trainer.new(0).state_dict()["output.weight"]).abs().max()
    assert 0 < moved < fresh / 4


def test_copies_are_learnt_beside_their_texts(gold: Path):
    read = trainer.read([(gold, SEEDS)], None, lambda error: None, swaps=1)
    assert [bool(copy) for copy in read.copies] == [True, True]
    learnt = read.learnt([1])
    assert len(learnt) == len(read.documents[1]) + len(read.copies[1])


@pytest.mark.parametrize("swaps", ["0", "1"])
def test_folds_score_every_annotated_mention_once(gold: Path, capsys: pytest.CaptureFixture[str], swaps: str):
    assert run(["train", str(gold), "--texts", str(SEEDS), "--folds", "2", "--swaps", swaps]) == 0
    shown = capsys.readouterr().out.splitlines()
    documents = list(jsonl.read(gold))
    unions = sum(len(e.mentions) for d in documents for e in d.entities if e.type == "Union")
    (row,) = (line.split() for line in shown if line.startswith("Union"))
    assert int(row[-1]) == unions

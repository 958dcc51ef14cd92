"""Classes of words: words that stand among like words share one."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from kg.annotate.tag_features import COARSE, FINE, NUMBER, TAGS
from kg.resources import ROOT
from kg.train.word_classes import main, sentences, texts, vectors, vocabulary

CITIES, FRUITS = ("北京", "上海", "广州", "成都"), ("苹果", "香蕉", "西瓜", "葡萄")


def told() -> str:
    towns = "".join(f"记者昨天从{one}来到{other}采访会议。" for one in CITIES for other in CITIES)
    meals = "".join(f"他们喜欢吃新鲜{one}还有便宜{other}水果。" for one in FRUITS for other in FRUITS)
    return towns + meals


def test_numbers_are_one_word_and_a_sentence_ends_at_its_mark():
    assert sentences(["共有12人。又来3.5万"]) == [["共有", NUMBER, "人", "。"], ["又", "来", NUMBER, "万"]]


def test_only_words_of_the_dictionary_count_the_most_frequent_first():
    said = sentences(["北京北京北京北京北京" + "上海" * 6 + "，阿里嘎查布" * 5])
    assert vocabulary(said)[:2] == ["上海", "北京"]
    assert "嘎查布" not in vocabulary(said)


def test_words_of_like_neighbours_are_alike():
    said = sentences([told()] * 3)
    words = vocabulary(said)
    rows = vectors(said, words)
    near = {
        (a, b): float(rows[words.index(a)] @ rows[words.index(b)]) for a in CITIES for b in (*CITIES, *FRUITS)
    }
    for city in CITIES[1:]:
        assert near[CITIES[0], city] > max(near[CITIES[0], fruit] for fruit in FRUITS) + 0.3


@pytest.mark.parametrize("packed", [False, True])
def test_folders_and_json_lines_are_read(tmp_path: Path, *, packed: bool):
    if packed:
        path = tmp_path / "more.jsonl.gz"
        path.write_bytes(gzip.compress(json.dumps({"text": "北京"}).encode()))
    else:
        path = tmp_path
        (tmp_path / "one.txt").write_text("北京", encoding="utf-8")
    assert list(texts([path])) == ["北京"]


def test_the_same_texts_give_the_same_file(tmp_path: Path):
    source = tmp_path / "texts"
    source.mkdir()
    (source / "one.txt").write_text(told(), encoding="utf-8")
    outs = [tmp_path / "a.json", tmp_path / "b.json"]
    for out in outs:
        main([str(source), "--out", str(out)])
    assert outs[0].read_bytes() == outs[1].read_bytes()
    coarse, fine, tag = json.loads(outs[0].read_text(encoding="utf-8"))["北京"]
    assert 0 < coarse < COARSE
    assert 0 < fine < FINE
    assert tag == "ns"


def test_the_packaged_classes_are_within_their_channels():
    table = json.loads((ROOT / "models/words.json").read_text(encoding="utf-8"))
    often = Counter(tag for _, _, tag in table.values())
    assert {tag for tag, count in often.items() if count > 12} <= {*TAGS}
    assert all(0 < coarse < COARSE and 0 < fine < FINE for coarse, fine, _ in table.values())
    assert list(table) == sorted(table)

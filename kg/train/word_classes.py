"""Classes of words from plain texts: words that stand among like words get one number.

    python -m kg.train.word_classes TEXTS … --out words.json

TEXTS: folders of texts, or JSONL files (.gz too) with a field `text`. Only words of jieba's dictionary
count, and all numbers as one word, so that the classes hold no names that the texts alone know. Of the
words near each word (three on either side, the nearer the heavier) the positive pointwise mutual
information is taken, its first dimensions by a truncated singular value decomposition, and k-means
makes coarse and fine classes of them. The same texts give the same classes with one version of scipy.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import jieba
import numpy as np
from numpy.typing import NDArray
from scipy.cluster.vq import kmeans2
from scipy.sparse import coo_matrix, csr_matrix, diags

from kg.annotate.tag_features import COARSE, FINE, NUMBER, NUMERAL

WORDS, CONTEXTS = 40_000, 8_000  # most frequent words that get classes, and that count as neighbours
LEAST = 4  # times that a word must stand in the texts
WINDOW = 3  # words on either side
DIMENSIONS = 100
POWERS = 4  # iterations that sharpen the singular vectors
PASSES = 40  # of k-means
END = re.compile(r"\n|(?<=[。！？；])")
Vectors = NDArray[np.float64]


def texts(paths: Iterable[Path]) -> Iterator[str]:
    """The texts of folders (every .txt) and of JSONL files."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.glob("*.txt")):
                yield file.read_text(encoding="utf-8")
            continue
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


def sentences(given: Iterable[str]) -> list[list[str]]:
    """The words of each sentence, numbers as one word."""
    cut = (
        [NUMERAL.sub(NUMBER, word) for word in jieba.lcut(sentence) if word.strip()]
        for text in given
        for sentence in END.split(text)
    )
    return [words for words in cut if words]


def vocabulary(said: Iterable[Sequence[str]]) -> list[str]:
    """The words that get classes, the most frequent first."""
    counts = Counter(word for sentence in said for word in sentence)
    known = (
        (-count, word)
        for word, count in counts.items()
        if count >= LEAST and (word == NUMBER or jieba.dt.FREQ.get(word, 0))
    )
    return [word for _, word in sorted(known)[:WORDS]]


def vectors(said: Sequence[Sequence[str]], words: Sequence[str]) -> Vectors:
    """A row of length one for each word, [word, dimension]."""
    number = {word: place for place, word in enumerate(words)}
    ids = np.fromiter(
        (number.get(word, -1) for sentence in said for word in (*sentence, *[""] * WINDOW)), np.int64
    )
    near: csr_matrix = csr_matrix((len(words), min(CONTEXTS, len(words))))
    for away in range(1, WINDOW + 1):
        one, other = ids[:-away], ids[away:]
        for word, beside in ((one, other), (other, one)):
            kept = (word >= 0) & (beside >= 0) & (beside < near.shape[1])
            weights = np.full(int(kept.sum()), 1 / away)
            near = near + coo_matrix((weights, (word[kept], beside[kept])), near.shape).tocsr()
    total = near.sum()
    often = np.maximum(np.asarray(near.sum(axis=1)).ravel(), 1e-9)
    beside_often = np.maximum(np.asarray(near.sum(axis=0)).ravel(), 1e-9) ** 0.75
    beside_often *= total / beside_often.sum()
    informed = (diags(1 / often) @ near @ diags(total / beside_often)).tocsr()
    informed.data = np.maximum(0, np.log(informed.data))
    left, scale = leading(informed, min(DIMENSIONS, min(informed.shape) - 1))
    rows: Vectors = left * np.sqrt(scale)
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    scaled: Vectors = rows / lengths
    return scaled


def leading(matrix: csr_matrix, size: int) -> tuple[Vectors, Vectors]:
    """The first left singular vectors and values, by random projection and power iterations (Halko,
    Martinsson and Tropp 2011): the same on every run, as that of scipy's is not.
    """
    width = min(size + 10, min(matrix.shape))
    basis = np.random.default_rng(0).standard_normal((matrix.shape[1], width))
    for _ in range(POWERS):
        basis, _ = np.linalg.qr(matrix.T @ np.linalg.qr(matrix @ basis)[0])
    basis, _ = np.linalg.qr(matrix @ basis)
    left, scale, _ = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    return (basis @ left)[:, :size], scale[:size]


def classes(rows: Vectors, count: int) -> list[int]:
    """The class of each word, 1 to `count` - 1; 0 is for words without one."""
    start = np.random.default_rng(0).permutation(len(rows))[: count - 1]
    with warnings.catch_warnings(action="ignore"):  # a class may stay empty
        _, found = kmeans2(rows, rows[start], iter=PASSES, minit="matrix")
    return [int(label) + 1 for label in found]


def dictionary_tags() -> dict[str, str]:
    """The word classes of jieba's dictionary."""
    with jieba.dt.get_dict_file() as lines:
        rows = (line.decode("utf-8").split() for line in lines)
        return {row[0]: row[2] for row in rows if len(row) == 3}


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m kg.train.word_classes",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXTS")
    parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")
    options = parser.parse_args(arguments)
    jieba.setLogLevel(60)
    said = sentences(texts(options.texts))
    words = vocabulary(said)
    rows, tags = vectors(said, words), dictionary_tags()
    table = zip(words, classes(rows, COARSE), classes(rows, FINE), strict=True)
    lines = [
        f"{json.dumps(word, ensure_ascii=False)}: {json.dumps([coarse, fine, tags.get(word, 'm')])}"
        for word, coarse, fine in sorted(table)
    ]
    options.out.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{len(words)} words of {sum(map(len, said))} in {len(said)} sentences")


if __name__ == "__main__":
    main()

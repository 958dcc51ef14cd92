"""What the tagger of our own reads beside the characters: a few small numbers for each character.

    ner         tags of the name tagger's spans: 0 outside, else label and part
    words       jieba's words: part of the word that the character is
    quotes      quotation marks and titles' brackets: before, inside, depth
    divisions   names of administrative divisions
    kinds       words that end names: programs, sites, honors, documents, bodies
    breaks      words that stand before names and are no part of them
    gaps        whether a blank of the raw text stood before it
    rules       tags of the spans that the rules found, as of `ner`
    coarse      class of the word, of few (models/words.json, made by kg.train.word_classes); 0 of no class
    fine        the same, of many
    tags        the word's class in jieba's dictionary, by TAGS; 0 of none

A part is 1 to 4: begin, middle, end, single. Offsets are code points of doc.text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import text_of, token_bounds
from kg.facts.model import ENTITY_TYPES
from kg.resources import ROOT, lexicon

NO_CLASS = (0, 0, 0)
Bytes = NDArray[np.uint8]

NAMES = ("person", "org", "company", "location", "time", "job")
COARSE, FINE = 49, 251  # numbers of a coarse and a fine class of words, 0 among them
TAGS = (
    "a", "ad", "an", "b", "c", "d", "f", "g", "h", "i", "j", "k", "l", "m", "mq", "n", "ng", "nr", "nrfg",
    "nrt", "ns", "nt", "nz", "o", "p", "q", "r", "s", "t", "tg", "u", "ud", "uj", "ul", "v", "vd", "vg",
    "vn", "x", "y", "z", "zg",
)  # fmt: skip
NUMBER = "0"  # the word that stands for all numbers
NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
CHANNELS = {
    "ner": 1 + 4 * len(NAMES),
    "words": 5,
    "quotes": 8,
    "divisions": 5,
    "programs": 5,
    "sites": 5,
    "honors": 5,
    "documents": 5,
    "bodies": 5,
    "breaks": 5,
    "gaps": 2,
    "rules": 1 + 4 * len(ENTITY_TYPES),
    "coarse": COARSE,
    "fine": FINE,
    "tags": 1 + len(TAGS),
}
RULES = list(CHANNELS).index("rules")
OF_WORDS = slice(list(CHANNELS).index("coarse"), len(CHANNELS))
MARKS = re.compile("[“”‘’《》（）\n]")
BODIES = re.compile(
    r"(?:委员会|管委会|居委会|村委会|办公室|办事处|联合会|协会|学会|商会|基金会|促进会|研究会|研究院|研究所|大学|学院"
    r"|学校|中学|小学|医院|中心|支队|大队|中队|总队|团队|小分队|宣讲团|服务队|志愿队|艺术团|分局|总站|党校|党委|党组|党支部"
    r"|团委|妇联|法院|检察院|电视台|日报社|日报|晚报|报社|出版社|总社|车间|班组|项目部|分公司|公司|集团|银行|商场|酒店|工厂"
    r"|[市区县省州]委|政府|[厅局部委署院社处科室站所馆队班团台报厂店行校])"
)


class FeatureReader:
    """Turns a Doc into features, with the name tagger's spans and all spans of the rules in it."""

    def __init__(self) -> None:
        self.divisions = load_divisions()
        self.words = {
            "programs": _any(row["head"] for row in lexicon("program_heads")),
            "sites": _any(row["kind"] for row in lexicon("facility_kinds")),
            "honors": _any(row["kind"] for row in lexicon("honor_kinds")),
            "documents": _any(row["kind"] for row in lexicon("document_kinds")),
            "breaks": _any(row["word"] for row in lexicon("name_breaks")),
            "bodies": BODIES,
        }
        self.classes = word_classes()
        self.columns = {name: number for number, name in enumerate(CHANNELS)}

    def __call__(self, doc: Doc) -> Bytes:
        """Numbers [character, channel], each below the channel's size in CHANNELS."""
        text = text_of(doc)
        found = np.zeros((len(text), len(CHANNELS)), np.uint8)
        for span in doc._.ner:
            mark(found[:, self.columns["ner"]], span.start, span.end, 4 * NAMES.index(span.label))
        starts, ends = token_bounds(doc)
        following = np.append(starts[1:], len(text))
        words = found[:, self.columns["words"]]
        words[:], words[ends - 1], words[starts] = 2, 3, 1
        words[starts[ends - starts == 1]] = 4
        words[ends[ends < following]] = 0  # a blank behind a word
        known = [
            self.classes.get(_numberless(text[start:end]), NO_CLASS)
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        found[:, OF_WORDS] = np.repeat(np.array(known, np.uint8).reshape(-1, 3), following - starts, axis=0)
        found[:, self.columns["quotes"]] = _quotes(text)
        divisions = found[:, self.columns["divisions"]]
        for start, end, _ in self.divisions.finditer(text, any_form=True):
            mark(divisions, start, end)
        for name, regex in self.words.items():
            column = found[:, self.columns[name]]
            for match in regex.finditer(text):
                mark(column, *match.span())
        rules = found[:, RULES]
        for span in sorted(doc._.spans, key=lambda s: s.end - s.start):  # the longer over its parts
            mark(rules, span.start, span.end, 4 * ENTITY_TYPES.index(span.type))
        gaps = found[:, self.columns["gaps"]]
        for gap in doc._.gaps:
            if gap < len(gaps):
                gaps[gap] = 1
        return found


@cache
def word_classes() -> dict[str, tuple[int, int, int]]:
    """Coarse and fine class and dictionary's tag of words; `NUMBER` stands for numbers."""
    tags = {tag: number for number, tag in enumerate(TAGS, 1)}
    table = json.loads((ROOT / "models/words.json").read_text(encoding="utf-8"))
    return {word: (coarse, fine, tags.get(tag, 0)) for word, (coarse, fine, tag) in table.items()}


def _numberless(word: str) -> str:
    return NUMERAL.sub(NUMBER, word) if word[0] in "0123456789" else word


def mark(column: Bytes, start: int, end: int, base: int = 0) -> None:
    """Write the parts of `[start, end)` into a column: begin, middle, end, or single."""
    if end - start == 1:
        column[start] = base + 4
        return
    column[start] = base + 1
    column[start + 1 : end - 1] = base + 2
    column[end - 1] = base + 3


def _quotes(text: str) -> Bytes:
    """For each character: 0 plain, 1 in quotes, 2 in quotes within quotes, 3 in a title's brackets, 4 in
    round brackets; 5 opening, 6 closing mark, 7 straight behind a closing mark."""
    found = np.zeros(len(text), np.uint8)
    quoted = titled = bracketed = 0
    before = 0
    for match in MARKS.finditer(text):
        at, sign = match.start(), match.group()
        state = 3 if titled else min(quoted, 2) if quoted else 4 if bracketed else 0
        found[before:at] = np.where(found[before:at] == 7, 7, state)
        found[at] = 5 if sign in "“‘《（" else 6
        if sign in "“‘":
            quoted += 1
        elif sign in "”’":
            quoted = max(0, quoted - 1)
        elif sign == "\n":
            quoted = titled = bracketed = 0
            found[at] = 0
        elif sign in "《》":
            titled = int(sign == "《")
        else:
            bracketed = int(sign == "（")
        before = at + 1
        if sign in "”’》" and before < len(text) and text[before] not in "“”‘’《》（）\n":
            found[before] = 7
    return found


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))))

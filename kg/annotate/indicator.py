"""Which words of a sentence say what a number counts: what there is to see of each, and how likely it does.

The rules of `observation_clauses.py` cut an indicator out beside its number. Where its verb or object
stands elsewhere (送温暖资金全省共投入…), or a predicate runs on behind the noun counted, they cut it wrong.
The classifier (models/indicator.json and .csv, fitted by kg/evaluate/train_indicator.py) looks at every
word around a number by itself, also at whether the rules took it; `indicator_choice.py` makes the
indicator of the likely ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg import resources
from kg.annotate.extensions import Sentence, text_of, token_bounds
from kg.annotate.numbers import Number
from kg.annotate.observation_actors import Cast, Name
from kg.annotate.observation_clauses import BREAK, WORDS, clauses

LEFT, RIGHT = 80, 50  # characters before and after a number that its words are looked for in
FAR, LATE = 99, 1.2  # words behind a number count as farther from it
GROUPS = ("people", "organisations", "events", "things", "measures", "money")
TYPES = ("Union", "Company", "Organization", "Place", "Facility", "Person", "Program", "Honor", "Document")
WRITTEN = re.compile(r"[\u4e00-\u9fff〇A-Za-z\d]+")
STOPS = "，。；：！？\n"
LITTLE = frozenset(("的", "等", "了", "和", "与", "及", "在", "共", "各", "将", "为"))
SIDES = {
    "comma": ("、", "、"),
    "stop": (STOPS, STOPS),
    "of": ("的", "的"),
    "quote": ("“‘《（", "”’》）"),
    "digit": ("0123456789", "0123456789"),
    "and": ("和与及", "和与及"),
    "done": ("了", "了"),
    "etc": ("等", "等"),
}  # marks before and behind a word

OF_WORD = (
    "length", "verb", "has-verb", "opens", "closes", "realm", "union", "office", "little", "date",
    "named", "of-reporter", "name-opens", "name-length", "name-before", "name-after",
    *(f"name-{kind}" for kind in TYPES),
    *(f"{side}-{mark}" for mark in SIDES for side in ("before", "after")),
    "from-start", "to-end", "clause-length", "clause-numbers",
)  # fmt: skip
OF_PLACE = (
    "left", "distance", "words-between", "breaks-between", "commas-between", "numbers-between",
    "verbs-between", "clauses-between", "ruled", "ruled-before", "ruled-after", "ruled-before-2",
    "ruled-after-2", "last-verb", "from-last-verb", "next-verb", "to-next-verb",
)  # fmt: skip
OF_NUMBER = (
    "rule-length", "rule-lost", "verb-before", "verb-after", "bare", "opens-clause", "ends-clause",
    "clause-before", "clause-behind", "number-before", "number-behind", "same-unit-before",
    *(f"group-{group}" for group in (*GROUPS, "share")), "times", "heads", "bodies",
)  # fmt: skip
OF_WEIGHTS = (
    "weight", "weight-first", "weight-last", "weight-side", "weight-before", "weight-behind",
    "weight-before-2", "weight-behind-2",
)  # fmt: skip
NAMES = (*OF_PLACE, *OF_WORD, *OF_NUMBER, *OF_WEIGHTS)
Floats = NDArray[np.float32]
Weights = Mapping[str, float]


@cache
def groups() -> Mapping[str, str]:
    """The group of things that each unit counts."""
    table = resources.read_toml(resources.ROOT, "units.toml")
    return {unit: group for group in reversed(GROUPS) for unit in table[group]} | {"%": "share"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word outside numbers, or what a name or clause cuts of it. clause: number of its clause."""

    start: int
    end: int
    text: str
    clause: int


@dataclass(frozen=True, slots=True)
class View:
    """A number and the words around it. rule: its indicator by the rules.

    split: how many words stand before the number. ruled: how much of each word the rules' indicator has.
    lost: how many characters of that indicator are none of these words. seen: a row for each word, in
    the order of NAMES, without the weights.
    """

    rule: str
    words: Sequence[Word]
    split: int
    ruled: list[float]
    lost: int
    seen: Floats


class Reader:
    """A document while the words around its numbers are looked at.

    numbers: all of the document. whole: stretches that no clause ends in.
    """

    def __init__(
        self, doc: Doc, cast: Cast, numbers: Sequence[Number], whole: Sequence[tuple[int, int]]
    ) -> None:
        self.text = text_of(doc)
        self.cast, self.numbers, self.whole = cast, numbers, whole
        self.sentences: list[Sentence] = doc._.sentences
        self._starts = [sentence.start for sentence in self.sentences]
        self._tokens = np.stack(token_bounds(doc), axis=1)
        self._names_at = [name.start for name in cast.names]
        self._numbers_at = [number.start for number in numbers]
        self._last: tuple[int, _Stretch | None] = (-1, None)

    def view(self, number: Number, rule: str) -> View:
        """The words around a number of which the rules say that it counts `rule`."""
        at = bisect_right(self._starts, number.start) - 1
        known, stretch = self._last
        if at != known or stretch is None:
            stretch = _Stretch(self, self.sentences[at])
            self._last = at, stretch
        return stretch.view(number, rule)

    def tokens(self, start: int, end: int) -> list[tuple[int, int]]:
        """jieba's words that begin in `[start, end)`."""
        first, stop = np.searchsorted(self._tokens[:, 0], (start, end)).tolist()
        found: list[tuple[int, int]] = [(a, b) for a, b in self._tokens[first:stop].tolist()]
        return found

    def names(self, start: int, end: int) -> list[Name]:
        """The names in `[start, end)`."""
        at = self._names_at
        return [n for n in self.cast.names[bisect_left(at, start) : bisect_left(at, end)] if n.end <= end]

    def counted(self, start: int, end: int) -> list[Number]:
        """The numbers in `[start, end)`."""
        at = self._numbers_at
        return list(self.numbers[bisect_left(at, start) : bisect_left(at, end)])


class _Stretch:
    """A sentence with numbers: its words, and what is to see of them wherever the number stands."""

    def __init__(self, reader: Reader, sentence: Sentence) -> None:
        self.reader, self.text, self.sentence = reader, reader.text, sentence
        text, (start, end) = reader.text, (sentence.start, sentence.end)
        self.clauses = clauses(text, start, end, reader.whole) or [(start, end)]
        self.numbers = reader.counted(start, end)
        self.names = reader.names(start, end)
        self.words = self._cut()
        self.begins = np.array([word.start for word in self.words], dtype=np.int64)
        self.ends = np.array([word.end for word in self.words], dtype=np.int64)
        self.verbs = [match.span() for match in WORDS.verb.finditer(text, start, end)]
        self.breaks = np.array([match.start() for match in BREAK.finditer(text, start, end)])
        self.commas = np.array([at for at in range(start, end) if text[at] == "、"])
        self.verbs_at = np.array([verb[0] for verb in self.verbs])
        self.numbers_at = np.array([number.start for number in self.numbers])
        self.static = np.array(self._rows(), dtype=np.float32).reshape(-1, len(OF_WORD))

    def _cut(self) -> list[Word]:
        """The words outside numbers, cut where names, numbers and clauses begin and end."""
        text, s = self.text, self.sentence
        edges = {at for name in self.names for at in (name.start, name.end)}
        edges |= {at for n in self.numbers for at in (n.left, n.right)}
        edges |= {at for clause in self.clauses for at in clause}
        ordered = sorted(edges)
        firsts = [clause[0] for clause in self.clauses]
        words, of_number = [], 0
        for token in self.reader.tokens(s.start, s.end):
            cuts = ordered[bisect_right(ordered, token[0]) : bisect_left(ordered, token[1])]
            for start, end in pairwise((token[0], *cuts, token[1])):
                while of_number < len(self.numbers) and self.numbers[of_number].right <= start:
                    of_number += 1
                if of_number < len(self.numbers) and self.numbers[of_number].left <= start:
                    continue
                if bare := written(text[start:end]):
                    clause = max(0, bisect_right(firsts, start) - 1)
                    words.append(Word(start, end, bare, clause))
        return words

    def _rows(self) -> list[list[float]]:
        """A row of OF_WORD for each word."""
        text, cast = self.text, self.reader.cast
        known = {name.start: name for name in reversed(self.names)}
        dates = [
            (at, cast.dates[at]) for at in range(self.sentence.start, self.sentence.end) if at in cast.dates
        ]
        many = [sum(a <= n.start < b for n in self.numbers) for a, b in self.clauses]
        rows: list[list[float]] = []
        name: Name | None = None
        for word in self.words:
            start, end, bare = word.start, word.end, word.text
            name = known.get(start, name)
            own = name if name and name.start <= start and end <= name.end else None
            a, b = self.clauses[word.clause]
            before, after = text[start - 1 : start], text[end : end + 1]
            rows.append(
                [
                    len(bare),
                    WORDS.verb.fullmatch(bare) is not None,
                    WORDS.verb.search(bare) is not None,
                    WORDS.heads.fullmatch(bare) is not None,
                    WORDS.tails.fullmatch(bare) is not None,
                    WORDS.realm.fullmatch(bare) is not None,
                    WORDS.union.search(bare) is not None,
                    WORDS.office.search(bare) is not None,
                    bare in LITTLE,
                    any(first <= start < last for first, last in dates),
                    own is not None,
                    own is not None and own.id == cast.reporter,
                    own is not None and own.start <= a,
                    own.end - own.start if own else 0,
                    start - own.start if own else -1,
                    own.end - end if own else -1,
                    *(own is not None and own.type == kind for kind in TYPES),
                    *(
                        mark != "" and mark in marks[side]
                        for marks in SIDES.values()
                        for side, mark in enumerate((before, after))
                    ),
                    start - a,
                    b - end,
                    b - a,
                    many[word.clause],
                ]
            )
        return rows

    def view(self, number: Number, rule: str) -> View:
        """The words around a number, and what is to see of each."""
        first = int(np.searchsorted(self.begins, number.left - LEFT))
        stop = int(np.searchsorted(self.begins, number.right + RIGHT))
        words = self.words[first:stop]
        split = int(np.searchsorted(self.begins[first:stop], number.left))
        target = written(rule)
        ruled, lost = covered(words, target, split)
        place = self._places(number, first, stop, split, ruled)
        own = np.tile(np.array(self._of_number(number, target, lost), np.float32), (len(words), 1))
        seen = np.concatenate([place, self.static[first:stop], own], axis=1)
        return View(rule, words, split, ruled, lost, seen)

    def _places(self, number: Number, first: int, stop: int, split: int, ruled: list[float]) -> Floats:
        """The columns of OF_PLACE."""
        begins, ends = self.begins[first:stop], self.ends[first:stop]
        many = stop - first
        left = np.arange(many) < split
        a, b = np.where(left, ends, number.right), np.where(left, number.left, begins)
        clause = self._clause(number)
        own = [verb for verb in self.verbs if self.clauses[clause][0] <= verb[0] and verb[1] <= number.left]
        later = [v for v in self.verbs if number.right <= v[0] and v[1] <= self.clauses[clause][1]]
        last, following = own[-1][0] if own else -1, later[0][0] if later else -1
        rules = np.pad(np.array(ruled, np.float32), 2, constant_values=-1)
        found = np.stack(
            [
                left,
                b - a,
                np.where(left, split - 1 - np.arange(many), np.arange(many) - split),
                *(
                    np.searchsorted(marks, b) - np.searchsorted(marks, a)
                    for marks in (self.breaks, self.commas, self.numbers_at, self.verbs_at)
                ),
                clause - np.array([word.clause for word in self.words[first:stop]], dtype=np.int64),
                *(rules[2 + by : 2 + by + many] for by in (0, -1, 1, -2, 2)),
                (begins <= last) & (last < ends),
                last - ends if own else np.full(many, FAR),
                (begins <= following) & (following < ends),
                begins - following if later else np.full(many, FAR),
            ],
            axis=1,
        )
        return found.astype(np.float32)

    def _clause(self, number: Number) -> int:
        return max(0, bisect_right(self.clauses, (number.start, 10**9)) - 1)

    def _of_number(self, number: Number, target: str, lost: int) -> list[float]:
        """The columns of OF_NUMBER."""
        text, (start, end) = self.text, self.clauses[self._clause(number)]
        group = groups().get(number.unit, "things")
        before = [other for other in self.numbers if other.start < number.start]
        behind = [other for other in self.numbers if other.start > number.start]
        verbs = [verb for verb in self.verbs if start <= verb[0] < end]
        return [
            len(target),
            lost,
            any(verb[1] <= number.left for verb in verbs),
            any(verb[0] >= number.right for verb in verbs),
            number.right >= end or text[number.right] in "、，。；",
            number.left <= start,
            number.right >= end,
            number.left - start,
            end - number.right,
            bool(before) and before[-1].left >= start,
            bool(behind) and behind[0].start < end,
            bool(before) and before[-1].unit == number.unit,
            *(group == other for other in (*GROUPS, "share")),
            number.unit in ("场", "次", "场次", "期"),
            number.unit in ("人", "名", "位", "人次"),
            number.unit in ("家", "户", "个"),
        ]


def features(views: Sequence[View], weights: Weights) -> Floats:
    """A row of NAMES for each word of some views, in order.

    weights: how much likelier than others a word is kept, as a logarithm, by `keys`.
    """
    weighed = []
    for view in views:
        own = np.array([[weights.get(key, 0.0) for key in told] for told in keys(view)], np.float32)
        many = len(own)
        around = np.pad(own[:, 0], 2)
        beside = np.stack([around[2 + by : 2 + by + many] for by in (-1, 1, -2, 2)], axis=1)
        weighed.append(np.concatenate([view.seen, own, beside], axis=1))
    return np.concatenate(weighed)


def keys(view: View) -> list[tuple[str, ...]]:
    """By what the weights of each word are kept: itself, its first and last character, its side."""
    return [
        (word.text, word.text[0] + "-", "-" + word.text[-1], ("<" if at < view.split else ">") + word.text)
        for at, word in enumerate(view.words)
    ]


def written(phrase: str) -> str:
    """The characters of a phrase without marks and blanks."""
    return "".join(WRITTEN.findall(phrase))


def covered(words: Sequence[Word], phrase: str, split: int) -> tuple[list[float], int]:
    """How much of each word a phrase has, and how many characters of the phrase are no word's.

    Longest runs first, each at its place nearest to the number. split: how many words stand before it.
    """
    joined = "".join(word.text for word in words)
    middle = sum(len(word.text) for word in words[:split])
    taken = [False] * len(joined)
    left = len(phrase)
    for length in range(len(phrase), 0, -1):
        for at in range(len(phrase) - length + 1):
            run = phrase[at : at + length]
            if "\0" in run:
                continue
            place = _nearest(joined, run, middle)
            if place < 0:
                continue
            left -= length
            taken[place : place + length] = [True] * length
            joined = joined[:place] + "\1" * length + joined[place + length :]
            phrase = phrase[:at] + "\0" * length + phrase[at + length :]
    shares, at = [], 0
    for word in words:
        size = len(word.text)
        shares.append(sum(taken[at : at + size]) / size)
        at += size
    return shares, left


def _nearest(joined: str, run: str, middle: int) -> int:
    """Where a run of characters stands nearest to the middle; -1 if nowhere."""
    before = joined.rfind(run, 0, middle)
    after = joined.find(run, middle)
    if before < 0 or after < 0:
        return max(before, after)
    return before if middle - before - len(run) <= LATE * (after - middle) else after

"""Which numbers measure the work of a union: what there is to see of each, and how likely it does.

Most numbers of a union's report do; of news, most do not: they tell of the economy, of a firm's
business, of sizes, prices and speeds, of other bodies. The classifier (models/counted.json, fitted by
kg/evaluate/train_counted.py) looks at every number by itself: the words around it, who acts in its
clause, what its sentence, paragraph and document tell of, and what the characters around it are worth.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import log1p

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg import resources
from kg.annotate.counted_runs import Around
from kg.annotate.extensions import Sentence, text_of
from kg.annotate.numbers import Number, find_numbers
from kg.annotate.observation_actors import Cast, Name
from kg.annotate.observation_clauses import WORDS, clauses, covers, enclosures, merge
from kg.annotate.trees import load
from kg.facts.model import EntityType

TAKEN, TAKEN_SPELLED, TAKEN_DOUBTFUL = 0.43, 0.5, 0.7
NEAR, SIDE, DOCUMENT = 10, 16, 1000
FAR = 400
RUNS = "runs"
GROUPS = ("people", "organisations", "events", "things", "measures", "money")
UNITS = (
    *("人", "名", "位", "人次", "家", "户", "个", "支", "场", "次"),
    *("期", "项", "条", "件", "份", "元", "%", "倍", "种", "平方米", "公里", "吨"),
)
ACTORS = ("Union", "Company", "Organization", "Place", "Facility")
NAMED: tuple[EntityType, ...] = (
    "Union", "Company", "Organization", "Place", "Facility", "Person", "Program", "Honor", "Document",
)  # fmt: skip
PLACES = ("clause", "sentence", "paragraph", "document")
SIDES = ("left", "right")
SPEAKER = re.compile(r"[”’]?[^。\n]{0,20}工会[^。\n]{0,20}(?:介绍|说|表示|告诉)")
JOINT_BEFORE = re.compile(r"[、和及与]$")
JOINT_AFTER = re.compile(r"[、和及与]")


@cache
def _cues(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of a table of patterns/counted.toml, by name."""
    data = resources.read_toml(resources.ROOT, "patterns/counted.toml")[table]
    return tuple((name, re.compile(pattern)) for name, pattern in data.items())


@cache
def _groups() -> dict[str, str]:
    table = resources.read_toml(resources.ROOT, "units.toml")
    return {unit: group for group in reversed(GROUPS) for unit in table[group]} | {"%": "share"}


@cache
def names() -> tuple[str, ...]:
    """The features, by column."""
    return (
        *(f"unit-{unit}" for unit in UNITS), *(f"group-{group}" for group in (*GROUPS, "share")),
        "value", "one", "spelled", "doubtful", "idle", "over", "about", "fraction", "round",
        *(f"before-{name}" for name, _ in _cues("before")),
        *(f"after-{name}" for name, _ in _cues("after")),
        *(f"{place}-{name}" for place in (*PLACES, *SIDES) for name, _ in _cues("around")),
        *(f"{place}-numbers" for place in PLACES),
        *(f"{place}-length" for place in PLACES),
        *(f"actor-{kind}" for kind in ACTORS), "actor-reporter", "actor-named", "actor-share", "no-actor",
        *(f"{place}-{kind}" for place in PLACES for kind in NAMED),
        "clause-reporter", "sentence-reporter", "paragraph-reporter",
        *(f"reporter-{kind}" for kind in ("Union", "Company", "Organization")), "reporter-named",
        "reporter-in-title", "union-in-title", "unions", "verb-distance", "verb-after", "named-before",
        "named-after", "planned", "dated", "quoted", "quoted-by-union", "in-brackets", "listed-before",
        "listed-after", "first-of-clause", "last-of-clause", "opens-clause", "ends-clause", "position",
        "paragraph-number", "sentence-number", "headings", "paragraphs", "first-union", "union-back",
        "told-before", "told-after", "in-title", RUNS,
    )  # fmt: skip


def candidates(doc: Doc, cast: Cast) -> list[Number]:
    """The numbers of a document outside names and headings, in order; headings repeat what the text says."""
    text = text_of(doc)
    in_names = merge((name.start, name.end) for name in cast.names)
    headings = merge((s.start, s.end) for s in doc._.sentences if s.heading)
    return [
        replace(number, doubtful=True) if _is_idle(text, number) else number
        for number in find_numbers(text, doubtful=True)
        if not covers(in_names, number.start, number.end) and not covers(headings, number.start, number.end)
    ]


def _is_idle(text: str, number: Number) -> bool:
    """Whether a numeral in characters names a thing (十件实事) instead of counting it."""
    if not number.spelled or number.unit == "%":
        return False
    quoted = number.start > 0 and text[number.start - 1] in "“‘"
    return quoted or WORDS.idle.match(text, number.right) is not None


def chances(doc: Doc, cast: Cast, numbers: Sequence[Number]) -> list[float]:
    """How likely each number of a document measures union work. numbers: in order."""
    if not numbers:
        return []
    features = Scan(doc, cast, numbers).features()
    found = load("counted", names()).chances(features)
    found[features[:, names().index("left-state")] > 0] = 0  # whatever else the text tells of
    chances: list[float] = found.tolist()
    return chances


def limit(number: Number) -> float:
    """From which chance on a number is taken."""
    if number.doubtful:
        return TAKEN_DOUBTFUL
    return TAKEN_SPELLED if number.spelled else TAKEN


class Scan:
    """A document and what there is to see of its numbers."""

    def __init__(self, doc: Doc, cast: Cast, numbers: Sequence[Number]) -> None:
        self.text = text_of(doc)
        self.cast, self.numbers = cast, numbers
        self.sentences: list[Sentence] = doc._.sentences
        self._starts = [sentence.start for sentence in self.sentences]
        self._paragraphs: dict[int, tuple[int, int]] = {}
        for sentence in self.sentences:
            start, _ = self._paragraphs.get(sentence.paragraph, (sentence.start, 0))
            self._paragraphs[sentence.paragraph] = (start, sentence.end)
        self._whole = enclosures(doc)
        self._at = [name.start for name in cast.names]
        self._number_at = [number.start for number in numbers]
        self._cache: dict[tuple[int, int], dict[str, float]] = {}
        self._values = Counter((number.value, number.unit) for number in numbers)
        self._seen: Counter[tuple[float, str]] = Counter()
        self._dates = sorted(cast.dates)
        below = next((s.start for s in self.sentences if not s.heading), 0)
        self._title = max(below, self.text.find("\n"), 0)
        self._of_text = self._document()
        self.around = Around(self.text, cast.names)

    def features(self, weights: Mapping[str, float] | None = None) -> NDArray[np.float32]:
        """A row for each number, in the order of `names()`.

        weights: of runs of characters; the packaged ones where none are given.
        """
        worth = resources.weights("counted") if weights is None else weights
        rows: list[list[float]] = []
        order = names()
        last = -1
        parts: list[tuple[int, int]] = []
        actors: list[Name | None] = []
        for number in self.numbers:
            at = bisect_right(self._starts, number.start) - 1
            sentence = self.sentences[at]
            if at != last:
                last, parts = at, clauses(self.text, sentence.start, sentence.end, self._whole)
                actors = self._actors(sentence, parts)
            place = max(0, bisect_right(parts, (number.start, FAR**3)) - 1)
            row = self._row(number, at, parts[place], actors[place])
            row[RUNS] = self.around.worth(number, worth)
            rows.append([float(row[name]) for name in order])
            self._seen[number.value, number.unit] += 1
        return np.array(rows, dtype=np.float32).reshape(-1, len(order))

    def _actors(self, sentence: Sentence, parts: Sequence[tuple[int, int]]) -> list[Name | None]:
        """Who acts in each clause of a sentence."""
        start, _ = self._paragraphs[sentence.paragraph]
        first = self.sentences[bisect_left(self._starts, start)]
        opening = parts if first is sentence else clauses(self.text, start, first.end, self._whole)
        actor = self.cast.leader(first, opening)
        found: list[Name | None] = []
        for clause in parts:
            actor = self.cast.actor(clause, actor)
            found.append(actor)
            actor = self.cast.founded(clause) or actor
        return found

    def _document(self) -> dict[str, float]:
        cast, text = self.cast, self.text
        reporter = next((name for name in cast.names if name.id == cast.reporter), None)
        kind = reporter.type if reporter else ""
        titled = [name for name in cast.names if name.end <= self._title]
        unions = {name.id for name in cast.names if name.type == "Union"}
        return {
            **self._stretch("document", 0, len(text)),
            **{f"reporter-{other}": kind == other for other in ("Union", "Company", "Organization")},
            "reporter-named": cast.mentions[cast.reporter or ""],
            "reporter-in-title": any(name.id == cast.reporter for name in titled),
            "union-in-title": any(name.type == "Union" for name in titled),
            "unions": len(unions),
            "headings": sum(sentence.heading for sentence in self.sentences),
            "paragraphs": len(self._paragraphs),
            "first-union": text.find("工会") / max(1, len(text)),
        }

    def _stretch(self, place: str, start: int, end: int) -> dict[str, float]:
        """How often a stretch of text has each cue, name and number; of a document, by its length."""
        known = self._cache.get((start, end))
        if known is None:
            near = self.cast.names[bisect_left(self._at, start) : bisect_left(self._at, end)]
            kinds = Counter(name.type for name in near)
            stretch = self.text[start:end]
            known = {
                **{name: len(pattern.findall(stretch)) for name, pattern in _cues("around")},
                **{kind: kinds[kind] for kind in NAMED},
                "numbers": bisect_left(self._number_at, end) - bisect_left(self._number_at, start),
                "reporter": any(name.id == self.cast.reporter for name in near),
            }
            self._cache[start, end] = known
        table = {f"{place}-{name}": float(value) for name, value in known.items()}
        if place == "document":
            table = {name: DOCUMENT * value / max(1, end - start) for name, value in table.items()}
        table[f"{place}-length"] = log1p(end - start)
        return table

    def _row(self, number: Number, at: int, clause: tuple[int, int], actor: Name | None) -> dict[str, float]:
        sentence = self.sentences[at]
        paragraph = self._paragraphs[sentence.paragraph]
        return {
            **self._of_text,
            **self._of_number(number),
            **self._stretch("clause", *clause),
            **self._stretch("sentence", sentence.start, sentence.end),
            **self._stretch("paragraph", *paragraph),
            **self._of_words(number, clause),
            **self._of_actor(actor),
            **self._of_place(number, at, clause, sentence),
        }

    def _of_number(self, number: Number) -> dict[str, float]:
        group = _groups().get(number.unit, "things")
        key = number.value, number.unit
        return {
            **{f"unit-{unit}": number.unit == unit for unit in UNITS},
            **{f"group-{other}": group == other for other in (*GROUPS, "share")},
            "value": log1p(number.value),
            "one": number.value == 1,
            "spelled": number.spelled,
            "doubtful": number.doubtful,
            "idle": _is_idle(self.text, number),
            "over": number.modifier == "over",
            "about": number.modifier == "about",
            "fraction": number.value % 1 > 0,
            "round": number.value >= 10 and number.value % 10 == 0,
            "told-before": self._seen[key],
            "told-after": self._values[key] - self._seen[key] - 1,
            "in-title": number.start < self._title,
        }

    def _of_words(self, number: Number, clause: tuple[int, int]) -> dict[str, float]:
        """The words right before and after a number."""
        text = self.text
        before = text[max(0, number.left - NEAR) : number.start]
        after = text[number.end : number.end + NEAR]
        verbs = [match.end() for match in WORDS.verb.finditer(text, clause[0], number.left)]
        stop = bisect_left(self._at, number.start)
        behind = self.cast.names[stop - 1] if stop else None
        ahead = self.cast.names[stop] if stop < len(self._at) else None
        sides = text[max(clause[0], number.left - SIDE) : number.start], text[number.end : clause[1]][:SIDE]
        return {
            **{
                f"{side}-{name}": pattern.search(words) is not None
                for side, words in zip(SIDES, sides, strict=True)
                for name, pattern in _cues("around")
            },
            **{f"before-{name}": pattern.search(before) is not None for name, pattern in _cues("before")},
            **{f"after-{name}": pattern.match(after) is not None for name, pattern in _cues("after")},
            "verb-distance": number.left - verbs[-1] if verbs else FAR,
            "verb-after": WORDS.verb.search(text, number.end, clause[1]) is not None,
            "named-before": behind is not None and number.left - behind.end <= 1,
            "named-after": ahead is not None and ahead.start - number.right <= 1,
            "listed-before": JOINT_BEFORE.search(text[max(0, number.left - 1) : number.left]) is not None,
            "listed-after": JOINT_AFTER.match(text, number.right) is not None,
            "opens-clause": number.left <= clause[0],
            "ends-clause": number.right >= clause[1],
        }

    def _of_actor(self, actor: Name | None) -> dict[str, float]:
        mentions, reporter = self.cast.mentions, self.cast.reporter
        named = mentions[actor.id] if actor else 0
        return {
            **{f"actor-{kind}": actor is not None and actor.type == kind for kind in ACTORS},
            "actor-reporter": actor is not None and actor.id == reporter,
            "actor-named": named,
            "actor-share": named / max(1, mentions[reporter or ""]),
            "no-actor": actor is None,
        }

    def _of_place(
        self, number: Number, at: int, clause: tuple[int, int], sentence: Sentence
    ) -> dict[str, float]:
        text = self.text
        dated = bisect_left(self._dates, sentence.start)
        opening = text.rfind("“", sentence.start, number.start)
        quoted = opening >= 0 and text.find("”", opening, number.start) < 0
        closing = text.find("”", number.end) if quoted else -1
        first, _ = self._paragraphs[sentence.paragraph]
        beside = bisect_left(self._number_at, number.start)
        union = text.rfind("工会", max(0, number.start - FAR), number.start)
        return {
            "planned": sentence.planned,
            "dated": dated < len(self._dates) and self._dates[dated] < sentence.end,
            "quoted": quoted,
            "quoted-by-union": closing >= 0 and SPEAKER.match(text, closing) is not None,
            "in-brackets": text.rfind("（", clause[0] - 1, number.start) >= 0,
            "first-of-clause": beside == 0 or self._number_at[beside - 1] < clause[0],
            "last-of-clause": beside + 1 == len(self._number_at) or self._number_at[beside + 1] >= clause[1],
            "position": number.start / max(1, len(text)),
            "paragraph-number": sentence.paragraph,
            "sentence-number": at - bisect_left(self._starts, first),
            "union-back": number.start - union if union >= 0 else FAR,
        }

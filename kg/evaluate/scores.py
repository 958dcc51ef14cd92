"""Precision, recall and F1 of a system's facts against the gold.

Figures are micro-averaged over documents. The headline is the mean of five: strict mentions of
the five mission types (Program relaxed), B³, facts, observations found, observations full.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.errors import InterchangeError
from kg.evaluate.matching import (
    Pair,
    Place,
    Record,
    align_entities,
    b_cubed,
    bare,
    likeness,
    overlap,
    pair_places,
    places,
    same_unit,
    same_value,
)
from kg.facts.model import DocumentFacts

MISSION_TYPES = ("Union", "Company", "Person", "Program", "Honor")
RELAXED_TYPES = ("Program",)
INDICATOR_LIKENESS = 0.5
FIGURES = ("mentions", "entities_b3", "facts", "observations_found", "observations_full", "headline")

# Two independent annotation passes over the seeds agree so far: the most a system can be asked for.
TWO_PASS_AGREEMENT = {
    "mentions": 0.97,
    "entities_b3": 1.00,
    "facts": 0.92,
    "observations_found": 1.00,
    "observations_full": 0.95,
    "headline": 0.97,
}


@dataclass(frozen=True, slots=True)
class Count:
    """True positives (a fraction for B³), and how many the gold and the system have."""

    hits: float = 0.0
    gold: int = 0
    system: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hits + other.hits, self.gold + other.gold, self.system + other.system)

    @property
    def precision(self) -> float:
        """1 where the system has nothing and the gold has nothing either."""
        if self.system:
            return self.hits / self.system
        return 0.0 if self.gold else 1.0

    @property
    def recall(self) -> float:
        """1 where the gold has nothing."""
        return self.hits / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


def harmonic(precision: float, recall: float) -> float:
    """F1 of a precision and a recall; 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


NOTHING = Count()


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts by name (`mention strict Union`, `fact CONFERRED`, ...), and every disagreement in words."""

    counts: Mapping[str, Count] = field(default_factory=dict)
    disagreements: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Count:
        return self.counts.get(name, NOTHING)

    def __add__(self, other: Scores) -> Scores:
        merged = dict(self.counts)
        for name, count in other.counts.items():
            merged[name] = merged.get(name, NOTHING) + count
        return Scores(merged, self.disagreements + other.disagreements)

    @property
    def figures(self) -> dict[str, float]:
        """The five figures and their mean, the headline."""
        five = {
            "mentions": self["mention mission"].f1,
            "entities_b3": harmonic(self["b3 precision"].precision, self["b3 recall"].recall),
            "facts": self["facts"].f1,
            "observations_found": self["observations found"].f1,
            "observations_full": self["observations full"].f1,
        }
        return {**five, "headline": sum(five.values()) / len(five)}

    @property
    def headline(self) -> float:
        return self.figures["headline"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of every gold document by id, and their sum."""

    by_document: Mapping[str, Scores]

    @property
    def total(self) -> Scores:
        total = Scores()
        for scores in self.by_document.values():
            total += scores
        return total

    @property
    def figures(self) -> dict[str, float]:
        return self.total.figures


def score(gold: Iterable[Record | DocumentFacts], system: Iterable[Record | DocumentFacts]) -> Evaluation:
    """Compare documents by id, in order of id; a document that the system lacks counts as empty.

    Raises InterchangeError where gold and system were made on different texts.
    """
    gold_records = _by_id(gold)
    system_records = _by_id(system)
    for id in sorted(gold_records.keys() & system_records.keys()):
        wanted, found = gold_records[id].get("sha256"), system_records[id].get("sha256")
        if wanted and found and wanted != found:
            raise InterchangeError(
                id,
                f"the gold was made on another text (sha256 {wanted[:12]}, here {found[:12]})",
                "give the folder of the texts that were annotated",
            )
    empty: Record = {"entities": [], "facts": [], "observations": []}
    return Evaluation(
        {
            id: score_document(record, system_records.get(id, empty))
            for id, record in sorted(gold_records.items())
        }
    )


def _by_id(documents: Iterable[Record | DocumentFacts]) -> dict[str, Record]:
    records = (as_record(document) for document in documents)
    return {record["id"]: record for record in records}


def as_record(document: Record | DocumentFacts) -> Record:
    """The interchange form of a document's facts; a record stays as it is."""
    if not isinstance(document, DocumentFacts):
        return document
    from kg.facts import jsonl

    record: Record = json.loads(jsonl.dump(document))
    return record


def score_document(gold: Record, system: Record) -> Scores:
    """The counts of one document."""
    counts: defaultdict[str, Count] = defaultdict(Count)
    disagreements: list[str] = []
    gold_places, system_places = places(gold), places(system)
    pairs = pair_places(gold_places, system_places)
    aligned = align_entities(gold_places, system_places, pairs)
    names = {entity["id"]: entity["name"] for entity in gold["entities"]}
    for part in (
        _mentions(gold_places, system_places, pairs),
        _groups(gold_places, system_places, pairs),
        _names(gold, system, aligned),
        _facts(gold, system, aligned, names),
        _observations(gold, system, aligned),
    ):
        for item in part:
            if isinstance(item, str):
                disagreements.append(f"{gold['id']} {item}")
            else:
                name, count = item
                counts[name] += count
    return Scores(dict(counts), tuple(disagreements))


Part = Iterator[tuple[str, Count] | str]
"""What one comparison gives: counts by name, and disagreements in words."""


def _mentions(gold: list[Place], system: list[Place], pairs: list[Pair]) -> Part:
    strict = Counter(kind for kind, _, _ in {p.strict for p in gold} & {p.strict for p in system})
    relaxed = Counter(gold[pair.gold].type for pair in pairs)
    in_gold, in_system = Counter(p.type for p in gold), Counter(p.type for p in system)
    for kind in sorted(in_gold.keys() | in_system.keys()):
        yield f"mention strict {kind}", Count(strict[kind], in_gold[kind], in_system[kind])
        yield f"mention relaxed {kind}", Count(relaxed[kind], in_gold[kind], in_system[kind])
        if kind in MISSION_TYPES:
            hits = relaxed[kind] if kind in RELAXED_TYPES else strict[kind]
            yield "mention mission", Count(hits, in_gold[kind], in_system[kind])
    found_gold, found_system = {pair.gold for pair in pairs}, {pair.system for pair in pairs}
    for label, them, found in (("missed", gold, found_gold), ("spurious", system, found_system)):
        yield from (f"{label} {p.type} [{p.start},{p.end}]" for i, p in enumerate(them) if i not in found)


def _groups(gold: list[Place], system: list[Place], pairs: list[Pair]) -> Part:
    precision, recall = b_cubed(gold, system, pairs)
    yield "b3 precision", Count(precision, len(pairs), len(pairs))
    yield "b3 recall", Count(recall, len(pairs), len(pairs))


def _names(gold: Record, system: Record, aligned: Mapping[str, str]) -> Part:
    by_id = {entity["id"]: entity for entity in gold["entities"]}
    for entity in system["entities"]:
        wanted = by_id.get(aligned.get(entity["id"], ""))
        if wanted is None:
            continue
        name, full = bare(entity["name"]), bare(wanted["name"])
        yield "names", Count(name in {full, *map(bare, wanted.get("aliases", ()))}, 1, 1)
        yield "names full", Count(name == full, 1, 1)
        if name != full:
            yield f"name {entity['type']} {entity['name']!r}, gold {wanted['name']!r}"


def _facts(gold: Record, system: Record, aligned: Mapping[str, str], names: Mapping[str, str]) -> Part:
    wanted = {(fact["type"], fact["subject"], fact["object"]): fact for fact in gold["facts"]}
    found = {
        (fact["type"], *(aligned.get(fact[end], f"?{n}") for end in ("subject", "object"))): fact
        for n, fact in enumerate(system["facts"])
    }
    both = wanted.keys() & found.keys()
    hits, in_gold, in_system = (Counter(key[0] for key in keys) for keys in (both, wanted, found))
    for kind in sorted(in_gold.keys() | in_system.keys()):
        yield f"fact {kind}", Count(hits[kind], in_gold[kind], in_system[kind])
    yield "facts", Count(len(both), len(wanted), len(found))
    timed = [key for key in both if wanted[key].get("time")]
    on_time = sum(found[key].get("time") == wanted[key]["time"] for key in timed)
    yield "fact time", Count(on_time, len(timed), len(timed))
    for label, keys in (("missed", wanted.keys() - found.keys()), ("spurious", found.keys() - wanted.keys())):
        for kind, subject, object in sorted(keys):
            yield f"{label} fact {kind}({names.get(subject, subject)}, {names.get(object, object)})"


def _observations(gold: Record, system: Record, aligned: Mapping[str, str]) -> Part:
    candidates = dict(enumerate(system["observations"]))
    unnamed = {entity["id"] for entity in gold["entities"] if not entity["mentions"]}
    found = full = 0
    for wanted in gold["observations"]:
        best = _best_observation(wanted, candidates, aligned)
        words = f"observation {wanted['indicator']} {wanted['value']}{wanted['unit']}"
        if best is None:
            yield f"missed {words} {wanted['span']}"
            continue
        index, of_subject, alike = best
        got = candidates.pop(index)
        found += 1
        # A subject that the text implies but never names cannot be aligned, and is not asked for.
        subject = of_subject or wanted["subject"] in unnamed
        period = got.get("period") == wanted.get("period")
        indicator = alike >= INDICATOR_LIKENESS
        yield "observation subject", Count(subject, 1, 1)
        yield "observation period", Count(period, 1, 1)
        yield "observation indicator", Count(indicator, 1, 1)
        if subject and period and indicator:
            full += 1
        else:
            yield (
                f"{words}: got {got['indicator']!r} subject {'ok' if subject else 'wrong'}"
                f" period {got.get('period')} (gold {wanted.get('period')})"
            )
    for got in candidates.values():
        yield f"spurious observation {got['indicator']} {got['value']}{got['unit']} {got['span']}"
    in_gold, in_system = len(gold["observations"]), len(system["observations"])
    yield "observations found", Count(found, in_gold, in_system)
    yield "observations full", Count(full, in_gold, in_system)


def _best_observation(
    wanted: Record, candidates: Mapping[int, Record], aligned: Mapping[str, str]
) -> tuple[int, bool, float] | None:
    """Its place in the list, whether its subject is right, and how alike the indicators are.

    Of those with the same number in the same place, one with the right subject goes first, then
    the likest indicator, then the earliest.
    """
    ranked = [
        (
            aligned.get(got["subject"]) == wanted["subject"],
            likeness(wanted["indicator"], got["indicator"]),
            -index,
        )
        for index, got in candidates.items()
        if overlap(wanted["span"], got["span"]) > 0
        and same_unit(wanted["unit"], got["unit"])
        and same_value(wanted["value"], got["value"])
    ]
    if not ranked:
        return None
    subject, alike, negative = max(ranked)
    return -negative, subject, alike

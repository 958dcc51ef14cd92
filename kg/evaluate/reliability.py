"""Whether the confidence of facts is what it says: of those given 0.9, nine in ten should be right.

    python -m kg.evaluate.reliability GOLD.jsonl --texts DIR [--system FACTS.jsonl]

reads the texts with the whole pipeline, or takes facts read before, and prints for each stretch of
confidence how much the facts state on average, how many of them are right and how many there are. A
fact is right where type, subject and object are those of a gold fact, as in the scores.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kg.evaluate.matching import align_entities, pair_places, places
from kg.evaluate.scores import as_record
from kg.facts import jsonl
from kg.facts.model import DocumentFacts

LIMITS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.01)


class Bin(NamedTuple):
    """Facts whose confidence lies in `[low, high)`: what they state on average, the share right, how many."""

    low: float
    high: float
    stated: float
    right: float
    facts: int


def judged(pairs: Iterable[tuple[DocumentFacts, DocumentFacts]]) -> list[tuple[float, bool]]:
    """Confidence of each fact found, and whether the gold has it, for pairs of gold and found."""
    told: list[tuple[float, bool]] = []
    for gold, found in pairs:
        theirs, ours = places(as_record(gold)), places(as_record(found))
        aligned = align_entities(theirs, ours, pair_places(theirs, ours))
        wanted = {(fact.type, fact.subject, fact.object) for fact in gold.relations}
        for fact in found.relations:
            key = (fact.type, aligned.get(fact.subject), aligned.get(fact.object))
            told.append((fact.evidence.confidence, key in wanted))
    return told


def table(told: Sequence[tuple[float, bool]], limits: Sequence[float] = LIMITS) -> list[Bin]:
    """The facts by stretches of confidence; a stretch without facts is left out."""
    bins = []
    for low, high in pairwise(limits):
        here = [(stated, right) for stated, right in told if low <= stated < high]
        if here:
            stated = sum(one for one, _ in here) / len(here)
            bins.append(
                Bin(low, min(high, 1.0), stated, sum(right for _, right in here) / len(here), len(here))
            )
    return bins


def print_table(told: Sequence[tuple[float, bool]]) -> None:
    """Print the table, a line for each stretch and one for all."""
    print("  confidence   stated  right  facts")
    for one in [*table(told), *table(told, (0.0, 1.01))]:
        print(f"  {one.low:.1f} to {one.high:.1f}   {one.stated:.2f}    {one.right:.2f}   {one.facts:5}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m kg.evaluate.reliability", description="Compare confidence with what is right."
    )
    parser.add_argument("gold", type=Path, help="gold in the interchange format")
    parser.add_argument("--texts", type=Path, required=True, help="the folder of the texts")
    parser.add_argument("--system", type=Path, help="facts read before, in the interchange format")
    options = parser.parse_args(arguments)
    golds = list(jsonl.read(options.gold, options.texts))
    print_table(judged(zip(golds, _found(golds, options.system, options.texts), strict=True)))


def _found(golds: Sequence[DocumentFacts], system: Path | None, texts: Path) -> list[DocumentFacts]:
    if system is not None:
        by_id = {facts.id: facts for facts in jsonl.read(system, texts)}
        return [by_id[gold.id] for gold in golds]
    from kg.annotate.pipeline import load_pipeline
    from kg.evaluate.count_rules import read_text
    from kg.facts.collect import extract_document

    nlp = load_pipeline()
    return [extract_document(read_text(gold), nlp) for gold in golds]


if __name__ == "__main__":
    main()

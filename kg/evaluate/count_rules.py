"""Count how often each rule for relations is right, and write relations/measured.csv.

    python -m kg.evaluate.count_rules GOLD.jsonl … --texts FOLDER … [--out measured.csv]

The texts are read by the pipeline, entities included, and what the rules alone find, before the
classifier has its say, is compared with the gold as the scores are: a relation is right where type,
subject and object are those of a gold fact. A mention that was cut wrongly therefore counts against
the rule that used it, so that the confidence that follows says how far a fact as found can be
trusted. Only counts are written.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from spacy.language import Language

from kg.annotate.pipeline import AFTER_ENTITIES, COMPONENTS, annotate, load_pipeline
from kg.annotate.relations import mark_ruled
from kg.evaluate.matching import Record, align_entities, pair_places, places
from kg.evaluate.scores import as_record
from kg.facts import jsonl
from kg.facts.collect import collect
from kg.facts.model import DocumentFacts
from kg.normalise import normalise
from kg.read.document import Document
from kg.resources import ROOT

STAGE = "relations/"
Counts = dict[str, tuple[int, int]]


def read_gold(paths: Sequence[Path], folders: Sequence[Path]) -> Iterator[DocumentFacts]:
    """The documents of gold files with their texts, each file's from the first folder that has them.

    Raises InterchangeError for a wrong gold file, or a text that no folder has.
    """
    for path in paths:
        files = [document.file for document in jsonl.read(path)]
        folder = next((one for one in folders if all((one / file).exists() for file in files)), folders[0])
        yield from jsonl.read(path, folder)


def count(pairs: Iterable[tuple[DocumentFacts, DocumentFacts]]) -> Counts:
    """Right and found by rule, of pairs of gold and what was found in the same text."""
    counts: Counts = {}
    for gold, found in pairs:
        aligned = _aligned(as_record(gold), as_record(found))
        wanted = {(fact.type, fact.subject, fact.object) for fact in gold.relations}
        for fact in found.relations:
            rule = fact.evidence.rule.removeprefix(STAGE)
            hit = (fact.type, aligned.get(fact.subject), aligned.get(fact.object)) in wanted
            right, all_found = counts.get(rule, (0, 0))
            counts[rule] = (right + hit, all_found + 1)
    return dict(sorted(counts.items()))


def _aligned(gold: Record, found: Record) -> Mapping[str, str]:
    gold_places, found_places = places(gold), places(found)
    return align_entities(gold_places, found_places, pair_places(gold_places, found_places))


def measure(golds: Iterable[DocumentFacts]) -> Counts:
    """Right and found by rule, when the pipeline reads the texts of gold documents."""
    nlp = load_pipeline(tuple(name for name in COMPONENTS if name not in AFTER_ENTITIES))
    return count((gold, _by_rules(read_text(gold), nlp)) for gold in golds)


def _by_rules(document: Document, nlp: Language) -> DocumentFacts:
    normal = normalise(document.raw, document.body)
    return collect(mark_ruled(annotate(nlp, document, normal)), document, normal)


def read_text(gold: DocumentFacts) -> Document:
    """The text of a gold document, as the pipeline takes it."""
    return Document.from_text(gold.raw, id=gold.id, title=gold.title, published=gold.published)


def write(counts: Counts, path: Path) -> None:
    """Write counts as the packaged CSV has them, by rule."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["rule", "right", "found"])
        writer.writerows((rule, right, found) for rule, (right, found) in sorted(counts.items()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m kg.evaluate.count_rules", description="Count how often each rule is right."
    )
    parser.add_argument("gold", nargs="+", type=Path, help="gold in the interchange format")
    parser.add_argument("--texts", nargs="+", type=Path, required=True, help="folders of the texts")
    parser.add_argument("--out", type=Path, default=Path(str(ROOT.joinpath("relations/measured.csv"))))
    options = parser.parse_args(arguments)
    write(measure(read_gold(options.gold, options.texts)), options.out)


if __name__ == "__main__":
    main()

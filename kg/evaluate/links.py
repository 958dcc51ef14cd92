"""How many numbers lead to a concept of the indicator scheme, and a sample of the links to read.

    python -m kg.evaluate.links FACTS.jsonl … --texts DIR [--sample 100] [--seed 1]

Facts are those of a gold file or of `kg extract`. The sample is drawn with a fixed seed, so that two
people read the same links; what they judge is written down in `docs/extraction.md`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.facts import jsonl
from kg.facts.model import DocumentFacts, Observation
from kg.rdf import indicators
from kg.resources import lexicon

OPEN, CLOSE = "【", "】"


@dataclass(frozen=True, slots=True)
class Linked:
    """A number of a document and the indicator that it leads to, if any."""

    document: str
    observation: Observation
    programs: tuple[str, ...]
    match: indicators.Match | None


def linked(documents: Iterable[DocumentFacts]) -> list[Linked]:
    """Every number, in order of document and place."""
    found = []
    for facts in documents:
        programs = {one.id: one.name for one in facts.entities if one.type == "Program"}
        for one in facts.observations:
            about = tuple(programs[id] for id in one.about if id in programs)
            found.append(Linked(facts.id, one, about, indicators.match(one.indicator, one.unit, about)))
    return sorted(found, key=lambda one: (one.document, one.observation.start, one.observation.indicator))


def sample(found: Iterable[Linked], size: int, seed: int) -> list[Linked]:
    """As many of the linked numbers, drawn without replacement, in order; all where there are fewer."""
    links = [one for one in found if one.match is not None]
    drawn = random.Random(seed).sample(range(len(links)), min(size, len(links)))
    return [links[at] for at in sorted(drawn)]


def lines(name: str, found: list[Linked]) -> Iterator[str]:
    """How many are linked, and to how many indicators."""
    links = [one.match for one in found if one.match is not None]
    share = len(links) / len(found) if found else 0.0
    keys = {link.key for link in links}
    yield f"{name}: {len(links)} of {len(found)} numbers linked ({share:.1%}), to {len(keys)} indicators"


def told(number: int, one: Linked) -> Iterator[str]:
    """A link as a person reads it: words, indicator, and the sentence with the number marked."""
    observation, match = one.observation, one.match
    assert match is not None
    quote, start = observation.evidence.quote, observation.evidence.start
    at, end = observation.start - start, observation.end - start
    marked = f"{quote[:at]}{OPEN}{quote[at:end]}{CLOSE}{quote[end:]}"
    value = f"{observation.modifier} {observation.value:.12g} {observation.unit} {observation.period or '-'}"
    yield f"{number}. {one.document}: {observation.indicator} [{value}] {' '.join(one.programs)}"
    yield f"   -> {match.key} {labels()[match.key]} ({match.statistic or 'stock or flow'})"
    yield "   " + "".join(marked.split())


def labels() -> dict[str, str]:
    """The Chinese label of each indicator, by key."""
    return {row["key"]: row["label_zh"] for row in lexicon("scheme_indicators")}


def main() -> None:
    """Print the shares, and the sample where one is asked for."""
    import argparse

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("facts", type=Path, nargs="+", help="interchange JSONL")
    parser.add_argument(
        "--texts", type=Path, action="append", default=[], help="folder of the texts, of each"
    )
    parser.add_argument("--sample", type=int, default=0, help="how many links to print")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    folders = [*arguments.texts, *[None] * len(arguments.facts)]
    every: list[Linked] = []
    for path, folder in zip(arguments.facts, folders, strict=False):
        found = linked(jsonl.read(path, folder))
        print(*lines(path.name, found), sep="\n")
        every += found
    for number, one in enumerate(sample(every, arguments.sample, arguments.seed), 1):
        print(*told(number, one), sep="\n")


if __name__ == "__main__":
    main()

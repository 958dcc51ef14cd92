"""What the network page knows of a graph: plain JSON, every text a text.

Entities are numbered in the order of the picture; facts and observations name them by number. A
sentence is a list of pieces, by turns outside and inside a mark, so that the page counts no
offsets: ours are code points, a browser's are UTF-16 units.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import networkx as nx

from kg.facts.model import RELATION_TYPES
from kg.notebook.selection import reporters
from kg.notebook.style import MODIFIERS, STYLES

Json = dict[str, Any]

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
BLANKS = re.compile(r"\s+")
CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# A blank or line break beside a Chinese character is layout, not a space between words.
LAYOUT = re.compile(rf"(?<=[{CHINESE}])\s+|\s+(?=[{CHINESE}])")
SPAN_OF_YEARS = 60  # a longer range is a slip of the pen


def payload(graph: nx.MultiDiGraph[str], shown: Sequence[str]) -> Json:
    """All that the page shows of `shown` and of what is said about them."""
    number = {iri: i for i, iri in enumerate(shown)}
    documents: Mapping[str, Mapping[str, Any]] = graph.graph.get("documents", {})
    reports = sorted(documents) + sorted(
        {data["report"] for *_, data in graph.edges(data=True)} - set(documents)
    )
    place = {report: i for i, report in enumerate(reports)}
    reporting = reporters(graph)
    relations: dict[str, list[str]] = {}
    facts = []
    for subject, object, iri, data in graph.edges(keys=True, data=True):
        if subject in number and object in number:
            relations.setdefault(data["relation"], [data["label_zh"], data["label_en"]])
            ends = {"s": number[subject], "o": number[object], "id": str(iri)}
            facts.append(ends | _fact(graph, data, number, place))
    observations = [
        _observation(data, number, place)
        for data in graph.graph.get("observations", ())
        if data["subject"] in number or any(iri in number for iri in data.get("about", ()))
    ]
    return {
        "types": [{"key": key} | asdict(style) for key, style in STYLES.items()],
        "modifiers": MODIFIERS,
        "relations": relations,
        "reports": [_report(report, documents.get(report, {})) for report in reports],
        "entities": [
            {
                "iri": iri,
                "name": data["label"],
                "type": data["type"],
                "aliases": list(data.get("aliases", ())),
                "reports": [place[report] for report in data.get("reports", ()) if report in place],
                "reporter": iri in reporting,
            }
            for iri, data in ((iri, graph.nodes[iri]) for iri in shown)
        ],
        "facts": sorted(facts, key=_order),
        "observations": observations,
    }


def _order(fact: Json) -> tuple[int, str, int, int, str]:
    known = fact["r"] in RELATION_TYPES
    rank = RELATION_TYPES.index(fact["r"]) if known else len(RELATION_TYPES)
    return rank, fact["t"] or "", fact["s"], fact["o"], fact["id"]


def _report(report: str, data: Mapping[str, Any]) -> Json:
    kept = {key: data.get(key) for key in ("published", "period", "url", "union")}
    return {"id": report, "title": data.get("title") or report, **kept}


def _fact(
    graph: nx.MultiDiGraph[str], data: Mapping[str, Any], number: Mapping[str, int], place: Mapping[str, int]
) -> Json:
    giver = data.get("by")
    name = graph.nodes[giver]["label"] if giver is not None and giver in graph else giver
    return {
        "r": data["relation"],
        "t": data.get("time"),
        "years": years(data.get("time")),
        "post": data.get("post"),
        "by": number.get(giver) if giver else None,
        "giver": name,
        "planned": bool(data.get("planned")),
        "d": place[data["report"]],
        "q": pieces(data["sentence"], data["marks"]),
        "c": data.get("confidence"),
        "rule": data.get("rule"),
    }


def _observation(data: Mapping[str, Any], number: Mapping[str, int], place: Mapping[str, int]) -> Json:
    return {
        "s": number.get(data["subject"]),
        "about": [number[iri] for iri in data.get("about", ()) if iri in number],
        "i": data["indicator"],
        "v": data["value"],
        "u": data["unit"],
        "m": data.get("modifier", "exact"),
        "t": data.get("period"),
        "years": years(data.get("period")),
        "d": place.get(data["report"]),
        "q": pieces(data["sentence"], data["marks"]),
        "c": data.get("confidence"),
        "rule": data.get("rule"),
    }


def years(time: str | None) -> list[int]:
    """The years that a time or period touches.

    >>> years("2018-03/2021"), years("2021-06-25"), years(None)
    ([2018, 2019, 2020, 2021], [2021], [])
    """
    found = [int(year) for year in YEAR.findall(time or "")]
    if not found or max(found) - min(found) > SPAN_OF_YEARS:
        return found[:1]
    return list(range(min(found), max(found) + 1))


def pieces(sentence: str, marks: Sequence[Sequence[int]]) -> list[str]:
    """The sentence cut at its marks: outside, inside, outside, … Layout blanks are left out.

    >>> pieces("走访慰问职工3万人", [[6, 9]])
    ['走访慰问职工', '3万人', '']
    """
    cuts = [0]
    for start, end in sorted((max(0, start), min(end, len(sentence))) for start, end in marks):
        if start >= end:
            continue
        if len(cuts) > 1 and start < cuts[-1]:
            cuts[-1] = max(cuts[-1], end)  # overlapping marks become one
        else:
            cuts += [start, end]
    cuts.append(len(sentence))
    # blanks go before the cuts are used, so that one at the edge of a mark is seen with both sides
    keep = [True] * len(sentence)
    for match in LAYOUT.finditer(sentence):
        keep[match.start() : match.end()] = [False] * len(match.group())
    return [
        BLANKS.sub(" ", "".join(char for char, kept in zip(sentence[a:b], keep[a:b], strict=True) if kept))
        for a, b in pairwise(cuts)
    ]

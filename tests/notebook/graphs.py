"""Graphs for the tests of the network page, of the shape that `Store.networkx()` gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import networkx as nx

from kg.facts import jsonl
from kg.facts.model import DocumentFacts, Evidence
from kg.rdf.iris import Iris, mint

SEEDS = Path(__file__).parents[2] / "seeds"
LABELS = {
    "CONFERRED": ("获得", "received"),
    "ORGANIZES": ("组织", "organizes"),
    "PARTICIPATES_IN": ("参与", "participates in"),
    "EMPLOYED_BY": ("就职于", "employed by"),
    "HOLDS_POST": ("任职于", "holds post in"),
    "SUBORDINATE_TO": ("隶属于", "subordinate to"),
    "JURISDICTION": ("管辖地域", "jurisdiction"),
    "LOCATED_IN": ("位于", "located in"),
    "COOPERATES_WITH": ("合作", "cooperates with"),
    "PART_OF": ("属于", "part of"),
    "OPERATES": ("运营", "operates"),
    "ISSUED": ("发布", "issued"),
}


@cache
def _seeds() -> tuple[DocumentFacts, ...]:
    return tuple(jsonl.read(SEEDS / "gold" / "seeds.jsonl", SEEDS))


def seed_graph() -> nx.MultiDiGraph:
    """The gold of the five seeds; built anew at each call, so a test may change it."""
    return graph_of(*_seeds())


def graph_of(*documents: DocumentFacts) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(documents={}, observations=[])
    for facts in documents:
        iri = {e.id: mint(e.type, e.name) for e in facts.entities}
        for entity in facts.entities:
            node = graph.nodes.get(iri[entity.id]) or {"aliases": [], "reports": []}
            graph.add_node(
                iri[entity.id],
                label=entity.name,
                type=entity.type,
                aliases=sorted({*node["aliases"], *entity.aliases}),
                reports=sorted({*node["reports"], facts.id}),
            )
        union = next((e.name for e in facts.entities if e.id == facts.union), None)
        graph.graph["documents"][facts.id] = {
            "title": facts.title,
            "published": facts.published,
            "period": facts.period,
            "url": facts.url,
            "union": union,
        }
        surfaces = {e.id: [(m.start, m.end) for m in e.mentions] for e in facts.entities}
        for fact in facts.relations:
            spans = surfaces[fact.subject] + surfaces[fact.object]
            graph.add_edge(
                iri[fact.subject],
                iri[fact.object],
                key=Iris().fact("fact", [facts.id, fact.type, fact.subject, fact.object, fact.time]),
                relation=fact.type,
                label_zh=LABELS[fact.type][0],
                label_en=LABELS[fact.type][1],
                time=fact.time,
                post=fact.post,
                by=iri.get(fact.by or ""),
                planned=fact.planned,
                report=facts.id,
                report_title=facts.title,
                published=facts.published,
                **_sentence(fact.evidence, spans),
            )
        for number in facts.observations:
            graph.graph["observations"].append(
                {
                    "subject": iri[number.subject],
                    "indicator": number.indicator,
                    "value": number.value,
                    "unit": number.unit,
                    "modifier": number.modifier,
                    "period": number.period,
                    "about": [iri[entity] for entity in number.about],
                    "report": facts.id,
                    **_sentence(number.evidence, [(number.start, number.end)]),
                }
            )
    return graph


def _sentence(evidence: Evidence, spans: list[tuple[int, int]]) -> dict[str, object]:
    return {
        "sentence": evidence.quote,
        "sentence_start": evidence.start,
        "marks": sorted(
            [start - evidence.start, end - evidence.start]
            for start, end in spans
            if evidence.start <= start < end <= evidence.end
        ),
        "confidence": evidence.confidence,
        "rule": evidence.rule,
    }

"""Findings as sentences: which document, what node, which rule, and the text behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import rdflib
from rdflib import RDFS
from rdflib.namespace import DCTERMS

from kg.facts.model import DocumentFacts
from kg.rdf import ontology, shacl, shapes
from kg.rdf.iris import ONTOLOGY, Iris
from kg.rdf.quads import to_quads
from kg.rdf.shapes import Finding
from kg.rdf.terms import Literal, Quad
from kg.rdf.vocab import OA, UW

LONGEST = 120  # characters of evidence in a sentence
AROUND = 25  # characters of text on each side of a name
NARROW = [
    str(UW[name]) for name in ("ModelWorker", "Conferral", "PostHeld", "Relation", "Observation", "Fact")
]


def of_document(facts: DocumentFacts, iris: Iris | None = None) -> list[Finding]:
    """What is wrong with the graph of one document, explained; info is left out."""
    quads = to_quads(facts, iris=iris)
    found = [finding for finding in shapes.check(quads) if finding.severity != "info"]
    return explain(found, quads) if found else []


def explain(found: Iterable[Finding], quads: Sequence[Quad]) -> list[Finding]:
    """The same findings with the documents, the label and the evidence of each node."""
    index = _Index(quads)
    return [
        replace(
            finding,
            documents=index.documents(finding.node),
            label=index.label(finding.node),
            evidence=index.evidence(finding.node),
            value=index.label(finding.value) if index.known(finding.value) else finding.value,
        )
        for finding in found
    ]


def sentence(finding: Finding, language: str = "both", *, where: bool = True) -> str:
    """One line about a finding. language: `zh`, `en` or `both`. where: begin with the documents.

    >>> finding = Finding("warning", "post-title", "x:1", "任职应写明职务。", "A post held should name it.")
    >>> sentence(replace(finding, documents=("a-2023",), label="任职 “甲 → 乙”"), "en")
    'a-2023: 任职 “甲 → 乙”: A post held should name it. [post-title]'
    """
    says = {"zh": finding.message_zh, "en": finding.message_en}
    message = says.get(language) or " ".join(says.values())
    parts = [
        *([", ".join(finding.documents) or "?"] if where else []),
        finding.label or finding.node,
        f"{message} [{finding.shape}{'' if finding.value is None else f': {finding.value!r}'}]",
    ]
    text = ": ".join(parts)
    return (
        text
        if not finding.evidence
        else f"{text} {'原文' if language == 'zh' else 'text'}: “{finding.evidence}”"
    )


class _Index:
    """What is said of each node, and in which documents."""

    def __init__(self, quads: Sequence[Quad]) -> None:
        self.data = shacl.Data((quad.subject, quad.predicate, quad.object) for quad in quads)
        self.graphs: defaultdict[str, set[str]] = defaultdict(set)
        for quad in quads:
            self.graphs[quad.subject].add(quad.graph)

    def known(self, node: str | None) -> bool:
        return node is not None and node in self.data.values

    def documents(self, node: str) -> tuple[str, ...]:
        reports = (graph.removesuffix("/graph") for graph in self.graphs[node])
        return tuple(sorted(self.text(report, str(DCTERMS.identifier)) or report for report in reports))

    def text(self, node: shacl.Term, predicate: object) -> str | None:
        value = next(iter(self.data.get(node, str(predicate))), None)
        return value.value if isinstance(value, Literal) else value

    def name(self, node: shacl.Term, predicate: object) -> str:
        value = next(iter(self.data.get(node, str(predicate))), "?")
        return value.value if isinstance(value, Literal) else self.text(value, RDFS.label) or "?"

    def label(self, node: str | None) -> str:
        """The class and what people call it: of a fact, what it says."""
        if node is None:
            return ""
        types = [str(type) for type in self.data.get(node, shacl.TYPE)]
        type = min(types, key=lambda one: NARROW.index(one) if one in NARROW else len(NARROW), default="")
        says = self.text(node, RDFS.label)
        if says is None and str(UW.Observation) in types:
            keys = (UW.subject, UW.indicator, UW.value, UW.unit)
            says = " ".join(self.name(node, key) for key in keys)
        elif says is None and str(UW.Relation) in types:
            means = _labels().get(self.text(node, UW.predicate) or "", "?")
            says = f"{self.name(node, UW.subject)} {means} {self.name(node, UW.object)}"
        elif says is None and str(UW.Mention) in types:
            says = self.name(node, UW.entity)
        says = says or self.text(node, OA.exact) or node
        return f"{_labels().get(type, '节点')}“{_short(says)}”"

    def evidence(self, node: str) -> str | None:
        """The text that a fact, a mention or an evidence was read from; around its name, of an entity."""
        for source in (node, *self.data.get(node, str(UW.evidence))):
            for selector in self.data.get(source, str(OA.hasSelector)):
                if quote := self.text(selector, OA.exact):
                    return _short(quote)
        for mention in self.data.subjects(str(UW.entity), node):
            return self.around(mention)
        return None

    def around(self, mention: shacl.Term) -> str | None:
        raw = self.text(self.text(mention, OA.hasSource) or "", UW.text)
        selector = self.text(mention, OA.hasSelector) or ""
        start, end = self.text(selector, OA.start), self.text(selector, OA.end)
        if raw is None or start is None or end is None:
            return None
        return _short(raw[max(0, int(start) - AROUND) : int(end) + AROUND])


@cache
def _labels() -> dict[str, str]:
    """The Chinese labels of our terms, by IRI."""
    graph = rdflib.Graph().parse(data=ontology.turtle(), format="turtle")
    return {
        str(term): str(label)
        for term, label in graph.subject_objects(RDFS.label)
        if str(term).startswith(ONTOLOGY + "#") and getattr(label, "language", None) == "zh"
    }


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

"""The graph of a store as a networkx MultiDiGraph: entities as nodes, relations as edges."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import networkx

from kg.facts.model import ENTITY_TYPES, RelationType
from kg.rdf.iris import ONTOLOGY
from kg.rdf.vocab import SHORTCUTS, UW

if TYPE_CHECKING:
    from kg.store.store import Store

TYPES = {str(UW[type]): type for type in ENTITY_TYPES}
RELATIONS: dict[str, RelationType] = {str(iri): type for type, iri in SHORTCUTS.items()}
SAID = ("report", "report_title", "published", "sentence", "sentence_start", "confidence", "rule")
Span = tuple[int, int]

VALUES = "VALUES ?type { " + " ".join(f"uw:{type}" for type in ENTITY_TYPES) + " }"

ENTITIES = f"SELECT ?entity ?type ?label {{ {VALUES} ?entity a ?type ; rdfs:label ?label }} ORDER BY ?entity"
ALIASES = "SELECT ?entity ?alias { ?entity skos:altLabel ?alias } ORDER BY ?entity ?alias"
REPORTS = f"""
SELECT DISTINCT ?entity ?id {{
  {VALUES} GRAPH ?g {{ ?entity a ?type . ?report a uw:Report ; dcterms:identifier ?id }}
}} ORDER BY ?id
"""
MENTIONS = """
SELECT ?report ?entity ?start ?end { ?mention uw:entity ?entity ; oa:hasSource ?report ;
  oa:hasSelector ?text . ?text oa:start ?start ; oa:end ?end } ORDER BY ?start ?end
"""
RELATIONS_SAID = """
SELECT ?fact ?subject ?predicate ?object ?planned ?time ?post ?by {
  ?fact uw:predicate ?predicate ; uw:subject ?subject ; uw:object ?object ; uw:planned ?planned .
  OPTIONAL { ?fact uw:time ?time } OPTIONAL { ?fact uw:post ?post } OPTIONAL { ?fact uw:giver ?by }
} ORDER BY ?fact ?by
"""
NUMBERS_SAID = """
SELECT ?fact ?subject ?indicator ?value ?unit ?modifier ?period {
  ?fact uw:indicator ?indicator ; uw:subject ?subject ; uw:value ?value ; uw:unit ?unit ;
        uw:modifier ?modifier .
  OPTIONAL { ?fact uw:period ?period }
} ORDER BY ?fact
"""
EVIDENCE = """
SELECT ?fact ?evidence ?report ?sentence ?start ?confidence ?rule ?number {
  ?fact uw:evidence ?evidence .
  ?evidence oa:hasSource ?report ; oa:hasSelector ?text ; uw:confidence ?confidence ; uw:rule ?rule .
  ?text oa:exact ?sentence ; oa:start ?start .
  OPTIONAL { ?evidence uw:number ?number }
} ORDER BY ?report ?start ?evidence
"""
NUMBERS = (
    "SELECT DISTINCT ?number ?start ?end { ?e uw:number ?number . ?number oa:start ?start ; oa:end ?end }"
)
ABOUT = "SELECT ?fact ?about { ?fact uw:about ?about } ORDER BY ?fact ?about"
LABELS = f"""
SELECT ?term ?zh ?en {{
  GRAPH <{ONTOLOGY}> {{ ?term rdfs:label ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }}
}}
"""


def to_networkx(store: Store) -> networkx.MultiDiGraph[str]:
    """The whole graph.

    A node is an entity's IRI, with `label`, `type`, `aliases` and `reports` (ids). An edge is one
    relation as one report says it: its key is the fact's IRI, and for each further sentence that
    says the same, the IRI of that evidence. `graph["observations"]` lists the numbers,
    `graph["documents"]` the reports by id. Offsets are code points: `sentence_start` of the raw
    text, `marks` of the sentence.
    """
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    documents = store.documents()
    graph.graph["documents"] = documents
    for iri, type, label in store.query(ENTITIES).rows:
        graph.add_node(str(iri), label=label, type=TYPES[str(type)], aliases=[], reports=[])
    for iri, alias in store.query(ALIASES).rows:
        graph.nodes[str(iri)]["aliases"].append(alias)
    for iri, id in store.query(REPORTS).rows:
        graph.nodes[str(iri)]["reports"].append(id)

    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for report, entity, start, end in store.query(MENTIONS).rows:
        spans[str(report), str(entity)].append((int(start or 0), int(end or 0)))
    said = _evidence(store, documents)
    labels = {str(term): (str(zh), str(en)) for term, zh, en in store.query(LABELS).rows}
    relations = {row["fact"]: row for row in reversed(_dicts(store, RELATIONS_SAID))}  # one giver each
    for row in reversed(relations.values()):
        fact, predicate, ends = row["fact"], row.pop("predicate"), (row.pop("subject"), row.pop("object"))
        relation = RELATIONS[predicate]
        zh, en = labels.get(predicate, (relation, relation))
        row |= {"relation": relation, "label_zh": zh, "label_en": en}
        for evidence in said[fact]:
            report, start, sentence = evidence["iri"], evidence["sentence_start"], evidence["sentence"]
            named = {span for entity in ends for span in spans[report, entity]}
            found = row | {name: evidence[name] for name in SAID}
            key = evidence["evidence"] if graph.has_edge(*ends, key=fact) else fact
            graph.add_edge(*ends, key=key, **found, marks=_marks(named, start, sentence))

    about: dict[str, list[str]] = defaultdict(list)
    for iri, entity in store.query(ABOUT).rows:
        about[str(iri)].append(str(entity))
    numbers = {row["number"]: (row["start"], row["end"]) for row in _dicts(store, NUMBERS)}
    observations = []
    for row in _dicts(store, NUMBERS_SAID):
        for evidence in said[row["fact"]]:
            marks = _marks({numbers[evidence["number"]]}, evidence["sentence_start"], evidence["sentence"])
            found = row | {name: evidence[name] for name in SAID}
            observations.append(found | {"about": about[row["fact"]], "marks": marks})
    observations.sort(key=lambda one: (one["report"], one["sentence_start"], one["marks"], one["fact"]))
    graph.graph["observations"] = observations
    return graph


def _evidence(
    store: Store, documents: dict[str, dict[str, str | None]]
) -> defaultdict[str, list[dict[str, Any]]]:
    """Where each fact is said, in the order of reports and text."""
    ids = {store.iris.report(id): id for id in documents}
    said: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _dicts(store, EVIDENCE):
        id = ids[row["report"]]
        row |= {"iri": row["report"], "report": id, "report_title": documents[id]["title"]}
        said[row["fact"]].append(
            row | {"published": documents[id]["published"], "sentence_start": row["start"]}
        )
    return said


def _dicts(store: Store, sparql: str) -> list[dict[str, Any]]:
    answer = store.query(sparql)
    return [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]


def _marks(spans: set[Span], start: int, sentence: str) -> list[list[int]]:
    """The spans that lie in the sentence, as offsets of the sentence, in order."""
    end = start + len(sentence)
    return [[one - start, other - start] for one, other in sorted(spans) if start <= one and other <= end]

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
RELATION = """
SELECT ?fact ?evidence ?subject ?predicate ?object ?time ?post ?by ?planned ?report ?sentence ?start
       ?confidence ?rule {
  ?fact a uw:Relation ; uw:subject ?subject ; uw:predicate ?predicate ; uw:object ?object ;
        uw:planned ?planned ; uw:evidence ?evidence .
  OPTIONAL { ?fact uw:time ?time } OPTIONAL { ?fact uw:post ?post } OPTIONAL { ?fact uw:giver ?by }
  ?evidence oa:hasSource ?report ; oa:hasSelector ?text ; uw:confidence ?confidence ; uw:rule ?rule .
  ?text oa:exact ?sentence ; oa:start ?start
} ORDER BY ?report ?start ?evidence ?by
"""
OBSERVATION = """
SELECT ?fact ?evidence ?subject ?indicator ?value ?unit ?modifier ?period ?report ?sentence ?start
       ?confidence ?rule ?from ?to {
  ?fact a uw:Observation ; uw:subject ?subject ; uw:indicator ?indicator ; uw:value ?value ;
        uw:unit ?unit ; uw:modifier ?modifier ; uw:evidence ?evidence .
  OPTIONAL { ?fact uw:period ?period }
  ?evidence oa:hasSource ?report ; oa:hasSelector ?text ; uw:confidence ?confidence ; uw:rule ?rule ;
            uw:number ?number .
  ?text oa:exact ?sentence ; oa:start ?start . ?number oa:start ?from ; oa:end ?to
} ORDER BY ?report ?from ?evidence
"""
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
    ids = {store.iris.report(id): id for id in documents}
    for iri, type, label in store.query(ENTITIES).rows:
        graph.add_node(str(iri), label=label, type=TYPES[str(type)], aliases=[], reports=[])
    for iri, alias in store.query(ALIASES).rows:
        graph.nodes[str(iri)]["aliases"].append(alias)
    for iri, id in store.query(REPORTS).rows:
        graph.nodes[str(iri)]["reports"].append(id)

    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for report, entity, start, end in store.query(MENTIONS).rows:
        spans[str(report), str(entity)].append((int(start or 0), int(end or 0)))
    labels = {str(term): (str(zh), str(en)) for term, zh, en in store.query(LABELS).rows}
    for row in _dicts(store, RELATION):
        start, sentence = row.pop("start"), row["sentence"]
        ends = (row.pop("subject"), row.pop("object"))
        fact, evidence, predicate = row.pop("fact"), row.pop("evidence"), row.pop("predicate")
        key = evidence if graph.has_edge(*ends, key=fact) else fact
        relation = RELATIONS[predicate]
        zh, en = labels.get(predicate, (relation, relation))
        marks = {span for entity in ends for span in spans[row["report"], entity]}
        row |= _place(row.pop("report"), ids, documents)
        row |= {"fact": fact, "sentence_start": start, "marks": _marks(marks, start, sentence)}
        graph.add_edge(*ends, key=key, relation=relation, label_zh=zh, label_en=en, **row)

    about: dict[str, list[str]] = defaultdict(list)
    for fact, entity in store.query(ABOUT).rows:
        about[str(fact)].append(str(entity))
    observations = []
    for row in _dicts(store, OBSERVATION):
        start, fact, number = row.pop("start"), row.pop("fact"), (row.pop("from"), row.pop("to"))
        del row["evidence"]
        row |= _place(row.pop("report"), ids, documents)
        row |= {"fact": fact, "about": about[fact], "sentence_start": start}
        observations.append(row | {"marks": _marks({number}, start, row["sentence"])})
    graph.graph["observations"] = observations
    return graph


def _dicts(store: Store, sparql: str) -> list[dict[str, Any]]:
    answer = store.query(sparql)
    return [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]


def _place(
    report: str, ids: dict[str, str], documents: dict[str, dict[str, str | None]]
) -> dict[str, str | None]:
    id = ids[report]
    return {
        "report": id,
        "report_title": documents[id]["title"],
        "published": documents[id]["published"],
    }


def _marks(spans: set[Span], start: int, sentence: str) -> list[list[int]]:
    """The spans that lie in the sentence, as offsets of the sentence, in order."""
    end = start + len(sentence)
    return [[one - start, other - start] for one, other in sorted(spans) if start <= one and other <= end]

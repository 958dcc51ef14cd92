"""The facts of one document as quads of its named graph (`docs/decisions/0004-rdf-model.md`).

A relation is a shortcut triple, unless it is only planned, and a node that carries time, giver,
post and evidence. Facts and entities are keyed by what they say and are, so they are shared by
all documents that say it; evidence and mentions belong to one document. Links to concepts follow
from names and words alone (`link.py`, `indicators.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rdflib.namespace import DCTERMS, OWL, PROV, QB, RDF, RDFS, SDO, SKOS

from kg.errors import KgError
from kg.facts.model import DocumentFacts, Entity, Evidence, Mention, Observation, Relation
from kg.rdf import identity, indicators, joins
from kg.rdf.iris import Iris, concept, digest
from kg.rdf.link import links
from kg.rdf.terms import Literal, Quad, boolean, decimal, integer
from kg.rdf.vocab import OA, OBSERVATIONS, SHORTCUTS, UW
from kg.version import __version__

TYPE, LABEL, ALIAS = str(RDF.type), str(RDFS.label), str(SKOS.altLabel)
YEAR = re.compile(r"(\d{4})")
UNKNOWN_PERIOD = "XXXX"  # ISO 8601-2: a year that nobody has told
WIKIDATA = "http://www.wikidata.org/entity/"

Triple = tuple[str, str, str | Literal]


@dataclass(frozen=True, slots=True)
class Maker:
    """What made the facts: software with its version, and the models it used, name to sha256."""

    software: str = "union-work-kg"
    version: str = __version__
    models: Mapping[str, str] = field(default_factory=dict)


def to_quads(facts: DocumentFacts, maker: Maker | None = None, iris: Iris | None = None) -> list[Quad]:
    """All that the document says, each quad once, in a stable order.

    The same facts and maker give the same quads: there are no blank nodes and no clock times.
    Raises KgError for a fact of an entity that the document does not list.
    """
    iris = iris or Iris()
    graph = iris.graph(facts.id)
    triples = dict.fromkeys(_Writer(facts, maker or Maker(), iris).triples())
    return [Quad(subject, predicate, object, graph) for subject, predicate, object in triples]


def years(time: str | None) -> tuple[int, int] | None:
    """The first and last year of an ISO 8601 time: `2018/2023` gives 2018 and 2023."""
    found = [YEAR.match(part) for part in (time or "").split("/")]
    numbers = [int(match.group(1)) for match in found if match]
    return (min(numbers), max(numbers)) if numbers else None


def _work(facts: DocumentFacts) -> dict[str, tuple[set[str], set[str]]]:
    """Where each person works and the posts they hold, by entity id, as far as the document tells."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for relation in facts.relations:
        if relation.type in ("EMPLOYED_BY", "HOLDS_POST") and not relation.planned:
            workplaces, roles = found.setdefault(relation.subject, (set(), set()))
            workplaces.add(relation.object)
            if relation.post:
                roles.add(relation.post)
    return found


class _Entities(dict[str, str]):
    """IRIs by the entity ids of one document."""

    document = ""

    def __missing__(self, id: str) -> str:
        raise KgError(self.document, f"a fact of entity {id!r}, which the document has not", "list it")


class _Writer:
    def __init__(self, facts: DocumentFacts, maker: Maker, iris: Iris) -> None:
        self.facts, self.maker, self.iris = facts, maker, iris
        self.report = iris.report(facts.id)
        self.identities = identity.identities(facts, iris)
        self.entities = _Entities({id: one.iri for id, one in self.identities.items()})
        self.entities.document = facts.id
        self.evidence: dict[tuple[str, int, int, int, int], Evidence] = {}
        self.by_id = {one.id: one for one in facts.entities}
        self.work = _work(facts)
        self.introduced = joins.introduced(facts.raw)

    def triples(self) -> Iterator[Triple]:
        yield from self.about_report()
        yield from self.provenance()
        for entity in self.facts.entities:
            yield from self.about_entity(entity)
        for one, other in identity.different(self.facts, self.identities):
            yield one, str(OWL.differentFrom), other
        for relation in self.facts.relations:
            yield from self.about_relation(relation)
        for observation in self.facts.observations:
            yield from self.about_observation(observation)
        for (fact, start, end, number_start, number_end), evidence in self.evidence.items():
            number = (number_start, number_end) if number_end else None
            yield from self.about_evidence(fact, evidence, (start, end), number)

    def about_report(self) -> Iterator[Triple]:
        facts, report = self.facts, self.report
        yield report, TYPE, str(UW.Report)
        yield report, str(DCTERMS.identifier), Literal(facts.id)
        yield report, LABEL, Literal(facts.title or facts.id)
        for predicate, value in (
            (UW.publisher, facts.publisher),
            (UW.region, facts.region),
            (UW.published, facts.published),
            (SDO.url, facts.url),
            (UW.file, facts.file),
            (UW.sha256, facts.sha256 or None),
            (UW.text, facts.raw),
        ):
            if value is not None:
                yield report, str(predicate), Literal(value)
        yield from self.when(report, UW.period, facts.period)
        if facts.union is not None:
            yield report, str(UW.reportingUnion), self.entities[facts.union]

    def provenance(self) -> Iterator[Triple]:
        maker, models = self.maker, sorted(self.maker.models.items())
        graph = self.iris.graph(self.facts.id)
        key = digest([maker.software, maker.version, *(text for model in models for text in model)])
        activity = self.iris.part(self.facts.id, "extraction", key)
        software = self.iris.other("software", f"{maker.software} {maker.version}".strip())
        yield graph, TYPE, str(PROV.Entity)
        yield graph, str(PROV.wasDerivedFrom), self.report
        yield graph, str(PROV.wasGeneratedBy), activity
        yield activity, TYPE, str(PROV.Activity)
        yield activity, str(PROV.used), self.report
        yield activity, str(PROV.wasAssociatedWith), software
        yield software, TYPE, str(PROV.SoftwareAgent)
        yield software, LABEL, Literal(f"{maker.software} {maker.version}".strip())
        for name, sha256 in models:
            model = self.iris.other("model", f"{name}-{sha256[:16]}")
            yield activity, str(PROV.used), model
            yield model, TYPE, str(PROV.Entity)
            yield model, LABEL, Literal(name)
            yield model, str(UW.sha256), Literal(sha256)

    def about_entity(self, entity: Entity) -> Iterator[Triple]:
        """The label is a function of the IRI, so that no spelling doubles a row of an answer."""
        iri, label = self.entities[entity.id], self.identities[entity.id].name or entity.name
        yield iri, TYPE, str(UW[entity.type])
        yield iri, LABEL, Literal(label)
        for name in (entity.name, *entity.aliases):
            if name != label:
                yield iri, ALIAS, Literal(name)
        yield from self.identity_of(entity, iri)
        yield from self.concepts_of(entity, iri)
        for mention in entity.mentions:
            key = f"{mention.start}-{mention.end}-{entity.type.lower()}"
            node = self.iris.part(self.facts.id, "mention", key)
            yield node, TYPE, str(UW.Mention)
            yield node, str(UW.entity), iri
            yield node, str(UW.confidence), decimal(mention.confidence)
            if mention.rule:
                yield node, str(UW.rule), Literal(mention.rule)
            if (why := self.reason(mention, label)) is not None:
                yield node, str(UW.reason), Literal(why)
            yield from self.located(node, mention.start, mention.end)

    def identity_of(self, entity: Entity, iri: str) -> Iterator[Triple]:
        """What tells it apart from others of its name, and its IRI where other reports tell other things."""
        found = self.identities[entity.id]
        if found.by is not None:
            yield iri, str(UW.identifiedBy), self.entities[found.by]
        elif found.local:
            yield iri, str(UW.identifiedBy), self.report
        for other in found.also:
            yield iri, str(OWL.sameAs), other

    def reason(self, mention: Mention, label: str) -> str | None:
        why = joins.reason(mention.surface, label)
        return "introduced" if why not in (None, "spelling") and mention.surface in self.introduced else why

    def concepts_of(self, entity: Entity, iri: str) -> Iterator[Triple]:
        """What the lists of the ontology tell of it, by its type and name."""
        found = links(entity.type, entity.name)
        for predicate, path in ((UW.concept, found.concept), (UW.level, found.level), (UW.kind, found.kind)):
            if path is not None:
                yield iri, str(predicate), concept(path)
        if found.edition is not None:
            yield iri, str(UW.edition), Literal(found.edition)
        if found.code is not None:
            yield iri, str(UW.divisionCode), Literal(found.code)
        if found.wikidata is not None:
            yield iri, str(SKOS.exactMatch), WIKIDATA + found.wikidata

    def about_relation(self, relation: Relation) -> Iterator[Triple]:
        subject, object = self.entities[relation.subject], self.entities[relation.object]
        predicate = str(SHORTCUTS[relation.type])
        parts = (relation.type, subject, object, relation.time, relation.post, str(relation.planned))
        node = self.iris.fact("fact", parts)
        if not relation.planned:
            yield subject, predicate, object
        yield node, TYPE, str(UW.Fact)
        yield node, TYPE, str(UW.Relation)
        yield node, str(UW.subject), subject
        yield node, str(UW.predicate), predicate
        yield node, str(UW.object), object
        if relation.type == "CONFERRED":
            yield node, TYPE, str(UW.Conferral)
            yield node, str(UW.recipient), subject
            yield node, str(UW.honor), object
            yield from self.recipient_at_the_time(node, relation)
        elif relation.type == "HOLDS_POST":
            yield node, TYPE, str(UW.PostHeld)
            yield node, str(UW.holder), subject
            yield node, str(UW.organization), object
        if relation.by is not None:
            yield node, str(UW.giver), self.entities[relation.by]
        if relation.post is not None:
            yield node, str(UW.post), Literal(relation.post)
        yield node, str(UW.planned), boolean(relation.planned)
        yield from self.when(node, UW.time, relation.time)
        yield from self.with_evidence(node, relation.evidence)

    def recipient_at_the_time(self, node: str, relation: Relation) -> Iterator[Triple]:
        """Model workers, and the workplace and role that the report gives to one who is honored."""
        recipient, honor = self.by_id[relation.subject], self.by_id[relation.object]
        if recipient.type != "Person":
            return
        workplaces, roles = self.work.get(relation.subject, (set(), set()))
        if len(workplaces) == 1:
            yield node, str(UW.workplace), self.entities[min(workplaces)]
        if len(roles) == 1:
            yield node, str(UW.role), Literal(min(roles))
        if not relation.planned and links(honor.type, honor.name).family == "model-worker":
            yield self.entities[relation.subject], TYPE, str(UW.ModelWorker)

    def about_observation(self, observation: Observation) -> Iterator[Triple]:
        subject, value = self.entities[observation.subject], decimal(observation.value)
        said = (observation.indicator, value.value, observation.unit, observation.modifier)
        node = self.iris.fact("observation", (subject, *said, observation.period))
        yield node, TYPE, str(UW.Fact)
        yield node, TYPE, str(UW.Observation)
        yield node, TYPE, str(QB.Observation)
        yield node, str(QB.dataSet), OBSERVATIONS
        yield node, str(UW.statement), Literal(node.rsplit("/", 1)[1])
        yield node, str(UW.refPeriod), Literal(observation.period or UNKNOWN_PERIOD)
        yield node, str(UW.subject), subject
        yield node, str(UW.indicator), Literal(observation.indicator)
        yield node, str(UW.value), value
        yield node, str(UW.unit), Literal(observation.unit)
        yield node, str(UW.modifier), Literal(observation.modifier)
        yield from self.when(node, UW.period, observation.period)
        if (unit := indicators.unit_key(observation.unit)) is not None:
            yield node, str(UW.unitConcept), concept(f"unit/{unit}")
        if (match := self.indicator(observation)) is not None:
            yield node, str(UW.indicatorConcept), concept(f"indicator/{match.key}")
            if match.statistic is not None:
                yield node, str(UW.stockOrFlow), Literal(match.statistic)
        for about in observation.about:
            yield node, str(UW.about), self.entities[about]
        yield from self.with_evidence(node, observation.evidence, (observation.start, observation.end))

    def indicator(self, observation: Observation) -> indicators.Match | None:
        about = (self.by_id[id] for id in observation.about if id in self.by_id)
        programs = tuple(one.name for one in about if one.type == "Program")
        return indicators.match(observation.indicator, observation.unit, programs)

    def when(self, node: str, predicate: str, time: str | None) -> Iterator[Triple]:
        """A time as ISO 8601 text, and its first and last year as numbers to filter by."""
        if time is None:
            return
        yield node, str(predicate), Literal(time)
        if span := years(time):
            yield node, str(UW.firstYear), integer(span[0])
            yield node, str(UW.lastYear), integer(span[1])

    def with_evidence(
        self, fact: str, evidence: Evidence, number: tuple[int, int] = (0, 0)
    ) -> Iterator[Triple]:
        """Where two rules read one fact from one stretch, the surer one is kept."""
        key = (fact, evidence.start, evidence.end, *number)
        known = self.evidence.get(key)
        if known is None or (evidence.confidence, evidence.rule) > (known.confidence, known.rule):
            self.evidence[key] = evidence
        yield fact, str(UW.evidence), self.evidence_iri(fact, (evidence.start, evidence.end), number)

    def evidence_iri(self, fact: str, span: tuple[int, int], number: tuple[int, int]) -> str:
        offsets = "-".join(str(offset) for offset in (*span, *(number if number[1] else ())))
        return self.iris.part(self.facts.id, "evidence", f"{fact.rsplit('/', 1)[1]}-{offsets}")

    def about_evidence(
        self, fact: str, evidence: Evidence, span: tuple[int, int], number: tuple[int, int] | None
    ) -> Iterator[Triple]:
        node = self.evidence_iri(fact, span, number or (0, 0))
        yield node, TYPE, str(UW.Evidence)
        yield node, str(UW.rule), Literal(evidence.rule)
        yield node, str(UW.confidence), decimal(evidence.confidence)
        yield from self.located(node, *span)
        if number:
            yield node, str(UW.number), self.iris.text(self.facts.id, *number)
            yield from self.selector(*number)

    def located(self, node: str, start: int, end: int) -> Iterator[Triple]:
        """Web Annotation: the stretch of the report that a node speaks of."""
        yield node, TYPE, str(OA.SpecificResource)
        yield node, str(OA.hasSource), self.report
        yield node, str(OA.hasSelector), self.iris.text(self.facts.id, start, end)
        yield from self.selector(start, end)

    def selector(self, start: int, end: int) -> Iterator[Triple]:
        node = self.iris.text(self.facts.id, start, end)
        yield node, TYPE, str(OA.TextPositionSelector)
        yield node, TYPE, str(OA.TextQuoteSelector)
        yield node, str(OA.start), integer(start)
        yield node, str(OA.end), integer(end)
        yield node, str(OA.exact), Literal(self.facts.raw[start:end])

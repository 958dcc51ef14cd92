"""The closed namespace of `ontology/union.ttl`: a name that the ontology lacks raises AttributeError."""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from kg.facts.model import RelationType
from kg.rdf.iris import ONTOLOGY


class UW(DefinedNamespace):
    """Classes and properties of union work."""

    _fail = True
    _NS = Namespace(ONTOLOGY + "#")

    # what reports speak of
    Entity: URIRef
    Union: URIRef
    Company: URIRef
    Person: URIRef
    ModelWorker: URIRef
    Honor: URIRef
    Program: URIRef
    Organization: URIRef
    Place: URIRef
    Facility: URIRef
    Document: URIRef

    # what they say of it
    Fact: URIRef
    Relation: URIRef
    Conferral: URIRef
    PostHeld: URIRef
    Observation: URIRef

    # where they say it
    Report: URIRef
    Evidence: URIRef
    Mention: URIRef

    # shortcuts between entities
    receivedHonor: URIRef
    organizes: URIRef
    participatesIn: URIRef
    employedBy: URIRef
    holdsPostIn: URIRef
    subordinateTo: URIRef
    jurisdiction: URIRef
    locatedIn: URIRef
    cooperatesWith: URIRef
    partOf: URIRef
    operates: URIRef
    issued: URIRef

    # facts
    subject: URIRef
    predicate: URIRef
    object: URIRef
    recipient: URIRef
    honor: URIRef
    giver: URIRef
    holder: URIRef
    organization: URIRef
    post: URIRef
    time: URIRef
    planned: URIRef
    indicator: URIRef
    value: URIRef
    unit: URIRef
    modifier: URIRef
    about: URIRef
    evidence: URIRef

    # derived from relations and conferrals
    organizer: URIRef
    participant: URIRef
    partner: URIRef
    workplace: URIRef
    role: URIRef
    result: URIRef

    # links to concepts
    identifiedBy: URIRef
    concept: URIRef
    level: URIRef
    kind: URIRef
    edition: URIRef
    divisionCode: URIRef
    indicatorConcept: URIRef
    unitConcept: URIRef
    stockOrFlow: URIRef
    refPeriod: URIRef
    statement: URIRef

    # concepts
    conferringBody: URIRef
    usualOrganizer: URIRef
    quantity: URIRef
    factor: URIRef
    currencyCode: URIRef
    validFrom: URIRef
    validTo: URIRef
    cededTo: URIRef

    # evidence and mentions
    rule: URIRef
    confidence: URIRef
    number: URIRef
    entity: URIRef
    reason: URIRef

    # reports
    publisher: URIRef
    region: URIRef
    published: URIRef
    period: URIRef
    firstYear: URIRef
    lastYear: URIRef
    file: URIRef
    sha256: URIRef
    text: URIRef
    reportingUnion: URIRef


OBSERVATIONS = ONTOLOGY + "#observations"  # the data set of all observations


class OA(DefinedNamespace):
    """The terms of the Web Annotation vocabulary that we use; rdflib does not bring them."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/oa#")

    SpecificResource: URIRef
    TextPositionSelector: URIRef
    TextQuoteSelector: URIRef
    hasSource: URIRef
    hasSelector: URIRef
    start: URIRef
    end: URIRef
    exact: URIRef


SHORTCUTS: dict[RelationType, URIRef] = {
    "CONFERRED": UW.receivedHonor,
    "ORGANIZES": UW.organizes,
    "PARTICIPATES_IN": UW.participatesIn,
    "EMPLOYED_BY": UW.employedBy,
    "HOLDS_POST": UW.holdsPostIn,
    "SUBORDINATE_TO": UW.subordinateTo,
    "JURISDICTION": UW.jurisdiction,
    "LOCATED_IN": UW.locatedIn,
    "COOPERATES_WITH": UW.cooperatesWith,
    "PART_OF": UW.partOf,
    "OPERATES": UW.operates,
    "ISSUED": UW.issued,
}

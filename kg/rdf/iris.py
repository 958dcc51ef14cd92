"""Every IRI is minted here, from a stable key, so that one thing has one IRI in all documents.

An entity's key is its type and its folded name: `…/id/union/杭州市钱塘区总工会`. Chinese stands in
the IRI as it is; only what RFC 3987 keeps out of a path segment is percent-encoded. Facts are
keyed by what they say, so two reports that say the same share one node; what hangs on one report
(evidence, mentions) stands under that report's IRI.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from kg.facts.model import ENTITY_TYPES, EntityType

BASE = "https://w3id.org/union-work/"
ONTOLOGY = BASE + "ontology"
CONCEPTS = BASE + "concept/"

QUOTES = "\"'`“”‘’„‟«»‹›「」『』〝〞〟＂＇"
DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅･", "·"))
# RFC 3987: iunreserved and sub-delims, ":" and "@" may stand in a path segment.
NOT_IN_SEGMENT = re.compile(
    r"[^A-Za-z0-9\-._~!$&'()*+,;=:@"
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 0xE))
    + "]"
)
DROPPED = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


def fold(name: str) -> str:
    """The name as keys and labels use it: NFKC, one middle dot, no quotes, blanks or controls.

    >>> fold("“守好红色根脉•班前十分钟” （活动）")
    '守好红色根脉·班前十分钟(活动)'
    """
    name = unicodedata.normalize("NFKC", name.translate(DOTS))
    kept = (char for char in name if char not in QUOTES and unicodedata.category(char) not in DROPPED)
    return unicodedata.normalize("NFKC", "".join(kept))


def segment(text: str) -> str:
    """`text` as one segment of an IRI's path; different texts give different segments."""
    if set(text) <= {"."}:  # "." and ".." would be steps of a path
        return "%2E" * len(text)
    return NOT_IN_SEGMENT.sub(lambda match: quote(match.group(), safe="", errors="replace"), text)


def digest(parts: Iterable[str | None]) -> str:
    """Twenty hex digits that stand for a key of several parts."""
    key = "\x1f".join("" if part is None else part for part in parts)
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Iris:
    """All IRIs of one graph, under one base that ends in `/`."""

    base: str = BASE

    @property
    def id(self) -> str:
        return self.base + "id/"

    def entity(self, type: EntityType, name: str, qualifier: str | None = None) -> str:
        """The IRI of an entity. qualifier: tells two things of one name apart, where that is known."""
        key = fold(name) or digest([name])
        return f"{self.id}{type.lower()}/{segment(key)}{f'/{segment(fold(qualifier))}' if qualifier else ''}"

    def report(self, document: str) -> str:
        return f"{self.id}report/{segment(document)}"

    def graph(self, document: str) -> str:
        """The named graph that holds all that a document says."""
        return self.report(document) + "/graph"

    def part(self, document: str, kind: str, key: str) -> str:
        """Something that belongs to one report: `evidence`, `mention`, `extraction`."""
        return f"{self.report(document)}/{kind}/{key}"

    def text(self, document: str, start: int, end: int) -> str:
        """A stretch of a report's text, as RFC 5147 writes it."""
        return f"{self.report(document)}#char={start},{end}"

    def fact(self, kind: str, parts: Iterable[str | None]) -> str:
        """A fact, by all that it says; `kind`: `fact` or `observation`."""
        return f"{self.id}{kind}/{digest(parts)}"

    def other(self, kind: str, name: str) -> str:
        """Software and models."""
        return f"{self.id}{kind}/{segment(name)}"


def concept(path: str) -> str:
    """The IRI of a concept, or of a scheme. path: `SCHEME/KEY`, or `SCHEME`.

    >>> concept("honor/全国五一劳动奖章")
    'https://w3id.org/union-work/concept/honor/全国五一劳动奖章'
    """
    return CONCEPTS + "/".join(segment(part) for part in path.split("/", 1))


def mint(type: EntityType, name: str, qualifier: str | None = None) -> str:
    """The IRI of an entity under the default base.

    >>> mint("Honor", "全国“五一”劳动奖章")
    'https://w3id.org/union-work/id/honor/全国五一劳动奖章'
    """
    return Iris().entity(type, name, qualifier)


def prefixes(base: str = BASE) -> dict[str, str]:
    """The prefixes that queries may use undeclared, and that tables are shortened by."""
    iris = Iris(base)
    entities = {type.lower(): f"{iris.id}{type.lower()}/" for type in ENTITY_TYPES}
    return {
        "uw": ONTOLOGY + "#",
        "concept": CONCEPTS,
        **entities,
        "report": iris.id + "report/",
        "fact": iris.id + "fact/",
        "observation": iris.id + "observation/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "schema": "https://schema.org/",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "qb": "http://purl.org/linked-data/cube#",
    }

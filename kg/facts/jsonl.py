"""The interchange format: one JSON object a document, one document a line.

Gold and system output share it (`docs/interchange.md`). The text itself is not in the line, so
surfaces and quotes are filled in only where the text is given. Beside the fields of the format a
line may carry `rule` and `confidence` of facts and observations, `rules` and `confidences` of an
entity's mentions (parallel to `mentions`) and the document's `warnings`; readers of the plain
format pass over them.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from kg.errors import InterchangeError
from kg.facts.model import (
    ENTITY_TYPES,
    MODIFIERS,
    RELATION_TYPES,
    DocumentFacts,
    Entity,
    EntityType,
    Evidence,
    Mention,
    Modifier,
    Observation,
    Relation,
    RelationType,
)
from kg.read import html
from kg.read.text import decode

GOLD_RULE = "gold"
META = ("title", "publisher", "region", "published", "period", "url", "union")
SENTENCE_END = re.compile(r"[。！？!?]+[”’」』）]*|\n[ \t\u3000]*\n")

Json = dict[str, Any]
Span = tuple[int, int]


# Writing


def dump(facts: DocumentFacts) -> str:
    """One line of interchange JSON, without its line break. Raises InterchangeError for a value
    that JSON cannot hold (infinite, not a number)."""
    line: Json = {"id": facts.id, "file": facts.file, "sha256": facts.sha256}
    line["meta"] = {name: getattr(facts, name) for name in META if getattr(facts, name) is not None}
    line["entities"] = [_dump_entity(entity) for entity in facts.entities]
    line["facts"] = [_dump_relation(relation) for relation in facts.relations]
    line["observations"] = [_dump_observation(observation) for observation in facts.observations]
    if facts.warnings:
        line["warnings"] = list(facts.warnings)
    try:
        return json.dumps(line, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise InterchangeError(facts.id, str(error), "give every value as a finite number") from error


def write(facts: Iterable[DocumentFacts], path: str | Path) -> int:
    """Write one line a document, UTF-8, and return how many there were."""
    count = 0
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        for document_facts in facts:
            file.write(dump(document_facts) + "\n")
            count += 1
    return count


def _dump_entity(entity: Entity) -> Json:
    mentions = entity.mentions
    line: Json = {"id": entity.id, "type": entity.type, "name": entity.name, "aliases": list(entity.aliases)}
    line["mentions"] = [[mention.start, mention.end] for mention in mentions]
    if any(mention.rule != GOLD_RULE for mention in mentions):
        line["rules"] = [mention.rule for mention in mentions]
    if any(mention.confidence != 1.0 for mention in mentions):
        line["confidences"] = [mention.confidence for mention in mentions]
    return line


def _dump_relation(relation: Relation) -> Json:
    line: Json = {"type": relation.type, "subject": relation.subject, "object": relation.object}
    line |= {name: value for name in ("time", "by", "post") if (value := getattr(relation, name)) is not None}
    if relation.planned:
        line["planned"] = True
    return line | _dump_evidence(relation.evidence)


def _dump_observation(observation: Observation) -> Json:
    value = observation.value
    line: Json = {
        "subject": observation.subject,
        "indicator": observation.indicator,
        "value": int(value) if math.isfinite(value) and value == int(value) else value,
        "unit": observation.unit,
        "modifier": observation.modifier,
    }
    if observation.period is not None:
        line["period"] = observation.period
    if observation.about:
        line["about"] = list(observation.about)
    line["span"] = [observation.start, observation.end]
    return line | _dump_evidence(observation.evidence)


def _dump_evidence(evidence: Evidence) -> Json:
    line: Json = {"evidence": [evidence.start, evidence.end]}
    if evidence.confidence != 1.0:
        line["confidence"] = evidence.confidence
    if evidence.rule != GOLD_RULE:
        line["rule"] = evidence.rule
    return line


# Reading


def read(path: str | Path, texts: str | Path | None = None) -> Iterator[DocumentFacts]:
    """The documents of a file, in its order; empty lines are passed over.

    texts: the folder with the texts, found by `file` and checked against `sha256`. Raises
    InterchangeError for a line or a text that does not fit, and what `kg.read` raises for a text.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InterchangeError(path, str(error), "give a JSONL file in UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{path}:{number}"
            yield load(line, raw=_text(line, Path(texts), where) if texts is not None else None, where=where)


def load(line: str, *, raw: str | None = None, where: str = "line") -> DocumentFacts:
    """The facts of one line.

    raw: the text; without it surfaces and quotes are empty. where: `file:line`, for messages.
    A fact without evidence gets the sentence around its number, or the first that names both
    its ends. Raises InterchangeError.
    """
    return _Reader(_parse(line, where), raw, where).document()


def _parse(line: str, where: str) -> Json:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise InterchangeError(where, f"not JSON: {error}", "one JSON object a line") from error
    if not isinstance(data, dict):
        raise InterchangeError(where, f"found a JSON {type(data).__name__}", "one JSON object a line")
    return data


def _text(line: str, texts: Path, where: str) -> str:
    data = _parse(line, where)
    name = str(data.get("file") or f"{data.get('id')}.txt")
    try:
        content = (texts / name).read_bytes()
    except OSError as error:
        raise InterchangeError(where, f"text {name}: {error}", f"put the text into {texts}") from error
    if data.get("sha256") not in (None, "", hashlib.sha256(content).hexdigest()):
        raise InterchangeError(where, f"{name} has another sha256", "offsets are void for another text")
    if name.lower().endswith((".html", ".htm")):
        return html.extract(content, texts / name)[0]
    return decode(content, texts / name)


class _Reader:
    """One parsed line on its way to DocumentFacts."""

    def __init__(self, data: Json, raw: str | None, where: str) -> None:
        self.data, self.raw, self.where = data, raw, where
        self.entities: dict[str, Entity] = {}

    def document(self) -> DocumentFacts:
        data, meta = self.data, self.data.get("meta") or {}
        if not isinstance(meta, dict):
            raise self.error("meta is no object", "give meta as an object")
        for item in self.objects("entities"):
            entity = self.entity(item)
            if entity.id in self.entities:
                raise self.error(f"entity id {entity.id!r} twice", "give every entity an id of its own")
            self.entities[entity.id] = entity
        relations = tuple(self.relation(item) for item in self.objects("facts"))
        observations = tuple(self.observation(item) for item in self.objects("observations"))
        if meta.get("union") is not None:
            self.id(meta, "union")
        name = self.string(data, "id")
        return DocumentFacts(
            id=name,
            file=str(data.get("file") or f"{name}.txt"),
            sha256=str(data.get("sha256") or ""),
            raw=self.raw or "",
            **{key: self.optional(meta, key) for key in META},
            entities=tuple(self.entities.values()),
            relations=relations,
            observations=observations,
            warnings=tuple(str(warning) for warning in self.list(data, "warnings")),
        )

    def entity(self, item: Json) -> Entity:
        kind = cast(EntityType, self.one_of(item, "type", ENTITY_TYPES))
        spans = [self.span(pair) for pair in self.list(item, "mentions")]
        rules = self.list(item, "rules") or [GOLD_RULE] * len(spans)
        confidences = self.list(item, "confidences") or [1.0] * len(spans)
        if not len(rules) == len(confidences) == len(spans):
            raise self.error("rules or confidences of another length than mentions", "one for each mention")
        mentions = (
            Mention(start, end, self.surface(start, end), kind, str(rule), self.confidence(confidence))
            for (start, end), rule, confidence in zip(spans, rules, confidences, strict=True)
        )
        aliases = tuple(str(alias) for alias in self.list(item, "aliases"))
        return Entity(self.string(item, "id"), kind, self.string(item, "name"), aliases, tuple(mentions))

    def relation(self, item: Json) -> Relation:
        subject, object = self.id(item, "subject"), self.id(item, "object")
        return Relation(
            type=cast(RelationType, self.one_of(item, "type", RELATION_TYPES)),
            subject=subject,
            object=object,
            evidence=self.evidence(item, self.naming(subject, object)),
            time=self.optional(item, "time"),
            by=self.id(item, "by") if item.get("by") is not None else None,
            post=self.optional(item, "post"),
            planned=item.get("planned") is True,
        )

    def observation(self, item: Json) -> Observation:
        start, end = self.span(item.get("span"))
        value = item.get("value")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(f"value {value!r}", "give a plain number")
        return Observation(
            subject=self.id(item, "subject"),
            indicator=self.string(item, "indicator"),
            value=float(value),
            unit=self.string(item, "unit"),
            start=start,
            end=end,
            surface=self.surface(start, end),
            evidence=self.evidence(item, (start, end)),
            modifier=cast(Modifier, self.one_of({"modifier": "exact"} | item, "modifier", MODIFIERS)),
            period=self.optional(item, "period"),
            about=tuple(self.id({"about": name}, "about") for name in self.list(item, "about")),
        )

    def evidence(self, item: Json, around: Span) -> Evidence:
        given = item.get("evidence")
        start, end = self.span(given) if given is not None else self.sentence(around)
        confidence = self.confidence(item.get("confidence", 1.0))
        return Evidence(start, end, self.surface(start, end), str(item.get("rule", GOLD_RULE)), confidence)

    def naming(self, subject: str, object: str) -> Span:
        """The span of the first sentence that names both, else a mention of one, else nothing."""
        mentions = [self.entities[name].mentions for name in (object, subject)]
        if self.raw is not None:
            objects = {self.sentence((mention.start, mention.end)) for mention in mentions[0]}
            subjects = {self.sentence((mention.start, mention.end)) for mention in mentions[1]}
            if both := sorted(objects & subjects):
                return both[0]
        first = next((mention for some in mentions for mention in some), None)
        return (first.start, first.end) if first else (0, 0)

    def sentence(self, span: Span) -> Span:
        if self.raw is None or span[0] == span[1]:
            return span
        start, end = 0, len(self.raw)
        for match in SENTENCE_END.finditer(self.raw):
            if match.end() <= span[0]:
                start = match.end()
            elif match.end() >= span[1]:
                end = match.end()
                break
        text = self.raw[start:end]
        return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())

    def confidence(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.error(f"confidence {value!r}", "give a number from 0 to 1")
        return float(value)

    def surface(self, start: int, end: int) -> str:
        return self.raw[start:end] if self.raw is not None else ""

    def span(self, pair: object) -> Span:
        if (
            isinstance(pair, list | tuple)
            and len(pair) == 2
            and all(isinstance(offset, int) and not isinstance(offset, bool) for offset in pair)
            and 0 <= pair[0] <= pair[1] <= (len(self.raw) if self.raw is not None else pair[1])
        ):
            return pair[0], pair[1]
        raise self.error(f"span {pair!r}", "give [start, end) in code points of the text")

    def objects(self, name: str) -> list[Json]:
        values = self.list(self.data, name)
        if not all(isinstance(value, dict) for value in values):
            raise self.error(f"{name} holds something else than objects", f"give {name} as objects")
        return values

    def list(self, item: Mapping[str, Any], name: str) -> list[Any]:
        value = item.get(name)
        if value is not None and not isinstance(value, list):
            raise self.error(f"{name} is no list", f"give {name} as a list")
        return value or []

    def string(self, item: Mapping[str, Any], name: str) -> str:
        value = item.get(name)
        if not isinstance(value, str):
            raise self.error(f"{name} {value!r}", f"give {name} as a string")
        return value

    def optional(self, item: Mapping[str, Any], name: str) -> str | None:
        return self.string(item, name) if item.get(name) is not None else None

    def id(self, item: Mapping[str, Any], name: str) -> str:
        value = self.string(item, name)
        if value not in self.entities:
            raise self.error(f"{name} {value!r} is no entity of the document", "use an id of `entities`")
        return value

    def one_of(self, item: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
        value = self.string(item, name)
        if value not in allowed:
            raise self.error(f"{name} {value!r}", f"one of {', '.join(allowed)}")
        return value

    def error(self, found: str, advice: str) -> InterchangeError:
        return InterchangeError(f"{self.where} ({self.data.get('id', 'no id')})", found, advice)

"""Doc -> facts: the one place where offsets of the normalised text are led back to the raw text."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.extensions import ObservationDraft, RelationDraft, TextSpan
from kg.annotate.pipeline import annotate
from kg.facts.model import DocumentFacts, Entity, Evidence, Mention, Observation, Relation
from kg.normalise import NormalText, normalise
from kg.read.document import Document


def extract_document(document: Document, nlp: Language) -> DocumentFacts:
    """Everything that the annotators of `nlp` read from a document."""
    normal = normalise(document.raw, document.body)
    return collect(annotate(nlp, document, normal), document, normal)


def collect(doc: Doc, document: Document, normal: NormalText) -> DocumentFacts:
    """Turn the drafts of an annotated Doc into facts over the raw text."""
    frame = doc._.frame
    return DocumentFacts(
        id=document.id,
        file=document.file,
        sha256=document.sha256,
        raw=document.raw,
        title=document.title or frame.title,
        publisher=document.publisher or frame.publisher,
        region=document.region or frame.region,
        published=document.published or frame.published,
        period=document.period or frame.period,
        url=document.url,
        union=doc._.reporter,
        entities=tuple(
            Entity(
                draft.id,
                draft.type,
                draft.name,
                tuple(draft.aliases),
                tuple(_mention(span, document, normal) for span in draft.spans),
            )
            for draft in doc._.entities
        ),
        relations=tuple(_relation(draft, document, normal) for draft in doc._.relations),
        observations=tuple(_observation(draft, doc, document, normal) for draft in doc._.observations),
        warnings=tuple(doc._.warnings),
    )


def _mention(span: TextSpan, document: Document, normal: NormalText) -> Mention:
    start, end = normal.to_raw(span.start, span.end)
    return Mention(start, end, document.raw[start:end], span.type, span.rule, span.confidence)


def _evidence(
    start: int, end: int, rule: str, confidence: float, document: Document, normal: NormalText
) -> Evidence:
    raw_start, raw_end = normal.to_raw(start, end)
    return Evidence(raw_start, raw_end, document.raw[raw_start:raw_end], rule, round(confidence, 3))


def _relation(draft: RelationDraft, document: Document, normal: NormalText) -> Relation:
    evidence = _evidence(draft.start, draft.end, draft.rule, draft.confidence, document, normal)
    return Relation(
        draft.type, draft.subject, draft.object, evidence, draft.time, draft.by, draft.post, draft.planned
    )


def _observation(draft: ObservationDraft, doc: Doc, document: Document, normal: NormalText) -> Observation:
    start, end = normal.to_raw(draft.start, draft.end)
    sentence = next(
        ((s.start, s.end) for s in doc._.sentences if s.start <= draft.start and draft.end <= s.end),
        (draft.start, draft.end),
    )
    return Observation(
        subject=draft.subject,
        indicator=draft.indicator,
        value=draft.value,
        unit=draft.unit,
        start=start,
        end=end,
        surface=document.raw[start:end],
        evidence=_evidence(sentence[0], sentence[1], draft.rule, draft.confidence, document, normal),
        modifier=draft.modifier,
        period=draft.period,
        about=draft.about,
    )

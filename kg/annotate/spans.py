"""From overlapping spans to the mentions: the longest wins, and nothing is nested in another.

One exception (guidelines): a unit of a named employer also carries its employer.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of

PRIORITY = {
    type: rank
    for rank, type in enumerate(
        ("Honor", "Program", "Document", "Facility", "Company", "Union", "Organization", "Person", "Place")
    )
}
UNIT = re.compile(r"(?:项目部|车间|班组|班|分厂|工区|生产线|研究院|技术中心|党委|党支部|团委|工会)$")
OWN_UNION = re.compile(
    r"(?:工会联合会|工会委员会|工会)(?:女职工委员会|女工委)?(?!员|法|干部|会员|章程|工作者|经费|小组)"
)


def select_spans(doc: Doc) -> Doc:
    """Write doc._.spans in text order, without overlaps but for employers within their units."""
    text = text_of(doc)
    spans = sorted(
        set(_extend_units(text, doc._.spans)),
        key=lambda s: (s.start - s.end, PRIORITY[s.type], -s.confidence, s.start, s.rule),
    )
    kept: list[TextSpan] = []
    covered = bytearray(len(text))
    for span in spans:
        stretch = covered[span.start : span.end]
        if not any(stretch):
            kept.append(span)
            covered[span.start : span.end] = b"\x01" * (span.end - span.start)
        elif span.type == "Company" and any(
            k.type == "Organization" and k.start == span.start and span.end < k.end for k in kept
        ):
            kept.append(span)
    doc._.spans = sorted(kept, key=lambda s: (s.start, -s.end))
    return doc


def _extend_units(text: str, spans: list[TextSpan]) -> list[TextSpan]:
    """Join a company with the unit named straight behind it (…有限公司|武林外滩项目部)."""
    ends = {span.end: span for span in spans if span.type == "Company"}
    joined = list(spans)
    for unit in spans:
        company = ends.get(unit.start)
        if company and unit.type in ("Organization", "Place") and UNIT.search(text[unit.start : unit.end]):
            joined.append(TextSpan(company.start, unit.end, "Organization", "spans/unit", 0.85))
    for end, company in ends.items():
        union = OWN_UNION.match(text, end)
        if union:
            joined.append(TextSpan(company.start, union.end(), "Union", "spans/union", 0.9))
    return joined

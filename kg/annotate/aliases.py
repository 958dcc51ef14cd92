"""Short names that a report introduces itself: 滨江矿业集团有限公司(以下简称滨江矿业)."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of

CALLED = re.compile(
    r"（[^（）]{0,12}?(?:以下|下文)?(?:统一)?(?:简称|下称|以下称|又称|亦称)(?:为|作)?[：:]?"
    r"(?P<open>[“《‘])?(?P<short>[^“”《》‘’（），。；：\s]{2,15})[”》’]?(?:，[^（）]{0,12})?）"
)
CLOSING = "”》’ "


def mark_aliases(doc: Doc) -> Doc:
    """Append to doc._.spans every occurrence of a short name, with the type of what it stands for.

    An occurrence within another span stays what it is; one that is a span of another type is retyped.
    """
    text = text_of(doc)
    spans: list[TextSpan] = list(doc._.spans)
    for match in CALLED.finditer(text):
        named = named_before(text, spans, match.start())
        if named is None:
            continue
        for found in re.finditer(re.escape(match["short"]), text):
            start, end = found.span()
            over = [span for span in spans if span.start < end and start < span.end]
            if any(span.type == named.type or span.start < start or end < span.end for span in over):
                continue
            spans = [span for span in spans if span not in over]
            spans.append(TextSpan(start, end, named.type, "aliases", 0.9))
    doc._.spans = sorted(spans, key=lambda span: (span.start, -span.end))
    return doc


def named_before(text: str, spans: list[TextSpan], bracket: int) -> TextSpan | None:
    """The span that a bracket follows, the longest one; a closing quotation mark may stand between."""
    while bracket > 0 and text[bracket - 1] in CLOSING:
        bracket -= 1
    ending = [span for span in spans if span.end == bracket]
    return min(ending, key=lambda span: span.start, default=None)

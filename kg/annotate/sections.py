"""Paragraphs, headings and sentences, and which of them tell of plans."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.annotate.extensions import Sentence, text_of

PLAN_HEADING = re.compile(r"未来|展望|下一步|今后|明年|来年|计划|新的一年|工作(?:思路|打算|安排)")
PLAN_SENTENCE = re.compile(
    r"^.{0,20}(?:未来[一二三四五六七八九十几]?年?|下一步|今后|接下来|明年|来年|下阶段|下半年)[，,]?.{0,40}将"
    r"|^.{0,12}(?:未来五年|下一步|今后|接下来|明年)[，,]|(?:今年|据悉).{0,30}将(?:继续|进一步|全力|重点|着力)"
    r"|^在.{1,14}上，.{0,25}将"
)


def _sentences(text: str, start: int) -> list[tuple[int, int]]:
    found, begin = [], 0
    for match in re.finditer(r"[。！？!?…]+[”’」』）]*", text):
        if match.end() - begin:
            found.append((start + begin, start + match.end()))
        begin = match.end()
    if begin < len(text):
        found.append((start + begin, start + len(text)))
    return found


def is_heading(line: str) -> bool:
    """Whether a line stands above text: short, and no sentence mark at its end."""
    return len(line) <= 45 and not re.search(r"[。！？!?；;，]$", line) and line.count("，") <= 1


def mark_sections(doc: Doc) -> Doc:
    """Write doc._.sentences; plans hold for a section under a plan heading, or sentence by sentence."""
    sentences: list[Sentence] = []
    offset, planned_section = 0, False
    for number, line in enumerate(text_of(doc).split("\n")):
        heading = is_heading(line)
        if heading and number:
            planned_section = bool(PLAN_HEADING.search(line))
        planned_paragraph = planned_section
        for start, end in _sentences(line, offset):
            planned_paragraph = planned_paragraph or bool(PLAN_SENTENCE.search(text_of(doc)[start:end]))
            sentences.append(Sentence(start, end, number, heading, planned_paragraph and not heading))
        offset += len(line) + 1
    doc._.sentences = sentences
    return doc

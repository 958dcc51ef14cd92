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

PAST = re.compile(r"\d(?![\d+])|[了已获]|(?<!通)过|累计|完成|近年来|以来|[今去]年|日前|近日|成效|取得")
RESOLVE = re.compile(
    r"深化|推进|加强|加快|持续|广泛|努力|打造|健全|完善|全面|着力|进一步|提升|发挥|倡导|推动|贯彻|落实|建好|扩大"
)
RESOLVES = 4


def tells_only_plans(paragraph: str) -> bool:
    """Whether a long paragraph says what to do, and tells no number and nothing done."""
    body = re.sub(r"“[^”]{0,30}”|《[^》]{0,40}》", "", paragraph)
    return len(paragraph) >= 100 and not PAST.search(body) and len(RESOLVE.findall(body)) >= RESOLVES


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
    """Write doc._.sentences; plans hold for a section under a plan heading, or sentence by sentence.

    A heading is planned where the paragraph below it tells plans only.
    """
    text = text_of(doc)
    lines = text.split("\n")
    only_plans = [tells_only_plans(line) for line in lines]
    sentences: list[Sentence] = []
    offset, planned_section = 0, False
    for number, line in enumerate(lines):
        heading = is_heading(line)
        if heading and number:
            planned_section = bool(PLAN_HEADING.search(line))
        planned = not heading and (planned_section or only_plans[number])
        if heading and number + 1 < len(lines):
            planned = only_plans[number + 1]
        for start, end in _sentences(line, offset):
            planned = planned or (not heading and bool(PLAN_SENTENCE.search(text[start:end])))
            sentences.append(Sentence(start, end, number, heading, planned))
        offset += len(line) + 1
    doc._.sentences = sentences
    return doc

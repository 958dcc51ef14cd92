"""Other bodies: organs of Party and state with their local short forms, schools, media, associations,
teams; what the tagger takes for an organisation and no rule takes for a union or company."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import TextSpan, text_of, token_starts
from kg.annotate.words import left_boundary
from kg.normalise.steps import is_han
from kg.resources import lexicon, patterns

P = {name: pattern.regex for name, pattern in patterns("organizations").items()}
OUTLETS = re.compile(
    f"(?=[{re.escape(''.join(sorted({r['name'][0] for r in lexicon('media')})))}])(?:"
    + "|".join(sorted({re.escape(r["name"]) for r in lexicon("media")}, key=lambda n: (-len(n), n)))
    + ")(?:社(?:[\u4e00-\u9fff]{2}站)?|客户端)?"
)
OWNED = re.compile(r"公司|集团|的")  # what stands before a unit's own name
UNION_BEFORE = re.compile(r"[省市区县州]总(?:[和与]|会同|联合)(?=.{3})")  # 县总和|县人社局
SHORTEST_UNIT = 4
NOT_BODIES = frozenset(row["word"] for row in lexicon("not_names") if row["type"] == "Organization")


class OrganizationTagger:
    """Appends Organization spans."""

    def __init__(self) -> None:
        self.divisions = load_divisions()

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        found: dict[tuple[int, int], tuple[str, float]] = {}
        starts = token_starts(doc)
        for match in P["PAIRED"].finditer(text):
            found[match.start(1), match.start(1) + 2] = ("organizations/local", 0.9)
            found[match.start(2), match.end()] = ("organizations/local", 0.9)
        for pattern, rule, confidence in (
            (P["SHORT"], "organizations/local", 0.85),
            (P["YOUTH"], "organizations/youth", 0.95),
            (P["NATIONAL"], "organizations/national", 0.8),
        ):
            for match in pattern.finditer(text):
                if pattern is P["SHORT"] and not self._begins(text, match.start(), starts):
                    continue
                if "工会" in match.group() or left_boundary(text, *match.span(), weak=False) != match.start():
                    continue
                if not any(a < match.end() and match.start() < b for a, b in found):
                    found[match.span()] = (rule, confidence)
        for start, end in self._full(text):
            if not any(a < end and start < b for a, b in found):
                found[start, end] = ("organizations/full", 0.75)
        for start, end in self._media(doc, text):
            if not any(a < end and start < b for a, b in found):
                found[start, end] = ("organizations/media", 0.85)
        for pattern, rule in (
            (P["TEAM"], "organizations/team"),
            (P["WORK_UNIT"], "organizations/unit"),
            (P["SCHOOL"], "organizations/school"),
        ):
            for match in pattern.finditer(text):
                start = left_boundary(text, match.start(), match.end() - 2, weak=pattern is not P["SCHOOL"])
                if pattern is P["WORK_UNIT"]:
                    start = max((m.end() for m in OWNED.finditer(text, start, match.end())), default=start)
                    if match.end() - start < SHORTEST_UNIT:
                        continue
                if pattern is P["SCHOOL"]:
                    places = [p for p in range(start, match.end() - 3) if self._place_at(text, p)]
                    if not places and not (start > match.start() and 4 <= match.end() - start <= 9):
                        continue
                    start = places[0] if places else start
                if not any(a < match.end() and start < b for a, b in found):
                    found[start, match.end()] = (rule, 0.75)
        for n in doc._.ner:
            if n.label not in ("org", "company") or n.confidence < 0.35:
                continue
            start = (
                left_boundary(text, n.start, n.end, weak=n.confidence < 0.7)
                if n.end - n.start > 4
                else n.start
            )
            led_by = self.divisions.run_before(text, start - 9, start)
            start = start if led_by is None else led_by
            if sum(start <= a and b <= n.end for a, b in found) > 1:
                continue
            surface = text[start : n.end]
            if P["UNNAMED"].match(surface) or (n.label == "company" and not P["STATION"].search(surface)):
                continue
            if (
                surface in NOT_BODIES
                or len(surface) < 3
                or surface.endswith(("工会", "总工会", "公司", "集团"))
            ):
                continue
            if not (P["KIND"].search(surface) or n.confidence >= 0.8):
                continue
            if not any(a <= start and n.end <= b for a, b in found):
                found[start, n.end] = ("organizations/ner", n.confidence)
        for (start, end), (rule, confidence) in sorted(found.items()):
            if joined := UNION_BEFORE.match(text, start, end):
                start = joined.end()
            if text.startswith("网站", end) and text.endswith(("人民政府", "纪委监委"), start, end):
                end += len("网站")
            doc._.spans.append(TextSpan(start, end, "Organization", rule, confidence))
        return doc

    def _full(self, text: str) -> Iterator[tuple[int, int]]:
        """Bodies whose full name begins with a division (莱西市|垃圾分类办公室)."""
        behind = 0
        for start, _, form in self.divisions.finditer(text):
            end = self.divisions.chain(text, start)
            match = P["AFTER_DIVISION"].match(text, end)
            if start < behind or form[-1] not in "省市区县州" or not match or "工会" in match.group():
                continue
            if left_boundary(text, end, match.end() - 2) == end:
                behind = match.end()
                yield start, match.end()

    def _begins(self, text: str, start: int, starts: frozenset[int]) -> bool:
        """Whether a bare 区, 市 or 省 begins a word at `start`, and is no end of a division's name."""
        if start == 0 or not is_han(text[start - 1]) or P["BEFORE_LOCAL"].search(text, start - 1, start):
            return True
        return start in starts and not any(
            self.divisions.chain(text, p) > start for p in range(max(0, start - 6), start)
        )

    def _media(self, doc: Doc, text: str) -> Iterator[tuple[int, int]]:
        """Known media with their channels, papers of a division, and what stands before 记者 or 讯."""
        for match in OUTLETS.finditer(text):
            channel = P["CHANNEL"].match(text, match.end())
            yield match.start(), channel.end() if channel else match.end()
        for match in P["PAPER"].finditer(text):
            start = self.divisions.run_before(text, match.start() - 5, match.start())
            if start is not None:
                yield start, match.end()
        for match in P["OUTLET"].finditer(text):
            starts = [match.start(), *(g for g in range(match.start(), match.end() - 1) if g in doc._.gaps)]
            start = left_boundary(text, starts[-1], match.end())
            free = start == 0 or start in doc._.gaps or text[start - 1] in "\n。：（）”，"
            if free and match.end() - start >= 2:
                yield start, match.end()

    def _place_at(self, text: str, position: int) -> bool:
        return text.startswith("中国", position) or self.divisions.at(text, position) is not None

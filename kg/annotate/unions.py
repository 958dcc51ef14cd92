"""Trade-union organisations: full names, local short forms (区总工会, 市总, 全总) and committees."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import TextSpan, text_of, token_starts
from kg.annotate.words import left_boundary
from kg.normalise.steps import is_han
from kg.resources import lexicon, patterns

P = {name: pattern.regex for name, pattern in patterns("unions").items()}
LOCAL = "省市区县镇乡州旗"
EMPLOYERS: dict[str, tuple[str, ...]] = {}
for _row in lexicon("employer_kinds"):
    EMPLOYERS[_row["short"]] = (*EMPLOYERS.get(_row["short"], ()), _row["long"])
_KINDS = "|".join(sorted(EMPLOYERS, key=lambda kind: (-len(kind), kind)))
_COMMITTEE = P["COMMITTEE"].pattern
# 公司工会, 省公司工会, 该校工会女工委: the union of an employer that its report has named
OF_EMPLOYER = re.compile(
    rf"(?:(?<![^\W\d_])|(?<=[由与和向在经为对从被让等是及并年月日受]))该?[省市区县]?(?:{_KINDS})工会"
    rf"(?!员|法|干部|会员|章程|工作者|经费|小组|联合会)(?:{_COMMITTEE})?"
)
_LONG = "|".join(sorted({kind for kinds in EMPLOYERS.values() for kind in kinds}, key=lambda k: (-len(k), k)))
EMPLOYER = re.compile(rf"[一-鿿A-Za-z]{{2}}(?:{_LONG})")


class UnionTagger:
    """Appends Union spans."""

    def __init__(self) -> None:
        self.divisions = load_divisions()
        self.token_starts: frozenset[int] = frozenset()

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        self.token_starts = token_starts(doc)
        floor = 0
        for match in P["SUFFIX"].finditer(text):
            start = self._start(doc, match.start(), floor)
            if start is not None and (extra := P["LEADING"].match(text[start : match.end()])):
                start += extra.end()
            if start is not None and (short := OF_EMPLOYER.search(text, start + 1, match.end())):
                start = short.start()  # 比武由|集团工会
            if start is None or not self._is_name(text, start, match):
                continue
            doc._.spans.append(TextSpan(start, match.end(), "Union", "unions/full", 0.9))
            floor = match.end()
        self._employers(doc, text)
        for match in P["BARE"].finditer(text):
            doc._.spans.append(TextSpan(*match.span(1), "Union", "unions/bare", 0.7))
        for match in P["ABBREVIATION"].finditer(text):
            if not P["NOT_AFTER_ABBREVIATION"].match(text, match.end()):
                doc._.spans.append(TextSpan(*match.span(), "Union", "unions/short", 0.85))
        for start, end, form in self.divisions.finditer(text):
            if (
                form[-1] in "省市区县州"
                and text[end : end + 1] == "总"
                and not P["NOT_AFTER_ABBREVIATION"].match(text, end + 1)
                and not text.startswith("工会", end + 1)
            ):
                doc._.spans.append(
                    TextSpan(self._chain_start(text, start), end + 1, "Union", "unions/short", 0.8)
                )
        return doc

    def _employers(self, doc: Doc, text: str) -> None:
        """公司工会, 校工会: short for the union of an employer that is named in full elsewhere."""
        named = {match.group() + "工会" for match in EMPLOYER.finditer(text)}
        for match in OF_EMPLOYER.finditer(text):
            taken = any(span.end == match.end() for span in doc._.spans if span.type == "Union")
            short = match.group()[: match.group().index("工会") + 2]
            if not taken and any(is_employers_union(short, name) for name in named):
                doc._.spans.append(TextSpan(*match.span(), "Union", "unions/employer", 0.8))

    def _is_name(self, text: str, start: int, suffix: re.Match[str]) -> bool:
        prefix = text[start : suffix.start()]
        if suffix.group() == "工会" and P["NOT_AFTER"].match(text, suffix.end()):
            return False
        if P["EACH"].search(text[max(0, start - 8) : start]):
            return False
        if prefix.count("）") > prefix.count("（"):
            return False
        own_street = prefix == "街道" and text[start - 1 : start] in "，。；合由与向"
        if (P["CLASS"].fullmatch(prefix) and not own_street) or P["COUNTED"].search(
            text, max(0, start - 3), start
        ):
            return False
        if suffix.group().startswith("总工会"):
            return bool(prefix)
        if suffix.group().startswith(("工会联合会", "工联会")) and len(prefix) > 2:
            return True
        if not prefix or P["GENERIC"].search(prefix) or len(prefix) < 2:
            return False
        chair = suffix.group() == "工会" and text.startswith(("主席", "副主席"), suffix.end())
        return not (chair and P["CHAIRED"].search(prefix))

    def _chain_start(self, text: str, start: int) -> int:
        """The start of a run of divisions of which one begins at `start` (江苏省|淮安市)."""
        for before in range(max(0, start - 9), start):
            if self.divisions.chain(text, before) >= start:
                return before
        return start

    def _start(self, doc: Doc, suffix: int, floor: int) -> int | None:
        """Where the name before a suffix begins; None where no name stands there."""
        text = text_of(doc)
        low = max(floor, suffix - 28)
        run = suffix
        while run > low and (is_han(text[run - 1]) or text[run - 1] in "（）" or text[run - 1].isalnum()):
            run -= 1
        # a division (or a run of them) straight before the suffix
        led_by = self.divisions.run_before(text, run, suffix)
        if led_by is not None:
            return led_by
        local = suffix > run and text[suffix - 1] in "省市县区州" and text.startswith("总", suffix)
        if local and not P["ZONE"].search(text, run, suffix) and not text.startswith("自治", suffix - 3):
            return self._short_division(doc, run, suffix)
        tagged = [
            max(n.start, run)
            for n in doc._.ner
            if n.label in ("org", "company", "location") and n.start < suffix <= n.end
        ]
        if tagged:
            start = (
                left_boundary(text, min(tagged), suffix, weak=False)
                if suffix - min(tagged) > 3
                else min(tagged)
            )
            led_by = self.divisions.run_before(text, max(run, start - 10), start)
            start = start if led_by is None else led_by
            if start < suffix:
                return start
        industry = self._industry(text, run, suffix)
        if industry is not None:
            return industry
        for position in range(run, suffix - 1):
            end = self.divisions.chain(text, position)
            named = text.startswith("总工会", suffix) or P["NAMED_KIND"].search(text, end, suffix)
            if end > position + 1 and named and left_boundary(text, end, suffix) == end:
                return position
        if (
            suffix > run
            and text[suffix - 1] in LOCAL
            and (suffix - 1 == run or self._breaks(doc, suffix - 1))
        ):
            return suffix - 1
        if text.startswith("自治区", suffix - 3):
            return suffix - 3
        if text.startswith("全国", suffix - 2) and text.startswith("总工会", suffix):
            return suffix - 2
        if text.startswith("中华全国", suffix - 4):
            return suffix - 4
        if text.startswith("该", suffix - 2) and text[suffix - 1] in LOCAL:
            return suffix - 2
        boundary = left_boundary(text, run, suffix)
        known = text.startswith(("总工会", "工会联合会", "工会委员会", "工联会", "工会工委"), suffix)
        return boundary if known and 2 <= suffix - boundary <= 14 else None

    def _short_division(self, doc: Doc, run: int, suffix: int) -> int:
        """Where a bare 县总工会 begins: with the 县, or with a county of two characters or one unlisted."""
        text = text_of(doc)
        start = suffix - 2
        if start >= run and text[start:suffix] in self.divisions.by_form:
            led_by = self.divisions.run_before(text, run, start)
            if led_by is not None:
                return led_by
            if self._breaks(doc, start):
                return start
        tagged = [n.start for n in doc._.ner if n.label == "location" and n.end >= suffix > n.start]
        near = min((start for start in tagged if max(run, suffix - 4) <= start), default=suffix - 1)
        return near if near in self.token_starts and text[near] not in "各全本该我两" else suffix - 1

    def _industry(self, text: str, run: int, suffix: int) -> int | None:
        """Where the name of an industry's union begins (省|教科文卫体|工会), if it is one."""
        match = P["INDUSTRY"].search(text, run, suffix)
        if match is None:
            return None
        for position in range(run, match.start()):
            if (
                self.divisions.chain(text, position) == match.start()
                or text[position : match.start()] == "中国"
            ):
                return position
        local = match.start() - 1
        return local if local >= run and text[local] in LOCAL else None

    def _breaks(self, doc: Doc, position: int) -> bool:
        """Whether jieba or a boundary word lets a word begin at `position`."""
        return (
            position in self.token_starts
            or left_boundary(text_of(doc), max(0, position - 6), position + 2) == position
        )


def is_employers_union(short: str, name: str) -> bool:
    """Whether a short form (公司工会) can stand for a union of an employer's full name (…公司工会)."""
    if not short.endswith("工会") or not name.endswith(("工会", "工会委员会")) or len(name) <= len(short):
        return False
    employer = name.removesuffix("委员会").removesuffix("工会")
    kind = short.removesuffix("工会").removeprefix("该")
    if kind[:1] in LOCAL and kind[:1] in employer[1:]:
        kind = kind[1:]  # 省公司工会: of a firm that has its province in its name
    return employer.endswith(EMPLOYERS.get(kind, ()))

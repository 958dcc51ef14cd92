"""What the classifier of program candidates looks at, as names of binary features."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc

from kg.annotate.extensions import text_of
from kg.annotate.nominals import level_before
from kg.annotate.programs_candidates import Candidate, Finder
from kg.resources import lexicon

CLAUSE = re.compile(r"[，。；：！？\n]")
TAILS = ("活动", "主题", "品牌", "平台", "公众号", "应用", "场景", "APP", "App", "模块", "小程序", "教育",
         "项目", "服务", "模式", "机制", "系统", "举措", "工作", "建设")  # fmt: skip
AND = frozenset(("、", "和", "及", "与", "以及"))
REACH = 24  # characters on either side


class Features:
    """Turns candidates into features; built once, with the lexicons."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder
        self.regex = finder.regex
        words = sorted((row["word"] for row in lexicon("program_common_words")), key=len, reverse=True)
        self.common = re.compile("|".join(map(re.escape, words)))

    def of(self, doc: Doc, candidates: Sequence[Candidate]) -> list[list[str]]:
        """The features of each candidate."""
        text = text_of(doc)
        counts = Counter(text[c.start : c.end] for c in candidates)
        headings = [(s.start, s.end) for s in doc._.sentences if s.heading]
        groups = Counter(c.group for c in candidates if c.shape == "quote")
        known = {c.group for c in candidates if text[c.start : c.end] in self.finder.known}
        headed = {c.group for c in candidates if c.head}
        starts = {c.start - (c.shape == "quote"): c for c in candidates}
        ends = {c.end + (c.shape == "quote"): c for c in candidates}
        found = []
        for c in candidates:
            names = ["bias", f"shape={c.shape}", *self._name(text, c), *self._around(doc, c)]
            if counts[text[c.start : c.end]] > 1:
                names.append(f"again/{c.shape}")
            if any(start <= c.start and c.end <= end for start, end in headings):
                names.append("heading")
            if c.shape in ("phrase", "mixed"):
                before = next(
                    (
                        ends[c.start - n]
                        for n in (1, 2)
                        if text[c.start - n : c.start] in AND and c.start - n in ends
                    ),
                    None,
                )
                after = next(
                    (
                        starts[c.end + n]
                        for n in (1, 2)
                        if text[c.end : c.end + n] in AND and c.end + n in starts
                    ),
                    None,
                )
                names += sorted({f"beside={other.shape}" for other in (before, after) if other})
            if c.shape == "quote" and groups[c.group] > 1:
                names += ["list", *(["list-known"] if c.group in known else [])]
                names += ["list-headed"] if c.group in headed else []
            found.append(names)
        return found

    def _name(self, text: str, c: Candidate) -> list[str]:
        name = text[c.start : c.end]
        kind = self.finder.kinds.get(c.head, "none")
        names = [f"{c.shape}/head={kind}", f"{c.shape}/length={min(6, len(name) // 4)}"]
        if c.head in self.finder.common:
            names.append(f"{c.shape}/common-head")
        if name in self.finder.known:
            names.append("known")
        elif known := list(self.finder.names.finditer(name)):
            names.append("ends-known" if known[-1].end() == len(name) else "has-known")
        looks = ("EDITION", "NUMERIC_NAME", "BRAND_END", "ACT_END", "VIRTUE_END")
        names += [f"{c.shape}/{look.lower()}" for look in looks if self.regex[look].search(name)]
        for mark, feature in (
            ("·", "dot"),
            ("，", "comma"),
            ("、", "list-mark"),
            ("+", "plus"),
            ("”", "quoted-part"),
        ):
            if mark in name:
                names.append(f"{feature}/{c.shape}" if mark in "，+" else feature)
        if re.search(r"[0-9]", name):
            names.append("digits")
        if c.shape in ("phrase", "mixed"):
            body = name[: len(name) - len(c.head)]
            common = sum(len(match.group()) for match in self.common.finditer(body))
            own = len(body) - common
            names += [f"own={min(own, 8) // 2}", *([f"own-none/{kind}"] if own == 0 else [])]
            level = next(
                (at for at in range(1, min(8, len(name))) if level_before(text, c.start + at) == c.start), 0
            )
            if level:
                names.append("level" if own > level else "level-only")
        return names

    def _around(self, doc: Doc, c: Candidate) -> list[str]:
        text = text_of(doc)
        quoted = c.shape == "quote"
        start, end = c.group if quoted else (c.start, c.end)
        before = CLAUSE.split(text[max(0, start - REACH) : start])[-1]
        after = text[end : end + REACH]
        trigger = self._trigger(before)
        names = [f"{c.shape}/{trigger}"]
        if c.shape == "phrase":
            names.append(f"{self.finder.kinds.get(c.head, 'none')}/{trigger}")
        if self.regex["SLOGAN_BEFORE"].search(before):
            names.append(f"slogan-before/{c.shape}")
        if self.regex["SLOGAN_AFTER"].search(after):
            names.append(f"slogan-after/{c.shape}")
        if self.regex["HAPPENING"].search(after):
            names.append(f"happening/{c.shape}")
        if self.regex["PERIOD_AFTER"].search(after):
            names.append(f"period-after/{c.shape}")
        if self.regex["COUNT_AFTER"].search(after):
            names.append(f"count-after/{c.shape}")
        if before.endswith(("此次", "本次", "这次", "本届", "该")):
            names.append("definite")
        if re.match(r"等", after):
            names.append(f"and-so-on/{c.shape}")
        if not before and not quoted:
            names.append("clause-start")
        if re.match(r"[，。；！\n]", after):
            names.append(f"clause-end/{c.shape}")
        if quoted:
            names.append(self._tail(c.tail))
            if before and re.search(r"[一-鿿]$", before) and self._trigger(before[-4:]) == "trigger=none":
                names.append("word-before")
        return names

    def _trigger(self, before: str) -> str:
        best, at = "none", -1
        for name in ("RUN", "JOIN", "BUILD"):
            for match in self.regex[name].finditer(before):
                if match.end() > at:
                    best, at = name.lower(), match.end()
        if best == "none":
            return "trigger=none"
        return f"trigger={best}" + ("-near" if len(before) - at <= 3 else "")

    def _tail(self, tail: str) -> str:
        if not tail:
            return "tail=none"
        loose = self.regex["LOOSE_TAIL"].match(tail)
        if loose:
            for word in TAILS:
                if word in loose.group():
                    return f"tail={word.lower()}"
            return "tail=loose"
        return "tail=head" if self.finder.head_of(tail) else "tail=word"

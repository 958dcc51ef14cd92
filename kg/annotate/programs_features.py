"""What the classifier of program candidates looks at: names of binary features, and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.extensions import text_of
from kg.annotate.nominals import level_before
from kg.annotate.programs_candidates import Candidate, Finder
from kg.annotate.programs_numbers import NAMES, Numbers
from kg.resources import lexicon

Floats = NDArray[np.float32]

CLAUSE = re.compile(r"[，。；：！？\n]")
TAILS = ("活动", "主题", "品牌", "平台", "公众号", "应用", "场景", "APP", "App", "模块", "小程序", "教育",
         "项目", "服务", "模式", "机制", "系统", "举措", "工作", "建设")  # fmt: skip
AND = frozenset(("、", "和", "及", "与", "以及"))
MARK = "~"  # in the names of features that say characters
REACH = 24  # characters on either side
LEAD = 160  # characters at the head of a text, where news names what it tells of
COUNT_BEFORE = re.compile(r"(?:[0-9]|[一二三四五六七八九十两几多]|余)(?:个|项|场|支|类|大|名|次|批)新?[“‘]?")


class Features:
    """Turns candidates into features; built once, with the lexicons."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder
        self.regex = finder.regex
        words = sorted((row["word"] for row in lexicon("program_common_words")), key=len, reverse=True)
        self.common = re.compile("|".join(map(re.escape, words)))

    def numbers(self, doc: Doc, candidates: Sequence[Candidate]) -> Floats:
        """The numbers of each candidate, a row each, in the order of programs_numbers.NAMES."""
        numbers = Numbers(self.finder, self.common, doc, candidates)
        return np.array([numbers.of(c) for c in candidates], np.float32).reshape(-1, len(NAMES))

    def of(self, doc: Doc, candidates: Sequence[Candidate]) -> list[list[str]]:
        """The features of each candidate."""
        text = text_of(doc)
        counts = Counter(text[c.start : c.end] for c in candidates)
        headings = [(s.start, s.end) for s in doc._.sentences if s.heading]
        groups = Counter(c.group for c in candidates if c.shape == "quote")
        starts = {c.start - (c.shape == "quote"): c for c in candidates}
        told = self._told(text, candidates)
        ends = {c.end + (c.shape == "quote"): c for c in candidates}
        found = []
        for c in candidates:
            names = ["bias", *self._name(text, c), *self._around(doc, c)]
            name = text[c.start : c.end]
            if counts[name] > 1:
                names.append(f"again/{c.shape}")
            if any(start <= c.start and c.end <= end for start, end in headings):
                names.append("heading")
            elif c.start < LEAD:
                names.append(f"lead/{c.shape}")
            if told.get(name, set()) - {c.start}:
                names.append("run-elsewhere")
            counted = COUNT_BEFORE.search(text, max(0, c.start - 5), c.start + 4)
            if counted and counted.end() >= c.start:
                names.append("counted")
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
                names.append("list")
            names += dict.fromkeys(characters(text, c))
            found.append(names)
        return found

    def _told(self, text: str, candidates: Sequence[Candidate]) -> dict[str, set[int]]:
        """For each name, where a verb of organising governs it or something follows that happens."""
        told: dict[str, set[int]] = {}
        for c in candidates:
            before = CLAUSE.split(text[max(0, c.group[0] - REACH) : c.group[0]])[-1]
            if self._trigger(before) == "trigger=run-near" or self.regex["HAPPENING"].search(
                text[c.group[1] : c.group[1] + REACH]
            ):
                told.setdefault(text[c.start : c.end], set()).add(c.start)
        return told

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
        looks = ("NUMERIC_NAME", "BRAND_END", "ACT_END", "VIRTUE_END")
        names += [f"{c.shape}/{look.lower()}" for look in looks if self.regex[look].search(name)]
        if "”" in name:
            names.append("quoted-part")
        if c.shape in ("phrase", "mixed"):
            body = name[: len(name) - len(c.head)]
            common = sum(len(match.group()) for match in self.common.finditer(body))
            own = len(body) - common
            names.append(f"own={min(own, 8) // 2}")
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


def characters(text: str, c: Candidate) -> Iterator[str]:
    """What a candidate is written with: its head, pairs of characters, ends, and those around it."""
    name, shape = text[c.start : c.end], c.shape
    yield f"{shape}/{MARK}head={c.head}"
    for at in range(len(name) - 1):
        yield f"{MARK}{name[at : at + 2]}"
    before = text[max(0, c.group[0] - 3) : c.group[0]].replace("\n", "⏎")
    after = text[c.group[1] : c.group[1] + 3].replace("\n", "⏎")
    quoted = "quote" if shape == "quote" else "open"
    for length in (1, 2):
        yield f"{shape}/{MARK}end={name[-length:]}"
        yield f"{shape}/{MARK}begin={name[:length]}"
        yield f"{quoted}/{MARK}before={before[-length:]}"
        yield f"{quoted}/{MARK}after={after[:length]}"
    yield f"{MARK}end={name[-3:]}"
    yield f"{MARK}before={before}"
    yield f"{MARK}after={after}"

"""Whose work a number measures: what comes into question beside the reporting union, and the likeliest.

The classifier (models/subjects.json, fitted by kg/evaluate/train_subjects.py) looks at every candidate by
itself; what the rules of `observation_actors` say is one of the things that it looks at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log1p

import numpy as np
from numpy.typing import NDArray

from kg.annotate.extensions import EntityDraft, ObservationDraft, Sentence
from kg.annotate.reporter import UNION_WORD
from kg.annotate.trees import load

KINDS = ("Union", "Company", "Organization", "Facility", "Person", "Place")
NEAR_KINDS = ("Union", "Company", "Organization", "Facility")
LEADING = 2  # firms and bodies named most, which come into question everywhere
BACK, FAR = 4, 999
STOPS = re.compile("[，。；：！？\n]")
REALM = re.compile("全(?:国|省|市|区|县|州|旗|镇|街道|局|校|院|集团|公司|行|系统|厂|路|矿)|各级|各地|基层")
TOTAL = re.compile("累计|共|合计|截至|全年|目前|今年|上半年|年以来|年来|先后")
SETS_UP = re.compile("成立|组建|设立|建起|建成|共建|创办|创建|揭牌|挂牌")
BESIDE = (
    ("comma", re.compile("，")), ("of", re.compile("的")), ("listed", re.compile("[、和与等及]")),
    ("quote", re.compile("[”“》]")), ("staff", re.compile(r"[^，。；、：的\d]{0,8}?(?:职工|员工|选手|工人|工友|会员|教师)")),
    ("officer", re.compile(r"[^，。；]{0,6}(?:主席|负责人|主任|经理|书记|部长|会长|院长|局长)")),
    ("does", re.compile(r"[^，。；]{0,10}?(?:开展|举办|组织|召开|启动|联合|推进|推出|慰问|建立|建成|投入|发放|培训|累计|共|为|把|将|已|以|通过|创新|吸纳|走访|帮助|筹集|下拨|完成|获|成立|挂牌|服务)")),
    ("has", re.compile(r"[^，。；]{0,6}?(?:有|现有|拥有|占地|面积|总|下辖|覆盖|涵盖)")),
    ("founded", re.compile(r"[”]?(?:成立|挂牌|揭牌|建成|启用|落成|投入使用)")),
    ("told", re.compile(r"[^，。；]{0,8}?(?:介绍|表示|说|透露|获悉|了解到|消息)")),
)  # fmt: skip
AHEAD = (
    ("opens", re.compile(r"(?:^|[\n。；])$")), ("stop", re.compile("[，：]$")), ("in", re.compile("[在到于]$|走进|来到|深入|前往$")),
    ("by", re.compile("[由被受经据]$|获$|按照$|根据$")), ("with", re.compile("[与和同、及]$|联合$|会同$")),
    ("to", re.compile("[向为给对]$|慰问$|授予$|指导$|推动$|支持$|帮助$")), ("of-which", re.compile("的$")),
    ("set-up", re.compile("(?:成立|组建|设立|建起|建成|共建|创办|创建|新建)了?[“]?$")), ("quoted", re.compile("[“《]$")),
    ("date", re.compile("[日月年]$")), ("heading", re.compile("【$")),
)  # fmt: skip
OF_NUMBER = (
    "rule-reporter", "rule-none", "sentence-names", "paragraph-names", "length", "unions", "firms", "position",
    "realm", "total", "clause-total", "clause-realm", "clauses-before", "people", "percent", "money", "set-up-before",
    "reporter-count", "reporter-named", "reporter-in-sentence", "reporter-in-paragraph", "quotation", "first-sentence", "candidates",
)  # fmt: skip
OF_CANDIDATE = (
    "reporter", "ruled", *(f"is-{kind}" for kind in KINDS), "in-clause", "in-sentence", "after", "in-previous", "in-paragraph",
    "opens-paragraph", "opens-sentence", "sentences-back", "distance", "nearest", "nearest-union", "first-in-sentence", "first-in-paragraph",
    "paragraph-count", "count", "share", "of-reporter", "most", "titled", "heading", "employer", "below", "above",
    "early", "name-length", "later", "numbers-between", "clauses-between", "ever-ruled", "last-subject",
    *(name for name, _ in (*BESIDE, *AHEAD)), "paragraph-does",
)  # fmt: skip
NAMES = (*(f"number-{name}" for name in OF_NUMBER), *OF_CANDIDATE)


@dataclass(frozen=True, slots=True)
class Name:
    start: int
    end: int
    id: str


class Look:
    """The numbers of a report and the candidates of each."""

    def __init__(self, text: str, sentences: Sequence[Sentence], entities: Sequence[EntityDraft], reporter: str | None, drafts: Sequence[ObservationDraft]) -> None:
        self.text, self.sentences, self.reporter, self.drafts = text, sentences, reporter, drafts
        self.entities = {entity.id: entity for entity in entities}
        self.names = sorted(
            (Name(span.start, span.end, entity.id) for entity in entities if entity.type in KINDS for span in entity.spans),
            key=lambda name: (name.start, -name.end),
        )
        self.at = [name.start for name in self.names]
        self.starts = [sentence.start for sentence in sentences]
        self.counts = Counter(name.id for name in self.names)
        bodies = [id for id, _ in self.counts.most_common() if self.entities[id].type in ("Company", "Organization")]
        self.leading = [id for id in bodies[:LEADING] if self.counts[id] >= 2]
        self.ruled = Counter(draft.subject for draft in drafts)
        self.most = max((self.counts[id] for id in bodies), default=0)
        self.below = next((sentence.start for sentence in sentences if not sentence.heading), 0)
        self.base = {id: UNION_WORD.sub("", entity.name) for id, entity in self.entities.items()}
        self.first_of: dict[int, int] = {}
        self.last_of: dict[int, int] = {}
        for sentence in sentences:
            self.first_of.setdefault(sentence.paragraph, sentence.start)
            self.last_of[sentence.paragraph] = sentence.end

    def _names(self, start: int, end: int) -> list[Name]:
        return self.names[bisect_left(self.at, start) : bisect_left(self.at, end)]

    def choices(self):
        """Candidates and their rows for each number; one of each."""
        last = None
        for draft in self.drafts:
            ids, rows = self._of(draft, last)
            yield draft, ids, rows
            last = draft.subject

    def _of(self, draft: ObservationDraft, last):
        text, at = self.text, draft.start
        index = max(0, bisect_right(self.starts, at) - 1)
        sentence = self.sentences[index]
        paragraph = self.first_of[sentence.paragraph]
        close = self.last_of[sentence.paragraph]
        inside = self._names(sentence.start, sentence.end)
        inpar = self._names(paragraph, close)
        previous = self.sentences[index - 1] if index and self.sentences[index - 1].paragraph == sentence.paragraph else None
        head = next((s for s in reversed(self.sentences[max(0, index - 12) : index]) if s.heading), None)
        heading = {name.id for name in self._names(head.start, head.end)} if head else set()
        ids: dict[str, None] = {}
        for id in (self.reporter, draft.subject):
            if id: ids[id] = None
        for name in inside + [n for n in inpar if n.start < at]:
            if self.entities[name.id].type in NEAR_KINDS: ids[name.id] = None
        for name in inside:
            if self.entities[name.id].type == "Person" : ids[name.id] = None
        for id in (*self.leading, *heading):
            if self.entities[id].type in NEAR_KINDS: ids[id] = None
        stops = [m.end() for m in STOPS.finditer(text, sentence.start, at)]
        clause = stops[-1] if stops else sentence.start
        before = [n for n in inside if n.start < at]
        nearest = next((n.id for n in reversed(before) if self.entities[n.id].type in NEAR_KINDS), None)
        nunion = next((n.id for n in reversed([n for n in inpar if n.start < at]) if self.entities[n.id].type == "Union"), None)
        firsts = next((n.id for n in inside if self.entities[n.id].type in NEAR_KINDS), None)
        firstp = next((n.id for n in inpar if self.entities[n.id].type in NEAR_KINDS), None)
        numbers = [d.start for d in self.drafts if sentence.start <= d.start < at]
        quoted = text.rfind("“", sentence.start, at) > text.rfind("”", sentence.start, at)
        rep = self.reporter or ""
        table = {
            "rule-reporter": draft.subject == self.reporter, "rule-none": self.reporter is None,
            "sentence-names": len({n.id for n in inside}), "paragraph-names": len({n.id for n in inpar}), "length": len(text),
            "unions": sum(e.type == "Union" for e in self.entities.values()), "firms": len({n.id for n in self.names if self.entities[n.id].type == "Company"}),
            "position": at / max(1, len(text)), "realm": REALM.search(text, sentence.start, at) is not None, "total": TOTAL.search(text, sentence.start, at) is not None,
            "clause-total": TOTAL.search(text, clause, at) is not None, "clause-realm": REALM.search(text, clause, at) is not None, "clauses-before": len(stops),
            "people": draft.unit in "人名位", "percent": draft.unit == "%", "money": "元" in draft.unit,
            "set-up-before": SETS_UP.search(text, sentence.start, clause) is not None, "reporter-count": self.counts[rep],
            "reporter-named": sum(n.start < at for n in self.names if n.id == rep) > 0,
            "reporter-in-sentence": any(n.id == rep for n in before), "reporter-in-paragraph": any(n.id == rep for n in inpar if n.start < at),
            "quotation": quoted, "first-sentence": sentence.start == paragraph, "candidates": len(ids),
        }
        rows = []
        for id in ids:
            e = self.entities[id]
            own = [n for n in inpar if n.id == id]
            prior = [n for n in own if n.start < at]
            lastn = prior[-1] if prior else None
            ref = lastn or next((n for n in own if n.start >= at), None)
            row = {
                "reporter": id == self.reporter, "ruled": id == draft.subject, **{f"is-{k}": e.type == k for k in KINDS},
                "in-clause": lastn is not None and lastn.start >= clause, "in-sentence": lastn is not None and lastn.start >= sentence.start,
                "after": any(at < n.start < sentence.end for n in own), "in-previous": previous is not None and any(previous.start <= n.start < previous.end for n in own),
                "in-paragraph": lastn is not None, "opens-paragraph": any(n.start - paragraph < 6 for n in own),
                "opens-sentence": any(0 <= n.start - sentence.start < 3 for n in own),
                "sentences-back": index - max(0, bisect_right(self.starts, lastn.start) - 1) if lastn else 20,
                "distance": log1p(at - lastn.end) if lastn and lastn.end<=at else (0 if lastn else 9), "nearest": id == nearest, "nearest-union": id == nunion, "first-in-sentence": id == firsts, "first-in-paragraph": id == firstp,
                "paragraph-count": len(own), "count": self.counts[id], "share": self.counts[id] / max(1, len(self.names)), "of-reporter": self.counts[id] / max(1, self.counts[rep]),
                "most": id in self.leading[:1], "titled": bool(e.spans) and e.spans[0].start < self.below, "heading": id in heading,
                "employer": bool(rep) and id != rep and self.base.get(rep, "").startswith(e.name), "below": bool(rep) and id != rep and bool(self.base.get(rep)) and self.base[id].startswith(self.base[rep]),
                "above": bool(rep) and id != rep and e.type == "Union" and bool(self.base[id]) and self.base.get(rep, "").startswith(self.base[id]),
                "early": bool(e.spans) and e.spans[0].start < 200, "name-length": len(e.name), "later": any(n.start > at for n in own),
                "numbers-between": sum(lastn.end <= m < at for m in numbers) if lastn else -1,
                "clauses-between": sum(lastn.end < m for m in stops) if lastn and lastn.start >= sentence.start else 20,
                "ever-ruled": self.ruled[id] / max(1, len(self.drafts)), "last-subject": id == last,
                **{k: ref is not None and p.match(text, ref.end) is not None for k, p in BESIDE},
                **{k: ref is not None and p.search(text[max(0, ref.start - 5) : ref.start]) is not None for k, p in AHEAD},
                "paragraph-does": any(BESIDE[6][1].match(text, n.end) is not None for n in prior),
            }
            rows.append([float(v) for v in (*(table[n] for n in OF_NUMBER), *(row[n] for n in OF_CANDIDATE))])
        return list(ids), np.array(rows, dtype=np.float32)

"""What the classifiers of facts look at: a row of numbers for each pair of entities.

Counts of cue words (resources/relations/cues.toml) and of other mentions between, before and after
the two names, distances, what kind of name each is and how much the report speaks of it, what two
names say of each other, and what the rules found of the pair and of its two entities.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from kg.annotate.extensions import EntityDraft
from kg.annotate.relations.candidates import BODY, Pair, Places, pairs
from kg.annotate.relations.events import CAMPAIGN, Events
from kg.annotate.relations.measured import confidence_of
from kg.annotate.relations.name_pairs import NAMES, compare, region
from kg.annotate.relations.rules import Found
from kg.annotate.relations.runs import Runs, packaged
from kg.annotate.relations.scene import CHARACTERS, Scene
from kg.annotate.relations.settle import settle
from kg.annotate.run_table import RunTable
from kg.facts.model import ENTITY_TYPES, RelationType
from kg.resources import ROOT, read_toml

Floats = NDArray[np.float32]
Counts = NDArray[np.int16]
Key = tuple[RelationType, str, str]

SUFFIXES = (
    ("general", "总工会"),
    ("union", "工会|工会联合会|工会委员会|女工委"),
    ("organ", "局|委|办|办公室|政府|厅|部|署|法院|检察院|人大|政协|街道|党工委|党委|党组|支队|大队|公安"),
    ("medium", "报|网|台|社|客户端|频道|新闻|杂志|融媒体中心|融媒"),
    ("school", "大学|学院|学校|中学|小学|幼儿园|医院|卫生院|保健院|研究院"),
    ("society", "会|联盟|基金会|商会|协会|学会|联合会"),
    ("team", "队|团|班|组|工作室|支部|党总支"),
    ("firm", "公司|集团|银行|厂|店|企业|有限公司"),
    ("site", "站|中心|驿站|家|基地|园|馆|广场|小区|社区|村|宫|公园"),
    ("act", "活动|行动|工程|计划"),
    ("contest", "大赛|竞赛|比赛|比武|运动会|赛|争霸赛"),
    (
        "meeting",
        "大会|会议|论坛|座谈会|仪式|讲座|研讨会|招聘会|晚会|典礼|开班式|培训班|培训|课堂|讲堂|演出|汇演",
    ),
    ("service", "服务|平台|保险|互助|热线|基金|项目|品牌|APP|小程序"),
)
SUFFIX = re.compile("|".join(f"(?P<{name}>(?:{words})$)" for name, words in SUFFIXES))
BESIDE = ("、和与及", "，；", "。！？\n", "的", "在于", "由", "（）()", "等", "：", "“”")
ANY_MENTION = frozenset(CHARACTERS.values())
NEAR = 10  # characters before and after a name
BETWEEN = 150  # characters of what lies between two sentences
LEAD = 150  # characters at the head of a text
NONE: frozenset[str] = frozenset()
RULED: tuple[RelationType, ...] = (
    "ORGANIZES", "PARTICIPATES_IN", "COOPERATES_WITH", "LOCATED_IN", "EMPLOYED_BY", "HOLDS_POST",
    "CONFERRED", "ISSUED", "SUBORDINATE_TO",
)  # fmt: skip
WINDOWS = (("between", 3), ("before-subject", 1), ("after-subject", 1), ("before-object", 1),
           ("after-object", 1), ("earlier", 2), ("later", 2))  # fmt: skip
ENTITY = (
    "mentions", "share", "first", "first-part", "lead", "length", "confidence", "best-confidence",
    "reporter", "rank", "order", "sentences", "held", "topic", "campaign", "heading", "meant",
    *(f"like-{name}" for name, _ in SUFFIXES), *(f"is-{kind}" for kind in ENTITY_TYPES),
)  # fmt: skip
PAIR = (
    "gap", "distance-in-sentences", "same-sentence", "meant", "in-order", "distance", "apart",
    "clauses", "subject-from-start", "object-to-end", "object-from-start", "same-paragraph",
    "subject-in-heading", "object-in-heading", "planned", "sentence-length", "sentences-with-both",
    "starts-with-object", "same-start", "object-in-subject", "subject-in-object", "programs", "bodies",
    "own-account", "sentences", "persons",
)  # fmt: skip
RULES = (
    *(f"{what}-{kind}" for kind in RULED for what in ("ruled", "of-subject", "of-object", "of-others")),
    "organise-the-same", "rule", "rules", "settled", "reverse", "other-relation",
)  # fmt: skip
RUNS = "runs"


@cache
def cues() -> dict[str, tuple[str, ...]]:
    """The cue words by list."""
    return {name: tuple(words) for name, words in read_toml(ROOT, "relations/cues.toml")["cues"].items()}


@cache
def names() -> tuple[str, ...]:
    """The features, by column."""
    counted = (*cues(), *ENTITY_TYPES)
    beside = (*(f"beside-{number}" for number in range(len(BESIDE))), "beside-mention")
    return (
        *(f"{window}:{word}" for window, _ in WINDOWS for word in counted),
        *(f"{place}:{mark}" for place in ("s-1", "s+1", "o-1", "o+1") for mark in beside),
        *PAIR,
        *NAMES,
        *(f"subject-{name}" for name in ENTITY),
        *(f"object-{name}" for name in ENTITY),
        *RULES,
        RUNS,
    )


@cache
def _by_first() -> dict[str, list[tuple[str, int]]]:
    table: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, words in enumerate(cues().values()):
        for word in words:
            table[word[0]].append((word, number))
    return dict(table)


class Looker:
    """The candidates of a scene and what there is to see of them.

    found: all that rules read. Offsets are those of the scene.
    """

    def __init__(self, scene: Scene, events: Events, found: Sequence[Found]) -> None:
        self.scene = scene
        self.events = events
        self._read_words()
        event = list(cues()).index("event")
        at = np.flatnonzero(np.diff(self.counts[event])).tolist()
        self.places = Places(scene, events, at)
        self.ruled: dict[Key, list[Found]] = defaultdict(list)
        for item in found:
            self.ruled[item.type, item.subject, item.object].append(item)
        groups = settle(found, scene.reporter)
        self.settled: set[Key] = {(group[0].type, group[0].subject, group[0].object) for group in groups}
        self.pairs = pairs(scene, self.places, found) if scene.sentences else []
        self.runs = Runs(scene)
        self.totals = self._totals()
        self.home = region(scene.entities[scene.reporter].name) if scene.reporter else ""

    def _totals(self) -> tuple[float, ...]:
        """What holds for all pairs of the text: how many programs, bodies, sentences, persons it has."""
        kinds = [self.scene.entities[key].type for key in self.places.named]
        named: dict[str, int] = defaultdict(int)
        for key, at in self.places.named.items():
            named[self.scene.entities[key].type] += len(at)
        self.named = named
        return (
            min(kinds.count("Program"), 20), min(sum(kind in BODY for kind in kinds), 30),
            self.events.own, min(len(self.scene.sentences), 60), min(named["Person"], 20),
        )  # fmt: skip

    def _read_words(self) -> None:
        """counts[k, n]: how many words of list k, or mentions of a type, begin before n."""
        text, lists, table = self.scene.text, len(cues()), _by_first()
        begins = np.zeros((lists + len(CHARACTERS), len(text) + 1), dtype=np.int16)
        for at, character in enumerate(text):
            if character not in table:
                continue
            for word, number in table[character]:
                if len(word) == 1 or text.startswith(word, at):
                    begins[number, at + 1] = 1
        for number, character in enumerate(CHARACTERS.values()):
            for mark in (at for at in self.scene.order if text[at] == character):
                begins[lists + number, mark + 1] = 1
        self.counts: Counts = np.cumsum(begins, axis=1, dtype=np.int16)
        self.clauses: list[int] = self.counts[list(cues()).index("clause")].tolist()

    def features(self, table: RunTable | None = None) -> Floats:
        """A row for each of `pairs`, columns as in `names()`.

        table: the weights of runs of characters; the packaged one where none is given.
        """
        if not self.pairs:
            return np.zeros((0, len(names())), dtype=np.float32)
        ends = [(pair.subject, pair.object) for pair in self.pairs]
        number = {key: place for place, key in enumerate(dict.fromkeys(ends))}
        first = dict(zip(reversed(ends), reversed(self.pairs), strict=True))
        distinct = np.array([number[key] for key in ends])
        columns = [
            *self._windows([first[key] for key in number]),
            self._rows(self._pair(first[key]) for key in number),
            *self._entities(list(number)),
            self._rows(self._rules(list(number))),
        ]
        own = self._rows(self._own_rules())
        runs = self.runs.scores(self.pairs, packaged() if table is None else table)
        return np.concatenate([np.concatenate(columns, axis=1)[distinct], own, runs[:, None]], axis=1)

    def _rows(self, rows: Iterable[Sequence[float]]) -> Floats:
        return np.array(list(rows), dtype=np.float32)

    def _windows(self, pairs: Sequence[Pair]) -> list[Floats]:
        starts = np.array([start for start, _, _ in self.scene.sentences])
        ends = np.array([end for _, end, _ in self.scene.sentences])
        subject = np.array([pair.subject_at for pair in pairs])
        obj = np.array([pair.object_at for pair in pairs])
        subject_in = np.maximum(np.searchsorted(starts, subject, side="right") - 1, 0)
        object_in = np.maximum(np.searchsorted(starts, obj, side="right") - 1, 0)
        same = subject_in == object_in
        low, high = np.minimum(subject, obj), np.maximum(subject, obj)
        bounds = (
            (low + 1, np.where(same, high, np.minimum(high, low + BETWEEN))),
            (np.maximum(subject - NEAR, starts[subject_in]), subject),
            (subject + 1, np.minimum(subject + 1 + NEAR, ends[subject_in])),
            (np.maximum(obj - NEAR, starts[object_in]), obj),
            (obj + 1, np.minimum(obj + 1 + NEAR, ends[object_in])),
            (starts[subject_in], np.where(same, low, subject)),
            (np.where(same, high + 1, obj + 1), ends[object_in]),
        )
        size = len(self.scene.text)
        blocks: list[Floats] = []
        for (_, most), (start, end) in zip(WINDOWS, bounds, strict=True):
            start = np.clip(start, 0, size)
            counted = self.counts[:, np.maximum(start, np.clip(end, 0, size))] - self.counts[:, start]
            blocks.append(np.minimum(counted, most).T.astype(np.float32))
        text = self.scene.text
        for where in (subject, obj):
            places, back = np.unique(where, return_inverse=True)
            blocks.append(self._rows(self._beside(text, place) for place in places.tolist())[back])
        return blocks

    def _beside(self, text: str, place: int) -> list[float]:
        around = (text[place - 1 : place], text[place + 1 : place + 2])
        return [
            float(one != "" and (one in ANY_MENTION if marks is None else one in marks))
            for one in around
            for marks in (*BESIDE, None)
        ]

    def _pair(self, pair: Pair) -> list[float]:
        scene, named = self.scene, self.places.named
        here = max(0, bisect_right(scene.starts, pair.subject_at) - 1)
        there = max(0, bisect_right(scene.starts, pair.object_at) - 1)
        s_start, s_end, s_sentence = scene.sentences[here]
        o_start, o_end, o_sentence = scene.sentences[there]
        gap = there - here
        one, other = scene.entities[pair.subject], scene.entities[pair.object]
        together = {n for _, n in named.get(one.id, ())} & {n for _, n in named.get(other.id, ())}
        low, high = sorted((pair.subject_at, pair.object_at))
        return [
            max(-6, min(6, gap)), min(abs(gap), 10), gap == 0, pair.meant,
            pair.subject_at < pair.object_at, min(high - low, 200), pair.apart,
            min(self.clauses[high] - self.clauses[low], 6),
            min(pair.subject_at - s_start, 100), min(o_end - pair.object_at, 100),
            min(pair.object_at - o_start, 100), s_sentence.paragraph == o_sentence.paragraph,
            s_sentence.heading, o_sentence.heading, s_sentence.planned or o_sentence.planned,
            min(s_end - s_start, 300), min(4, len(together)),
            one.name.startswith(other.name[: max(2, len(other.name) - 1)]), _alike(one.name, other.name),
            _holds(one, other), _holds(other, one), *self.totals, *compare(one, other, self.home),
        ]  # fmt: skip

    def _entities(self, ends: Sequence[tuple[str, str]]) -> list[Floats]:
        topic = self.events.topic(len(self.scene.text) // 2)
        told = topic.id if topic else None
        held = {mark.id for mark in self.events.held}
        ranks = self._ranks()
        number = {key: place for place, key in enumerate(dict.fromkeys(key for both in ends for key in both))}
        rows = self._rows(self._entity(self.scene.entities[key], ranks[key], held, told) for key in number)
        return [rows[[number[both[side]] for both in ends]] for side in (0, 1)]

    def _ranks(self) -> dict[str, tuple[int, int]]:
        """Of each entity, its rank among those of its type by mentions, and by the first mention."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for key, entity in self.scene.entities.items():
            by_kind[entity.type].append(key)
        named, end = self.places.named, (len(self.scene.text), 0)
        ranks: dict[str, tuple[int, int]] = {}
        for keys in by_kind.values():
            often = sorted(keys, key=lambda key: -len(named.get(key, ())))
            early = sorted(keys, key=lambda key: named[key][0] if key in named else end)
            order = {key: number for number, key in enumerate(early)}
            ranks.update({key: (number, min(order[key], 8)) for number, key in enumerate(often)})
        return ranks

    def _entity(
        self, entity: EntityDraft, rank: tuple[int, int], held: set[str], topic: str | None
    ) -> list[float]:
        at = self.places.named.get(entity.id, [])
        size = len(self.scene.text)
        first = at[0][0] if at else size
        sure = [span.confidence for span in entity.spans] or [0.5]
        match = SUFFIX.search(entity.name)
        like = match.lastgroup if match else None
        return [
            len(at), len(at) / max(1, self.named[entity.type]), min(first, 400), first / max(1, size),
            first < LEAD, len(entity.name), sum(sure) / len(sure), max(sure),
            entity.id == self.scene.reporter, *rank, len({number for _, number in at}),
            entity.id in held, entity.id == topic, CAMPAIGN.search(entity.name) is not None,
            any(self.scene.sentences[number][2].heading for _, number in at),
            len(self.places.meant.get(entity.id, ())),
            *(name == like for name, _ in SUFFIXES), *(kind == entity.type for kind in ENTITY_TYPES),
        ]  # fmt: skip

    def _rules(self, ends: Sequence[tuple[str, str]]) -> list[list[float]]:
        """What rules found of each pair and of its two entities, whatever the relation that is asked for."""
        self.best: dict[Key, float] = {}
        objects: dict[tuple[str, str], set[str]] = defaultdict(set)
        subjects: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
        for (kind, subject, obj), items in self.ruled.items():
            sure = self.best[kind, subject, obj] = max(confidence_of(item.rule) for item in items)
            objects[kind, subject].add(obj)
            subjects[kind, obj].append((sure, subject))
        surest = {key: sorted(given, reverse=True)[:2] for key, given in subjects.items()}
        rows = []
        for one, other in ends:
            row: list[float] = []
            for kind in RULED:
                both = objects.get((kind, one)), surest.get((kind, other))
                if both == (None, None):
                    row += (0, 0, 0, 0)
                    continue
                others = next((sure for sure, key in both[1] or () if key != one), 0)
                row += (
                    self.best.get((kind, one, other), 0), min(8, len(both[0] or ())),
                    min(8, len(subjects.get((kind, other), ()))), others,
                )  # fmt: skip
            same = objects.get(("ORGANIZES", one), NONE) & objects.get(("ORGANIZES", other), NONE)
            rows.append([*row, min(3, len(same))])
        return rows

    def _own_rules(self) -> list[list[float]]:
        """What rules found of each pair in the relation that is asked for, and in others."""
        best, rows = self.best, []
        kinds: dict[tuple[str, str], list[RelationType]] = defaultdict(list)
        for kind, subject, obj in self.ruled:
            kinds[subject, obj].append(kind)
        for pair in self.pairs:
            key = (pair.type, pair.subject, pair.object)
            others = (best[kind, key[1], key[2]] for kind in kinds.get(key[1:], ()) if kind != pair.type)
            rows.append([
                best.get(key, 0), min(4, len({item.rule for item in self.ruled.get(key, ())})),
                key in self.settled, best.get((pair.type, pair.object, pair.subject), 0),
                max(others, default=0),
            ])  # fmt: skip
        return rows


def _alike(one: str, other: str) -> int:
    """How many characters two names share from their start."""
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))


def _holds(one: EntityDraft, other: EntityDraft) -> bool:
    """Whether a name of `one` holds a name of `other` and more."""
    for name in (one.name, *one.aliases):
        for form in (other.name, *other.aliases):
            if 1 < len(form) < len(name) and form in name:
                return True
    return False

"""Which mention of the system is which of the gold, and which entity is which.

Records are documents in the interchange format: dicts as read from one line of JSONL.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Record = Mapping[str, Any]
Span = tuple[int, int]

RELAXED_OVERLAP = 0.5
SAME_UNIT = {"名": "人", "位": "人", "余人": "人", "多人": "人"}
_QUOTES = frozenset("“”\"'‘’《》「」")
_BRACKETS = str.maketrans("（）", "()")


class Place(NamedTuple):
    """One mention of a record: its type, its offsets in the raw text, its entity's id."""

    type: str
    start: int
    end: int
    entity: str

    @property
    def span(self) -> Span:
        return self.start, self.end

    @property
    def strict(self) -> tuple[str, int, int]:
        return self.type, self.start, self.end


class Pair(NamedTuple):
    """A gold mention and the system's mention that matches it."""

    gold: int
    system: int


def places(record: Record) -> list[Place]:
    """All mentions of a record, entity by entity."""
    return [
        Place(entity["type"], start, end, entity["id"])
        for entity in record["entities"]
        for start, end in entity["mentions"]
    ]


def overlap(a: Sequence[int], b: Sequence[int]) -> float:
    """Length of what two spans share, over the length from the first start to the last end."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def pair_places(gold: Sequence[Place], system: Sequence[Place]) -> list[Pair]:
    """One-to-one pairs of the same type that overlap by half: best overlap first, then text order."""
    candidates = sorted(
        (-shared, i, j)
        for i, g in enumerate(gold)
        for j, s in enumerate(system)
        if g.type == s.type and (shared := overlap(g.span, s.span)) >= RELAXED_OVERLAP
    )
    pairs: list[Pair] = []
    taken_gold: set[int] = set()
    taken_system: set[int] = set()
    for _, i, j in candidates:
        if i not in taken_gold and j not in taken_system:
            taken_gold.add(i)
            taken_system.add(j)
            pairs.append(Pair(i, j))
    return pairs


def align_entities(gold: Sequence[Place], system: Sequence[Place], pairs: Sequence[Pair]) -> dict[str, str]:
    """System entity id -> gold entity id, one to one, most shared mentions first, then by id."""
    votes = Counter((gold[pair.gold].entity, system[pair.system].entity) for pair in pairs)
    aligned: dict[str, str] = {}
    taken: set[str] = set()
    for (gold_id, system_id), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if gold_id not in taken and system_id not in aligned:
            taken.add(gold_id)
            aligned[system_id] = gold_id
    return aligned


def b_cubed(gold: Sequence[Place], system: Sequence[Place], pairs: Sequence[Pair]) -> tuple[float, float]:
    """B³ precision and recall, each summed over the paired mentions (Bagga and Baldwin, 1998)."""
    by_gold: defaultdict[str, set[Pair]] = defaultdict(set)
    by_system: defaultdict[str, set[Pair]] = defaultdict(set)
    for pair in pairs:
        by_gold[gold[pair.gold].entity].add(pair)
        by_system[system[pair.system].entity].add(pair)
    precision = recall = 0.0
    for pair in pairs:
        group, found = by_gold[gold[pair.gold].entity], by_system[system[pair.system].entity]
        shared = len(group & found)
        precision += shared / len(found)
        recall += shared / len(group)
    return precision, recall


def bare(name: str) -> str:
    """A name without blanks and quotation marks, its brackets half-width."""
    return "".join(c for c in name if not c.isspace() and c not in _QUOTES).translate(_BRACKETS)


def likeness(a: str, b: str) -> float:
    """F1 over the characters that two names share, each as often as it stands in both."""
    left, right = Counter(bare(a)), Counter(bare(b))
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total()) if shared else 0.0


def same_unit(a: str, b: str) -> bool:
    """Whether two measure words count the same things: 人, 名 and 位 do."""
    left, right = bare(a), bare(b)
    return SAME_UNIT.get(left, left) == SAME_UNIT.get(right, right)


def same_value(gold: float, system: float) -> bool:
    """Whether two numbers agree but for what arithmetic in floating point adds."""
    return abs(gold - system) <= 1e-6 * max(1.0, abs(gold))

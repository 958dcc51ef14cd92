"""How much of the right answers the graph gives that kg extracts from the seeds.

`python -m tests.ontology.recall` writes recall.toml anew; it never lowers a figure, and says so.
"""

from __future__ import annotations

import csv
import io
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import kg
from kg.resources import lexicon
from kg.store.queries import Question, questions
from kg.store.store import Store, open_store
from tests.facts.gold import SEEDS

FILE = Path(__file__).parent / "recall.toml"
# What tells how and where a fact was read; people and rules differ in it where they agree on the fact.
# So they do in the words they choose for what a number counts.
READING = {"sentence", "start", "end", "rule", "confidence", "mentions"}
READING |= {"indicator", "later_indicator", "total_indicator", "part_indicator"}
# How many rows or reports there are in all, repeated in each row: one more would make every row wrong.
READING |= {"organisers", "reports", "honors"}
# A row that counts stands for as many things as it counts.
COUNTS = {"programs", "conferrals", "recipients", "numbers"}
# The gold of the seeds calls an organ as its report does, 发改局; who extracts writes 发展和改革局.
ORGANS = {row["short"]: row["full"] for row in lexicon("organs")}
# Counts of mentions and rules, which no annotation by a person can predict.
NOT_COMPARED = {"q27", "q29"}


@dataclass(frozen=True, slots=True)
class Score:
    """right: rows that the gold gives. found: rows given. both: rows of the two that are the same.

    A row that counts things is as many rows as it counts, so that 18 of 19 are not all wrong.
    """

    right: int
    found: int
    both: int

    @property
    def recall(self) -> float:
        return self.both / self.right if self.right else 1.0

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0


def score(question: Question, store: Store) -> Score:
    """Whole rows are compared, without the columns of READING."""
    assert question.answer is not None
    right, found = _rows(question.answer), _rows(store.query(question.sparql).to_csv())
    return Score(right.total(), found.total(), (right & found).total())


def compared() -> list[Question]:
    return [question for question in questions() if question.name not in NOT_COMPARED]


def extracted() -> Store:
    """A store in memory of what is extracted from the seeds."""
    store = open_store(None)
    for facts in kg.extract(SEEDS):
        store.replace(facts)
    return store


def floors() -> dict[str, float]:
    """Recall by question, as it was when the file was written."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: float(row["recall"]) for name, row in table.items()}


def _rows(text: str) -> Counter[tuple[str, ...]]:
    rows: Counter[tuple[str, ...]] = Counter()
    for row in csv.DictReader(io.StringIO(text)):
        times = next((int(row[name]) for name in COUNTS if row.get(name)), 1)
        rows[tuple(_full(value) for key, value in row.items() if key not in READING | COUNTS)] += times
    return rows


def _full(value: str) -> str:
    """A name with its organ in full."""
    short = max((one for one in ORGANS if value.endswith(one)), key=len, default=None)
    return value if short is None else value.removesuffix(short) + ORGANS[short]


def main() -> None:
    """Write the file. Exits with 1 where a figure fell: it then keeps the old one."""
    before = floors() if FILE.is_file() else {}
    lines, fallen = [], []
    with extracted() as store:
        for question in compared():
            now = score(question, store)
            kept = max(now.recall, before.get(question.name, 0.0))
            if kept > now.recall + 0.0005:
                fallen.append(f"{question.name}: {now.recall:.3f}, kept {kept:.3f}")
            lines += [
                f"[{question.name}]  # {question.title_en}",
                f"recall = {kept:.3f}",
                f"# precision {now.precision:.3f}; of {now.right} right rows {now.both} are given",
                "",
            ]
    FILE.write_text("\n".join(lines), encoding="utf-8")
    sys.exit("\n".join(fallen) or None)


if __name__ == "__main__":
    main()

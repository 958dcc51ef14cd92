"""Find the names of programs: campaigns, competitions, courses, schemes, brands, congresses.

Quotation marks do not make a program: of the quoted strings of union reports a third name one, the
others are slogans, doctrines, goals. So every candidate (programs_candidates.py) gets a score from
what it looks like and what stands around it (programs_features.py): the mean of two probabilities,
one of a logistic regression on words and characters (models/programs.csv), one of boosted trees on
numbers (models/programs.json), both fitted by kg/evaluate/train_programs.py. A name that scores high
lends its other occurrences in the document a hand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.honors import longest
from kg.annotate.programs_candidates import Candidate, Finder
from kg.annotate.programs_features import Features
from kg.annotate.programs_numbers import NAMES
from kg.annotate.trees import Trees, load
from kg.resources import weights as packaged

FLOOR = 0.37  # probability from which a candidate is taken
KNOWN = 0.8  # probability of a name of lexicons/programs.csv, at least
KNOWN_NAMES = frozenset(("known", "ends-known"))
SURE = 0.75  # probability from which a name counts wherever it stands again
SHORTEST = 4  # of a name that is looked for again
SHORTENED = frozenset(("action", "training"))  # kinds of heads that reports let stand alone


class ProgramTagger:
    """Append Program spans to doc._.spans; reads sentences and the organisers found before.

    weights: by feature; trees: on numbers. The packaged ones where none are given.
    """

    def __init__(self, weights: Mapping[str, float] | None = None, trees: Trees | None = None) -> None:
        self.finder = Finder()
        self.features = Features(self.finder)
        self.weights = packaged("programs") if weights is None else weights
        self.trees = load("programs", NAMES) if trees is None else trees

    def __call__(self, doc: Doc) -> Doc:
        doc._.spans += self.select(doc, self.finder.find(doc))
        return doc

    def score(self, names: Sequence[str]) -> float:
        """The probability that a candidate with these binary features is a program."""
        total = sum(self.weights.get(name, 0.0) for name in names)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def select(self, doc: Doc, candidates: Sequence[Candidate]) -> list[TextSpan]:
        """The candidates that are programs, and other occurrences of the sure ones."""
        if not candidates:
            return []
        text = text_of(doc)
        named = self.features.of(doc, candidates)
        counted = self.trees.chances(self.features.numbers(doc, candidates)).tolist()
        scores = [
            max((self.score(names) + chance) / 2, KNOWN if KNOWN_NAMES & {*names} else 0.0)
            for names, chance in zip(named, counted, strict=True)
        ]
        best: dict[str, float] = {}
        for candidate, score in zip(candidates, scores, strict=True):
            name = text[candidate.start : candidate.end]
            best[name] = max(best.get(name, 0.0), score)
        found = [
            TextSpan(
                c.start,
                c.end,
                "Program",
                f"programs/{c.shape}",
                round(max(score, best[text[c.start : c.end]]), 3),
            )
            for c, score in zip(candidates, scores, strict=True)
            if score >= FLOOR or (best[text[c.start : c.end]] >= SURE and c.end - c.start >= SHORTEST)
        ]
        return longest(found + self._again(text, found) + self._short(text, found))

    def _short(self, text: str, known: Sequence[TextSpan]) -> list[TextSpan]:
        """A head that stands alone for a name that ends in it: “…”专项行动 … 专项行动已…"""
        heads = {self.finder.head_of(text[span.start : span.end]) for span in known}
        heads = {head for head in heads if len(head) >= SHORTEST and self.finder.kinds[head] in SHORTENED}
        heads -= self.finder.common
        if not heads:
            return []
        regex = re.compile(
            "(?<=[，。；\n在])(?:" + "|".join(map(re.escape, sorted(heads, key=len, reverse=True))) + ")"
        )
        return [TextSpan(*match.span(), "Program", "programs/short", 0.6) for match in regex.finditer(text)]

    def _again(self, text: str, known: Sequence[TextSpan]) -> list[TextSpan]:
        names = {
            text[span.start : span.end]
            for span in known
            if span.confidence >= SURE and span.end - span.start >= SHORTEST
        }
        if not names:
            return []
        regex = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
        return [TextSpan(*match.span(), "Program", "programs/again", 0.7) for match in regex.finditer(text)]

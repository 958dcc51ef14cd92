"""The indicator of a number, made of the words of its sentence that the classifier thinks it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg import resources
from kg.annotate.extensions import ObservationDraft
from kg.annotate.indicator import NAMES, View, Weights, features
from kg.annotate.observation_clauses import MARKS
from kg.annotate.trees import Trees, load

Doubles = NDArray[np.float64]
Taken = NDArray[np.bool_]
LOST = 0.3  # share of the rules' indicator that is told elsewhere, above which it stands
GOOD = 0.6  # expected F1 of a rules' indicator that needs no name besides
FINE, GAIN = 0.7, 0.02  # expected F1 of one that stands unless another is expected to do so much better
SCRAP = 0.01  # least gain in expected F1 by words that stand apart
SHORTEST_END = 2  # characters of a name's end that stand for it
DIGIT = re.compile(r"\d")
VERB = NAMES.index("verb")
NAME_BEFORE, NAME_AFTER = NAMES.index("name-before"), NAMES.index("name-after")
GAP, FILLED = 3, 0.15  # longest gap between two words taken that is filled, and the least chance of its words


def reword(text: str, drafts: Sequence[ObservationDraft], seen: Sequence[View]) -> list[ObservationDraft]:
    """Observations with the indicators that the classifier chooses. seen: the words around each number."""
    told = indicators(text, seen, load("indicator", NAMES), resources.weights("indicator"))
    return [replace(draft, indicator=words) for draft, words in zip(drafts, told, strict=True)]


def indicators(text: str, seen: Sequence[View], trees: Trees, weights: Weights) -> list[str]:
    """An indicator for each view of a text."""
    full = [view for view in seen if view.words]
    if not full:
        return [view.rule for view in seen]
    chances = iter(np.split(trees.chances(features(full, weights)), _ends(full)))
    return [choose(text, view, next(chances)) if view.words else view.rule for view in seen]


def _ends(seen: Sequence[View]) -> list[int]:
    ends: list[int] = np.cumsum([len(view.words) for view in seen])[:-1].tolist()
    return ends


def choose(text: str, view: View, chances: Doubles) -> str:
    """The likely words in the order of the text, or the rules' indicator where that looks as good."""
    guess = Guess(chances, np.array([len(word.text) for word in view.words], dtype=np.float64))
    ruled = np.array(view.ruled) >= 0.5
    if view.lost > LOST * (view.lost + guess.size(ruled)):
        return view.rule
    taken = _without_scraps(guess, _each_once(view, chances, guess.likeliest()), ruled)
    taken = _with_whole_names(view, guess, taken, ruled)
    taken = _with_verbs(view, chances, taken, ruled)
    rules = guess.f1(ruled)
    if rules + (GAIN if rules >= FINE else 0) >= guess.f1(taken):
        return view.rule
    return phrase(text, view, _filled(view, chances, taken)) or view.rule


@dataclass(frozen=True, slots=True)
class Guess:
    """How likely each word of a view is one of the indicator's, and how many characters it has."""

    chances: Doubles
    lengths: Doubles

    def size(self, taken: Taken) -> float:
        """How many characters the words taken have."""
        return float(self.lengths[taken].sum())

    def f1(self, taken: Taken) -> float:
        """The expected F1 of the characters of the words taken; 0 where none are."""
        right, many = float((self.chances * self.lengths)[taken].sum()), self.size(taken)
        return 2 * right / (many + float(self.chances @ self.lengths)) if many else 0.0

    def likeliest(self) -> Taken:
        """The words whose expected F1 is the highest: all from some chance on."""
        order = np.argsort(-self.chances, kind="stable")
        right = np.cumsum((self.chances * self.lengths)[order])
        best = int(np.argmax(2 * right / (np.cumsum(self.lengths[order]) + right[-1])))
        taken = np.zeros(len(order), dtype=np.bool_)
        taken[order[: best + 1]] = True
        return taken


def _each_once(view: View, chances: Doubles, taken: Taken) -> Taken:
    """The words taken, of those said twice the likelier one."""
    kept = np.zeros(len(taken), dtype=np.bool_)
    said: set[str] = set()
    for at in np.argsort(-chances, kind="stable").tolist():
        if taken[at] and view.words[at].text not in said:
            kept[at] = True
            said.add(view.words[at].text)
    return kept


def _without_scraps(guess: Guess, taken: Taken, ruled: Taken) -> Taken:
    """The words taken without those apart from the rules' indicator that do little for the whole."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], taken, [False]]))).tolist()
    runs = [slice(first, last) for first, last in zip(edges[::2], edges[1::2], strict=True)]
    for run in sorted(runs, key=lambda run: float(guess.chances[run].mean())):
        less = taken.copy()
        less[run] = False
        if not ruled[run].any() and guess.f1(taken) - guess.f1(less) < SCRAP:
            taken = less
    return taken


def _with_whole_names(view: View, guess: Guess, taken: Taken, ruled: Taken) -> Taken:
    """The words taken, of names only what can stand: all, their end, nothing, or what the rules had.

    To a rules' indicator that looks good no name is added, nor one with a number to any.
    """
    good = guess.f1(ruled) >= GOOD
    for own in _names(view):
        if not taken[own].any() or (taken[own] == ruled[own]).all():
            continue
        ends = view.seen[own.stop - 1, NAME_AFTER] <= 0
        dated = any(DIGIT.search(word.text) for word in view.words[own])
        if not (good or dated) and (taken[own].all() or (ends and _is_end(taken[own], guess.lengths[own]))):
            continue
        choices = []
        for value in (ruled[own], False) if good or dated else (ruled[own], False, True):
            changed = taken.copy()
            changed[own] = value
            choices.append(changed)
        taken = max(choices, key=guess.f1)
    return taken


def _with_verbs(view: View, chances: Doubles, taken: Taken, ruled: Taken) -> Taken:
    """The words taken, with a verb of the rules' before its object, where that is taken."""
    kept = taken.copy()
    for at in reversed(np.flatnonzero(ruled & ~taken & (view.seen[:, VERB] > 0)).tolist()):
        follows = at + 1 < len(kept) and kept[at + 1]
        if follows and chances[at] >= FILLED and view.words[at].end == view.words[at + 1].start:
            kept[at] = True
    return kept


def _names(view: View) -> Iterator[slice]:
    """Where the words of each name stand in a view."""
    before = view.seen[:, NAME_BEFORE].tolist()
    first = 0
    while first < len(before):
        last = first + 1
        if before[first] >= 0:
            while last < len(before) and before[last] > 0:
                last += 1
            yield slice(first, last)
        first = last


def _is_end(taken: Taken, lengths: Doubles) -> bool:
    """Whether of a name's words the last are taken and no others."""
    left = int(np.flatnonzero(~taken)[-1])
    return not taken[:left].any() and float(lengths[left + 1 :].sum()) >= SHORTEST_END


def _filled(view: View, chances: Doubles, taken: Taken) -> Taken:
    """The words taken with the short gaps between them that leave a phrase broken."""
    kept = np.flatnonzero(taken).tolist()
    whole = taken.copy()
    for first, last in pairwise(kept):
        between = view.words[first + 1 : last]
        if not between or view.words[last].clause != view.words[first].clause:
            continue
        joined = view.words[last].start - view.words[first].end
        if joined <= GAP and float(chances[first + 1 : last].mean()) >= FILLED:
            whole[first + 1 : last] = True
    return whole


def phrase(text: str, view: View, taken: Taken) -> str:
    """The words taken, with the 、 between two of them."""
    kept = [word for word, own in zip(view.words, taken.tolist(), strict=True) if own]
    told = kept[0].text if kept else ""
    for word, following in pairwise(kept):
        told += "、" if text[word.end : following.start] == "、" else ""
        told += following.text
    return MARKS.sub("", told)

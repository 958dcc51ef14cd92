"""Numbers that measure union work -> observations: subject, indicator, value, unit, period."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from spacy.tokens import Doc

from kg.annotate.counted import candidates, chances, limit
from kg.annotate.extensions import ObservationDraft, Sentence, text_of
from kg.annotate.indicator import Reader, View
from kg.annotate.indicator_choice import reword
from kg.annotate.numbers import Number
from kg.annotate.numerals import CHINESE
from kg.annotate.observation_actors import RESUMES, Cast, Name
from kg.annotate.observation_clauses import (
    MARKS,
    WORDS,
    Item,
    clauses,
    enclosures,
    indicators,
    items,
    leading_verb,
)
from kg.annotate.observation_context import Context, complete
from kg.annotate.observation_periods import CUMULATIVE, period_of
from kg.annotate.observation_series import change, ends_of_change, growth_of, respective
from kg.facts.model import Modifier
from kg.normalise.steps import is_han

PLANNED = re.compile(r"将(?!近|$)|计划|预计|力争|(?<!完成)拟|目标(?!任务|的$)|争取")  # not 将3件…
ABOUT = ("Honor", "Program", "Document")
PEOPLE = ("人", "名", "位", "人次")
SAME, FEW = 0.8, 20


def mark_observations(doc: Doc) -> Doc:
    """Write doc._.observations: one for each number that measures the work of a union or its result."""
    drafts, seen = by_rules(doc)
    doc._.observations = reword(text_of(doc), drafts, seen)
    return doc


def by_rules(doc: Doc) -> tuple[list[ObservationDraft], list[View]]:
    """The observations with the indicators of the rules, and the words around the number of each."""
    report = _Report(doc)
    drafts = report.read()
    reader = Reader(doc, report.cast, report.numbers, report.whole)
    at = {number.start: number for number in report.numbers}
    return drafts, [reader.view(at[draft.start], draft.indicator) for draft in drafts]


class _Report:
    """A document while its numbers are read.

    names: the spans of all entities. whole: stretches that no clause ends in. numbers: those that may
    count something. found: the observations so far. chances: how likely the number at an offset measures
    union work. last: the paragraph and the actor of the last sentence with numbers. stock: where the
    sentence begins whose last number said how much there was at the end of a time.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.cast = Cast(doc)
        self.names = self.cast.names
        self.reporter = self.cast.reporter
        self.whole = enclosures(doc)
        self.numbers: list[Number] = []
        self.found: list[ObservationDraft] = []
        self.by_value: defaultdict[tuple[float, str], list[ObservationDraft]] = defaultdict(list)
        self.chances: dict[int, float] = {}
        self.last: tuple[int, Name | None] = (-1, None)
        self.lead: tuple[int, Name | None] = (-1, None)
        self.changed: dict[int, str] = {}
        self.stock = -1

    def read(self) -> list[ObservationDraft]:
        """The observations of all sentences; headings only repeat what the text says."""
        every = self.numbers = candidates(self.doc, self.cast)
        starts = [number.start for number in every]
        self.chances = dict(zip(starts, chances(self.doc, self.cast, every), strict=True))
        numbers = [number for number in every if self._counts(number) or not number.doubtful]
        position = 0
        for sentence in self.doc._.sentences:
            inside: list[Number] = []
            while position < len(numbers) and numbers[position].start < sentence.end:
                if numbers[position].end <= sentence.end:
                    inside.append(numbers[position])
                position += 1
            if sentence.heading:
                continue
            if sentence.paragraph != self.lead[0]:
                parts = clauses(self.text, sentence.start, sentence.end, self.whole)
                self.lead = (sentence.paragraph, self.cast.leader(sentence, parts))
            if inside:
                self._read_sentence(sentence, inside)
        return self.found

    def _read_sentence(self, sentence: Sentence, numbers: Sequence[Number]) -> None:
        """Clause by clause; the actor, the verb of a list and the last indicator are handed on."""
        names = [name for name in self.names if sentence.start <= name.start and name.end <= sentence.end]
        left = 0
        goes_on = self.text.startswith("其中", sentence.start) and sentence.paragraph == self.last[0]
        actor = self.last[1] if goes_on else self.lead[1]
        verb, unit, previous, total = "", "", "", ""
        alone = True  # of several totals nothing tells which one has the part
        told: list[str] = []
        for clause in clauses(self.text, sentence.start, sentence.end, self.whole):
            founded = self.cast.founded(clause)
            if self.text[clause[0] - 1] == "；" and self._resumes(clause[0]):
                actor = self.lead[1]
            actor = self.cast.actor(clause, actor)
            own: list[Number] = []
            while left < len(numbers) and numbers[left].start < clause[1]:
                if numbers[left].left >= clause[0] and numbers[left].end <= clause[1]:
                    own.append(numbers[left])
                left += 1
            if not own:
                verb = ""
                actor = founded or actor
                continue
            aside = (previous, unit, verb) if self.text[clause[0] - 1] == "（" else None
            shared = items(self.text, clause, own)
            phrases = respective(self.text, shared, told) or change(
                self.text, shared, indicators(self.text, shared, self.cast.skips, verb, unit)
            )
            if not self.text.startswith("其中", clause[0]):
                total = ""
            elif not total and alone:
                total = previous
            self.changed = ends_of_change(self.text, shared)
            for item, indicator in zip(shared, phrases, strict=True):
                context = Context(
                    previous,
                    item.number.unit == unit,
                    self._topic(item, names, ("Honor", "Program")),
                    self._topic(item, names, ("Program",)) or self._program(sentence),
                    self._topic(item, names, ("Document",)),
                    MARKS.sub("", self.text[actor.start : actor.end]) if actor else "",
                    total if item.number.unit not in PEOPLE else "",
                    self.text.startswith("其中", clause[0]),
                    self._site(actor),
                )
                doer = self.cast.actor(item.before, actor) if item.listed else actor
                doer = self.cast.speaker(sentence, item.number.start) or doer
                previous, unit = complete(growth_of(indicator, previous), context), item.number.unit
                told.append(previous)
                if previous and self._counts(item.number):
                    self._add(sentence, item, previous, doer, names)
            verb = leading_verb(previous)
            alone = len(shared) == 1
            actor = founded or actor
            if aside:
                previous, unit, verb = aside
        self.last = (sentence.paragraph, actor)

    def _resumes(self, start: int) -> bool:
        """Whether a clause goes back to what the paragraph tells of: it begins with a time or a total."""
        return start in self.cast.dates or RESUMES.match(self.text, start) is not None

    def _site(self, actor: Name | None) -> str:
        """The name of a site, or of a union other than the reporter, that acts."""
        if actor is None or actor.type not in ("Facility", "Union") or actor.id == self.reporter:
            return ""
        return MARKS.sub("", self.text[actor.start : actor.end])

    def _counts(self, number: Number) -> bool:
        """Whether a number measures union work, and not that of others or the state of the country."""
        return self.chances[number.start] >= limit(number)

    def _topic(self, item: Item, names: Sequence[Name], types: tuple[str, ...]) -> str:
        """The name of the activity, honour or document told of last before a number in its sentence."""
        segment = max(self.text.rfind(mark, 0, item.number.start) for mark in "；。\n")
        before = [
            name
            for name in names
            if name.type in types and segment < name.start and name.end <= item.number.start
        ]
        return MARKS.sub("", self.text[before[-1].start : before[-1].end]) if before else ""

    def _program(self, sentence: Sentence) -> str:
        """The activity that the paragraph has told of last before a sentence."""
        stop = bisect_left(self.names, sentence.start, key=lambda name: name.start)
        for at in range(stop - 1, max(-1, stop - 12), -1):
            name = self.names[at]
            if "\n" in self.text[name.end : sentence.start]:
                return ""
            if name.type == "Program":
                return MARKS.sub("", self.text[name.start : name.end])
        return ""

    def _add(
        self, sentence: Sentence, item: Item, indicator: str, actor: Name | None, names: Sequence[Name]
    ) -> None:
        number, text = item.number, self.text
        subject = self.cast.subject(actor)
        planned = _is_planned(text, sentence, item)
        if subject is None:
            return
        told = period_of(
            self.doc,
            item,
            planned=planned,
            side=self.changed.get(number.start),
            after_stock=self.stock == sentence.start,
        )
        modifier: Modifier = number.modifier
        if planned or told.goal:
            modifier = "target"
        elif CUMULATIVE.search(text, item.before[0], number.start):
            modifier = "cumulative"
        self.stock = sentence.start if told.stock else -1
        draft = ObservationDraft(
            subject=subject,
            indicator=indicator,
            value=float(number.value),
            unit=number.unit,
            start=number.start,
            end=number.end,
            rule="observations/verb-object" if WORDS.verb.search(indicator) else "observations/noun",
            confidence=min(_confidence(number, indicator), round(self.chances[number.start], 2)),
            modifier=modifier,
            period=told.period,
            about=_about(item, names),
        )
        same_value = self.by_value[draft.value, draft.unit]
        if not _repeated(text, draft, same_value):
            self.found.append(draft)
            same_value.append(draft)


def _is_planned(text: str, sentence: Sentence, item: Item) -> bool:
    """Whether a number is a goal; not where its sentence comes to the future only after it."""
    if PLANNED.search(text, item.clause[0], item.number.start):
        return True
    if not sentence.planned:
        return False
    future = PLANNED.search(text, sentence.start, sentence.end)
    return not future or future.start() < item.number.start


def _confidence(number: Number, indicator: str) -> float:
    confidence = 0.9 if WORDS.verb.search(indicator) else 0.75
    if number.spelled:
        confidence -= 0.2
    if len(indicator) < 3 or len(indicator) > 36:
        confidence -= 0.15
    return round(confidence, 2)


def _about(item: Item, names: Sequence[Name]) -> tuple[str, ...]:
    """The honours, programs and documents beside a number, else the last program before it."""
    own = [
        name.id for name in names if name.type in ABOUT and item.start <= name.start and name.end <= item.end
    ]
    if not own:
        before = [
            name.id
            for name in names
            if name.type in ("Program", "Document") and name.end <= item.number.start
        ]
        own = before[-1:]
    return tuple(dict.fromkeys(own))


def _repeated(text: str, draft: ObservationDraft, earlier: Sequence[ObservationDraft]) -> bool:
    """Whether a figure is said a second time: same period and, more or less, indicator.

    earlier: observations of the same value and unit.
    """
    telling = draft.value >= FEW or text[draft.start] in CHINESE
    return any(
        draft.subject == other.subject
        and draft.period == other.period
        and (
            draft.indicator == other.indicator
            or (draft.value >= FEW and contained(draft.indicator, other.indicator) >= SAME)
            or (telling and _noun(text, draft) == _noun(text, other) != "")
        )
        for other in earlier
    )


def _noun(text: str, draft: ObservationDraft) -> str:
    """The first two characters of what is counted, where it follows the number."""
    following = text[draft.end : draft.end + 2]
    return following if len(following) == 2 and all(map(is_han, following)) else ""


def contained(a: str, b: str) -> float:
    """How much of the shorter of two indicators the other holds."""
    shared = sum(min(a.count(character), b.count(character)) for character in set(a))
    return shared / min(len(a), len(b)) if a and b else 0.0

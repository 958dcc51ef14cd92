"""Numbers that measure union work -> observations: subject, indicator, value, unit, period."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.annotate.extensions import ObservationDraft, Sentence, text_of
from kg.annotate.numbers import Number, find_numbers
from kg.annotate.numerals import CHINESE
from kg.annotate.observation_clauses import (
    LED,
    MARKS,
    WORDS,
    Item,
    clauses,
    covers,
    enclosures,
    indicators,
    items,
    leading_verb,
    merge,
)
from kg.annotate.observation_context import Context, complete
from kg.annotate.observation_periods import CUMULATIVE, period_of
from kg.annotate.observation_series import change, ends_of_change, growth_of, respective
from kg.facts.model import Modifier
from kg.normalise.steps import is_han

PLANNED = re.compile(r"将(?!近)|计划|预计|力争|拟|目标(?!任务)|争取")
BULLET = re.compile(r"[\s■★▲●◆◇○·—★※]+|（?[一二三四五六七八九十\d]{1,2}(?:[、.．）]|是)")
SPEAKER = re.compile(r"[”’]?[^。\n]{0,20}工会[^。\n]{0,20}(?:介绍|说|表示|告诉)")
AGENTS = ("Union", "Organization", "Place", "Company", "Person", "Facility")
ACTORS = ("Union", "Company", "Facility", "Organization", "Place")
ABOUT = ("Honor", "Program", "Document")
PEOPLE = ("人", "名", "位", "人次")
SAME, FEW = 0.8, 20


@dataclass(frozen=True, slots=True)
class Name:
    """An entity's span, flattened for quick use."""

    start: int
    end: int
    type: str
    id: str


def mark_observations(doc: Doc) -> Doc:
    """Write doc._.observations: one for each number that measures the work of a union or its result."""
    doc._.observations = _Report(doc).read()
    return doc


class _Report:
    """A document while its numbers are read.

    names: the spans of all entities. whole: stretches that no clause ends in. found: the
    observations so far. outside: paragraphs in which somebody else's numbers were met. last: the
    paragraph and the actor of the last sentence with numbers. stock: where the sentence begins whose
    last number said how much there was at the end of a time.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.names = sorted(
            (
                Name(span.start, span.end, entity.type, entity.id)
                for entity in doc._.entities
                for span in entity.spans
            ),
            key=lambda name: (name.start, -name.end),
        )
        self.names_at = {name.start: name for name in reversed(self.names)}
        self.dates = {date.start: date.end for date in doc._.dates}
        actors = {start: name.end for start, name in self.names_at.items() if name.type in AGENTS}
        self.skips = actors | self.dates
        self.whole = enclosures(doc)
        self.mentions = Counter(name.id for name in self.names)
        self.reporter = _protagonist(self.names, self.mentions, doc._.reporter)
        self.found: list[ObservationDraft] = []
        self.by_value: defaultdict[tuple[float, str], list[ObservationDraft]] = defaultdict(list)
        self.outside: set[int] = set()
        self.last: tuple[int, Name | None] = (-1, None)
        self.lead: tuple[int, Name | None] = (-1, None)
        self.changed: dict[int, str] = {}
        self.stock = -1

    def read(self) -> list[ObservationDraft]:
        """The observations of all sentences; headings only repeat what the text says."""
        in_names = merge((name.start, name.end) for name in self.names)
        numbers = [
            number
            for number in find_numbers(self.text)
            if not covers(in_names, number.start, number.end) and not _idle(self.text, number)
        ]
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
                self.lead = (sentence.paragraph, self._leader(sentence))
            if inside:
                self._read_sentence(sentence, inside)
        return self.found

    def _leader(self, sentence: Sentence) -> Name | None:
        """The union, other than the reporter, that acts in the first sentence of a paragraph."""
        for clause in clauses(self.text, sentence.start, sentence.end, self.whole):
            actor = self._actor(clause, None)
            if actor and actor.type == "Union":
                return actor if actor.id != self.reporter else None
        return None

    def _read_sentence(self, sentence: Sentence, numbers: Sequence[Number]) -> None:
        """Clause by clause; the actor, the verb of a list and the last indicator are handed on."""
        names = [name for name in self.names if sentence.start <= name.start and name.end <= sentence.end]
        left = 0
        goes_on = self.text.startswith("其中", sentence.start) and sentence.paragraph == self.last[0]
        actor = self.last[1] if goes_on else self.lead[1]
        verb, unit, previous, total = "", "", "", ""
        told: list[str] = []
        for clause in clauses(self.text, sentence.start, sentence.end, self.whole):
            actor = self._actor(clause, actor)
            own: list[Number] = []
            while left < len(numbers) and numbers[left].start < clause[1]:
                if numbers[left].left >= clause[0] and numbers[left].end <= clause[1]:
                    own.append(numbers[left])
                left += 1
            if not own:
                verb = ""
                continue
            shared = items(self.text, clause, own)
            phrases = respective(self.text, shared, told) or change(
                self.text, shared, indicators(self.text, shared, self.skips, verb, unit)
            )
            if not self.text.startswith("其中", clause[0]):
                total = ""
            elif not total:
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
                )
                doer = self._actor(item.before, actor)
                previous, unit = complete(growth_of(indicator, previous), context), item.number.unit
                told.append(previous)
                if previous and self._counts(sentence, item, doer):
                    self._add(sentence, item, previous, doer, names)
            verb = leading_verb(previous)
        self.last = (sentence.paragraph, actor)

    def _actor(self, clause: tuple[int, int], before: Name | None) -> Name | None:
        """Who acts in a clause: a name at its head, else who acted before; None stands for the reporter."""
        text, (start, end) = self.text, clause
        while start < end:
            if name := self.names_at.get(start):
                stands_alone = name.end < end and text[name.end] not in "、，的等和与及“"
                if name.type not in ACTORS or not stands_alone or name.end in self.names_at:
                    return before
                if WORDS.office.match(text, name.end):
                    return before
                return name
            if WORDS.realm.match(text, start):
                return None
            if WORDS.firm_again.match(text, start):
                return self._named_last(start, ("Company",)) or before
            if WORDS.body_again.match(text, start):
                return self._named_last(start, ("Facility", "Organization")) or before
            head = (
                WORDS.heads.match(text, start, end)
                or BULLET.match(text, start, end)
                or LED.match(text, start, end)
            )
            if start in self.dates:
                start = self.dates[start]
            elif head:
                start = head.end()
            else:
                return before
        return before

    def _named_last(self, before: int, types: tuple[str, ...]) -> Name | None:
        """The last name of some types that stands before an offset."""
        stop = bisect_left(self.names, before, key=lambda name: name.start)
        return next((self.names[at] for at in range(stop - 1, -1, -1) if self.names[at].type in types), None)

    def _counts(self, sentence: Sentence, item: Item, actor: Name | None) -> bool:
        """Whether a number measures union work, and not that of others or the state of the country."""
        tells_of_union = WORDS.strong.search(self.text, sentence.start, sentence.end) is not None
        if actor and actor.type in ("Place", "Organization") and actor.id != self.reporter:
            inside = tells_of_union or self._is_about(actor)
        elif sentence.paragraph in self.outside:
            inside = tells_of_union
        else:
            inside = WORDS.union.search(self.text, *item.clause) is not None or not self._is_quoted(
                sentence, item
            )
        if not inside:
            self.outside.add(sentence.paragraph)
        return inside

    def _is_about(self, actor: Name) -> bool:
        """Whether the document tells of a body at least as often as of the reporting union."""
        least = max(2, self.mentions[self.reporter or ""])
        return actor.type == "Organization" and self.mentions[actor.id] >= least

    def _is_quoted(self, sentence: Sentence, item: Item) -> bool:
        """Whether a number stands in the speech of somebody who does not speak for a union."""
        opening = self.text.rfind("“", sentence.start, item.number.start)
        if opening < 0 or self.text.find("”", opening, item.number.start) >= 0:
            return False
        closing = self.text.find("”", item.number.end)
        return closing < 0 or not SPEAKER.match(self.text, closing)

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

    def _subject(self, actor: Name | None) -> str | None:
        """Whose work a number measures: that of who acts, if a union, firm or site of its own."""
        if actor is None or actor.type == "Place":
            return self.reporter
        return self.reporter if actor.type == "Organization" and not self._is_about(actor) else actor.id

    def _add(
        self, sentence: Sentence, item: Item, indicator: str, actor: Name | None, names: Sequence[Name]
    ) -> None:
        number, text = item.number, self.text
        subject = self._subject(actor)
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
            confidence=_confidence(number, indicator),
            modifier=modifier,
            period=told.period,
            about=_about(item, names),
        )
        same_value = self.by_value[draft.value, draft.unit]
        if not _repeated(text, draft, same_value):
            self.found.append(draft)
            same_value.append(draft)


def _protagonist(names: Sequence[Name], mentions: Counter[str], union: str | None) -> str | None:
    """Whose work a report tells: its union's, or a firm's where it names the union in passing only."""
    types = {name.id: name.type for name in names}

    def most_named(*kinds: str) -> str | None:
        return max((id for id in mentions if types[id] in kinds), key=lambda id: mentions[id], default=None)

    union = union or most_named("Union")
    firm = most_named("Company")
    in_passing = firm is not None and mentions[firm] >= max(3, 3 * mentions[union or ""])
    return union if union and not in_passing else most_named("Company", "Organization") or union


def _idle(text: str, number: Number) -> bool:
    """Whether a numeral in characters names a thing (十件实事) instead of counting it."""
    if not number.spelled or number.unit == "%":
        return False
    quoted = number.start > 0 and text[number.start - 1] in "“‘"
    return quoted or bool(WORDS.idle.match(text, number.right))


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

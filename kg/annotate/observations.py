"""Numbers that measure union work -> observations: subject, indicator, value, unit, period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.annotate.dates import governing_date
from kg.annotate.extensions import ObservationDraft, Sentence
from kg.annotate.numbers import Number, find_numbers
from kg.annotate.numerals import CHINESE
from kg.annotate.observation_clauses import (
    MARKS,
    WORDS,
    Item,
    clauses,
    complete,
    covers,
    enclosures,
    indicators,
    items,
    leading_verb,
)
from kg.facts.model import Modifier
from kg.normalise.steps import is_han

PLANNED = re.compile(r"将(?!近)|计划|预计|力争|拟|目标|争取")
CUMULATIVE = re.compile(r"累计|总计|合计")
BROAD = re.compile(r"近年来?|多年来|截至目前|一直以来|长期以来|如今")
RECENT = re.compile(r"日前|近日|最近|近期")
THIS_YEAR = re.compile(r"今年|本年")
SPEAKER = re.compile(r"[”’]?[^。\n]{0,20}工会[^。\n]{0,20}(?:介绍|说|表示|告诉)")
ACTORS = ("Union", "Company", "Facility", "Organization", "Place")
ABOUT = ("Honor", "Program", "Document")
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
    text = doc.text
    names = sorted(
        (
            Name(span.start, span.end, entity.type, entity.id)
            for entity in doc._.entities
            for span in entity.spans
        ),
        key=lambda name: (name.start, -name.end),
    )
    whole = enclosures(doc)
    in_names = _merge(names)
    numbers = [
        number
        for number in find_numbers(text)
        if not covers(in_names, number.start, number.end) and not _idle(text, number)
    ]
    found: list[ObservationDraft] = []
    outside: set[int] = set()
    position = 0
    for sentence in doc._.sentences:
        inside: list[Number] = []
        while position < len(numbers) and numbers[position].start < sentence.end:
            if numbers[position].end <= sentence.end:
                inside.append(numbers[position])
            position += 1
        if inside and not sentence.heading:
            found += _read_sentence(doc, sentence, inside, names, whole, found, outside)
    doc._.observations = found
    return doc


def _merge(names: Sequence[Name]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for name in names:
        if merged and name.start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(name.end, merged[-1][1]))
        else:
            merged.append((name.start, name.end))
    return merged


def _idle(text: str, number: Number) -> bool:
    """Whether a numeral in characters names a thing (十件实事) instead of counting it."""
    if not number.spelled or number.unit == "%":
        return False
    quoted = number.start > 0 and text[number.start - 1] in "“‘"
    return quoted or bool(WORDS.idle.match(text, number.right))


def _read_sentence(
    doc: Doc,
    sentence: Sentence,
    numbers: Sequence[Number],
    names: Sequence[Name],
    whole: Sequence[tuple[int, int]],
    earlier: Sequence[ObservationDraft],
    outside: set[int],
) -> list[ObservationDraft]:
    text = doc.text
    local = [name for name in names if sentence.start <= name.start and name.end <= sentence.end]
    spans = [(name.start, name.end, name.type) for name in local]
    found: list[ObservationDraft] = []
    actor: Name | None = None
    verb, unit, previous = "", "", ""
    for clause in clauses(text, sentence.start, sentence.end, whole):
        actor = _actor(doc, clause, local, actor)
        own = [number for number in numbers if clause[0] <= number.start and number.end <= clause[1]]
        if not own:
            continue
        shared = items(text, clause, own)
        for item, indicator in zip(shared, indicators(doc, shared, spans, verb, unit), strict=True):
            topic, document = _topic(text, item, local, ABOUT), _topic(text, item, local, ("Document",))
            indicator = complete(indicator, previous, topic, document)
            previous = indicator
            if not indicator:
                continue
            if not _counts(doc, sentence, item, actor):
                outside.add(sentence.paragraph)
                continue
            if sentence.paragraph in outside and not WORDS.strong.search(text, sentence.start, sentence.end):
                continue
            draft = _draft(doc, sentence, item, indicator, actor, local)
            if not _repeated(text, draft, [*earlier, *found]):
                found.append(draft)
        verb, unit = leading_verb(previous), own[-1].unit
    return found


def _actor(doc: Doc, clause: tuple[int, int], names: Sequence[Name], before: Name | None) -> Name | None:
    """Who acts in a clause: a name at its head, else who acted in the clause before; None is the reporter."""
    text, start = doc.text, clause[0]
    dates = {date.start: date.end for date in doc._.dates if clause[0] <= date.start < clause[1]}
    by_start = {name.start: name for name in reversed(names)}
    while start < clause[1]:
        if start in by_start:
            name = by_start[start]
            if name.type not in ACTORS:
                return before
            following = text[name.end : name.end + 1]
            if not following or following in "、，的等和与及“" or name.end >= clause[1]:
                return before
            if name.end in by_start or (
                name.type in ("Organization", "Place") and WORDS.office.match(text, name.end)
            ):
                return before
            return name
        realm = WORDS.realm.match(text, start)
        if realm:
            return None
        head = WORDS.heads.match(text, start, clause[1])
        if start in dates:
            start = dates[start]
        elif head:
            start = head.end()
        else:
            return before
    return before


def _counts(doc: Doc, sentence: Sentence, item: Item, actor: Name | None) -> bool:
    """Whether a number measures union work, and not that of others or the state of the country."""
    text = doc.text
    if actor and actor.type in ("Place", "Organization"):
        return WORDS.strong.search(text, sentence.start, sentence.end) is not None
    if WORDS.union.search(text, *item.clause):
        return True
    opening = text.rfind("“", sentence.start, item.number.start)
    if opening >= 0 and text.find("”", opening, item.number.start) < 0:
        closing = text.find("”", item.number.end)
        return closing >= 0 and bool(SPEAKER.match(text, closing))
    return True


def _topic(text: str, item: Item, names: Sequence[Name], types: tuple[str, ...]) -> str:
    """The name of the activity, honour or document told of last before a number in its sentence."""
    before = [name for name in names if name.type in types and name.end <= item.number.start]
    return MARKS.sub("", text[before[-1].start : before[-1].end]) if before else ""


def _draft(
    doc: Doc, sentence: Sentence, item: Item, indicator: str, actor: Name | None, names: Sequence[Name]
) -> ObservationDraft:
    number, text = item.number, doc.text
    planned = _is_planned(text, sentence, item)
    modifier: Modifier = number.modifier
    if planned:
        modifier = "target"
    elif CUMULATIVE.search(text, item.before[0], number.start):
        modifier = "cumulative"
    return ObservationDraft(
        subject=actor.id
        if actor and actor.type != "Place"
        else doc._.reporter or (actor.id if actor else ""),
        indicator=indicator,
        value=float(number.value),
        unit=number.unit,
        start=number.start,
        end=number.end,
        rule="observations/verb-object" if WORDS.verb.search(indicator) else "observations/noun",
        confidence=_confidence(number, indicator),
        modifier=modifier,
        period=period_of(doc, item, planned),
        about=_about(item, names),
    )


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


def period_of(doc: Doc, item: Item, planned: bool) -> str | None:
    """The time that a number covers: told beside it, else the report's own period."""
    frame = doc._.frame
    default: str | None = frame.period
    year = (frame.published or default or "")[:4] or None
    date = governing_date(doc, item.number.start, item.number.end)
    if date is None:
        return year if planned and default and year and default < year else default
    said = doc.text[date.start : date.end]
    if date.value is None:
        if default and len(default) == 10 and BROAD.match(said):
            return year
        if default and "/" in default and default[:4] != default.split("/")[1][:4] and RECENT.match(said):
            return year
        return default
    if THIS_YEAR.match(said) and len(date.value) == 4 and default and "/" in default and not planned:
        start, end = default.split("/")
        if start[:4] == end[:4] == date.value[:4]:
            return default
    return date.value


def _repeated(text: str, draft: ObservationDraft, earlier: Sequence[ObservationDraft]) -> bool:
    """Whether a figure is said a second time: same value, unit, period and, more or less, indicator."""
    telling = draft.value >= FEW or text[draft.start] in CHINESE
    return any(
        draft.value == other.value
        and draft.unit == other.unit
        and draft.subject == other.subject
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

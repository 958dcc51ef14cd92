"""Patterns over a scene, kept as data, and what every rule hands on.

A row of resources/relations/patterns.jsonl has a name, the relation, a pattern, texts it must find
and must miss. In a pattern `{Person}` is a mention of that type, `{Person|Company}` of either,
`{Person+}` a list of them (甲、乙和丙), also with items between that nobody knows, `{~12}` up to 12
characters without a mention, `{*12}` with mentions; neither leaves the sentence; `{^}` is the unknown
head of a list, after 由 or 联合; `{:office}` is any word of that list of words.toml. Groups: s the
subjects (the reporting union where a pattern has none), o the objects, by the giver, post the office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from kg.annotate.relations.scene import ANY, CHARACTERS, Mark, Scene
from kg.errors import DataFileError
from kg.facts.model import ENTITY_TYPES, RelationType
from kg.resources import ROOT, read_jsonl, read_toml, unbounded

GROUPS = {
    "Body": "Union|Organization|Company",
    "Actor": "Union|Organization|Company|Facility",
    "Holder": "Person|Company|Organization|Union|Facility|Program",
    "Site": "Place|Facility",
}
ASIDE = "（[^（）]{1,16}）"
# Each separator can be read in one way only: a list of n names must not have 2 to the n readings.
SEPARATOR = f"(?:(?:[、，；及与和]|以及|等)(?:{ASIDE})?[、，和与及]?|{ASIDE}[、，和与及]?|)"
# An item of a list that no annotator knows (市慈善联合总会), between two separators.
STRANGER = r"[^，。；：、！？（）\n\ue000-\ue008]{2,20}"
UNKNOWN = f"(?:、{STRANGER}(?=[、和及与以等])){{0,3}}"
HEAD = f"(?:{STRANGER}[、和与及])?(?:{STRANGER}[、和与及])?"
MACRO = re.compile(r"\{([A-Z][A-Za-z|]*)(\+?)\}|\{([~*])(\d+)\}|\{:(\w+)\}|(\{\^\})")


@dataclass(frozen=True, slots=True)
class Found:
    """A relation as a rule found it; start, end in the scene, of the words it was read from."""

    type: RelationType
    subject: str
    object: str
    start: int
    end: int
    rule: str
    by: str | None = None
    post: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the patterns, compiled."""

    name: str
    relation: RelationType
    pattern: re.Pattern[str]
    finds: tuple[str, ...] = field(repr=False)
    misses: tuple[str, ...] = field(repr=False)

    def finditer(self, scene: Scene) -> Iterator[tuple[re.Match[str], list[Mark], list[Mark], list[Mark]]]:
        """Matches with the marks of their groups s, o and by."""
        for match in self.pattern.finditer(scene.text):
            names = match.groupdict()
            groups = [
                scene.marks_in(*match.span(name)) if names.get(name) is not None else []
                for name in ("s", "o", "by")
            ]
            yield match, groups[0], groups[1], groups[2]


def _class(kinds: str) -> str:
    names = [part for kind in kinds.split("|") for part in GROUPS.get(kind, kind).split("|")]
    unknown = set(names) - set(ENTITY_TYPES)
    if unknown:
        raise DataFileError(
            "relations/patterns.jsonl", f"type {sorted(unknown)}", "use the types of the guidelines"
        )
    return "[" + "".join(CHARACTERS[kind] for kind in ENTITY_TYPES if kind in names) + "]"


@cache
def words_of(name: str) -> str:
    """An alternation of a list of words, longest first."""
    words = read_toml(ROOT, "relations/words.toml").get(name)
    if not words:
        raise DataFileError("relations/words.toml", f"no list {name!r}", "add it, or mend the pattern")
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def expand(pattern: str) -> str:
    """A pattern with its macros written out."""

    def write(match: re.Match[str]) -> str:
        kinds, many, gap, length, words, head = match.groups()
        if head:
            return HEAD
        if words:
            return words_of(words)
        if gap:
            outside = "。！？；\n" + (ANY if gap == "~" else "")
            return f"[^{outside}]{{0,{length}}}?"
        one = _class(kinds)
        return f"{one}(?:{UNKNOWN}{SEPARATOR}{one}){{0,30}}" if many else one

    return MACRO.sub(write, pattern)


@cache
def load_rules() -> tuple[Rule, ...]:
    """The rules of relations/patterns.jsonl, in their order."""
    path = "relations/patterns.jsonl"
    rules: list[Rule] = []
    for line, row in read_jsonl(ROOT, path):
        where = f"{path}:{line}"
        expression = expand(row["pattern"])
        if unbounded(expression):
            raise DataFileError(where, "unbounded .* or .+", "give it bounds, as {~12}")
        try:
            pattern = re.compile(expression)
        except re.error as error:
            raise DataFileError(where, str(error), "write a regular expression") from error
        rules.append(Rule(row["name"], row["relation"], pattern, tuple(row["finds"]), tuple(row["misses"])))
    return tuple(rules)


def _employs_next(scene: Scene, mark: Mark) -> bool:
    """Whether a body stands right before a person's name: 甲公司张三荣获 tells of the person."""
    follows = scene.marks.get(mark.at + 1)
    return (
        mark.type in ("Company", "Organization", "Union") and follows is not None and follows.type == "Person"
    )


def apply(scene: Scene) -> Iterator[Found]:
    """Every pair of subject and object of every match of every pattern."""
    for rule in load_rules():
        for match, subjects, objects, givers in rule.finditer(scene):
            giver = givers[-1].id if givers else None
            post = match.groupdict().get("post")
            ids = [mark.id for mark in subjects if not _employs_next(scene, mark)]
            if "s" not in rule.pattern.groupindex and scene.reporter:
                ids = [scene.reporter]
            in_turn = len(ids) == len(objects) > 1 and "分别" in match.group()
            for subject, obj in zip(ids, objects, strict=True) if in_turn else product(ids, objects):
                if subject != obj.id:
                    yield Found(
                        rule.relation, subject, obj.id, match.start(), match.end(), rule.name, giver, post
                    )

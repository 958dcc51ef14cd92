"""Patterns over a scene, kept as data, and what every rule hands on.

A row of patterns/relations*.jsonl has a name, the relation, a pattern, a text it must match and
one it must not. In a pattern `{Person}` is a mention of that type, `{Person|Company}` of either,
`{Person+}` a list of them (甲、乙和丙), `{~12}` up to 12 characters without a mention, `{*12}`
with mentions; neither leaves the sentence; `{:post}` is any word of that list of
relations-words.toml. Groups: s the subjects (the reporting union where
the pattern has none), o the objects, by the giver, post the office.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from itertools import product

from kg.annotate.relations.scene import ANY, CHARACTERS, Mark, Scene
from kg.errors import DataFileError
from kg.facts.model import ENTITY_TYPES, RelationType

GROUPS = {
    "Body": "Union|Organization|Company",
    "Actor": "Union|Organization|Company|Facility",
    "Holder": "Person|Company|Organization|Union|Facility|Program",
    "Site": "Place|Facility",
}
SEPARATOR = "(?:[、，；及与和]|以及|等)?(?:（[^（）\ue000-\ue008]{1,12}）)?[、，和与及]?"
MACRO = re.compile(r"\{([A-Z][A-Za-z|]*)(\+?)\}|\{([~*])(\d+)\}|\{:(\w+)\}")


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
    yes: str = field(repr=False)
    no: str = field(repr=False)

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
        raise DataFileError("patterns", f"type {sorted(unknown)}", "use the types of the guidelines")
    return "[" + "".join(CHARACTERS[kind] for kind in ENTITY_TYPES if kind in names) + "]"


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    path = resources.files("kg.resources") / "patterns" / "relations-words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def words_of(name: str) -> str:
    """An alternation of a list of words, longest first."""
    words = _words().get(name)
    if not words:
        raise DataFileError("relations-words.toml", f"no list '{name}'", "add it, or mend the pattern")
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def expand(pattern: str) -> str:
    """A pattern with its macros written out."""

    def write(match: re.Match[str]) -> str:
        kinds, many, gap, length, words = match.groups()
        if words:
            return words_of(words)
        if gap:
            outside = "。！？；\n" + (ANY if gap == "~" else "")
            return f"[^{outside}]{{0,{length}}}?"
        one = _class(kinds)
        return f"{one}(?:{SEPARATOR}{one}){{0,30}}" if many else one

    return MACRO.sub(write, pattern)


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """The rules of patterns/relations-<name>.jsonl, in their order."""
    path = resources.files("kg.resources") / "patterns" / f"relations-{name}.jsonl"
    rules: list[Rule] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        try:
            row = json.loads(line)
            pattern = re.compile(expand(row["pattern"]))
            rules.append(Rule(row["name"], row["relation"], pattern, row["yes"], row["no"]))
        except (ValueError, KeyError, re.error) as error:
            raise DataFileError(where, line[:40], "give name, relation, pattern, yes and no") from error
    return tuple(rules)


def apply(name: str, scene: Scene) -> Iterator[Found]:
    """Every pair of subject and object of every match of a file of patterns."""
    for rule in load_rules(name):
        for match, subjects, objects, givers in rule.finditer(scene):
            giver = givers[-1].id if givers else None
            post = match.groupdict().get("post")
            ids = [mark.id for mark in subjects]
            if "s" not in rule.pattern.groupindex and scene.reporter:
                ids = [scene.reporter]
            for subject, obj in product(ids, objects):
                if subject != obj.id:
                    yield Found(
                        rule.relation, subject, obj.id, match.start(), match.end(), rule.name, giver, post
                    )

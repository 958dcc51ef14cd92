"""The one-character look that says where a date may begin leaves none of the rules out."""

from __future__ import annotations

import re
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from kg.annotate import date_rules

DIGIT = "\\d"


def firsts(pattern: Any) -> tuple[set[str], bool]:
    """The characters a parsed pattern can begin with, and whether it matches nothing at all."""
    found: set[str] = set()
    for op, value in pattern:
        if op in (ops.ASSERT, ops.ASSERT_NOT, ops.AT):
            continue
        if op is ops.LITERAL:
            new, empty = {chr(value)}, False
        elif op is ops.IN:
            new, empty = {character for item in value for character in characters(*item)}, False
        elif op is ops.SUBPATTERN:
            new, empty = firsts(value[3])
        elif op is ops.BRANCH:
            parts = [firsts(branch) for branch in value[1]]
            new, empty = set().union(*(part for part, _ in parts)), any(blank for _, blank in parts)
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            new, empty = firsts(value[2])
            empty = empty or value[0] == 0
        else:
            pytest.fail(f"{op}: a rule may begin with anything")
        found |= new
        if not empty:
            return found, False
    return found, True


def characters(op: Any, value: Any) -> set[str]:
    if op is ops.LITERAL:
        return {chr(value)}
    if op is ops.RANGE:
        return {chr(code) for code in range(value[0], value[1] + 1)}
    assert (op, value) == (ops.CATEGORY, ops.CATEGORY_DIGIT)
    return {DIGIT}


@pytest.mark.parametrize("rule", date_rules._RULES, ids=lambda rule: rule[0])
def test_every_rule_begins_with_a_character_that_is_looked_for(rule):
    first, empty = firsts(parser.parse(rule[1]))
    assert not empty
    looked_for = re.compile(date_rules.STARTS)
    assert {c for c in first if not looked_for.fullmatch("0" if c == DIGIT else c)} == set()

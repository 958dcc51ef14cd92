"""What reports say of two entities, sentence by sentence: relations, conferrals and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kg.notebook.style import MODIFIERS
from kg.serve.entity import SAID, quote_of
from kg.serve.rows import Row, Rows, percent, shown
from kg.store.network import RELATIONS

ORDER = ("relation", "giver", "number")
MOST = 400  # sentences about two entities
# One query for each way, as the engine is slow with unions (decision 9).
WAYS = {
    "told": "?fact uw:subject <%(a)s> ; uw:object <%(b)s> ; uw:predicate ?predicate",
    "given": "?fact uw:giver <%(a)s> ; uw:object <%(b)s> ; uw:predicate ?predicate",
}
TOLD = f"""SELECT * {{ %(way)s ; uw:planned ?planned ; uw:evidence ?evidence . {SAID}
  OPTIONAL {{ ?fact uw:time ?time }} OPTIONAL {{ ?fact uw:post ?post }}
  OPTIONAL {{ ?source uw:published ?published }} }} LIMIT {MOST}"""
MARKS = f"""SELECT DISTINCT ?evidence ?from ?to {{ %(way)s ; uw:evidence ?evidence .
  VALUES ?named {{ <%(a)s> <%(b)s> }} ?evidence oa:hasSource ?source ; oa:hasSelector ?place .
  ?place oa:start ?start ; oa:end ?end .
  ?mention uw:entity ?named ; oa:hasSource ?source ; oa:hasSelector ?spot .
  ?spot oa:start ?from ; oa:end ?to FILTER(?start <= ?from && ?to <= ?end) }} LIMIT {4 * MOST}"""
NUMBERS = f"""SELECT * {{ ?fact uw:subject <%(a)s> ; uw:about <%(b)s> ; uw:indicator ?indicator ;
    uw:value ?value ; uw:unit ?unit ; uw:modifier ?modifier ; uw:evidence ?evidence . {SAID} .
  ?evidence uw:number ?stretch . ?stretch oa:start ?from ; oa:end ?to
  OPTIONAL {{ ?fact uw:period ?period }} OPTIONAL {{ ?source uw:published ?published }} }} LIMIT {MOST}"""


def queries(a: str, b: str) -> dict[str, str]:
    """What to ask about two entities, by name."""
    found = {}
    for order, ends in (("", {"a": a, "b": b}), ("back ", {"a": b, "b": a})):
        for name, way in WAYS.items():
            ways = ends | {"way": way % ends}
            found[order + name] = TOLD % ways
            found[order + name + " marks"] = MARKS % ways
        found[order + "numbers"] = NUMBERS % ends
    return found


def read(rows: Mapping[str, Rows]) -> list[dict[str, Any]]:
    """The facts in the order of time, those no one dates last. forward: said of the first entity.

    what: `relation`, `giver` or `number`. quotes: as on the page of an entity.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for order in ("", "back "):
        for name in WAYS:
            marks: dict[str, set[tuple[int, int]]] = {}
            for row in rows[order + name + " marks"]:
                marks.setdefault(row["evidence"], set()).add((int(row["from"]), int(row["to"])))
            for row in rows[order + name]:
                fact = _fact(row, "relation" if name == "told" else "giver", not order)
                fact |= {"relation": RELATIONS.get(row["predicate"], ""), "post": row.get("post", "")}
                _keep(found, name, row, fact, marks.get(row["evidence"], set()))
        for row in rows[order + "numbers"]:
            fact = _fact(row, "number", not order) | {
                "indicator": row["indicator"],
                "value": shown(row["value"]),
                "unit": row["unit"],
                "modifier": list(MODIFIERS.get(row["modifier"], ("", ""))),
                "time": row.get("period", ""),
            }
            _keep(found, "number", row, fact, {(int(row["from"]), int(row["to"]))})
    return sorted(
        found.values(), key=lambda one: (ORDER.index(one["what"]), not one["time"], one["time"], one["fact"])
    )


def _fact(row: Row, what: str, forward: bool) -> dict[str, Any]:
    planned = row.get("planned", "") in ("true", "1")
    return {
        "fact": row["fact"],
        "what": what,
        "forward": forward,
        "planned": planned,
        "time": row.get("time", ""),
        "quotes": [],
    }


def _keep(
    found: dict[tuple[str, str], dict[str, Any]],
    name: str,
    row: Row,
    fact: dict[str, Any],
    marks: set[tuple[int, int]],
) -> None:
    held = found.setdefault((name, row["fact"]), fact)
    quote = asdict(quote_of(row, marks)) | {"confidence": percent(row["confidence"])}
    if quote not in held["quotes"]:
        held["quotes"].append(quote)

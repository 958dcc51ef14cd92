"""The one loader of packaged data: names (CSV), patterns (JSONL) and settings (TOML).

    lexicons/NAME.csv      names, one a row
    patterns/NAME.jsonl    regular expressions, each with texts it must and must not find
    models/NAME.csv        weights
    NAME.toml              settings, types, units
    schemas/…/NAME.json    what the file of the same path may hold

A schema is `{"about": …, "fields": {FIELD: {…}}, "key": [FIELD, …]}`. A field may say `type`
(string, integer, number, boolean, strings; string where it says nothing), `required`, `matches`
(a regular expression for the whole value) and `one_of`. No two rows share the fields of `key`.

All functions raise DataFileError, with file and line, for what is missing or does not fit.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from kg.errors import DataFileError

ROOT: Traversable = resources.files("kg.resources")
TYPES = ("string", "integer", "number", "boolean", "strings")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A named regular expression. finds, misses: texts that it must and must not be found in."""

    name: str
    regex: re.Pattern[str]
    finds: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


@cache
def lexicon(name: str) -> tuple[Row, ...]:
    """The rows of lexicons/NAME.csv."""
    return read_csv(ROOT, f"lexicons/{name}.csv")


@cache
def weights(name: str) -> Mapping[str, float]:
    """The weights of models/NAME.csv by feature: tens of thousands, so not read by `read_csv`."""
    return read_weights(ROOT, f"models/{name}.csv")


def read_weights(root: Traversable, path: str) -> Mapping[str, float]:
    """The weights of a CSV file under `root` by feature."""
    reader = csv.reader(_text(root, path).splitlines())
    header = next(reader, None)
    if header != ["feature", "weight"]:
        raise DataFileError(f"{path}:1", f"columns {header}", "write feature,weight")
    found: dict[str, float] = {}
    for cells in reader:
        try:
            feature, weight = cells
            found[feature] = float(weight)
        except ValueError as error:
            raise DataFileError(
                f"{path}:{reader.line_num}", str(error), "give a feature and a number"
            ) from error
    return found


@cache
def patterns(name: str) -> Mapping[str, Pattern]:
    """The patterns of patterns/NAME.jsonl by name."""
    return read_patterns(ROOT, f"patterns/{name}.jsonl")


def read_patterns(root: Traversable, path: str) -> Mapping[str, Pattern]:
    """The patterns of a JSONL file under `root`, compiled; `{OTHER}` stands for an earlier one."""
    found: dict[str, Pattern] = {}
    for line, row in read_jsonl(root, path):
        where = f"{path}:{line}"
        expression = re.sub(r"\{([A-Z_]+)\}", partial(_earlier, found, where), row["pattern"])
        try:
            regex = re.compile(expression)
        except re.error as error:
            raise DataFileError(where, str(error), "write a regular expression") from error
        if unbounded(expression):
            raise DataFileError(where, "unbounded .* or .+", "give it bounds, as .{0,12}")
        name = row["name"]
        found[name] = Pattern(name, regex, tuple(row.get("finds", ())), tuple(row.get("misses", ())))
    return found


def _earlier(found: Mapping[str, Pattern], where: str, use: re.Match[str]) -> str:
    if use[1] not in found:
        raise DataFileError(where, use[0], "name a pattern of an earlier line")
    return f"(?:{found[use[1]].regex.pattern})"


def unbounded(expression: str) -> bool:
    """Whether a regular expression repeats "anything" without bounds."""
    return re.search(r"(?<!\\)\.[*+]", expression) is not None


def read_csv(root: Traversable, path: str) -> tuple[Row, ...]:
    """The rows of a CSV file under `root`, checked and with values of the schema's types."""
    schema = read_schema(root, path)
    reader = csv.reader(_text(root, path).splitlines())
    header = next(reader, None)
    if header != list(schema["fields"]):
        raise DataFileError(f"{path}:1", f"columns {header}", f"write {','.join(schema['fields'])}")
    rows: list[Row] = []
    seen: set[tuple[Any, ...]] = set()
    for cells in reader:
        where = f"{path}:{reader.line_num}"
        if len(cells) != len(header):
            raise DataFileError(where, f"{len(cells)} cells", f"give {len(header)}, quoted where needed")
        row = {
            field: _parse(cell, schema["fields"][field], where)
            for field, cell in zip(header, cells, strict=True)
        }
        _check(row, schema, where, seen)
        rows.append(row)
    return tuple(rows)


def read_jsonl(root: Traversable, path: str) -> Iterator[tuple[int, Row]]:
    """Line number and object of each line of a JSONL file under `root`, checked."""
    schema = read_schema(root, path)
    seen: set[tuple[Any, ...]] = set()
    for number, line in enumerate(_text(root, path).splitlines(), 1):
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise DataFileError(where, line[:40], "write one JSON object a line") from error
        if not isinstance(row, dict):
            raise DataFileError(where, line[:40], "write one JSON object a line")
        _check(row, schema, where, seen)
        yield number, row


def read_toml(root: Traversable, path: str) -> Row:
    """The tables of a TOML file under `root`, its top level checked."""
    schema = read_schema(root, path)
    try:
        table = tomllib.loads(_text(root, path))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(path, str(error), "write TOML") from error
    _check(table, schema, path, set())
    return table


def read_schema(root: Traversable, path: str) -> Row:
    """The schema that belongs to a data file."""
    name = f"schemas/{path.rpartition('.')[0]}.json"
    try:
        schema = json.loads(_text(root, name))
    except ValueError as error:
        raise DataFileError(name, str(error), "write JSON") from error
    for field, rule in schema["fields"].items():
        if rule.get("type", "string") not in (*TYPES, "table"):
            raise DataFileError(name, f"type {rule['type']!r} of {field}", f"write one of {', '.join(TYPES)}")
    return schema  # type: ignore[no-any-return]


def _text(root: Traversable, path: str) -> str:
    try:
        return root.joinpath(*path.split("/")).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, str(error), "add the file, in UTF-8") from error


def _parse(cell: str, rule: Row, where: str) -> Any:
    kind = rule.get("type", "string")
    try:
        if kind == "integer":
            return int(cell) if cell else None
        if kind == "number":
            return float(cell) if cell else None
    except ValueError as error:
        raise DataFileError(where, f"{cell!r}", "write a number") from error
    if kind == "boolean":
        if cell not in ("yes", "no"):
            raise DataFileError(where, f"{cell!r}", "write yes or no")
        return cell == "yes"
    if kind == "strings":
        return tuple(part for part in cell.split("|") if part)
    return cell


def _check(row: Row, schema: Row, where: str, seen: set[tuple[Any, ...]]) -> None:
    fields = schema["fields"]
    if unknown := sorted(row.keys() - fields.keys()):
        raise DataFileError(where, f"unknown field {unknown[0]!r}", f"use {', '.join(fields)}")
    for field, rule in fields.items():
        value = row.get(field)
        if value in (None, "", (), []):
            if rule.get("required"):
                raise DataFileError(where, f"no {field}", "give it")
            continue
        if not _is_of_type(value, rule.get("type", "string")):
            raise DataFileError(where, f"{field} {value!r}", f"write {rule.get('type', 'string')}")
        for part in value if isinstance(value, (list, tuple)) else (value,):
            if "one_of" in rule and part not in rule["one_of"]:
                raise DataFileError(where, f"{field} {part!r}", f"write one of {', '.join(rule['one_of'])}")
            if "matches" in rule and not re.fullmatch(rule["matches"], str(part)):
                raise DataFileError(where, f"{field} {part!r}", f"write what {rule['matches']} matches")
    if keys := schema.get("key"):
        key = tuple(row.get(field) for field in keys)
        if key in seen:
            raise DataFileError(where, f"a second {'/'.join(map(str, key))}", "keep one of the rows")
        seen.add(key)


def _is_of_type(value: object, kind: str) -> bool:
    if kind == "strings":
        return isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, dict) if kind == "table" else isinstance(value, str)

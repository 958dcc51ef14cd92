"""What the loader refuses, and where it says the error is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import DataFileError
from kg.resources import lexicon, read_csv, read_patterns, read_toml, read_weights

FIELDS = {
    "kind": {"required": True, "one_of": ["劳模", "工匠"]},
    "year": {"type": "integer"},
    "share": {"type": "number"},
    "counted": {"type": "boolean"},
    "aliases": {"type": "strings", "matches": "[一-鿿]+"},
}
HEADER = "kind,year,share,counted,aliases\n"
PATTERN_FIELDS = {
    "name": {"required": True},
    "pattern": {"required": True},
    "finds": {"type": "strings"},
    "misses": {"type": "strings"},
}


def package(folder: Path, path: str, text: str, fields: dict[str, Any], key: tuple[str, ...] = ()) -> Path:
    """A folder with one data file and its schema."""
    for name, content in (
        (path, text),
        (f"schemas/{path.rpartition('.')[0]}.json", json.dumps({"fields": fields, "key": key})),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder


def test_cells_become_values_of_the_types_that_the_schema_gives(tmp_path: Path) -> None:
    root = package(
        tmp_path, "lexicons/kinds.csv", HEADER + "劳模,1995,0.5,yes,劳动模范|模范\n工匠,,,no,\n", FIELDS
    )
    assert read_csv(root, "lexicons/kinds.csv") == (
        {"kind": "劳模", "year": 1995, "share": 0.5, "counted": True, "aliases": ("劳动模范", "模范")},
        {"kind": "工匠", "year": None, "share": None, "counted": False, "aliases": ()},
    )


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        ("name\n劳模\n", "lexicons/kinds.csv:1", "columns"),
        (HEADER + "劳模,1995,0.5,yes\n", "lexicons/kinds.csv:2", "4 cells"),
        (HEADER + "劳模,1995,0.5,yes,\n标兵,,,no,\n", "lexicons/kinds.csv:3", "kind '标兵'"),
        (HEADER + ",1995,0.5,yes,\n", "lexicons/kinds.csv:2", "no kind"),
        (HEADER + "劳模,近年,,yes,\n", "lexicons/kinds.csv:2", "'近年'"),
        (HEADER + "劳模,,,maybe,\n", "lexicons/kinds.csv:2", "'maybe'"),
        (HEADER + "劳模,,,no,模范|model\n", "lexicons/kinds.csv:2", "aliases 'model'"),
        (HEADER + "劳模,,,no,\n劳模,,,yes,\n", "lexicons/kinds.csv:3", "a second 劳模"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, text: str, where: str, found: str) -> None:
    root = package(tmp_path, "lexicons/kinds.csv", text, FIELDS, key=("kind",))
    with pytest.raises(DataFileError) as error:
        read_csv(root, "lexicons/kinds.csv")
    assert error.value.where == where
    assert found in error.value.found


def test_a_lexicon_that_is_not_there_is_named() -> None:
    with pytest.raises(DataFileError, match=r"schemas/lexicons/medals\.json"):
        lexicon("medals")


def test_a_pattern_may_use_an_earlier_one(tmp_path: Path) -> None:
    lines = [{"name": "RANK", "pattern": "[省市区]级?"}, {"name": "MODEL", "pattern": "{RANK}劳模"}]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    found = read_patterns(package(tmp_path, "patterns/a.jsonl", text, PATTERN_FIELDS), "patterns/a.jsonl")
    assert found["MODEL"].regex.findall("省、市劳模和区级劳模") == ["市劳模", "区级劳模"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('{"name": "A", "pattern": "授予.*称号"}', "unbounded"),
        ('{"name": "A", "pattern": "授予(称号"}', "unterminated"),
        ('{"name": "A", "pattern": "{LATER}称号"}', "{LATER}"),
        ('{"name": "A", "pattern": "称号", "weight": 1}', "unknown field 'weight'"),
        ('{"name": "A"}', "no pattern"),
        ('{"name": "A", "pattern": 3}', "pattern 3"),
        ("A,称号", "A,称号"),
        ('["A"]', '["A"]'),
    ],
)
def test_a_wrong_pattern_is_refused_with_its_line(tmp_path: Path, line: str, found: str) -> None:
    good = '{"name": "GOOD", "pattern": "称号"}\n'
    root = package(tmp_path, "patterns/a.jsonl", good + line, PATTERN_FIELDS)
    with pytest.raises(DataFileError) as error:
        read_patterns(root, "patterns/a.jsonl")
    assert error.value.where == "patterns/a.jsonl:2"
    assert found in error.value.found


def test_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    root = package(tmp_path, "a.toml", "floor = 0.5\nroof = 1\n", {"floor": {"type": "number"}})
    with pytest.raises(DataFileError, match="unknown field 'roof'"):
        read_toml(root, "a.toml")


def test_settings_are_read_with_their_types(tmp_path: Path) -> None:
    root = package(tmp_path, "a.toml", "floor = 0.5\n", {"floor": {"type": "number"}})
    assert read_toml(root, "a.toml") == {"floor": 0.5}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("run,weight\n", "models/facts.csv:1"),
        ("feature,weight\n举办,0.5\n参加\n", "models/facts.csv:3"),
        ("feature,weight\n举办,viel\n", "models/facts.csv:2"),
    ],
)
def test_weights_say_where_they_are_broken(tmp_path: Path, text: str, where: str) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models/facts.csv").write_text(text, "utf-8")
    with pytest.raises(DataFileError, match=where):
        read_weights(tmp_path, "models/facts.csv")

"""What is known about a text: a row of metadata.csv, or front matter at its top."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from kg.errors import EncodingError, InputError, MetadataError

FILE_NAME = "metadata.csv"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<rows>(?:.{0,2000}\r?\n){0,40}?)---[ \t]*(?:\r?\n|\Z)")
_FRONT_ROW = re.compile(r"(?P<key>[A-Za-z_]\w{0,40})[ \t]*[:：][ \t]*(?P<value>.*)")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about one text; `None` where not given.

    published: ISO date, month or year. period: the same, or two of them as `2018/2023`.
    """

    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    region: str | None = None
    published: str | None = None
    period: str | None = None
    url: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """This, completed by another where it is silent."""
        return Metadata(*(getattr(self, name) or getattr(other, name) for name in FIELDS))


FIELDS = tuple(field.name for field in fields(Metadata))


def is_date(text: str) -> bool:
    """Whether it is a day, a month or a year of the calendar, as ISO 8601 writes them."""
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def is_period(text: str) -> bool:
    """Whether it is a date, or two of them joined by `/`, the earlier first."""
    ends = text.split("/")
    return len(ends) in (1, 2) and all(map(is_date, ends)) and ends[0][:4] <= ends[-1][:4]


def from_values(values: Mapping[str, str], where: object) -> tuple[Metadata, list[MetadataError]]:
    """Metadata of named values, and what is wrong with them: a wrong value counts as not given."""
    errors = []
    good = {}
    for name, value in values.items():
        value = value.strip()
        if name not in FIELDS:
            errors.append(MetadataError(where, f"unknown key {name!r}", f"use {', '.join(FIELDS)}"))
        elif not value:
            continue
        elif name == "published" and not is_date(value):
            errors.append(MetadataError(where, f"published {value!r}", "write 2021, 2021-06 or 2021-06-25"))
        elif name == "period" and not is_period(value):
            errors.append(MetadataError(where, f"period {value!r}", "write 2021, 2021-06 or 2018/2023"))
        elif name == "id" and not value.isprintable():
            errors.append(MetadataError(where, f"id {value!r}", "use letters, digits, - and _"))
        else:
            good[name] = value
    return Metadata(**good), errors


def front_matter(text: str, where: object) -> tuple[Metadata | None, int, list[MetadataError]]:
    """The `key: value` rows between two lines of `---` at a text's top, and where the text goes on.

    `None` and 0 where there is no front matter: a rule of dashes over other text is none.
    """
    block = _FRONT_MATTER.match(text)
    rows = [row for row in block["rows"].splitlines() if row.strip()] if block else []
    parsed = [_FRONT_ROW.fullmatch(row.strip()) for row in rows if not row.lstrip().startswith("#")]
    if block is None or not parsed or None in parsed:
        return None, 0, []
    values = {row["key"].lower(): _unquoted(row["value"]) for row in parsed if row}
    metadata, errors = from_values(values, f"{where}:1")
    return metadata, block.end(), errors


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a metadata file: the text it is about, and its place as `file:line`."""

    file: Path
    metadata: Metadata
    where: str


def read_table(path: Path) -> Iterator[Row | InputError]:
    """The rows of a metadata.csv, and what is wrong with it, as found.

    The text is that of column `file`, relative to the table, else `<id>.txt`, `.md` or `.html`.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield EncodingError(path, f"byte {error.start} is not UTF-8", "save it as UTF-8")
        return
    except OSError as error:
        yield MetadataError(path, error.strerror or str(error), "make it readable")
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        unknown = [name for name in header if name not in (*FIELDS, "file")]
        if not {"id", "file"} & set(header):
            yield MetadataError(f"{path}:1", "neither a column id nor a column file", "add one of them")
            return
        if unknown:
            yield MetadataError(
                f"{path}:1", f"unknown columns {', '.join(map(repr, unknown))}", f"use {', '.join(FIELDS)}"
            )
        yield from _rows(reader, header, path)
    except csv.Error as error:
        yield MetadataError(f"{path}:{reader.line_num}", str(error), "check its quotation marks")


def _rows(reader: Iterator[list[str]], header: list[str], path: Path) -> Iterator[Row | InputError]:
    files: set[Path] = set()
    ids: set[str] = set()
    line = 1
    for cells in reader:
        line = getattr(reader, "line_num", line + 1)
        where = f"{path}:{line}"
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            yield MetadataError(where, f"{len(cells)} cells under {len(header)} columns", "mend the row")
            continue
        values = dict(zip(header, cells, strict=True))
        name = values.pop("file", "").strip()
        metadata, errors = from_values({k: v for k, v in values.items() if k in FIELDS}, where)
        yield from errors
        file = path.parent / name if name else _text_of(metadata.id, path.parent)
        if file is None:
            yield MetadataError(where, "neither id nor file", "name the text")
        elif file in files or (metadata.id in ids):
            yield MetadataError(where, f"a second row for {metadata.id or name}", "keep one of them")
        else:
            files.add(file)
            ids |= {metadata.id} if metadata.id else set()
            yield Row(file, metadata, where)


def _text_of(id: str | None, folder: Path) -> Path | None:
    if not id:
        return None
    candidates = [folder / f"{id}{suffix}" for suffix in (".txt", ".md", ".html", ".htm")]
    return next((file for file in candidates if file.is_file()), candidates[0])

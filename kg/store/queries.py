"""The named questions of `ontology/questions/`: a question in two languages and its query."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import DataFileError, QueryError
from kg.rdf import ontology


@dataclass(frozen=True, slots=True)
class Question:
    """name: `q03`. slug: its folder's name. path: of the query. answer: the right answer on the seeds,
    as CSV, or `None` where nobody has written it yet."""

    name: str
    slug: str
    title_zh: str
    title_en: str
    sparql: str
    path: Path
    answer: str | None = None

    @property
    def title(self) -> str:
        """The question in both languages."""
        return f"{self.title_zh} {self.title_en}"


@cache
def questions() -> tuple[Question, ...]:
    """All named questions, in the order of their names. Raises DataFileError for a folder that lacks
    its query or a title."""
    folders = sorted((ontology.folder() / "questions").glob("q[0-9][0-9]-*/"))
    return tuple(_read(folder) for folder in folders)


def find(name: str) -> Question:
    """The question with this name or slug. Raises QueryError for an unknown one."""
    for found in questions():
        if name.lower() in (found.name, found.slug):
            return found
    raise QueryError(name, "no named question", "see `kg query --list`")


def _read(folder: Path) -> Question:
    text, query, answer = (folder / name for name in ("question.md", "query.rq", "answer.csv"))
    try:
        lines = text.read_text(encoding="utf-8").splitlines()
        sparql = query.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(folder, str(error), "put question.md and query.rq there, in UTF-8") from error
    titles = [line[2:].strip() for line in lines if line.startswith("# ")]
    if len(titles) != 2:
        raise DataFileError(text, f"{len(titles)} titles", "write one in Chinese, then one in English")
    right = answer.read_bytes().decode("utf-8") if answer.is_file() else None
    return Question(folder.name[:3], folder.name, titles[0], titles[1], sparql, query, right)

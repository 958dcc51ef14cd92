"""The lists of questions in docs/how-to-query.md and .zh.md: `python -m kg.cli.guide` writes them anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.store.queries import find

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "how-to-query.md", "zh": DOCS / "how-to-query.zh.md"}
START, END = "<!-- questions: made by python -m kg.cli.guide -->", "<!-- end of questions -->"
THEMES = (
    ("荣誉", "Honors", "q01 q02 q11 q12 q13 q14"),
    ("项目活动", "Programs", "q03 q05 q15 q16 q17 q25"),
    ("工会", "Unions", "q07 q08 q09 q18 q19"),
    ("企业", "Companies", "q06 q20"),
    ("数字", "Numbers", "q04 q21 q22 q23 q24"),
    ("出处", "Evidence", "q10 q26 q27"),
    ("质量", "Quality", "q28 q29 q30"),
)


def filled(text: str, language: str) -> str:
    """A page with the list of questions as it should be."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{chr(10).join(_lines(language))}\n{END}{after}"


def _lines(language: str) -> Iterator[str]:
    for zh, en, names in THEMES:
        yield f"\n**{zh if language == 'zh' else en}**\n"
        for question in map(find, names.split()):
            title = question.title_zh if language == "zh" else question.title_en
            yield f"- [{question.name}](../ontology/questions/{question.slug}/question.md) {title}"
    yield ""


def main() -> None:
    """Write both pages."""
    for language, path in PAGES.items():
        path.write_text(filled(path.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()

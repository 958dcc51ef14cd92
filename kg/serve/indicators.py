"""The pages of indicators: all of them, and one as a table, a picture and a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.notebook.style import MODIFIERS
from kg.serve import dress, figures, trends
from kg.serve.figures import BREAKS, STATISTICS, Figure, Indicator
from kg.serve.web import packed, respond, unchanged

if TYPE_CHECKING:
    from kg.serve.web import Web

LONGEST = 80  # characters of words
SHOWN = 200  # rows of a table
MANY = 60  # unions that can be chosen in the form
BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what Excel would run
COLUMNS = {
    "subject": ("主体", "subject"),
    "year": ("年份", "year"),
    "period": ("时期", "period"),
    "value": ("数值", "value"),
    "unit": ("单位", "unit"),
    "modifier": ("限定", "modifier"),
    "words": ("报告用词", "words of the report"),
    "statistic": ("流量存量", "flow or stock"),
    "about": ("涉及", "about"),
    "breaks": ("与多数不同", "differs from most in"),
    "sentence": ("原文", "sentence"),
    "report": ("报告", "report"),
    "link": ("链接", "link"),
    "iri": ("主体 IRI", "subject IRI"),
}


@dataclass(frozen=True, slots=True)
class View:
    """What of an indicator is shown: an address says it, and so restores it.

    subjects: IRIs; none chooses all. first, last: years. alike: only what can be compared. targets:
    also what is only planned.
    """

    subjects: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    alike: bool = False
    targets: bool = False

    def shows(self, one: Figure) -> bool:
        return (
            (not self.subjects or one.subject.iri in self.subjects)
            and (not self.first or (bool(one.year) and one.year >= self.first))
            and (not self.last or (bool(one.year) and one.year <= self.last))
            and (self.targets or one.modifier != "target")
            and not (self.alike and one.breaks)
        )


def view_of(request: Request) -> View:
    asked = request.query_params

    def year(name: str) -> str:
        text = asked.get(name, "")
        return text if len(text) == 4 and text.isascii() and text.isdigit() else ""

    return View(tuple(asked.getlist("union")), year("from"), year("to"), "alike" in asked, "targets" in asked)


class Indicators:
    """`/indicators` and `/indicators/KEY`."""

    def __init__(self, web: Web) -> None:
        self.web = web

    def routes(self) -> list[BaseRoute]:
        return [Route("/indicators", self.all), Route("/indicators/{key}", self.one)]

    async def all(self, request: Request) -> Response:
        """`/indicators`: those that have numbers, by theme; with `words`, one without a concept."""

        words = request.query_params.get("words", "")[:LONGEST]
        if words:
            return await self._page(request, "", words)
        worn = self.web.worn(request, "indicators")
        tag = self.web.tag(request, worn)
        if (same := unchanged(request, tag)) is not None:
            return same
        asked = {"themes": figures.THEMES, "counts": figures.COUNTS, "words": figures.WORDS}
        themes, told, empty = figures.listed(await self.web.ask(request, asked))
        page = dress.render(
            "indicators",
            worn,
            kind="indicators",
            title="指标 Indicators",
            themes=themes,
            words=told,
            empty=empty,
        )
        return respond(request, page, tag)

    async def one(self, request: Request) -> Response:
        """`/indicators/KEY`: a table, a picture; `format=csv` a file."""
        return await self._page(request, request.path_params["key"], "")

    async def _page(self, request: Request, key: str, words: str) -> Response:
        worn = self.web.worn(request, "indicator")
        tag = self.web.tag(request, worn)
        if (same := unchanged(request, tag)) is not None:
            return same
        found = figures.read(key, words, await self.web.ask(request, figures.queries(key, words)))
        if found is None:
            raise HTTPException(404)
        view = view_of(request)
        shown = [one for one in found.figures if view.shows(one)]
        if request.query_params.get("format") == "csv":
            host = f"{request.url.scheme}://{request.url.netloc}"
            headers = {
                "content-disposition": f"attachment; filename*=UTF-8''{_file(found)}",
                "cache-control": "no-cache",
                "x-content-type-options": "nosniff",
            }
            file = table(shown, host, english=worn.english)
            return packed(request, file, "text/csv; charset=utf-8", headers)
        years, rows = figures.table(shown)
        subjects = list(dict.fromkeys(one.subject for one in found.figures))
        page = dress.render(
            "indicator",
            worn,
            kind="indicators",
            title=f"{found.zh} {found.en}" if key else found.zh,
            indicator=found,
            years=years,
            rows=rows[:SHOWN],
            more=max(0, len(rows) - SHOWN),
            shown=shown,
            view=view,
            trend=trends.trend(shown),
            subjects=sorted(subjects, key=lambda one: one.name)[:MANY],
            all_years=sorted({one.year for one in found.figures} - {figures.UNTOLD}),
            targets=sum(one.modifier == "target" for one in found.figures),
            broken=sum(bool(one.breaks) for one in shown),
            breaks=BREAKS,
            statistics=STATISTICS,
            csv=f"?{urlencode([*_asked(request), ('format', 'csv')])}",
            words=words,
            long=figures.long,
        )
        return respond(request, page, tag)


def _asked(request: Request) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.query_params.multi_items() if name != "format"]


def _file(found: Indicator) -> str:
    return quote(f"{found.zh}.csv")


def table(shown: Sequence[Figure], host: str, *, english: bool = False) -> bytes:
    """The numbers as CSV, one a line, with the mark that tells Excel of UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(each[english] for each in COLUMNS.values())
    for one in shown:
        first = one.quotes[0]
        cells = {
            "subject": one.subject.name,
            "year": one.year,
            "period": one.period,
            "value": one.value,
            "unit": one.unit,
            "modifier": MODIFIERS.get(one.modifier, ("", ""))[english],
            "words": one.words,
            "statistic": STATISTICS.get(one.statistic, ("", ""))[english],
            "about": "；".join(each.name for each in one.about),
            "breaks": "；".join(BREAKS[each][english] for each in one.breaks),
            "sentence": "".join(first.pieces),
            "report": first.title,
            "link": f"{host}/reader/{quote(first.report)}#{first.stretch}",
            "iri": one.subject.iri,
        }
        writer.writerow(_cells(cells[name] for name in COLUMNS))
    return (BOM + out.getvalue()).encode("utf-8", "replace")


def _cells(texts: Iterable[str]) -> list[str]:
    """Texts that no program of tables takes for a formula.

    >>> _cells(["=1+1", "-5", "553"])
    ["'=1+1", '-5', '553']
    """
    return [
        f"'{text}"
        if text.startswith(FORMULA) and not text.lstrip("-").replace(".", "", 1).isdigit()
        else text
        for text in texts
    ]

"""The numbers of an indicator: which can be compared, and how they become a table, a picture and a file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from kg.serve import figures, trends
from kg.serve.entity import Named
from kg.serve.figures import Figure
from kg.serve.indicators import BOM, table
from kg.serve.rows import of_answer
from kg.store.store import open_store
from tests.serve.servers import Server

AID = "mutual-medical-participants"


@pytest.fixture(scope="module")
def aid(seeds_store) -> figures.Indicator:
    with open_store(seeds_store, read_only=True) as store:
        rows = {name: of_answer(store.query(text)) for name, text in figures.queries(AID, "").items()}
    found = figures.read(AID, "", rows)
    assert found is not None
    return found


def test_each_number_tells_where_it_is_said(aid):
    assert len(aid.figures) >= 5
    assert {one.modifier for one in aid.figures} == {"exact", "target", "cumulative"}
    for one in aid.figures:
        assert one.quotes
        assert one.quotes[0].pieces[1].startswith(str(one.value)[:1])


def test_numbers_that_differ_from_most_are_marked_with_what_differs(aid):
    told = {(one.subject.name, one.value): one.breaks for one in aid.figures}
    assert told["杭州市下城区总工会", "30000"] == ()
    assert told["建德市总工会", "78051"] == ("unit", "period")
    assert told["舟山市普陀区总工会", "111000"] == ("unit", "period", "statistic")


def figure(subject: str, year: str, value: int, **changes: object) -> Figure:
    one = Figure(
        f"{subject}{year}",
        Named(f"https://w3id.org/union-work/id/union/{subject}", subject),
        "慰问职工",
        str(value),
        figures.number(str(value)),
        "人",
        "exact",
        year,
        year,
        "flow",
    )
    return replace(one, **changes)


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({}, ()),
        ({"unit": "名"}, ()),  # 人 and 名 are one unit
        ({"unit": "人次"}, ("unit",)),
        ({"words": "慰问困难职工"}, ("population",)),
        ({"words": "全市慰问职工"}, ()),
        ({"period": "2021-01/2021-06"}, ("period",)),
        ({"period": ""}, ("period",)),
        ({"statistic": "stock"}, ("statistic",)),
        ({"statistic": ""}, ()),
    ],
)
def test_what_breaks_a_series(changes, broken):
    odd = figure("丙", "2021", 5, **changes)
    figures.compare([figure("甲", "2021", 3), figure("乙", "2021", 4), odd])
    assert odd.breaks == broken


def test_programs_of_other_names_are_another_population():
    def about(name: str) -> list[Named]:
        return [Named(f"https://w3id.org/union-work/id/program/{name}", name)]

    first, second = (figure("甲", year, 3, about=about("医疗互助")) for year in ("2020", "2021"))
    same = figure("乙", "2021", 4, about=about("职工医疗互助"))
    other = figure("丙", "2021", 4, about=about("春风行动"))
    figures.compare([first, second, same, other])
    assert (same.breaks, other.breaks) == ((), ("population",))


def test_years_are_columns_and_those_untold_the_last():
    years, rows = figures.table(
        [figure("甲", "2021", 3), figure("甲", "2023", 4), figure("乙", "", 5, period="")]
    )
    assert years == ["2021", "2023", ""]
    assert [(row.subject.name, row.count) for row in rows] == [("甲", 2), ("乙", 1)]


def test_a_line_is_broken_between_numbers_of_different_kinds():
    shown = [
        figure("甲", "2020", 3),
        figure("甲", "2021", 4),
        figure("甲", "2022", 5, period="2022-01/2022-06"),
        figure("乙", "2021", 6),
    ]
    figures.compare(shown)
    drawn = trends.trend(shown)
    assert drawn is not None
    assert [[piece.broken for piece in line.pieces] for line in drawn.lines] == [[False, True], []]
    assert all(0 <= dot.y <= drawn.height for line in drawn.lines for dot in line.dots)


def test_numbers_of_one_year_are_bars_and_other_units_are_left_out():
    shown = [figure(name, "2021", 10 + at) for at, name in enumerate("甲乙丙")]
    shown.append(figure("丁", "2021", 9999, unit="元"))
    figures.compare(shown)
    drawn = trends.trend(shown)
    assert drawn is not None
    assert [bar.figure.subject.name for bar in drawn.bars] == ["丙", "乙", "甲"]
    assert trends.trend(shown[:1]) is None


def test_a_file_for_excel_has_its_mark_and_no_formula(aid):
    bad = [replace(one, words="=HYPERLINK(1)", value="-5") for one in aid.figures[:1]]
    text = table([*bad, *aid.figures], "http://host").decode()
    assert text.startswith(BOM)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))
    assert rows[0]["报告用词"] == "'=HYPERLINK(1)"
    assert rows[0]["数值"] == "-5"
    assert len(rows) == len(aid.figures) + 1
    assert rows[1]["链接"].startswith("http://host/reader/")


def test_pages_for_clients_without_a_script(server: Server):
    page = server.get(f"/indicators/{AID}", accept="text/html")
    assert page.status == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert server.get(f"/indicators/{AID}", if_none_match=page.headers["etag"]).status == 304
    assert server.get("/indicators?words=没有这样的词", accept="text/html").status == 404
    assert server.get(f"/indicators/{AID}?format=csv").type == "text/csv"
    listed = server.get("/indicators", accept="text/html").text
    assert f'href="/indicators/{AID}"' in listed
    assert "没有归入指标的数字" in listed


def test_the_words_of_the_editor_are_those_of_the_ontology(server: Server):
    import json

    told = json.loads(server.get("/query/words").body)
    names = {one["name"]: one for one in told["terms"]}
    assert names["uw:Union"]["zh"] == "工会"
    assert names["uw:receivedHonor"]["kind"] == "property"
    assert {"name": "indicator:new-grassroots-unions", "kind": "concept"}.items() <= next(
        one for one in told["concepts"] if one["name"] == "indicator:new-grassroots-unions"
    ).items()
    assert len(told["questions"]) == 30
    assert told["schemes"]["indicator"].endswith("/concept/indicator/")

"""Each named question gives its right answer on the gold of the seeds.

The answers were read against the gold and the texts by a person; some are also counted here
from the facts themselves, without RDF.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.errors import DataFileError, QueryError
from kg.facts.model import DocumentFacts, Entity, Evidence, Relation
from kg.rdf import ontology
from kg.rdf.iris import ONTOLOGY
from kg.rdf.link import same
from kg.store.queries import Question, find, questions
from kg.store.store import Store, open_store
from tests.facts.gold import by_id, gold


@pytest.fixture(scope="module")
def dataset(store: Store) -> rdflib.Dataset:
    """The merge of all reports, and the graph of the ontology, in another engine."""
    found = rdflib.Dataset()
    found.graph(DATASET_DEFAULT_GRAPH_ID).parse(data="".join(_lines(store, of_ontology=False)), format="nt")
    found.graph(rdflib.URIRef(ONTOLOGY)).parse(data="".join(_lines(store, of_ontology=True)), format="nt")
    return found


def _lines(store: Store, *, of_ontology: bool) -> Iterator[str]:
    for line in store.serialize("nquads").decode().splitlines():
        triple, graph, _ = line.rsplit(" ", 2)
        if (graph == f"<{ONTOLOGY}>") is of_ontology:
            yield f"{triple} .\n"


def rows(question: Question) -> list[dict[str, str]]:
    assert question.answer is not None
    return list(csv.DictReader(io.StringIO(question.answer)))


NAMES = [question.name for question in questions()]
CONTRADICTIONS = "q28"  # the seeds tell of different places and years, so none is right


def test_there_are_thirty_and_they_are_numbered_through() -> None:
    assert [f"q{number:02}" for number in range(1, 31)] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_on_the_gold_is_the_one_that_was_read(store: Store, name: str) -> None:
    question = find(name)
    assert store.query(question.sparql).to_csv() == question.answer


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_is_empty_or_says_a_thing_twice(name: str) -> None:
    lines = str(find(name).answer).splitlines()[1:]
    assert lines or name == CONTRADICTIONS
    assert len(lines) == len(set(lines))


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # of rdflib's own making
@pytest.mark.parametrize("name", NAMES)
def test_another_engine_gives_the_same_answer(dataset: rdflib.Dataset, name: str) -> None:
    """Portable SPARQL 1.1: every prefix declared, nothing of one engine. Numbers by value."""
    question = find(name)
    found = [
        [_plain("" if cell is None else str(cell)) for cell in row]  # type: ignore[union-attr]
        for row in dataset.query(question.sparql)
    ]
    expected = [[_plain(cell) for cell in row.values()] for row in rows(question)]
    assert sorted(found) == sorted(expected)


def _plain(text: str) -> str:
    return text.removesuffix(".0") if text.replace(".", "", 1).isdigit() else text


@pytest.mark.parametrize("name", NAMES)
def test_a_question_asks_in_both_languages_and_ends_each_with_its_mark(name: str) -> None:
    question = find(name)
    assert question.title_en.endswith("?")
    assert any("\u4e00" <= char <= "\u9fff" for char in question.title_zh)
    assert question.title == f"{question.title_zh} {question.title_en}"


def test_a_question_is_found_by_its_number_or_its_whole_name() -> None:
    assert find("Q01") is find("q01-who-holds-an-honor")


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(QueryError, match="q99"):
        find("q99")


def test_model_workers_are_those_of_the_facts() -> None:
    names = {entity.id: entity.name for entity in by_id("xiacheng-2015").entities}
    held = {
        names[one.subject]
        for one in by_id("xiacheng-2015").relations
        if one.type == "CONFERRED" and names[one.object] == "浙江省劳动模范"
    }
    assert {row["name"] for row in rows(find("q01"))} == held == {"徐宝庆", "郑长峰", "阮建军"}


def test_the_programs_of_2023_are_those_of_the_facts() -> None:
    facts = by_id("qiantang-2023")
    names = {entity.id: entity.name for entity in facts.entities}
    ran = [
        names[one.object]
        for one in facts.relations
        if one.type == "ORGANIZES" and one.subject == facts.union and one.time and not one.planned
    ]
    assert sorted(row["program"] for row in rows(find("q03"))) == sorted(ran)


def test_programs_of_several_reports_are_those_of_the_facts() -> None:
    seen: dict[str, set[str]] = {}
    for facts in gold():
        for entity in facts.entities:
            if entity.type == "Program" and entity.mentions:
                seen.setdefault(same("Program", entity.name), set()).add(facts.id)
    expected = {(name, id) for name, ids in seen.items() if len(ids) > 1 for id in ids}
    assert {(row["program"], row["report_id"]) for row in rows(find("q05"))} == expected


def test_the_sum_of_medical_aid_counts_each_number_once() -> None:
    paid = [row for row in rows(find("q04")) if row["unit"] == "元"]
    assert sum(float(row["value"]) for row in paid) == 2739700 + 725670 + 723510 + 5680000


def test_the_ledger_of_honors_holds_every_conferral_of_the_facts() -> None:
    said = [one for facts in gold() for one in facts.relations if one.type == "CONFERRED" and not one.planned]
    assert len(rows(find("q11"))) == len(said)


def test_honors_of_the_ledger_are_those_of_the_lists_level_by_level() -> None:
    by_level = {row["honor"]: row["level"] for row in rows(find("q11"))}
    assert by_level["全国五一劳动奖章"] == "全国级"
    assert by_level["浙江省劳动模范"] == "省级"
    assert by_level["下城区工人先锋号"] == "县级"


def test_programs_of_a_year_are_those_of_the_facts() -> None:
    facts = by_id("qiantang-2021")
    ran = {
        one.object
        for one in facts.relations
        if one.type == "ORGANIZES" and one.subject == facts.union and one.time and not one.planned
    }
    (row,) = [one for one in rows(find("q16")) if one["first_year"] == one["last_year"] == "2021"
              and one["union"] == "杭州市钱塘区总工会"]  # fmt: skip
    assert int(row["programs"]) == len(ran)


def test_every_plan_and_target_of_the_facts_is_asked_for() -> None:
    plans = sum(one.planned for facts in gold() for one in facts.relations)
    targets = sum(one.modifier == "target" for facts in gold() for one in facts.observations)
    assert len({row["plan"] for row in rows(find("q25"))}) == plans + targets


def test_a_planned_program_that_another_report_tells_of_as_done_is_found() -> None:
    facts = by_id("qiantang-2021")
    plan = next(one for one in facts.relations if one.planned)
    done = replace(plan, planned=False, time="2022")
    with open_store(None) as opened:
        opened.replace(facts)
        opened.replace(replace(facts, id="later", relations=(done,), observations=()))
        answer = opened.query(find("q25").sparql).to_dataframe()
    assert answer["result_period"].dropna().tolist() == ["2022"]
    assert answer["result"].dropna().tolist() == ["已办"]


def test_numbers_and_superiors_that_two_reports_tell_differently_are_found() -> None:
    facts = by_id("qiantang-2023")
    number = next(one for one in facts.observations if one.indicator == "新建基层工会")
    upward = next(
        one for one in facts.relations if one.type == "SUBORDINATE_TO" and one.subject == facts.union
    )
    top = next(one.id for one in facts.entities if one.name == "中华全国总工会")
    other = replace(
        facts,
        id="other",
        relations=(replace(upward, object=top),),
        observations=(replace(number, value=554.0),),
    )
    with open_store(None) as opened:
        opened.replace(facts)
        opened.replace(other)
        found = opened.query(find(CONTRADICTIONS).sparql).rows
    assert [(row[1], _plain(str(row[3])), row[4], _plain(str(row[5])), row[6]) for row in found] == [
        ("上级工会", "中华全国总工会", "other", "杭州市总工会", "qiantang-2023"),
        ("新建基层工会", "553", "qiantang-2023", "554", "other"),
    ]


def test_honors_that_two_reports_tell_of_one_person_are_counted_together() -> None:
    said = Evidence(0, 2, "授予", "rule", 1.0)
    medal, title = Entity("m", "Honor", "浙江省五一劳动奖章"), Entity("t", "Honor", "杭州工匠")
    person, firm = Entity("w", "Person", "甲某"), Entity("c", "Company", "绍兴某公司")
    won = Relation("CONFERRED", "w", "m", said, time="2020")
    works = Relation("EMPLOYED_BY", "w", "c", said)
    named = replace(won, object="t", time="2021")
    one = DocumentFacts("a", "a.txt", "", "授予", entities=(person, firm, medal), relations=(won, works))
    two = DocumentFacts("b", "b.txt", "", "授予", entities=(person, medal, title), relations=(won, named))
    with open_store(None) as opened:
        opened.replace(one)
        assert opened.query(find("q13").sparql).rows == []
        opened.replace(two)
        found = opened.query(find("q13").sparql).rows
    assert [(row[0], str(row[1]), row[2]) for row in found] == [
        ("甲某", "2", "杭州工匠"),
        ("甲某", "2", "浙江省五一劳动奖章"),
    ]


def test_a_reprinted_report_does_not_change_what_is_counted(store: Store) -> None:
    with open_store(None) as opened:
        for facts in gold():
            opened.replace(facts)
        opened.replace(replace(by_id("putuo-2023"), id="reprint"))
        for name in ("q13", "q14", "q15", "q16", "q21", "q22", "q23", "q24"):
            assert opened.query(find(name).sparql).to_csv() == find(name).answer, name


def test_a_folder_without_its_query_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "questions" / "q01-nothing").mkdir(parents=True)
    monkeypatch.setattr(ontology, "folder", lambda: tmp_path)
    with pytest.raises(DataFileError, match="q01-nothing"):
        questions.__wrapped__()

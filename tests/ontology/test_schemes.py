"""The concept schemes: written from the lists, and nothing in them points nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, BNode, Graph, Literal, Namespace, URIRef

from kg.errors import DataFileError
from kg.rdf import ontology, schemes
from kg.rdf.iris import ONTOLOGY, concept
from kg.rdf.vocab import UW

FOLDER = ontology.folder() / "schemes"
FILES = sorted(schemes.FILES)
QUDT = Namespace("http://qudt.org/schema/qudt/")


def graph(name: str) -> Graph:
    return Graph().parse(FOLDER / f"{name}.ttl")


ALL = Graph()
for file in FILES:
    ALL += graph(file)
CONCEPTS = set(ALL.subjects(RDF.type, SKOS.Concept))


def iri(path: str) -> URIRef:
    return URIRef(concept(path))


def above(path: str) -> set[str]:
    """The Chinese labels of all that lies above a concept."""
    found = set(ALL.transitive_objects(iri(path), SKOS.broader)) - {iri(path)}
    return {
        str(label) for one in found for label in ALL.objects(one, SKOS.prefLabel) if label.language == "zh"
    }  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_what_the_lists_give(name: str) -> None:
    assert (FOLDER / f"{name}.ttl").read_text(encoding="utf-8") == schemes.turtle(name)


def test_no_other_file_stands_there() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == FILES


def test_writing_them_again_gives_the_same_files(tmp_path: Path) -> None:
    schemes.main(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in FOLDER.iterdir()
    }


def test_each_concept_is_of_a_scheme_and_has_one_name_a_language() -> None:
    listed = set(ALL.subjects(RDF.type, SKOS.ConceptScheme))
    for one in CONCEPTS:
        languages = [label.language for label in ALL.objects(one, SKOS.prefLabel)]  # type: ignore[attr-defined]
        assert "zh" in languages
        assert len(languages) == len(set(languages))
        assert len(set(ALL.objects(one, SKOS.inScheme)) & listed) == 1


@pytest.mark.parametrize("name", sorted(set(FILES) - {"programs", "divisions"}))
def test_concepts_but_programs_and_divisions_have_an_english_name_too(name: str) -> None:
    for one in graph(name).subjects(RDF.type, SKOS.Concept):
        labels = [label for label in ALL.objects(one, SKOS.prefLabel) if isinstance(label, Literal)]
        assert {label.language for label in labels} == {"zh", "en"}


@pytest.mark.parametrize(
    "predicate", [SKOS.broader, SKOS.related, DCTERMS.isReplacedBy, UW.cededTo, UW.level, UW.kind]
)
def test_links_lead_to_concepts(predicate: URIRef) -> None:
    targets = set(ALL.objects(None, predicate))
    assert targets
    assert targets <= CONCEPTS


def test_what_is_related_is_so_both_ways_and_not_above_one_another() -> None:
    for one, other in ALL.subject_objects(SKOS.related):
        assert (other, SKOS.related, one) in ALL
        assert other not in set(ALL.transitive_objects(one, SKOS.broader))


def test_nothing_lies_above_itself() -> None:
    for one in CONCEPTS:
        for parent in ALL.objects(one, SKOS.broader):
            assert one not in set(ALL.transitive_objects(parent, SKOS.broader))


def test_only_terms_of_the_ontology_are_used() -> None:
    terms = Graph().parse(data=ontology.turtle(), format="turtle")
    used = {predicate for predicate in ALL.predicates(unique=True) if ONTOLOGY in str(predicate)}
    assert {term for term in used if not list(terms.objects(term, RDF.type))} == set()


def test_there_are_no_blank_nodes_so_that_exports_are_stable() -> None:
    assert not [term for triple in ALL for term in triple if isinstance(term, BNode)]


def test_the_national_medal_is_a_national_honor_and_a_medal() -> None:
    assert above("honor/全国五一劳动奖章") == {"全国荣誉", "五一劳动奖章"}


def test_the_medal_of_a_province_is_a_case_of_those_of_provinces() -> None:
    assert above("honor/浙江省五一劳动奖章") == {"省级五一劳动奖章", "省级荣誉", "五一劳动奖章"}


def test_medal_and_certificate_are_related() -> None:
    assert (iri("honor/全国五一劳动奖章"), SKOS.related, iri("honor/全国五一劳动奖状")) in ALL


def test_a_division_knows_its_years_and_what_replaced_it() -> None:
    (old,) = ALL.subjects(SKOS.altLabel, Literal("浙江省杭州市下城区", "zh"))
    assert str(ALL.value(old, UW.validTo)) == "2021"
    successor = ALL.value(old, DCTERMS.isReplacedBy)
    assert str(ALL.value(successor, SKOS.notation)) == "330105"
    assert ALL.value(successor, UW.validTo) is None


def test_what_gave_away_land_and_stayed_is_not_replaced() -> None:
    (old,) = ALL.subjects(SKOS.altLabel, Literal("浙江省杭州市西湖区", "zh"))
    assert not list(ALL.objects(old, DCTERMS.isReplacedBy))
    assert list(ALL.objects(old, UW.cededTo))


def test_a_division_ends_after_it_began() -> None:
    for one, end in ALL.subject_objects(UW.validTo):
        assert str(ALL.value(one, UW.validFrom)) <= str(end)


def test_provinces_are_known_to_wikidata() -> None:
    matches = {str(one) for one in ALL.objects(None, SKOS.exactMatch)}
    assert len(matches) == 34
    assert "http://www.wikidata.org/entity/Q16967" in matches


def test_levels_are_ranked_from_the_nation_down() -> None:
    levels = sorted(graph("levels").subject_objects(SKOS.notation), key=lambda pair: str(pair[1]))
    assert [str(level).rsplit("/", 1)[1] for level, _ in levels][:4] == [
        "national", "provincial", "municipal", "county",
    ]  # fmt: skip
    assert [str(rank) for _, rank in levels] == [str(rank) for rank in range(1, len(levels) + 1)]


def test_measures_have_codes_of_ucum_and_money_of_iso_4217() -> None:
    assert str(ALL.value(iri("unit/square-metre"), QUDT.ucumCode)) == "m2"
    assert str(ALL.value(iri("unit/yuan"), UW.currencyCode)) == "CNY"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", "甲", ()), ("a", "乙", ())], "a second 'a'"),
        ([("a", "甲", ()), ("b", "甲", ())], "'甲' for 'b' and 'a'"),
        ([("a", "“甲”", ("丙",)), ("b", "乙", ("甲",))], "'甲' for 'b' and 'a'"),
    ],
)
def test_rows_that_contradict_each_other_are_refused(
    rows: list[tuple[str, str, tuple[str, ...]]], message: str
) -> None:
    concepts = [schemes.Concept(key, zh, aliases=aliases) for key, zh, aliases in rows]
    with pytest.raises(DataFileError, match=message):
        schemes.check("honor", concepts)


def test_a_row_that_points_nowhere_is_refused() -> None:
    with pytest.raises(DataFileError, match="points to 'x'"):
        schemes.check("honor", [schemes.Concept("a", "甲", broader=["honor/x"])])


@pytest.mark.parametrize(
    ("name", "level", "body"),
    [
        ("浙江省五一劳动奖章", "municipal", ""),
        ("浙江省五一劳动奖章", "provincial", "中华全国总工会"),
        ("全国五一劳动奖章", "national", "浙江省总工会"),
    ],
)
def test_an_honor_of_another_level_than_its_region_or_giver_is_refused(
    name: str, level: str, body: str
) -> None:
    schemes.check_honor({"name": "浙江工匠", "level": "provincial", "body": "浙江省总工会"})
    with pytest.raises(DataFileError, match=name):
        schemes.check_honor({"name": name, "level": level, "body": body})

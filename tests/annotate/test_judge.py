"""The classifier of facts: which pairs it looks at, what it sees, what it lets through."""

from __future__ import annotations

import numpy as np

from kg.annotate.relations import events, find, mark_relations
from kg.annotate.relations.candidates import FREE, TYPES
from kg.annotate.relations.classifiers import load
from kg.annotate.relations.features import Looker, cues, names
from kg.annotate.relations.judge import LEAST, ONE_OF
from kg.annotate.relations.scene import Scene
from tests.annotate.test_relations import tagged

NEWS = (
    "7月8日，[Union* 区总工会]联合[Organization 区司法局]举办[Program 法律服务月活动]。"
    "[Union 区总工会]主席[Person 张三]出席。\n活动现场，[Company 甲公司]的职工收到了宣传册。"
)


def looker(text: str) -> Looker:
    scene = Scene(tagged(text))
    held = events.Events(scene)
    return Looker(scene, held, list(find(scene, held)))


def test_each_pair_is_of_types_that_its_relation_takes() -> None:
    seen = looker(NEWS)
    types = seen.scene.entities
    assert seen.pairs
    for pair in seen.pairs:
        subjects, objects = TYPES[pair.type]
        assert types[pair.subject].type in subjects
        assert types[pair.object].type in objects


def test_whoever_is_named_beside_the_event_that_is_meant_is_a_candidate() -> None:
    meant = {(pair.type, pair.subject, pair.object) for pair in looker(NEWS).pairs if pair.meant}
    assert ("PARTICIPATES_IN", "Company/甲公司", "Program/法律服务月活动") in meant


def test_a_row_has_a_number_for_each_name() -> None:
    seen = looker(NEWS)
    rows = seen.features()
    assert rows.shape == (len(seen.pairs), len(names()))
    assert len(set(names())) == len(names())
    assert np.isfinite(rows).all()


def test_words_between_two_names_are_counted() -> None:
    seen = looker(NEWS)
    wanted = ("COOPERATES_WITH", "Union/区总工会", "Organization/区司法局")
    row = next(n for n, pair in enumerate(seen.pairs) if (pair.type, pair.subject, pair.object) == wanted)
    column = names().index("between:joint")
    assert seen.features()[row, column] == 1


def test_every_cue_is_a_plain_word() -> None:
    for name, words in cues().items():
        assert words, name
        assert len(set(words)) == len(words), name


def test_the_packaged_classifiers_are_of_these_features_and_of_each_relation_seen_freely() -> None:
    models = load(names()).by_relation
    assert {model.names for model in models.values()} == {names()}
    assert set(FREE) <= set(models)


def test_a_person_and_a_body_of_another_sentence_are_no_candidates_for_an_employer() -> None:
    seen = {(pair.type, pair.subject, pair.object) for pair in looker(NEWS).pairs}
    assert ("EMPLOYED_BY", "Person/张三", "Company/甲公司") not in seen
    near = looker("[Company 甲公司]的电工[Person 李四]也领到了书。[Union* 区总工会]办好了事。").pairs
    assert ("EMPLOYED_BY", "Person/李四", "Company/甲公司") in {(p.type, p.subject, p.object) for p in near}


def test_confidence_is_a_probability_from_what_is_taken_up() -> None:
    drafts = mark_relations(tagged(NEWS))._.relations
    assert drafts
    assert all(LEAST <= draft.confidence <= 1 for draft in drafts)


def test_of_relations_that_exclude_each_other_one_is_told() -> None:
    told = {(d.type, d.subject, d.object) for d in mark_relations(tagged(NEWS))._.relations}
    for one, other in ONE_OF:
        assert not {(s, o) for kind, s, o in told if kind == one} & {
            (s, o) for kind, s, o in told if kind == other
        }


def test_a_text_without_sentences_or_mentions_has_no_candidates() -> None:
    assert looker("").pairs == []
    assert looker("职工欢聚一堂。").features().shape == (0, len(names()))


def test_a_long_list_of_bodies_is_looked_at_in_linear_time() -> None:
    listed = "、".join(f"[Organization 单位{number}]" for number in range(400))
    assert len(looker(f"[Union* 市总工会]走访{listed}。").pairs) < 50 * 400 * 2

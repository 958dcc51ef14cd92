"""The benchmark of the pages runs on a small store, which holds what its pages show."""

from __future__ import annotations

import kg
from tests.bench.bench_pages import INDICATORS, numbered, pages, store_of


def test_the_store_of_the_benchmark_has_entities_and_numbers_of_indicators(tmp_path):
    store_of(100, tmp_path / "graph")
    with kg.open_store(tmp_path / "graph", read_only=True) as store:
        [(entities,)] = store.query("SELECT (COUNT(DISTINCT ?e) AS ?n) { ?m uw:entity ?e }").rows
        [(concepts,)] = store.query("SELECT (COUNT(?n) AS ?m) { ?n uw:indicatorConcept ?c }").rows
        [(ontology,)] = store.query("SELECT (COUNT(?t) AS ?n) { GRAPH ?g { ?t a owl:Class } }").rows
    assert entities >= 100
    assert concepts > 5
    assert ontology > 10
    assert {one.indicator for facts in numbered(100) for one in facts.observations} <= {
        words for words, _ in INDICATORS
    }
    assert len(pages(100)) == 9

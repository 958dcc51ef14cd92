"""The reports that the benchmark of the explorer invents are sound, and it runs."""

from __future__ import annotations

import subprocess
import sys

from tests.bench.bench_explorer import OF_A_REPORT, reports
from tests.serve.servers import ROOT


def test_the_reports_are_always_the_same_and_name_so_many_entities():
    found = list(reports(500))
    assert found == list(reports(500))
    named = {(one.type, one.name) for facts in found for one in facts.entities}
    assert 500 <= len(named) < 500 + OF_A_REPORT
    for facts in found:
        for one in facts.entities:
            for mention in one.mentions:
                assert facts.raw[mention.start : mention.end] == one.name
        for number in facts.observations:
            assert facts.raw[number.start : number.end] == number.surface


def test_the_benchmark_prints_a_line_for_each_visit():
    command = [sys.executable, "-m", "tests.bench.bench_explorer", "100"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(" kB") == 6
    assert "opening a neighbour" in done.stdout
    assert done.stdout.count(" ms\n") == 2

"""The benchmark runs, and prints each figure that it promises."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_benchmark_prints_speeds_shares_and_the_cost_of_a_build():
    command = [sys.executable, "tests/bench/bench.py", "seeds/qiantang-2023.txt", "--repeat", "1"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    for name in ("jieba.cut alone", "name tagger alone", "whole extraction", "cold", "warm"):
        assert re.search(rf"^{name} +\d", done.stdout, re.MULTILINE), name

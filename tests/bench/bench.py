"""How fast the extraction is, beside what it is made of, and what a build costs.

    python tests/bench/bench.py [TEXTS] [--repeat N]

Speeds are characters of the normalised texts per second of CPU time, the best of N passes, after
one pass to warm up. Cold is a new process with an empty store; warm is the same build a second
time in that process. Run it on a quiet machine, and compare ratios rather than speeds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

BUILD = """
import json, resource, sys, time
started = time.perf_counter()
import kg
for name in ("cold", "warm"):
    report = kg.build(sys.argv[1], sys.argv[2])
    assert report.documents and not report.failures, report.failures
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(json.dumps([name, time.perf_counter() - started, peak]))
    started = time.perf_counter()
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("texts", nargs="?", default=str(ROOT / "seeds"), help="files or a folder")
    parser.add_argument("--repeat", type=int, default=3, help="passes, of which the best counts")
    arguments = parser.parse_args()
    speeds(arguments.texts, arguments.repeat)
    build(arguments.texts)


def speeds(texts: str, repeat: int) -> None:
    """jieba.cut, the name tagger and the whole extraction over the same texts."""
    import jieba

    from kg import config
    from kg.annotate.ner_model import CharTagger
    from kg.annotate.pipeline import load_pipeline, make_doc
    from kg.facts.collect import extract_document
    from kg.normalise import normalise
    from kg.read.corpus import read_corpus

    documents = list(read_corpus([texts], on_error=lambda error: sys.exit(str(error))))
    normals = [normalise(document.raw) for document in documents]
    characters = sum(len(normal.text) for normal in normals)
    nlp = load_pipeline(config.load().annotators)
    sentences = []
    for document, normal in zip(documents, normals, strict=True):
        doc = nlp.get_pipe("sections")(make_doc(nlp, document, normal))
        sentences.append([normal.text[s.start : s.end] for s in doc._.sentences])
    tagger = CharTagger()

    def cut() -> None:
        for normal in normals:
            list(jieba.cut(normal.text))

    def tag() -> None:
        for each in sentences:
            tagger.tag(each)

    def extract() -> None:
        for document in documents:
            extract_document(document, nlp)

    found = {
        "jieba.cut alone": characters / best(cut, repeat),
        "name tagger alone": characters / best(tag, repeat),
        "whole extraction": characters / best(extract, repeat),
    }
    tagger_alone = found["name tagger alone"]
    print(f"{len(documents)} texts, {characters} characters\n")
    print(f"{'':20}{'chars/s':>10}{'of jieba.cut':>14}{'of name tagger':>16}")
    for name, speed in found.items():
        print(f"{name:20}{speed:10.0f}{speed / found['jieba.cut alone']:14.3f}{speed / tagger_alone:16.3f}")

    print(f"\n{'annotator':20}{'share of CPU time':>18}")
    parts = parts_of(partial(make_doc, nlp), nlp.pipeline, list(zip(documents, normals, strict=True)))
    for name, seconds in sorted(parts.items(), key=lambda part: -part[1]):
        print(f"{name:20}{seconds / sum(parts.values()):18.1%}")


def best(work: Callable[[], None], repeat: int) -> float:
    """CPU seconds of the fastest pass, after one that does not count."""
    work()
    passes = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        passes.append(time.process_time() - start)
    return min(passes)


def parts_of(make, pipeline, texts) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """CPU seconds of each annotator over all texts."""
    spent = {"tokens": 0.0, **{name: 0.0 for name, _ in pipeline}}
    for document, normal in texts:
        start = time.process_time()
        doc = make(document, normal)
        spent["tokens"] += time.process_time() - start
        for name, annotator in pipeline:
            start = time.process_time()
            doc = annotator(doc)
            spent[name] += time.process_time() - start
    return spent


def build(texts: str) -> None:
    """Seconds and peak memory of a build, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", BUILD, texts, str(Path(folder) / "graph")]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    print(f"\n{'build':20}{'seconds':>10}{'peak MiB':>10}")
    for line in done.stdout.splitlines():
        name, seconds, peak = json.loads(line)
        print(f"{name:20}{seconds:10.2f}{peak:10.0f}")


if __name__ == "__main__":
    main()

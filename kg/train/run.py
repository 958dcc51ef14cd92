"""Train a tagger of one's own: what `kg train` calls. Loads torch only when called."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataFileError, KgError, MissingExtraError, MissingPathError

Paths = str | Path | Sequence[str | Path]
PACKAGED = "packaged"


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What a training gave.

    model: the file written, None where parts were left out to score. scores: of the documents left out,
    by type, right ones, spans in the gold and spans found. failures: texts that could not be read.
    """

    model: Path | None
    scores: dict[str, tuple[int, int, int]]
    failures: tuple[KgError, ...]


def train(
    gold: Paths,
    texts: Paths,
    silver: str | Path | None = None,
    out: str | Path = "own-ner.onnx",
    folds: int = 0,
    seed: int = 0,
    start: str | Path | None = None,
    swaps: int = 0,
    *,
    on_progress: Callable[[str], None] | None = None,
    on_error: Callable[[KgError], None] | None = None,
) -> TrainReport:
    """Train a tagger of the nine entity types from texts and annotations.

    gold: interchange JSONL files. texts: the folders with the texts that they name, one for all or one for
    each. silver: a folder of texts without annotations; what the rules find in them is learnt first. out:
    NAME.onnx; the card NAME.json comes beside it. folds: write no model, but train so many times without a
    part of the documents, and score on that part. seed: the same gives the same model on one machine.
    start: a tagger to train further, which takes less time and fewer annotations; `packaged` for the one
    that comes with this package. swaps: how many copies of each annotated text to learn from besides, in
    which names have changed places with names of other texts.

    Raises MissingExtraError without the extra `train`, InterchangeError for wrong annotations,
    MissingPathError for a file or folder that is not there, DataFileError where nothing is annotated.
    """
    golds, folders = _paths(gold), _paths(texts)
    if len(folders) not in (1, len(golds)):
        found = f"{len(folders)} folders of texts for {len(golds)} files of annotations"
        raise KgError("kg train", found, "give one --texts for all, or one for each")
    if Path(out).suffix != ".onnx":
        raise KgError("kg train", f"--out {out}", "give a name that ends in .onnx")
    begin = Path(start) if start and start != PACKAGED else None
    parents = [Path(out).absolute().parent]
    for path in (*golds, *folders, *_paths(silver or ()), *([begin] if begin else ()), *parents):
        if not path.exists():
            raise MissingPathError(path, "not there", "give files and folders that exist")
    try:
        import onnx  # noqa: F401
        import torch  # noqa: F401
    except ImportError as error:
        name = (error.name or "torch").partition(".")[0]
        raise MissingExtraError(
            "kg train", f"{name} is not installed", 'pip install "union-work-kg[train]"'
        ) from error
    from kg.annotate.own_tagger import OWN_MODEL
    from kg.train import trainer

    begin = OWN_MODEL if start == PACKAGED else begin
    failures: list[KgError] = []

    def fail(error: KgError) -> None:
        failures.append(error)
        if on_error:
            on_error(error)

    say = on_progress or (lambda line: None)
    pairs = list(zip(golds, folders * len(golds) if len(folders) == 1 else folders, strict=True))
    examples = trainer.read(pairs, Path(silver) if silver else None, fail, swaps, folds, seed)
    if sum(map(bool, examples.documents)) < max(1, folds):
        found = f"{len(examples.documents)} annotated documents"
        raise DataFileError(", ".join(map(os.fspath, golds)), found, f"give at least {max(1, folds)}")
    if folds:
        return TrainReport(None, trainer.cross_validate(examples, folds, seed, say, begin), tuple(failures))
    trainer.train(examples, [path for path, _ in pairs], Path(out), seed, say, begin)
    return TrainReport(Path(out), {}, tuple(failures))


def _paths(given: Paths) -> list[Path]:
    return [Path(given)] if isinstance(given, str | Path) else [Path(path) for path in given]

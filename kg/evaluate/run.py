"""Extract the texts of a gold file and compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.evaluate.scores import Evaluation


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """The figures reached, the whole comparison, and what could not be read or extracted.

    figures: mentions, entities_b3, facts, observations_found, observations_full and their mean,
    headline, each an F1. by_document: the same of each document, where asked for.
    disagreements: as many as asked for, in words.
    """

    figures: Mapping[str, float]
    by_document: Mapping[str, Mapping[str, float]]
    disagreements: tuple[str, ...]
    failures: tuple[KgError, ...]
    evaluation: Evaluation = field(repr=False)


def evaluate(
    gold: str | Path,
    texts: str | Path,
    errors: int = 0,
    by_doc: bool = False,
    jobs: int = 1,
    config: str | Path | None = None,
    *,
    on_error: Callable[[KgError], None] | None = None,
) -> EvaluationReport:
    """Extract the texts that a gold file was made on, and score what was found against it.

    gold: interchange JSONL. texts: the folder of the texts that its `file` fields name. errors:
    how many disagreements to give in words. by_doc: the figures of each document as well. jobs,
    config: as for `kg.build`. A text that is missing or fails counts as one without facts and is
    a failure in the report.

    Raises InterchangeError for a wrong gold file, and where a text is not the one annotated.
    """
    from kg.build import extract
    from kg.evaluate.scores import score
    from kg.facts import jsonl

    failures: list[KgError] = []

    def fail(error: KgError) -> None:
        failures.append(error)
        if on_error:
            on_error(error)

    wanted = list(jsonl.read(gold))
    files = [Path(texts) / document.file for document in wanted]
    found = extract(files, jobs=jobs, config=config, on_error=fail)
    evaluation = score(wanted, found)
    by_document = {id: scores.figures for id, scores in evaluation.by_document.items()} if by_doc else {}
    return EvaluationReport(
        evaluation.figures,
        by_document,
        evaluation.total.disagreements[: max(0, errors)],
        tuple(failures),
        evaluation,
    )

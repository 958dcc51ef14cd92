"""An evaluation as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from kg.evaluate.bootstrap import intervals
from kg.evaluate.scores import FIGURES, TWO_PASS_AGREEMENT, Evaluation

TITLES = {
    "mentions": "mentions",
    "entities_b3": "entities (B³)",
    "facts": "facts",
    "observations_found": "observations found",
    "observations_full": "observations full",
    "headline": "headline",
}


def lines(evaluation: Evaluation, *, by_doc: bool = False, errors: int = 0) -> Iterator[str]:
    """The counts, the figures of each document where asked, the headline figures, disagreements.

    errors: how many disagreements to list, in order of document id.
    """
    total = evaluation.total
    yield f"{'':34}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'system':>8}"
    for name, count in sorted(total.counts.items()):
        if not name.startswith("b3 "):
            yield (
                f"{name:34}{count.precision:7.3f}{count.recall:7.3f}{count.f1:7.3f}"
                f"{count.gold:7d}{count.system:8d}"
            )
    if by_doc:
        yield ""
        width = max((len(id) for id in evaluation.by_document), default=8)
        yield " " * width + "".join(f"{name:>20}" for name in FIGURES)
        for id, scores in evaluation.by_document.items():
            yield f"{id:{width}}" + "".join(f"{scores.figures[name]:20.4f}" for name in FIGURES)
    yield ""
    yield f"{'figure':20}{'F1':>8}{'95 % interval':>18}{'of two people':>16}"
    bounds = intervals(evaluation)
    for name, value in total.figures.items():
        low, high = bounds.get(name, (value, value))
        share = value / TWO_PASS_AGREEMENT[name]
        yield f"{TITLES[name]:20}{value:8.4f}{f'{low:.3f} to {high:.3f}':>18}{share:16.3f}"
    yield (
        f"Over {len(evaluation.by_document)} documents; intervals resample documents; "
        "the last column divides by the agreement of two annotation passes."
    )
    if errors > 0:
        yield ""
        yield from total.disagreements[:errors]
        if len(total.disagreements) > errors:
            yield f"... and {len(total.disagreements) - errors} more"

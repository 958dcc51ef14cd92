"""How far the figures would move with other reports: 95 % intervals by resampling documents."""

from __future__ import annotations

import numpy as np

from kg.evaluate.scores import FIGURES, Count, Evaluation, Scores

COUNTS = (
    "mention mission",
    "b3 precision",
    "b3 recall",
    "facts",
    "observations found",
    "observations full",
)


def intervals(
    evaluation: Evaluation, *, samples: int = 1000, level: float = 0.95, seed: int = 1
) -> dict[str, tuple[float, float]]:
    """Lower and upper bound of each figure: documents drawn with replacement, as many as there are.

    The same seed gives the same bounds. With few documents the bounds are wide and rough; one
    document says nothing about others, so both bounds are then its figure.
    """
    documents = list(evaluation.by_document.values())
    if not documents:
        return {}
    table = np.array(
        [
            [(count.hits, count.gold, count.system) for count in (scores[name] for name in COUNTS)]
            for scores in documents
        ],
        dtype=float,
    )
    generator = np.random.default_rng(seed)
    draws = generator.multinomial(len(documents), [1 / len(documents)] * len(documents), size=samples)
    drawn = np.einsum("sd,dck->sck", draws, table)
    figures = np.array([_figures(sample) for sample in drawn.tolist()])
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(figures, [tail, 100 - tail], axis=0).tolist()
    return {name: (low[i], high[i]) for i, name in enumerate(FIGURES)}


def _figures(sample: list[list[float]]) -> list[float]:
    counts = {
        name: Count(hits, round(gold), round(system))
        for name, (hits, gold, system) in zip(COUNTS, sample, strict=True)
    }
    figures = Scores(counts).figures
    return [figures[name] for name in FIGURES]

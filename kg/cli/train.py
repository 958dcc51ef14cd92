"""`kg train`."""

from __future__ import annotations

import click

import kg
from kg.cli import common


@click.command("train")
@click.argument("gold", nargs=-1, required=True, metavar="GOLD.jsonl...")
@click.option(
    "--texts",
    multiple=True,
    required=True,
    metavar="DIR",
    help="The folder of the texts that were annotated; one for all files, or one for each.",
)
@click.option(
    "--silver",
    metavar="DIR",
    help="A folder of texts without annotations: what rules find there is learnt first.",
)
@click.option(
    "--out",
    default="own-ner.onnx",
    show_default=True,
    metavar="FILE.onnx",
    help="The model to write; its card, .json, comes beside it.",
)
@click.option(
    "--folds",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="Write no model: leave out one of N parts of the documents each time, and score on it.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="What chance starts from; the same gives the same model.",
)
@click.option(
    "--start",
    metavar="FILE.onnx",
    help="A tagger to train further, with fewer annotations; `packaged` for the one of this package.",
)
@click.option(
    "--swaps",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="Copies of each annotated text to learn from besides, with names of other texts in it.",
)
@common.debug_option
def command(
    gold: tuple[str, ...],
    texts: tuple[str, ...],
    silver: str | None,
    out: str,
    folds: int,
    seed: int,
    start: str | None,
    swaps: int,
) -> int:
    """Train a tagger of names from texts and annotations of your own.

    GOLD.jsonl is what `kg extract` writes, corrected by hand. Some minutes on one core. To use the model
    name it in kg.toml: `tagger = "own-ner.onnx"` under [annotate]. It needs the extra `train`.
    """
    report = kg.train(
        gold, texts, silver, out, folds, seed, start, swaps, on_progress=_say, on_error=common.say_error
    )
    if report.model:
        click.echo(f"{report.model}: {report.model.stat().st_size:,} bytes")
    else:
        click.echo(f"{'type':13}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}")
        for type, (right, wanted, found) in report.scores.items():
            p, r = right / max(1, found), right / max(1, wanted)
            f1 = 2 * right / max(1, wanted + found)
            click.echo(f"{type:13}{p:7.3f}{r:7.3f}{f1:7.3f}{wanted:7}")
    return common.DATA_FAILED if report.failures else common.DONE


def _say(line: str) -> None:
    click.echo(line, err=True)

"""`kg evaluate`."""

from __future__ import annotations

import click

import kg
from kg.cli import common


@click.command("evaluate")
@click.argument("gold", metavar="GOLD.jsonl")
@click.option("--texts", required=True, metavar="DIR", help="The folder of the texts that were annotated.")
@click.option(
    "--errors",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="List so many disagreements.",
)
@click.option("--by-doc", is_flag=True, help="Show the figures of each document, too.")
@common.flow_options
@common.debug_option
def command(gold: str, texts: str, errors: int, by_doc: bool, jobs: int, config: str | None) -> int:
    """Compare what is extracted with a gold annotation: precision, recall, F1."""
    from kg.evaluate import report

    found = kg.evaluate(gold, texts, errors, by_doc, jobs, config, on_error=common.say_error)
    for line in report.lines(found.evaluation, by_doc=by_doc, errors=errors):
        click.echo(line)
    return common.DATA_FAILED if found.failures else common.DONE

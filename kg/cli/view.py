"""`kg view`."""

from __future__ import annotations

from functools import partial

import click

import kg
from kg.cli import common
from kg.facts.model import ENTITY_TYPES


@click.command("view")
@common.store_option
@click.option(
    "--out", default="network.html", show_default=True, metavar="FILE.html", help="The file to write."
)
@click.option("--entity", metavar="NAME", help="Show only what is around the entity of this name.")
@click.option(
    "--depth",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many steps around --entity.",
)
@click.option(
    "--types",
    callback=partial(common.split_words, choices=ENTITY_TYPES),
    metavar="TYPE,...",
    help=f"Show only entities of these types: {', '.join(ENTITY_TYPES)}.",
)
@common.debug_option
def command(store: str, out: str, entity: str | None, depth: int, types: tuple[str, ...] | None) -> None:
    """Draw the network as one HTML file that works offline."""
    summary = kg.view(store, out, entity, depth, types)
    click.echo(f"{out}: {summary.nodes} entities, {summary.edges} facts")
    for note in summary.notes:
        click.echo(f"note: {note}", err=True)

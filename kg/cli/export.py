"""`kg export`."""

from __future__ import annotations

import click

import kg
from kg.cli import common
from kg.graph import SUFFIXES


@click.command("export")
@common.store_option
@click.option(
    "--format", type=click.Choice(tuple(SUFFIXES)), default="nquads", show_default=True, help="What to write."
)
@click.option("--out", metavar="PATH", help="The file, or for csv the folder. [default: graph.nq and so on]")
@common.debug_option
def command(store: str, format: str, out: str | None) -> None:
    """Write the whole graph for other tools; Gephi opens GraphML and GEXF."""
    click.echo(kg.export(store, format, out))

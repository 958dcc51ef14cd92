"""`kg query`."""

from __future__ import annotations

import click

import kg
from kg.cli import common
from kg.graph import FORMATS


@click.command("query")
@click.argument("question", required=False)
@common.store_option
@click.option(
    "--format",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="ttl is for CONSTRUCT and DESCRIBE.",
)
@click.option("--list", is_flag=True, help="Show the named questions instead.")
@common.debug_option
def command(question: str | None, store: str, format: str, list: bool) -> None:
    """Ask the graph in SPARQL.

    QUESTION is a query (SELECT, ASK, CONSTRUCT, DESCRIBE; the ontology's prefixes are declared),
    an .rq file, or the name of a named question such as q03.
    """
    click.echo(kg.query(question, store, format, list), nl=False)

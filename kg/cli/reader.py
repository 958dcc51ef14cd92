"""`kg reader`."""

from __future__ import annotations

import click

import kg
from kg.cli import common


@click.command("reader")
@click.argument("report")
@common.store_option
@click.option(
    "--out", default="reader.html", show_default=True, metavar="FILE.html", help="The file to write."
)
@common.debug_option
def command(report: str, store: str, out: str) -> None:
    """Write a report as one HTML file that works offline.

    REPORT is the id of a document. The page shows its text with every name, fact and number marked;
    a click on a number shows what it says and the same indicator in the other reports.
    """
    summary = kg.reader(report, store, out)
    click.echo(f"{out}: {summary.names} entities, {summary.facts} facts, {summary.numbers} numbers")

"""`kg serve`."""

from __future__ import annotations

import click

import kg
from kg.cli import common


@click.command("serve")
@common.store_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8321,
    show_default=True,
    metavar="N",
    help="The port to listen on; 0 takes a free one.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen on; 0.0.0.0 lets other machines in.",
)
@click.option("--base", metavar="IRI", help="Of the IRIs of the store. [default: that of kg build]")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a query may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(64),
    default=1024,
    show_default=True,
    metavar="MIB",
    help="How much memory a query may take.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="How many queries run at once. [default: 4, or as many as there are cores]",
)
@common.debug_option
def command(
    store: str, port: int, host: str, base: str | None, timeout: float, memory: int, workers: int | None
) -> None:
    """Serve the graph: a SPARQL endpoint at /sparql, and entities under their IRIs.

    It sees a rebuilt store without a restart. Ctrl-C ends it. It needs the extra `web`.
    """
    kg.serve(store, port, host, base, timeout, memory, workers)

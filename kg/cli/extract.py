"""`kg extract`."""

from __future__ import annotations

import click

import kg
from kg.cli import common
from kg.errors import KgError


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", metavar="FILE", help="Write here instead of to standard output.")
@common.flow_options
@common.debug_option
def command(paths: tuple[str, ...], out: str | None, jobs: int, config: str | None) -> int:
    """Extract facts as interchange JSONL, without a store.

    One line a report, in the order of the reports.
    """
    from kg.facts import jsonl

    failures: list[KgError] = []

    def fail(error: KgError) -> None:
        failures.append(error)
        common.say_error(error)

    def show(facts: kg.DocumentFacts) -> None:
        click.echo(jsonl.dump(facts))

    found = kg.extract(paths, out, jobs, config, on_document=None if out else show, on_error=fail)
    if out:
        click.echo(f"{len(found)} reports written to {out}")
    return common.DATA_FAILED if failures else common.DONE

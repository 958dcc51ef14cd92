"""`kg validate`."""

from __future__ import annotations

from collections import Counter

import click

import kg
from kg.cli import common
from kg.graph import ENGINES, LANGUAGES, SEVERITIES


@click.command("validate")
@common.store_option
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="The mildest to tell of.",
)
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="both", show_default=True, help="Of the messages."
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="own",
    show_default=True,
    help="What checks; pyshacl is the slower reference and finds the same.",
)
@common.debug_option
def command(store: str, severity: str, language: str, engine: str) -> int:
    """Check the graph against the SHACL shapes of the ontology.

    Each line tells the report, the node, the rule in brackets and the text behind it. Exit code 1
    where there is a violation; warnings are worth a look, infos are gaps that reports often have.
    """
    from kg.rdf.findings import sentence

    found = kg.validate(store, severity, language, engine)
    for finding in found:
        click.echo(f"{finding.severity}: {sentence(finding, language)}")
    counts: Counter[str] = Counter(finding.severity for finding in found)
    told = SEVERITIES[: SEVERITIES.index(severity) + 1]
    click.echo(", ".join(f"{counts[one]} {one}{'' if counts[one] == 1 else 's'}" for one in told))
    return common.DATA_FAILED if counts["violation"] else common.DONE

"""`kg build`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import kg
from kg.cli import common
from kg.errors import KgError, MissingPathError
from kg.read.corpus import count_texts

COLUMNS = ("entities", "facts", "observations", "warnings", "seconds")
WARNINGS_SHOWN = 3


@click.command("build")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@common.store_option
@common.flow_options
@common.debug_option
def command(paths: tuple[str, ...], store: str, jobs: int, config: str | None) -> int:
    """Build a graph from reports: texts to facts to store.

    PATH is a .txt, .md or .html file in UTF-8, or a folder of them, with metadata.csv beside
    them where there is one. What a report said in the store before is replaced.
    """
    if common.on_terminal():
        report, errors = _with_bar(paths, store, jobs, config)
        _header()
        for document in report.documents:
            _line(document)
        for error in errors:
            common.say_error(error)
    else:
        _header()
        report = kg.build(paths, store, jobs, config, on_document=_line, on_error=common.say_error)
    _line(report.total)
    if report.documents:
        click.echo(f"stored in {Path(store)}; see it with `kg view`, ask it with `kg query --list`")
    if not report.failures:
        return common.DONE
    nothing = not report.documents and all(isinstance(e, MissingPathError) for e in report.failures)
    return common.WRONG_USAGE if nothing else common.DATA_FAILED


def _with_bar(
    paths: tuple[str, ...], store: str, jobs: int, config: str | None
) -> tuple[kg.BuildReport, list[KgError]]:
    errors: list[KgError] = []
    bar = click.progressbar(
        length=count_texts(paths), label="build", item_show_func=lambda id: id or "", file=sys.stderr
    )
    with bar:

        def fail(error: KgError) -> None:
            errors.append(error)
            bar.update(1)

        report = kg.build(
            paths, store, jobs, config, on_document=lambda d: bar.update(1, d.id), on_error=fail
        )
    return report, errors


def _header() -> None:
    click.echo(f"{'document':24}" + "".join(f"{name:>14}" for name in COLUMNS))


def _line(document: kg.DocumentReport) -> None:
    numbers = (document.entities, document.facts, document.observations, len(document.warnings))
    click.echo(f"{document.id:24}" + "".join(f"{n:14d}" for n in numbers) + f"{document.seconds:14.2f}")
    if document.id == "total":
        return
    for warning in document.warnings[:WARNINGS_SHOWN]:
        click.echo(f"warning: {document.id}: {warning}", err=True)
    if len(document.warnings) > WARNINGS_SHOWN:
        click.echo(f"warning: {document.id}: {len(document.warnings) - WARNINGS_SHOWN} more", err=True)

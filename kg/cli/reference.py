"""The page docs/cli.md, made from the commands themselves: `python -m kg.cli.reference`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.main import cli

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def page() -> str:
    """The reference in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The commands of `kg`"
    yield ""
    yield "Made by `python -m kg.cli.reference` from the commands. Each command is one function of the"
    yield "package with the same names and defaults: `kg build seeds --store graph` is"
    yield '`kg.build("seeds", store="graph")`. Errors are one line each on standard error, `--debug` shows'
    yield "where they came from. Exit codes: 0 done, 1 some data failed, 2 wrong usage or nothing that"
    yield "could be read, 130 stopped with Ctrl-C."
    for name, command in cli.commands.items():
        yield ""
        yield f"## `kg {name}`"
        yield ""
        yield inspect.cleandoc(command.help or "")
        yield ""
        yield f"`kg {' '.join([name, *_usage(command)])}`"
        options = [param for param in command.params if isinstance(param, click.Option)]
        yield ""
        yield "| option | default | |"
        yield "|---|---|---|"
        for option in options:
            yield _row(option)


def _usage(command: click.Command) -> Iterator[str]:
    for param in command.params:
        if isinstance(param, click.Argument):
            name = param.metavar or (param.name or "").upper()
            yield name if param.required else f"[{name}]"
        elif param.required:
            yield f"{param.opts[0]} {param.metavar or ''}".strip()
    yield "[OPTIONS]"


def _row(option: click.Option) -> str:
    kind = option.type
    if isinstance(kind, click.Choice):
        value = " " + ",".join(map(str, kind.choices))
    else:
        value = f" {option.metavar}" if option.metavar else ""
    shown = option.show_default and not option.is_flag
    default = f"`{option.default}`" if shown else ""
    needed = " Required." if option.required else ""
    return f"| `{option.opts[0]}{value}` | {default} | {option.help}{needed} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

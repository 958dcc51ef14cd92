"""What the commands share: options, lines for errors, exit codes."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from kg.errors import KgError

DONE, DATA_FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
DEBUG = "kg.debug"

Command = TypeVar("Command", bound=Callable[..., Any])


def split_words(
    ctx: click.Context, param: click.Parameter, value: str | None, choices: Sequence[str]
) -> tuple[str, ...] | None:
    """The words between commas. Raises BadParameter for one that is no choice."""
    if value is None:
        return None
    words = tuple(word.strip() for word in value.split(",") if word.strip())
    for word in words:
        if word not in choices:
            raise click.BadParameter(f"{word!r} is not one of {', '.join(choices)}", ctx, param)
    return words


def _set_debug(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        ctx.find_root().meta[DEBUG] = True


def debug_option(command: Command) -> Command:
    """`--debug`, which shows where an error came from."""
    return click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        callback=_set_debug,
        help="Show where an error came from.",
    )(command)


def store_option(command: Command) -> Command:
    """`--store`, the folder of the store."""
    return click.option(
        "--store", default="graph", show_default=True, metavar="DIR", help="The folder of the store."
    )(command)


def flow_options(command: Command) -> Command:
    """`--jobs` and `--config`, of the commands that extract."""
    command = click.option(
        "--config", metavar="FILE", help="A TOML file of settings. [default: kg.toml where there is one]"
    )(command)
    return click.option(
        "--jobs",
        type=click.IntRange(1),
        default=1,
        show_default=True,
        metavar="N",
        help="How many processes extract; the result is the same.",
    )(command)


def say_error(error: BaseException, *, label: str = "error") -> None:
    """One line on stderr; with `--debug` also where it came from."""
    text = str(error) if isinstance(error, KgError) else f"{type(error).__name__}: {error}"
    click.echo(f"{label}: {' '.join(text.split())}", err=True)
    context = click.get_current_context(silent=True)
    if context is not None and context.find_root().meta.get(DEBUG):
        show_trace(error)


def show_trace(error: BaseException) -> None:
    """The stack, and that of the process where it happened."""
    click.echo("".join(traceback.format_exception(error)).rstrip(), err=True)


def on_terminal() -> bool:
    """Whether a person looks on, and a bar can move."""
    return sys.stdout.isatty() and sys.stderr.isatty()

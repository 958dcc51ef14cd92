"""The command `kg`: its group, its errors in one line each, its exit codes.

0: done. 1: some data failed, the rest is done. 2: wrong usage, or nothing that could be read.
130: stopped with Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

import kg
from kg.cli import build, common, evaluate, export, extract, query, reader, serve, train, validate, view
from kg.errors import KgError


@click.group(name="kg", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kg.__version__, prog_name="kg")
@common.debug_option
def cli() -> None:
    """From Chinese trade-union reports to a knowledge graph.

    Exit codes: 0 done, 1 some data failed, 2 wrong usage.
    """


for _command in (
    build.command,
    extract.command,
    query.command,
    view.command,
    reader.command,
    evaluate.command,
    train.command,
    export.command,
    serve.command,
    validate.command,
):
    cli.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line and exit: never a traceback, unless `--debug` asks for it."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: Sequence[str]) -> int:
    """Run a command line, and give its exit code."""
    debug = "--debug" in arguments
    try:
        code = cli.main(list(arguments), prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else common.DONE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return common.WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; what was finished before is kept", err=True)
        return common.INTERRUPTED
    except BrokenPipeError:
        # The reader went away, as `head` does: nothing is wrong, and nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return common.DONE
    except KgError as error:
        common.say_error(error)
        if debug:
            common.show_trace(error)
        return common.WRONG_USAGE
    except Exception as error:
        common.say_error(error, label="unexpected error")
        if debug:
            common.show_trace(error)
        return common.DATA_FAILED


if __name__ == "__main__":
    main()

"""What the package offers: names, and commands that are its functions."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import click
import pytest

import kg
from kg.cli import reference
from kg.cli.main import cli

COMMANDS = sorted(cli.commands)
IN_CODE_ONLY = {"on_document", "on_error", "on_progress"}


def parameters(name: str) -> dict[str, inspect.Parameter]:
    signature = inspect.signature(getattr(kg, name))
    return {key: value for key, value in signature.parameters.items() if key not in IN_CODE_ONLY}


def test_every_public_name_is_there_and_every_public_object_is_named():
    assert list(kg.__all__) == sorted(kg.__all__)
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    own = {
        name
        for name, value in vars(kg).items()
        if getattr(value, "__module__", "").startswith("kg.") and not name.startswith("_")
    }
    assert own <= set(kg.__all__)


def test_build_and_evaluate_are_functions_though_modules_have_their_names():
    assert inspect.isfunction(kg.build)
    assert inspect.isfunction(kg.evaluate)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_the_function_of_its_name_with_the_same_parameters_in_order(name):
    options = [param.name for param in cli.commands[name].params if param.name != "debug"]
    assert options == list(parameters(name))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_the_defaults_of_its_function(name):
    wanted = {key: value.default for key, value in parameters(name).items()}
    needed = {
        "build": ["x"],
        "extract": ["x"],
        "evaluate": ["x", "--texts", "x"],
        "reader": ["x"],
        "train": ["x", "--texts", "x"],
    }.get(name, [])
    got = cli.commands[name].make_context(name, list(needed)).params
    for key, default in wanted.items():
        if default is not inspect.Parameter.empty:
            assert got[key] == default, key
    assert sum(default is inspect.Parameter.empty for default in wanted.values()) == len(
        set(needed) - {"x"}
    ) + ("x" in needed)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_each_of_its_options_has_help_and_a_place_in_the_reference(name):
    command = cli.commands[name]
    page = reference.PAGE.read_text(encoding="utf-8")
    assert command.help
    assert f"## `kg {name}`" in page
    for param in command.params:
        if isinstance(param, click.Option):
            assert param.help
            assert f"`{param.opts[0]}" in page


def test_the_reference_is_the_one_that_the_commands_give():
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page()


def test_every_public_function_and_class_says_what_it_does():
    for name in kg.__all__:
        assert (inspect.getdoc(getattr(kg, name)) or "").strip(), name


def test_importing_the_package_and_its_help_loads_none_of_the_libraries():
    heavy = ("spacy", "jieba", "pandas", "numpy", "networkx", "pyoxigraph", "rdflib", "trafilatura")
    code = (
        "import sys, kg, kg.cli.main as main; main.run(['--help']);"
        f"sys.exit(', '.join(set({heavy}) & set(sys.modules)) or None)"
    )
    root = Path(kg.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
    assert "Commands:" in done.stdout


def test_no_code_asks_which_document_it_reads():
    package = Path(kg.__file__).parent
    seeds = [path.stem for path in (package.parent / "seeds").glob("*.txt")]
    assert seeds
    files = [path for path in package.rglob("*") if path.suffix in (".py", ".csv", ".jsonl", ".toml", ".js")]
    found = [f"{path}: {id}" for path in files for id in seeds if id in path.read_text(encoding="utf-8")]
    assert found == []

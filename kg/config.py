"""Settings: resources/default.toml, and the user's kg.toml over it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import DataFileError

DEFAULTS = Path(__file__).parent / "resources" / "default.toml"
USER_FILE = "kg.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may change.

    annotators: the names of the annotators that run, in their order. tagger: the file of a model made by
    `kg train`, "" for the packaged one.
    """

    annotators: tuple[str, ...]
    tagger: str = ""


def load(path: str | Path | None = None) -> Settings:
    """The settings in force: the defaults, with those of a file over them.

    path: a TOML file; `None` takes kg.toml of the working folder where there is one. Raises
    DataFileError for a file that cannot be read, and for keys and values that do not exist.
    """
    defaults = _parse(DEFAULTS)
    if path is None and not Path(USER_FILE).is_file():
        return _settings(defaults)
    path = path or USER_FILE
    merged = {name: dict(section) for name, section in defaults.items()}
    for section, values in _parse(path).items():
        if section not in defaults or not isinstance(values, dict):
            raise DataFileError(path, f"unknown section [{section}]", f"use {', '.join(defaults)}")
        for key, value in values.items():
            if key not in defaults[section]:
                known = ", ".join(defaults[section])
                raise DataFileError(path, f"unknown key {key} in [{section}]", f"use {known}")
            merged[section][key] = value
    names = merged["annotate"]["annotators"]
    known = defaults["annotate"]["annotators"]
    if not isinstance(names, list) or not names or any(name not in known for name in names):
        raise DataFileError(path, f"annotators = {names!r}", f"list some of {', '.join(known)}")
    tagger = merged["annotate"]["tagger"]
    if not isinstance(tagger, str) or (tagger and not Path(tagger).is_file()):
        raise DataFileError(path, f"tagger = {tagger!r}", "name a file that `kg train` made")
    return _settings(merged)


def _settings(sections: Mapping[str, Mapping[str, Any]]) -> Settings:
    section = sections["annotate"]
    return Settings(annotators=tuple(section["annotators"]), tagger=section["tagger"])


def _parse(path: str | Path) -> dict[str, dict[str, Any]]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise DataFileError(path, error.strerror or str(error), "give a TOML file") from error
    except ValueError as error:
        raise DataFileError(path, str(error), "mend its TOML") from error

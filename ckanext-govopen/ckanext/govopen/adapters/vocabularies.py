"""The vocabularies and divisions of this site, loaded once per process."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from .. import config
from ..domain.division import Divisions
from ..domain.vocabulary import Vocabulary, load

SCHEMAS = Path(str(files("govopen_schemas")))


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary ``schemas/vocabularies/<name>.yaml``. Raises FileNotFoundError."""
    return load(SCHEMAS / "vocabularies" / f"{name}.yaml")


@cache
def names() -> tuple[str, ...]:
    """Names of all vocabularies, sorted."""
    return tuple(sorted(path.stem for path in (SCHEMAS / "vocabularies").glob("*.yaml")))


@cache
def divisions() -> Divisions:
    """Provinces, cities and counties of GB/T 2260, with the towns the administrator imported."""
    towns = config.towns_file()
    return Divisions.load(Path(towns) if towns else None)

"""The vocabularies and divisions of this site, kept in memory by each process."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from ckanext.govopen.domain.division import Divisions
from ckanext.govopen.domain.vocabulary import Vocabulary, load

from . import towns

SCHEMAS = Path(str(files("govopen_schemas")))


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary ``schemas/vocabularies/<name>.yaml``. Raises FileNotFoundError."""
    return load(SCHEMAS / "vocabularies" / f"{name}.yaml")


@cache
def names() -> tuple[str, ...]:
    """Names of all vocabularies, sorted."""
    return tuple(sorted(path.stem for path in (SCHEMAS / "vocabularies").glob("*.yaml")))


def divisions() -> Divisions:
    """Provinces, cities and counties of GB/T 2260, with the towns the administrator imported."""
    return towns.divisions()

"""The methodologies of this site: those of the settings, and those that were ever computed by."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.domain.methodology import Methodology, MethodologyError, read_methodology
from ckanext.openindex.model import MethodologyRow
from govopen_common.problem import Problem

SHIPPED: Final = Path(str(files("govopen_schemas"))) / "index"


def active() -> list[Methodology]:
    """Those that are computed, the one that is shown first.

    Raises MethodologyError for one that cannot be used, and for two of one version.
    """
    found = [_read(name) for name in config.methodologies()]
    versions = [one.version for one in found]
    for one, name in zip(found, config.methodologies(), strict=True):
        if versions.count(one.version) > 1:
            zh = f"设置中有两个方法的版本都是 {one.version}，请改其一"
            en = f"two methodologies of the settings have version {one.version}; change one"
            raise MethodologyError(Problem(name, "version_twice", zh, en))
    return found


def shown() -> Methodology:
    """The methodology whose figures are shown. Raises MethodologyError."""
    return _read(config.methodologies()[0])


def of_version(version: str) -> Methodology | None:
    """A version that is computed, or once was; None for another."""
    for one in active():
        if one.version == version:
            return one
    row = model.Session.get(MethodologyRow, version)
    return _parsed(row.text, row.version) if row is not None else None


def kept(version: str) -> tuple[str, list[str]]:
    """The file of a version that was computed by, else empty; and all such versions in order."""
    row = MethodologyRow
    words = sa.case((row.version == version, row.text), else_="")
    query = sa.select(row.version, words).order_by(row.seen, row.version)
    rows = model.Session.execute(query).all()
    return "".join(text for _, text in rows), [one for one, _ in rows]


def register() -> list[Methodology]:
    """Keep the text of each active methodology; commits nothing.

    Raises MethodologyError when a text is not the one its version stood for: figures that were
    published under a version must stay what that version says.
    """
    found = active()
    for one, name in zip(found, config.methodologies(), strict=True):
        row = model.Session.get(MethodologyRow, one.version)
        if row is None:
            words = _path(name).read_text("utf-8")
            model.Session.add(MethodologyRow(version=one.version, digest=one.digest, text=words))
        elif row.digest != one.digest:
            zh = f"版本 {one.version} 的内容与先前计算所用不同，请改版本号"
            en = f"version {one.version} was computed by another text; give it another version"
            raise MethodologyError(Problem(name, "version_changed", zh, en))
    model.Session.flush()
    return found


def _path(name: str) -> Path:
    """Raises MethodologyError where there is no such file."""
    for path in (SHIPPED / name, Path(name)):
        if path.is_file():
            return path
    zh, en = f"没有文件 {name}，请核对设置", f"there is no file {name}; check the setting"
    raise MethodologyError(Problem("ckanext.openindex.methodologies", "file_missing", zh, en))


def _read(name: str) -> Methodology:
    path = _path(name)
    return _at(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _at(path: Path, changed: int) -> Methodology:
    return read_methodology(path.read_text("utf-8"), path.name)


@lru_cache(maxsize=16)
def _parsed(words: str, name: str) -> Methodology:
    return read_methodology(words, name)

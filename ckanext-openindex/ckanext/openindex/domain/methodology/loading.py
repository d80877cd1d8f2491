"""Reads a methodology from YAML; what is wrong is told all at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from math import isclose
from typing import Final, cast

from ckanext.openindex.domain.indicators import registry
from ckanext.openindex.domain.methodology.model import (
    UNITS,
    Band,
    Dimension,
    Level,
    Methodology,
    Of,
    Rule,
    Text,
)
from ckanext.openindex.domain.methodology.parameters import read_parameters
from govopen_common.lined_yaml import Faults, parse
from govopen_common.problem import Rejected
from govopen_common.section import Section
from govopen_common.words import unknown_word

FORMAT: Final = 1
PACKAGE: Final = "govopen_schemas"
"""The package as which ``schemas/`` is installed."""
_TOP: Final = (
    *("methodology", "version", "title", "about", "dimensions", "bands", "levels"),
)  # fmt: skip
_DIMENSION: Final = ("weight", "title", "about", "indicators")
_RULE: Final = ("indicator", "weight", "title", "about", "gain", "parameters", "in_hand")
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VERSION: Final = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}([a-z0-9.+-]{0,20})")


class MethodologyError(Rejected):
    """A methodology that cannot be used; the ``field`` of each problem is ``<file>:<line>``."""


def load_methodology(name: str = "methodology-1.0") -> Methodology:
    """The methodology that comes with the extension. Raises ``FileNotFoundError``."""
    text = (files(PACKAGE) / "index" / f"{name}.yaml").read_text("utf-8")
    return read_methodology(text, f"{name}.yaml")


def read_methodology(text: str, name: str) -> Methodology:
    """The methodology of YAML ``text``; ``name`` is what problems call the file.

    Raises ``MethodologyError`` with every fault.
    """
    faults = Faults(name, "methodology")
    top = parse(text, faults)
    found = None if top is None else _methodology(top.only(*_TOP), text)
    if found is None or faults.found:
        raise MethodologyError(*faults.in_order())
    return found


def _methodology(top: Section, text: str) -> Methodology:
    for key in _TOP:
        top.need(key)
    if top.plain("methodology") not in (None, FORMAT):
        zh, en = "目前只有格式 1，请写 methodology: 1", "only format 1 exists; write 1"
        top.fault("methodology", zh, en)
    version = top.text("version")
    if version and not _VERSION.fullmatch(version):
        top.fault("version", "应如 1.0 或 2026.1", "must be like 1.0 or 2026.1")
    return Methodology(
        version,
        _text(top, "title"),
        _text(top, "about"),
        _dimensions(top),
        _bands(top),
        _levels(top),
        sha256(text.encode()).hexdigest(),
    )


def _text(section: Section, key: str) -> Text:
    """Both languages of the text under ``key``, which must be there."""
    part = section.section(key, ("zh", "en"))
    if part is None:
        section.need(key)
        return Text("", "")
    part.need("zh")
    part.need("en")
    return Text(part.text("zh", most=2000).strip(), part.text("en", most=2000).strip())


def _parts(section: Section, key: str, known: Iterable[str]) -> list[tuple[str, Section]]:
    """The mappings in the mapping under ``key``, with their ids."""
    whole = section.section(key)
    if whole is None:
        return []
    found: list[tuple[str, Section]] = []
    for name in whole.names:
        if not _ID.fullmatch(name):
            zh = "应以小写字母开头，只用小写字母、数字和下划线，不超过 40 个字符"
            whole.fault(name, zh, "use small letters, digits and underscores, at most 40")
        part = whole.section(name, known)
        if part is not None:
            found.append((name, part))
        elif whole.plain(name) is None:
            whole.need(name)
    return found


def _dimensions(top: Section) -> tuple[Dimension, ...]:
    known, seen = registry(), set[str]()
    found: list[Dimension] = []
    for name, part in _parts(top, "dimensions", _DIMENSION):
        rules: list[Rule] = []
        for identifier, inner in _parts(part, "indicators", _RULE):
            if identifier in seen:
                inner.faults.add(inner.line, inner.path, "此标识已用过", "the id is taken")
            seen.add(identifier)
            indicator = known.get(inner.text("indicator", identifier))
            if indicator is None:
                inner.fault("indicator", *unknown_word(inner.text("indicator", identifier), known))
                continue
            rules.append(
                Rule(
                    identifier,
                    indicator.name,
                    _weight(inner),
                    _text(inner, "title"),
                    _text(inner, "about"),
                    _text(inner, "gain"),
                    read_parameters(inner.section("parameters"), indicator.parameters),
                    inner.yes("in_hand", True),
                )
            )
        part.need("indicators")
        _add_up(part, "indicators", [rule.weight for rule in rules])
        found.append(
            Dimension(name, _weight(part), _text(part, "title"), _text(part, "about"), tuple(rules))
        )
    _add_up(top, "dimensions", [dimension.weight for dimension in found])
    return tuple(found)


def _weight(section: Section) -> float:
    section.need("weight")
    return section.number("weight", 0, 0, 100)


def _add_up(section: Section, key: str, weights: list[float]) -> None:
    if weights and not isclose(sum(weights), 100, abs_tol=1e-6):
        zh = f"权重之和应为 100，现为 {sum(weights):g}"
        section.fault(key, zh, f"the weights must sum to 100, not {sum(weights):g}")


def _bands(top: Section) -> tuple[Band, ...]:
    bands = [
        Band(name, part.number("from", 0, 0, 100), _text(part, "title"))
        for name, part in _parts(top, "bands", ("from", "title"))
        if part.need("from")
    ]
    bands.sort(key=lambda band: -band.least)
    leasts = [band.least for band in bands]
    if bands and (leasts[-1] != 0 or len(set(leasts)) < len(leasts)):
        zh, en = "应有一个从 0 开始，且起点各不相同", "one must begin at 0, each somewhere else"
        top.fault("bands", zh, en)
    return tuple(bands)


def _levels(top: Section) -> tuple[Level, ...]:
    whole = top.section("levels", UNITS)
    if whole is None:
        return ()
    levels: list[Level] = []
    for unit in UNITS:
        part = whole.section(unit, ("of", "title"))
        if part is None:
            whole.need(unit)
            continue
        part.need("of")
        of = part.choice("of", ("dataset", *UNITS), "dataset")
        if of == unit or (of in UNITS and UNITS.index(of) > UNITS.index(unit)):
            zh = f"{unit} 由 {of} 汇总，而 {of} 又由 {unit} 汇总，成为循环；请改为其下级或 dataset"
            en = f"{unit} is made of {of}, which is made of {unit}: a cycle; name a lower level"
            part.fault("of", zh, en)
        elif of in UNITS and UNITS.index(of) + 1 != UNITS.index(unit):
            below = UNITS[UNITS.index(unit) - 1]
            zh, en = (
                f"应为 dataset 或其下一级 {below}",
                f"must be dataset or the level below, {below}",
            )
            part.fault("of", zh, en)
        levels.append(Level(unit, cast("Of", of), _text(part, "title")))
    return tuple(levels)

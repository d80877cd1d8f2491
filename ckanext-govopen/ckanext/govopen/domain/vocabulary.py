"""Controlled vocabularies: the words a catalogue field may hold, read from YAML.

A vocabulary is one file (``schemas/vocabularies/NAME.yaml``). Its ``iri`` is a path below the
site's address, so a concept keeps its IRI, ``<base>/vocabulary/NAME/CODE``, as long as its code
stays. Codes are therefore never reused. A file with ``parents_in: OTHER`` takes its parents from
another vocabulary, as format types do from format classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import quote

import yaml
from ckanext.govopen.domain import safe_yaml
from ckanext.govopen.domain.text import fold
from govopen_common.problem import Problem, Rejected


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry: its stored ``code``, labels, and the ``aliases`` under which sources know it."""

    code: str
    zh: str
    en: str
    path: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        """The label in ``lang``: Chinese for any ``zh`` locale, English otherwise."""
        return self.zh if lang.lower().startswith("zh") else self.en

    def iri(self, base: str) -> str:
        """The concept's IRI below ``base``, the site's address."""
        return f"{base.rstrip('/')}/{self.path}"


@dataclass(frozen=True)
class Vocabulary:
    """A named, ordered list of concepts, at most two levels deep in practice."""

    name: str
    zh: str
    en: str
    path: str
    source: str
    concepts: Mapping[str, Concept]
    words: Mapping[str, Concept] = field(repr=False)

    def get(self, code: str) -> Concept | None:
        """The concept stored as ``code``, exactly."""
        return self.concepts.get(code)

    def find(self, text: str) -> Concept | None:
        """The concept whose code, label or alias is ``text``, however it is written.

        Width, case, spaces and punctuation do not matter; nothing is guessed beyond that.
        """
        text = text.strip()
        return self.concepts.get(text) or self.words.get(fold(text))

    def children(self, code: str | None = None) -> list[Concept]:
        """The concepts directly below ``code``, or the top ones."""
        return [concept for concept in self.concepts.values() if concept.parent == code]

    def iri(self, base: str) -> str:
        """The IRI of the concept scheme below ``base``."""
        return f"{base.rstrip('/')}/{self.path}"


def load(path: str | Path) -> Vocabulary:
    """Read one vocabulary file.

    Raises ``Rejected`` with every fault of the file: not YAML, a part missing, a code used
    twice, a parent that is not there, or a word that would find two concepts.
    """
    path = Path(path)
    try:
        raw = safe_yaml.read(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = _fault(path.name, f"不是有效的 YAML：{error}", f"not valid YAML: {error}")
        raise Rejected(problem) from error
    return parse(raw, path.name)


def parse(raw: Any, where: str) -> Vocabulary:
    """Make a vocabulary of the parsed YAML ``raw``; ``where`` names it in problems."""
    if problems := _shape_faults(raw, where):
        raise Rejected(*problems)
    data = cast("dict[str, Any]", raw)
    path = str(data["iri"]).strip("/")
    concepts = _concepts(cast("list[dict[str, Any]]", data["concepts"]), path, where)
    if not data.get("parents_in"):
        _check_parents(concepts, where)
    title = cast("dict[str, str]", data["title"])
    return Vocabulary(
        name=str(data["name"]),
        zh=title["zh"],
        en=title["en"],
        path=path,
        source=str(data["source"]),
        concepts=MappingProxyType(concepts),
        words=MappingProxyType(_index(concepts, where)),
    )


def _concepts(entries: list[dict[str, Any]], path: str, where: str) -> dict[str, Concept]:
    concepts: dict[str, Concept] = {}
    problems: list[Problem] = []
    for entry in entries:
        concept = _concept(entry, path)
        if concept.code in concepts:
            code = concept.code
            problems.append(
                _fault(
                    where, f"代码 {code} 重复，请删去一处", f"code {code} is used twice; drop one"
                )
            )
        concepts[concept.code] = concept
    if problems:
        raise Rejected(*problems)
    return concepts


def _check_parents(concepts: Mapping[str, Concept], where: str) -> None:
    problems = [
        _fault(
            where,
            f"{concept.code} 的上级 {concept.parent} 不存在，请补充或改正",
            f"the parent {concept.parent} of {concept.code} is missing; add or correct it",
        )
        for concept in concepts.values()
        if concept.parent is not None and concept.parent not in concepts
    ]
    if problems:
        raise Rejected(*problems)


def _concept(entry: dict[str, Any], path: str) -> Concept:
    code = str(entry["code"])
    parent = entry.get("parent")
    return Concept(
        code=code,
        zh=str(entry["zh"]),
        en=str(entry["en"]),
        path=f"{path}/{quote(code, safe='')}",
        parent=None if parent is None else str(parent),
        aliases=tuple(str(alias) for alias in entry.get("aliases") or ()),
    )


def _shape_faults(raw: Any, where: str) -> list[Problem]:
    if not isinstance(raw, dict):
        return [_fault(where, "文件顶层应为键值对", "the file must be a mapping")]
    data = cast("dict[str, Any]", raw)
    missing = [key for key in ("name", "iri", "source", "concepts") if not data.get(key)]
    missing += [f"title.{key}" for key in ("zh", "en") if not _given(data.get("title"), key)]
    faults = [_fault(where, f"缺少 {key}，请补充", f"{key} is missing; add it") for key in missing]
    if not isinstance(data.get("concepts"), list):
        return [*faults, _fault(where, "concepts 应为列表", "concepts must be a list")]
    for number, entry in enumerate(cast("list[Any]", data["concepts"]), start=1):
        lacking = [key for key in ("code", "zh", "en") if not _given(entry, key)]
        zh, en = f"第 {number} 个条目", f"entry {number}"
        if lacking:
            keys = ", ".join(lacking)
            faults.append(_fault(where, f"{zh}缺少 {keys}，请补充", f"{en} lacks {keys}; add it"))
        elif not isinstance(entry["code"], str):
            faults.append(_fault(where, f"{zh}的代码须加引号", f"quote the code of {en}"))
    return faults


def _given(entry: Any, key: str) -> bool:
    return isinstance(entry, dict) and cast("dict[str, Any]", entry).get(key) not in (None, "")


def _index(concepts: Mapping[str, Concept], where: str) -> dict[str, Concept]:
    """Each folded way of writing each concept.

    A label that parent and child share (教育 is section P and division 83) means the parent; one
    that other concepts share (其他) finds none, for nothing is guessed. An alias is put there to
    be found, so one that cannot be is a fault of the file.
    """
    index: dict[str, Concept] = {}
    shared: set[str] = set()
    for concept in concepts.values():
        for word in {fold(concept.code), fold(concept.zh), fold(concept.en)}:
            other = index.setdefault(word, concept)
            if other is not concept and concept.parent != other.code:
                shared.add(word)
    problems: list[Problem] = []
    for concept in concepts.values():
        for alias in concept.aliases:
            word = fold(alias)
            other = index.setdefault(word, concept)
            if not word or other is not concept or word in shared:
                problems.append(
                    _fault(
                        where,
                        f"{concept.code} 的别名“{alias}”已指向 {other.code}，请删去一处",
                        f"alias “{alias}” of {concept.code} already means {other.code}; drop one",
                    )
                )
    if problems:
        raise Rejected(*problems)
    return {word: concept for word, concept in index.items() if word not in shared}


def _fault(where: str, zh: str, en: str) -> Problem:
    return Problem(where, "vocabulary", zh, en)

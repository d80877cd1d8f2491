"""YAML with line numbers: a reader that remembers where each key stood.

Only YAML 1.2's plain words are understood (``true``, ``null``, decimal numbers), so a code such
as ``01`` stays text and ``no`` is a word: code tables would otherwise be changed unnoticed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import yaml
from ckanext.govopen.domain.harvest.keys import SECTIONS
from ckanext.govopen.domain.problem import Problem, Rejected

_PLAIN_WORDS: tuple[tuple[str, str, str], ...] = (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", "n~"),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
)


class _Loader(yaml.SafeLoader):
    """A safe loader with YAML 1.2's idea of plain scalars."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _PLAIN_WORDS:
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))  # pyright: ignore[reportUnknownMemberType]
_Loader.yaml_implicit_resolvers.setdefault("", []).append(
    ("tag:yaml.org,2002:null", re.compile(r"^$"))
)


class ProfileError(Rejected):
    """A profile that cannot be used; its problems carry line numbers in ``field``."""


@dataclass
class Faults:
    """The faults found so far in one profile, so that all are told at once."""

    name: str
    found: list[Problem]

    def add(self, line: int, key: str, zh: str, en: str) -> None:
        """Note that ``key`` on ``line`` (from 1) is wrong, and what to do about it."""
        self.found.append(
            Problem(
                f"{self.name}:{line}",
                "profile",
                f"第 {line} 行 {key}：{zh}",
                f"line {line}, {key}: {en}",
            )
        )


def parse(text: str, faults: Faults) -> Reader | None:
    """The top mapping of the YAML ``text``, or None with a fault noted."""
    try:
        node = _node(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        faults.add(
            mark.line + 1 if mark else 1,
            "YAML",
            f"不是有效的 YAML（{reason}），请检查缩进、引号与冒号",
            f"not valid YAML ({reason}); check indentation, quotes and colons",
        )
        return None
    if not isinstance(node, yaml.MappingNode):
        faults.add(1, "YAML", "文件顶层应为键值对", "the file must be a mapping of keys")
        return None
    return Reader(node, "profile", "", faults)


def _node(text: str) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()  # pyright: ignore[reportUnknownMemberType]


class Reader:
    """One mapping of the profile, read key by key; wrong types and unknown keys are noted."""

    def __init__(
        self,
        node: yaml.MappingNode,
        section: str | None,
        path: str,
        faults: Faults,
        line: int | None = None,
    ) -> None:
        self.line = line or node.start_mark.line + 1
        self.path = path
        self.faults = faults
        self.nodes: dict[str, yaml.Node] = {}
        self.lines: dict[str, int] = {}
        for key_node, value_node in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
            key = str(key_node.value)
            key_line = key_node.start_mark.line + 1
            if key in self.nodes:
                faults.add(
                    key_line,
                    self.at(key),
                    "同一个键出现两次，请删去一处",
                    "the key is there twice; drop one",
                )
            self.nodes[key] = value_node
            self.lines[key] = key_line
        if section is not None:
            self._refuse_unknown(section)

    def _refuse_unknown(self, section: str) -> None:
        known = SECTIONS[section]
        for key, line in self.lines.items():
            if key not in known:
                self.faults.add(line, self.at(key), *unknown_word(key, known))

    def at(self, key: str) -> str:
        """The dotted way to ``key`` from the top of the file."""
        return f"{self.path}.{key}" if self.path else key

    def line_of(self, key: str) -> int:
        """The line of ``key``, or of the mapping when the key is not there."""
        return self.lines.get(key, self.line)

    def has(self, key: str) -> bool:
        return key in self.nodes

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that are there."""
        return tuple(self.nodes)

    def fault(self, key: str, zh: str, en: str) -> None:
        """Note a fault of ``key``."""
        self.faults.add(self.line_of(key), self.at(key), zh, en)

    def plain(self, key: str) -> Any:
        """The value of ``key`` as Python data, None when it is not there."""
        node = self.nodes.get(key)
        return None if node is None else plain(node)

    def need(self, key: str) -> bool:
        """Whether ``key`` is there; a fault is noted when not."""
        if key not in self.nodes:
            self.fault(key, "缺少此键，请补充", "the key is missing; add it")
        return key in self.nodes

    def text(self, key: str, default: str = "") -> str:
        value = self.plain(key)
        if value is None:
            return default
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return str(value)
        self.fault(key, "应为一段文字", "must be text")
        return default

    def number(self, key: str, default: float, *, least: float = 0) -> float:
        value = self.plain(key)
        if value is None:
            return default
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= least:
            return float(value)
        self.fault(key, f"应为不小于 {least:g} 的数", f"must be a number of at least {least:g}")
        return default

    def integer(self, key: str, default: int, *, least: int = 0) -> int:
        value = self.plain(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        self.fault(key, f"应为不小于 {least} 的整数", f"must be a whole number of at least {least}")
        return default

    def yes(self, key: str, *, default: bool = False) -> bool:
        value = self.plain(key)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        self.fault(key, "应为 true 或 false", "must be true or false")
        return default

    def choice(self, key: str, words: tuple[str, ...], default: str) -> str:
        value = self.text(key, default)
        if value in words:
            return value
        self.fault(key, *unknown_word(value, words))
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        value = self.plain(key)
        if value is None:
            return ()
        values = cast("list[Any]", value) if isinstance(value, list) else [value]
        if all(isinstance(entry, (str, int, float)) for entry in values):
            return tuple(str(entry) for entry in values)
        self.fault(key, "应为文字或文字的列表", "must be a text or a list of texts")
        return ()

    def table(self, key: str) -> dict[str, str]:
        """A flat mapping of text to text."""
        value = self.plain(key)
        if value is None:
            return {}
        if isinstance(value, dict):
            entries = cast("Mapping[Any, Any]", value).items()
            if not any(isinstance(entry, (dict, list)) for _, entry in entries):
                return {str(name): "" if entry is None else str(entry) for name, entry in entries}
        self.fault(key, "应为“名称: 文字”的表", "must be a table of name: text")
        return {}

    def section(self, key: str, section: str | None) -> Reader | None:
        """The mapping under ``key``; None, with a fault when it is something else."""
        node = self.nodes.get(key)
        if node is None:
            return None
        if isinstance(node, yaml.MappingNode):
            return Reader(node, section, self.at(key), self.faults, self.line_of(key))
        self.fault(key, "应为键值对", "must be a mapping of keys")
        return None

    def sections(self, key: str, section: str) -> list[Reader]:
        """The mappings under ``key``: a list of them, or a single one."""
        node = self.nodes.get(key)
        if node is None:
            return []
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        readers: list[Reader] = []
        for number, entry in enumerate(cast("list[yaml.Node]", nodes)):
            if isinstance(entry, yaml.MappingNode):
                readers.append(Reader(entry, section, f"{self.at(key)}[{number}]", self.faults))
            else:
                self.faults.add(
                    entry.start_mark.line + 1,
                    self.at(key),
                    "列表的每一项应为键值对",
                    "each entry of the list must be a mapping",
                )
        return readers


def plain(node: yaml.Node) -> Any:
    """``node`` as Python data: dict, list, str, int, float, bool or None."""
    if isinstance(node, yaml.MappingNode):
        pairs = cast("list[tuple[yaml.Node, yaml.Node]]", node.value)
        return {str(key.value): plain(value) for key, value in pairs}
    if isinstance(node, yaml.SequenceNode):
        return [plain(entry) for entry in cast("list[yaml.Node]", node.value)]
    text = str(node.value)
    match node.tag:
        case "tag:yaml.org,2002:null":
            return None
        case "tag:yaml.org,2002:bool":
            return text == "true"
        case "tag:yaml.org,2002:int":
            return int(text)
        case "tag:yaml.org,2002:float":
            return float(text)
        case _:
            return text


def unknown_word(word: str, known: Iterable[str]) -> tuple[str, str]:
    """What to say, in Chinese and in English, of a ``word`` that is none of ``known``."""
    words = list(known)
    close = difflib.get_close_matches(word, words, n=1)
    listed = ", ".join(words)
    if close:
        return (
            f"“{word}”不认识，是否为 {close[0]}？可用：{listed}",
            f"“{word}” is not known; did you mean {close[0]}? There are: {listed}",
        )
    return f"“{word}”不认识，可用：{listed}", f"“{word}” is not known; there are: {listed}"

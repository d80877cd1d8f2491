"""YAML with line numbers: mappings that remember where each key stood, and note what is wrong.

Only YAML 1.2's plain words are understood (``true``, ``null``, decimal numbers), so a code such as
``01`` stays text and ``no`` is a word. Anchors are refused: a few lines could unfold to gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, cast

import yaml
from ckanext.masking.domain.operators.parameter import suggest
from ckanext.masking.domain.problem import Problem

LARGEST: Final = 256 * 1024
DEEPEST: Final = 12
_PLAIN: Final = (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(?:null|~)$", "n~"),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]{0,17})$", "-0123456789"),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}$", "-0123456789"),
)


class _Loader(yaml.SafeLoader):
    """A safe loader with YAML 1.2's idea of plain scalars."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _PLAIN:
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))  # pyright: ignore[reportUnknownMemberType]
_Loader.yaml_implicit_resolvers.setdefault("", []).append(
    ("tag:yaml.org,2002:null", re.compile(r"^$"))
)


@dataclass
class Faults:
    """The faults found so far in one file, so that all are told at once."""

    name: str
    found: list[Problem] = field(default_factory=list[Problem])
    lines: list[int] = field(default_factory=list[int])

    def add(self, line: int, key: str, zh: str, en: str) -> None:
        """Note that ``key`` on ``line`` (from 1) is wrong, and what to do about it."""
        where = f"{self.name}:{line}"
        zh, en = f"第 {line} 行 {key}：{zh}", f"line {line}, {key}: {en}"
        self.found.append(Problem(where, "policy", zh, en))
        self.lines.append(line)

    def in_order(self) -> list[Problem]:
        """The faults from the top of the file down."""
        order = sorted(range(len(self.found)), key=self.lines.__getitem__)
        return [self.found[n] for n in order]


def parse(text: str, faults: Faults) -> Section | None:
    """The top mapping of the YAML ``text``, or None with a fault noted."""
    if len(text) > LARGEST:
        faults.add(1, "YAML", "文件过大，请拆分", "the file is too large; split it")
        return None
    try:
        _refuse_wild(text)
        node = _node(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or type(error).__name__
        zh = f"不是有效的 YAML（{reason}），请检查缩进、引号与冒号"
        en = f"not valid YAML ({reason}); check indentation, quotes and colons"
        faults.add(mark.line + 1 if mark else 1, "YAML", zh, en)
        return None
    if not isinstance(node, yaml.MappingNode):
        faults.add(1, "YAML", "文件顶层应为键值对", "the file must be a mapping of keys")
        return None
    return Section(node, "", faults)


def _node(text: str) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()  # pyright: ignore[reportUnknownMemberType]


def _refuse_wild(text: str) -> None:
    depth = 0
    events = cast("Iterable[yaml.Event]", yaml.parse(text, Loader=_Loader))  # pyright: ignore[reportUnknownMemberType]
    for event in events:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(problem="& * anchors", problem_mark=event.start_mark)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > DEEPEST:
                raise yaml.MarkedYAMLError(problem="too deep", problem_mark=event.start_mark)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1


class Section:
    """One mapping of the file, read key by key; wrong types and unknown keys are noted."""

    def __init__(
        self, node: yaml.MappingNode, path: str, faults: Faults, line: int | None = None
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
                zh, en = "同一个键出现两次，请删去一处", "the key is there twice; drop one"
                faults.add(key_line, self.at(key), zh, en)
            self.nodes[key] = value_node
            self.lines[key] = key_line

    def only(self, *known: str) -> Section:
        """This section, with a fault noted for each key that is none of ``known``."""
        for key, line in self.lines.items():
            if key not in known:
                self.faults.add(line, self.at(key), *suggest(key, known))
        return self

    def at(self, key: str) -> str:
        """The dotted way to ``key`` from the top of the file."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, zh: str, en: str) -> None:
        """Note a fault of ``key``, on its line, or on the mapping's when it is not there."""
        self.faults.add(self.lines.get(key, self.line), self.at(key), zh, en)

    def plain(self, key: str) -> Any:
        """The value of ``key`` as Python data, None when it is not there."""
        node = self.nodes.get(key)
        return None if node is None else plain(node)

    def need(self, key: str) -> None:
        """Note a fault when ``key`` is not there, or empty."""
        if self.plain(key) is None:
            self.fault(key, "缺少此项，请补充", "this is missing; add it")

    def text(self, key: str, default: str = "", most: int = 200) -> str:
        """A text of at most ``most`` characters; numbers are taken as they were typed."""
        node = self.nodes.get(key)
        if node is None or plain(node) is None:
            return default
        if isinstance(node, yaml.ScalarNode) and len(str(node.value)) <= most:
            return str(node.value)
        zh, en = f"应为不超过 {most} 字的文字", f"must be text of at most {most} characters"
        self.fault(key, zh, en)
        return default

    def integer(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``."""
        value = self.plain(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        zh, en = f"应为 {least} 到 {most} 的整数", f"must be a whole number from {least} to {most}"
        self.fault(key, zh, en)
        return default

    def yes(self, key: str) -> bool | None:
        """True or false; None when it is not there."""
        value = self.plain(key)
        if value is None or isinstance(value, bool):
            return value
        self.fault(key, "应为 true 或 false", "must be true or false")
        return None

    def choice(self, key: str, words: Iterable[str], default: str) -> str:
        """One of ``words``."""
        value = self.text(key, default)
        known = list(words)
        if value in known or key not in self.nodes:
            return value
        self.fault(key, *suggest(value, known))
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none empty; a single text is a list of one."""
        node = self.nodes.get(key)
        if node is None:
            return ()
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        entries = cast("list[yaml.Node]", nodes)
        if entries and all(isinstance(one, yaml.ScalarNode) and one.value for one in entries):
            return tuple(str(entry.value) for entry in entries)
        self.fault(key, "应为文字或文字的列表", "must be a text or a list of texts")
        return ()

    def section(self, key: str) -> Section | None:
        """The mapping under ``key``; None when it is not there, or is none, which is a fault."""
        node = self.nodes.get(key)
        if node is None:
            return None
        if isinstance(node, yaml.MappingNode):
            return Section(node, self.at(key), self.faults, self.lines[key])
        self.fault(key, "应为键值对", "must be a mapping of keys")
        return None

    def sections(self, key: str) -> list[Section]:
        """The mappings in the list under ``key``."""
        node = self.nodes.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(
                key, "应为列表，每项以 - 开头", "must be a list, each entry beginning with -"
            )
            return []
        found: list[Section] = []
        for number, entry in enumerate(cast("list[yaml.Node]", node.value)):
            where = f"{self.at(key)}[{number}]"
            if isinstance(entry, yaml.MappingNode):
                found.append(Section(entry, where, self.faults))
            else:
                zh, en = "列表的每一项应为键值对", "each entry of the list must be a mapping"
                self.faults.add(entry.start_mark.line + 1, where, zh, en)
        return found


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

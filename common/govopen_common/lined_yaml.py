"""YAML with line numbers: reads a file of settings and notes each fault with its line.

Only YAML 1.2's plain words are understood (``true``, ``null``, decimal numbers), so a code such
as ``01`` stays text and ``no`` is a word: code tables would otherwise be changed unnoticed.
Anchors are refused: a few lines could unfold to gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, cast

import yaml

from govopen_common.problem import Problem
from govopen_common.section import Section

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
    """The faults found so far in one file, so that all are told at once.

    ``name``: what problems call the file. ``code``: their code, the kind of file.
    """

    name: str
    code: str
    found: list[Problem] = field(default_factory=list[Problem])
    lines: list[int] = field(default_factory=list[int])

    def add(self, line: int, key: str, zh: str, en: str) -> None:
        """Note that ``key`` on ``line`` (from 1) is wrong, and what to do about it."""
        zh, en = f"第 {line} 行 {key}：{zh}", f"line {line}, {key}: {en}"
        self.found.append(Problem(f"{self.name}:{line}", self.code, zh, en))
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
        reason = getattr(error, "problem", None) or str(error)
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

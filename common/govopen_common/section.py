"""One mapping of a YAML file, read key by key; wrong types and unknown keys are noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar, cast

import yaml

from govopen_common.words import unknown_word

_Yes = TypeVar("_Yes", bool, None)


class Notes(Protocol):
    """Where faults are noted, as ``lined_yaml.Faults`` does."""

    def add(self, line: int, key: str, zh: str, en: str) -> None: ...


class Section:
    """A mapping with the line of each key. A value of the wrong kind is noted and its default
    returned, so that reading goes on and all faults are found in one pass."""

    def __init__(
        self, node: yaml.MappingNode, path: str, faults: Notes, line: int | None = None
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
                self.faults.add(line, self.at(key), *unknown_word(key, known))
        return self

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
        """Note a fault of ``key``, on its line, or on the mapping's when it is not there."""
        self.faults.add(self.line_of(key), self.at(key), zh, en)

    def plain(self, key: str) -> Any:
        """The value of ``key`` as Python data, None when it is not there."""
        node = self.nodes.get(key)
        return None if node is None else plain(node)

    def need(self, key: str) -> bool:
        """Whether ``key`` is there and not empty; a fault is noted when not."""
        if self.plain(key) is None:
            self.fault(key, "缺少此项，请补充", "this is missing; add it")
            return False
        return True

    def text(self, key: str, default: str = "", most: int | None = None) -> str:
        """A text of at most ``most`` characters; numbers are taken as they were typed."""
        node = self.nodes.get(key)
        if node is None or plain(node) is None:
            return default
        if isinstance(node, yaml.ScalarNode) and (most is None or len(str(node.value)) <= most):
            return str(node.value)
        if most is None:
            self.fault(key, "应为一段文字", "must be text")
        else:
            zh, en = f"应为不超过 {most} 字的文字", f"must be text of at most {most} characters"
            self.fault(key, zh, en)
        return default

    def number(
        self, key: str, default: float, least: float = 0, most: float | None = None
    ) -> float:
        """A number from ``least`` to ``most``."""
        value = self._within(key, (int, float), least, most)
        return default if value is None else float(value)

    def integer(self, key: str, default: int, least: int = 0, most: int | None = None) -> int:
        """A whole number from ``least`` to ``most``."""
        value = self._within(key, (int,), least, most)
        return default if value is None else int(value)

    def _within(
        self, key: str, kinds: tuple[type, ...], least: float, most: float | None
    ) -> float | None:
        value = self.plain(key)
        if value is None:
            return None
        if isinstance(value, kinds) and not isinstance(value, bool):
            found = cast("float", value)
            if found >= least and (most is None or found <= most):
                return found
        zh, en = ("数", "number") if float in kinds else ("整数", "whole number")
        if most is None:
            zh, en = f"应为不小于 {least:g} 的{zh}", f"must be a {en} of at least {least:g}"
        else:
            zh = f"应为 {least:g} 到 {most:g} 的{zh}"
            en = f"must be a {en} from {least:g} to {most:g}"
        self.fault(key, zh, en)
        return None

    def yes(self, key: str, default: _Yes = False) -> bool | _Yes:
        """True or false; ``default`` when it is not there."""
        value = self.plain(key)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        self.fault(key, "应为 true 或 false", "must be true or false")
        return default

    def choice(self, key: str, words: Iterable[str], default: str) -> str:
        """One of ``words``."""
        value = self.text(key, default)
        known = list(words)
        if value in known or key not in self.nodes:
            return value
        self.fault(key, *unknown_word(value, known))
        return default

    def texts(self, key: str, least: int = 1) -> tuple[str, ...]:
        """A list of at least ``least`` texts, none empty; a single text is a list of one."""
        node = self.nodes.get(key)
        if node is None:
            return ()
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        entries = cast("list[yaml.Node]", nodes)
        good = all(isinstance(one, yaml.ScalarNode) and one.value for one in entries)
        if good and len(entries) >= least:
            return tuple(str(entry.value) for entry in entries)
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

    def section(self, key: str, known: Iterable[str] | None = None) -> Section | None:
        """The mapping under ``key``; None when it is not there, or is none, which is a fault.

        Where ``known`` is given, other keys in it are faults.
        """
        node = self.nodes.get(key)
        if node is None:
            return None
        if isinstance(node, yaml.MappingNode):
            found = Section(node, self.at(key), self.faults, self.lines[key])
            return found if known is None else found.only(*known)
        self.fault(key, "应为键值对", "must be a mapping of keys")
        return None

    def sections(
        self, key: str, known: Iterable[str] | None = None, *, single: bool = False
    ) -> list[Section]:
        """The mappings in the list under ``key``; ``single``: one without a list will do."""
        node = self.nodes.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode) and not single:
            zh, en = "应为列表，每项以 - 开头", "must be a list, each entry beginning with -"
            self.fault(key, zh, en)
            return []
        entries = node.value if isinstance(node, yaml.SequenceNode) else [node]
        words, found = None if known is None else tuple(known), list[Section]()
        for number, entry in enumerate(cast("list[yaml.Node]", entries)):
            where = f"{self.at(key)}[{number}]"
            if isinstance(entry, yaml.MappingNode):
                part = Section(entry, where, self.faults)
                found.append(part if words is None else part.only(*words))
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

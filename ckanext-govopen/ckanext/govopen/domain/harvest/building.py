"""Compiles what occurs everywhere in a profile: values, templates and mappings of fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

import yaml
from ckanext.govopen.domain.harvest.expression import (
    Body,
    ExpressionError,
    Path,
    Template,
    compile_body,
    compile_path,
    compile_template,
)
from ckanext.govopen.domain.harvest.keys import CONTEXT, SECTIONS
from ckanext.govopen.domain.harvest.profile import Value
from ckanext.govopen.domain.harvest.targets import Target
from govopen_common.section import Notes, Section, plain
from govopen_common.words import unknown_word
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

_SOURCES: Final = ("path", "css", "label", "key", "const", "template", "header", "first")
_FIELD_ONLY: Final = ("codes", "vocabulary", "date_formats", "scale", "required")


@dataclass
class Builder:
    """Compiles values and requests of one profile, whose names it knows."""

    options: dict[str, Any]
    credentials: tuple[str, ...]
    codes: dict[str, dict[str, str]]
    steps: list[str]

    def value(self, reader: Section, key: str, *, required: bool = False) -> Value | None:
        """The value expression under ``key``; None when not there or faulty."""
        node = reader.nodes.get(key)
        if node is None:
            if required:
                reader.need(key)
            return None
        return self._value_of(node, reader.line_of(key), reader.at(key), reader.faults)

    def _value_of(
        self, node: yaml.Node, line: int, at: str, faults: Notes, *, field: bool = False
    ) -> Value | None:
        """The value expression written as ``node``: a JMESPath text or a mapping."""
        if isinstance(node, yaml.MappingNode):
            part = Section(node, at, faults).only(*SECTIONS["value"])
            for key in () if field else _FIELD_ONLY:
                if part.has(key):
                    part.fault(
                        key,
                        "只能写在字段本身，不能写在 first、items、when 等处",
                        "belongs to a field itself, not inside first, items, when and the like",
                    )
            if field and part.has("header"):
                part.fault(
                    "header",
                    "应答头只在 list.pages、login、errors、gone 中可用",
                    "headers are there in list.pages, login, errors and gone alone",
                )
            return self._value(part, line)
        text = plain(node)
        if isinstance(text, str) and text.strip():
            path = _path(text, line, at, faults)
            return None if path is None else Value(line=line, text=text, path=path)
        faults.add(
            line,
            at,
            "应为 JMESPath 文字或键值对；固定值请写 {const: 值}",
            "must be JMESPath text or a mapping; a fixed value is {const: value}",
        )
        return None

    def _value(self, part: Section, line: int) -> Value | None:
        sources = [key for key in _SOURCES if part.has(key)]
        # A label may be looked for inside the part that a selector finds.
        if len([key for key in sources if not (key == "css" and "label" in sources)]) != 1:
            words = ", ".join(_SOURCES)
            part.faults.add(
                line,
                part.path,
                f"取值方式应有且只有一个：{words}",
                f"there must be exactly one way to find the value: {words}",
            )
            return None
        text = part.text("path")
        path = _path(text, part.line_of("path"), part.at("path"), part.faults) if text else None
        source = part.text("from")
        return Value(
            line=line,
            text=_shown(part, sources),
            path=path,
            css=self._css(part),
            attr=part.text("attr") or None,
            every=part.yes("all"),
            label=part.text("label") or None,
            keys=part.texts("key", least=0),
            const=part.plain("const"),
            template=self.template(part, "template"),
            header=part.text("header").lower(),
            first=self._first(part),
            source=_path(source, part.line_of("from"), part.at("from"), part.faults)
            if source
            else None,
            parse_json=part.yes("parse_json"),
            regex=self._regex(part),
            replace=part.table("replace"),
            strip_html=part.yes("strip_html"),
            join=part.text("join") if part.has("join") else None,
            split=part.texts("split", least=0),
            case=part.choice("case", ("", "lower", "upper"), ""),
            codes=self._codes(part),
            vocabulary=part.text("vocabulary") or None,
            date_formats=part.texts("date_formats", least=0),
            scale=part.number("scale", 1),
            default=part.plain("default"),
            required=part.yes("required"),
        )

    def _first(self, part: Section) -> tuple[Value, ...]:
        node = part.nodes.get("first")
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            part.fault("first", "应为取值方式的列表", "must be a list of ways to find the value")
            return ()
        entries = cast("list[yaml.Node]", node.value)
        found = (
            self._value_of(entry, entry.start_mark.line + 1, part.at("first"), part.faults)
            for entry in entries
        )
        return tuple(value for value in found if value is not None)

    def _css(self, part: Section) -> str | None:
        selector = part.text("css")
        if not selector:
            return None
        try:
            LexborHTMLParser("<p></p>").css(selector)
        except (SelectolaxError, ValueError) as error:
            part.fault("css", f"不是有效的 CSS 选择器（{error}）", f"not a CSS selector ({error})")
        return selector

    def _regex(self, part: Section) -> re.Pattern[str] | None:
        text = part.text("regex")
        if not text:
            return None
        try:
            return re.compile(text)
        except re.error as error:
            part.fault(
                "regex", f"不是有效的正则表达式（{error}）", f"not a regular expression ({error})"
            )
            return None

    def _codes(self, part: Section) -> dict[str, str] | None:
        if not part.has("codes"):
            return None
        written = part.plain("codes")
        if isinstance(written, dict):
            return part.table("codes")
        name = str(written)
        if name not in self.codes:
            part.fault("codes", *unknown_word(name, self.codes))
        return self.codes.get(name)

    def template(self, reader: Section, key: str, default: str = "") -> Template | None:
        """The template under ``key`` or the ``default`` one; None when neither."""
        text = reader.text(key, default)
        if not text:
            return None
        try:
            template = compile_template(text)
        except ExpressionError as error:
            reader.fault(key, f"占位符有误（{error}）", f"a placeholder is wrong ({error})")
            return None
        self._check_names(reader, key, template)
        return template

    def body(self, reader: Section, key: str) -> Body | None:
        """The data with placeholders under ``key``."""
        if not reader.has(key):
            return None
        try:
            body = compile_body(reader.plain(key))
        except ExpressionError as error:
            reader.fault(key, f"占位符有误（{error}）", f"a placeholder is wrong ({error})")
            return None
        for template in body.templates:
            self._check_names(reader, key, template)
        return body

    def _check_names(self, reader: Section, key: str, template: Template) -> None:
        known = [*CONTEXT, *self.options, *(step for step in self.steps if step)]
        for name in sorted(template.names - set(known)):
            zh, en = unknown_word(name, known)
            reader.fault(key, f"占位符{zh}", f"placeholder {en}")
        for name in re.findall(r"\{credential\.(\w+)", template.text):
            if name not in self.credentials:
                reader.fault(
                    key,
                    f"凭据 {name} 未声明，请写入 credentials",
                    f"credential {name} is not declared; add it to credentials",
                )

    def fields(self, reader: Section, known: Mapping[str, Target]) -> dict[str, Value]:
        """The mapping of fields, each of which must be one of ``known``."""
        values: dict[str, Value] = {}
        for key in reader.names:
            if key not in known:
                reader.fault(key, *unknown_word(key, known))
                continue
            node, line = reader.nodes[key], reader.line_of(key)
            value = self._value_of(node, line, reader.at(key), reader.faults, field=True)
            if value is not None:
                values[key] = _encoded(value) if known[key].kind == "url" else value
        return values


def _encoded(value: Value) -> Value:
    """``value`` for an address: what its templates put in is percent-encoded."""
    return replace(value, encoded=True, first=tuple(_encoded(choice) for choice in value.first))


def _path(text: str, line: int, at: str, faults: Notes) -> Path | None:
    try:
        return compile_path(text)
    except ExpressionError as error:
        faults.add(
            line,
            at,
            f"不是有效的 JMESPath（{error}）；中文键名请改用 {{key: 名称}}",
            f"not valid JMESPath ({error}); for a key in Chinese write {{key: name}}",
        )
        return None


def _shown(part: Section, sources: list[str]) -> str:
    return ", ".join(f"{key}: {part.plain(key)}" for key in sources)

"""Parses RDF without fetching anything and without being made to."""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import Any, Final, cast

from ckanext.prov.domain.reading.base import MOST_STATEMENTS, refuse
from rdflib import Graph

FORMATS: Final = MappingProxyType(
    {"ttl": "turtle", "nt": "nt", "rdf": "xml", "xml": "xml", "jsonld": "json-ld"}
)
"""Extension: rdflib's parser."""
_DOCTYPE: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_CONTEXT_KEYS: Final = ("@context", "@import")
_MOST_DEPTH: Final = 100


def parse(data: bytes, extension: str) -> Graph:
    """The triples of ``data``. Raises Rejected."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(
            "not_utf8",
            f"文件不是 UTF-8 编码（第 {error.start} 字节）。请转换编码后再试。",
            f"the file is not in UTF-8 (byte {error.start}); convert it.",
        ) from error
    if FORMATS[extension] == "xml":
        _refuse_doctype(data)
    elif FORMATS[extension] == "json-ld":
        _refuse_remote_context(text)
    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=text, format=FORMATS[extension])
    except Exception as error:  # rdflib's parsers raise whatever they come across
        detail = str(error).strip().splitlines()[:1]
        reason = detail[0][:200] if detail else type(error).__name__
        raise refuse(
            "syntax",
            f"文件不符合该格式的语法：{reason}。请更正后再试。",
            f"the file is not well formed: {reason}; mend it.",
        ) from error
    if len(graph) > MOST_STATEMENTS:
        raise refuse(
            "too_many_statements",
            f"文件中的语句超过 {MOST_STATEMENTS} 条。请拆分后再试。",
            f"the file has more than {MOST_STATEMENTS} statements; split it.",
        )
    return graph


def _refuse_doctype(data: bytes) -> None:
    if _DOCTYPE.search(data):
        raise refuse(
            "xml_entities",
            "RDF/XML 文件含有 DOCTYPE 或实体声明，出于安全不予读取。请展开实体并删除声明。",
            "the RDF/XML declares a DOCTYPE or entities, which is not read for safety; expand "
            "the entities and take the declaration out.",
        )


def _refuse_remote_context(text: str) -> None:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refuse(
            "syntax",
            f"文件不是有效的 JSON：{error}。请更正后再试。",
            f"the file is no valid JSON: {error}; mend it.",
        ) from error
    remote = _remote(content, 0)
    if remote:
        raise refuse(
            "remote_context",
            f"JSON-LD 引用了外部的 @context“{remote}”，本站不会去获取。请把上下文写进文件。",
            f"the JSON-LD refers to a remote @context, “{remote}”, which is never fetched; embed "
            "the context in the file.",
        )


def _remote(value: object, depth: int) -> str:
    """The address of a context that lies elsewhere; empty when there is none."""
    if depth > _MOST_DEPTH:
        raise refuse(
            "too_deep",
            f"JSON 的嵌套超过 {_MOST_DEPTH} 层。请简化后再试。",
            f"the JSON is nested more than {_MOST_DEPTH} levels deep; simplify it.",
        )
    if isinstance(value, list):
        inner = cast("list[object]", value)
    elif isinstance(value, dict):
        known = cast("dict[str, Any]", value)
        for key in _CONTEXT_KEYS:
            given = known.get(key)
            for one in cast("list[object]", given) if isinstance(given, list) else [given]:
                if isinstance(one, str):
                    return one[:200]
        inner = list(known.values())
    else:
        return ""
    for one in inner:
        found = _remote(one, depth + 1)
        if found:
            return found
    return ""

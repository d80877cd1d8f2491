"""From the bytes of an answer to data: JSON, JSONP, JSON inside JSON, HTML inside JSON, XML."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from ckanext.govopen.domain.harvest.document import Html
from ckanext.govopen.domain.harvest.evaluate import evaluate
from ckanext.govopen.domain.harvest.expression import ExpressionError
from ckanext.govopen.domain.harvest.profile import Unwrap
from ckanext.govopen.domain.harvest.transport import SourceError

_JSONP: Final = re.compile(r"^\s*(?:/\*.*?\*/\s*)*[\w$.\[\]'\"]+\s*\(\s*(.*?)\s*\)\s*;?\s*$", re.S)
_SHOWN: Final = 60


def unwrap(text: str, steps: Sequence[Unwrap]) -> tuple[Any, Any]:
    """The first document that ``text`` holds and the one the last of ``steps`` leaves.

    The first is where failures inside HTTP 200 are looked for, the last is what is mapped.
    Raises SourceError when a step does not fit what it is given.
    """
    data: Any = text
    opening: Any = None
    for number, step in enumerate(steps):
        data = _step(data, step)
        if number == 0:
            opening = data
    return opening, data


def _step(data: Any, step: Unwrap) -> Any:
    if step.word == "select" and step.select is not None:
        try:
            return evaluate(step.select, data, data)
        except ExpressionError as error:
            raise _misfit("select", str(error)) from error
    if isinstance(data, Html):
        data = data.markup
    if not isinstance(data, str):
        if data is None or step.word == "json":
            # An empty answer stays empty; JSON that is not double-encoded today needs no opening.
            return data
        raise _misfit(step.word, repr(data)[:_SHOWN])
    match step.word:
        case "json":
            return _json(data)
        case "jsonp":
            hit = _JSONP.match(data)
            return _json(hit[1] if hit else data)
        case "html":
            return Html(data)
        case "xml":
            return _xml(data)
        case _:
            return data


def _json(text: str) -> Any:
    if not text.strip():
        return None
    try:
        data = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError) as error:
        raise _misfit("json", text[:_SHOWN]) from error
    if "\\ud" in text or "\\uD" in text:
        # Half of a surrogate pair is no character and cannot be stored or sent on.
        return json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    return data


def _xml(text: str) -> Any:
    """XML as nested mappings: attributes as ``@name``, text as ``#text``, repeated tags as lists.

    A document type is refused: entities are how XML bombs are built.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _misfit("xml", "<!DOCTYPE")
    parser = XMLParser()  # noqa: S314 - no document type gets this far
    try:
        parser.feed(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
        top = parser.close()
    except ParseError as error:
        raise _misfit("xml", str(error)) from error
    return {_local(top.tag): _element(top)}


def _element(node: Element) -> Any:
    data: dict[str, Any] = {f"@{_local(name)}": value for name, value in node.attrib.items()}
    for child in node:
        name, value = _local(child.tag), _element(child)
        if name not in data:
            data[name] = value
        elif isinstance(data[name], list):
            data[name].append(value)
        else:
            data[name] = [data[name], value]
    text = (node.text or "").strip()
    if not data:
        return text
    if text:
        data["#text"] = text
    return data


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _misfit(word: str, shown: str) -> SourceError:
    return SourceError(
        "unwrap",
        f"应答不能按 {word} 解开，内容开头为：{shown}；请核对地址与 unwrap",
        f"the answer cannot be unwrapped as {word}, it begins: {shown}; check address and unwrap",
    )

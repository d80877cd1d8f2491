"""Finds a value in a document and does to it what the profile says, up to its final type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, cast

from ckanext.govopen.domain.harvest.cleaning import flat_list, is_empty, scalar, text_of
from ckanext.govopen.domain.harvest.document import Html, css, labelled, strip_markup
from ckanext.govopen.domain.harvest.expression import ExpressionError
from ckanext.govopen.domain.harvest.profile import Value

_NO_HEADERS: Final[Mapping[str, str]] = {}


def find(
    value: Value,
    root: Mapping[str, Any] | Any,
    document: Any,
    headers: Mapping[str, str] = _NO_HEADERS,
) -> Any:
    """What ``value`` points at, before any conversion; None when nothing is there.

    JMESPath runs over ``root``; CSS selectors, labels and plain keys over ``document`` or, with
    ``from``, over what that expression finds in ``root``. ``headers`` are those of the answer,
    names in lower case. Raises ExpressionError.
    """
    found = _located(value, root, document, headers)
    return _opened(found) if value.parse_json else found


def _located(
    value: Value, root: Mapping[str, Any] | Any, document: Any, headers: Mapping[str, str]
) -> Any:
    if value.first:
        found = (convert(choice, find(choice, root, document, headers)) for choice in value.first)
        return next((entry for entry in found if not is_empty(entry)), None)
    if value.path is not None:
        return value.path(root)
    if value.template is not None:
        template = value.template
        return template.filled(root, url=True) if value.encoded else template.value(root)
    if value.header:
        return headers.get(value.header)
    if value.source is not None:
        document = scalar(value.source(root))
    if value.label is not None or value.css is not None:
        return _in_page(value, Html(document) if isinstance(document, str) else document)
    if value.keys:
        return _keyed(value.keys, document)
    return value.const


def _opened(found: Any) -> Any:
    """JSON that a source sends as text inside its JSON."""
    if not isinstance(found, str) or not found.strip():
        return found
    try:
        return json.loads(found, strict=False)
    except (ValueError, RecursionError) as error:
        raise ExpressionError(f"not JSON: {found[:60]}") from error


def _in_page(value: Value, document: Any) -> Any:
    if not isinstance(document, Html):
        return None
    if value.label is not None:
        return labelled(document, value.label, value.css)
    found = css(document, value.css or "", value.attr, every=value.every)
    if value.every:
        return found
    return found[0] if found else None


def _keyed(keys: tuple[str, ...], document: Any) -> Any:
    if not isinstance(document, dict):
        return None
    entries = cast("dict[str, Any]", document)
    return next((entries[key] for key in keys if not is_empty(entries.get(key))), None)


def convert(value: Value, found: Any) -> Any:
    """``found`` after the text operations of ``value``, in the order the docs give them."""
    if isinstance(found, Html):
        found = found.text
    if value.strip_html:
        found = _each_text(found, strip_markup)
    if value.regex is not None:
        found = _matched(value, found)
    if value.replace:
        found = _each_text(found, partial(_replaced, table=value.replace))
    if value.case:
        found = _each_text(found, str.lower if value.case == "lower" else str.upper)
    if value.split:
        found = flat_list(found, value.split)
    if value.join is not None and isinstance(found, list):
        pieces = (text_of(entry) for entry in flat_list(cast("list[Any]", found)))
        found = value.join.join(piece for piece in pieces if piece)
    return value.default if is_empty(found) else found


def _replaced(text: str, table: Mapping[str, str]) -> str:
    for old, new in table.items():
        text = text.replace(old, new)
    return text


def _each_text(found: Any, change: Callable[[str], str]) -> Any:
    if isinstance(found, str):
        return change(found)
    if isinstance(found, Html):
        return change(found.text)
    if isinstance(found, list):
        return [_each_text(entry, change) for entry in cast("list[Any]", found)]
    return found


def _matched(value: Value, found: Any) -> Any:
    """The first group of each match; a list of them when ``all`` is set."""
    pattern = value.regex
    if pattern is None or is_empty(found):
        return found
    text = "\n".join(text_of(entry) for entry in flat_list(found))
    hits = [hit.group(1 if pattern.groups else 0) or "" for hit in pattern.finditer(text)]
    if value.every:
        return hits
    return hits[0] if hits else None


def evaluate(
    value: Value, root: Any, document: Any, headers: Mapping[str, str] = _NO_HEADERS
) -> Any:
    """``find`` and ``convert`` in one; a list of one becomes its entry."""
    return scalar(convert(value, find(value, root, document, headers)))


def holds(
    value: Value | None, root: Any, document: Any, headers: Mapping[str, str] = _NO_HEADERS
) -> bool:
    """Whether the condition ``value`` is met; no condition is. Text ``false`` and 0 are not."""
    if value is None:
        return True
    found = evaluate(value, root, document, headers)
    return bool(found) and not is_empty(found)


def rows_of(value: Value, root: Any, document: Any) -> list[Any]:
    """The rows ``value`` finds: the entries of a list, or the one thing found."""
    found = find(value, root, document)
    if isinstance(found, list) and not (value.split or value.regex):
        return [entry for entry in cast("list[Any]", found) if entry is not None]
    if isinstance(found, (dict, Html)):
        return [cast("Any", found)]
    return flat_list(convert(value, found), value.split)

"""What a source answers with, once unwrapped: JSON data or a piece of HTML."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ROW: Final = re.compile(r"^\s*<(tr|td|th|tbody|thead)\b", re.IGNORECASE)
_SPACES: Final = re.compile(r"[ \t\r\f\v\u00a0\u3000]+")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LABEL_END: Final = "：: \t\r\n\u00a0\u3000"
_INNER: Final = "html"


@dataclass(frozen=True, slots=True)
class Html:
    """A page or a part of one, kept as its markup so that a record can be stored and read again."""

    markup: str

    @property
    def tree(self) -> LexborHTMLParser:
        """The parsed markup."""
        return _tree(self.markup)

    @property
    def text(self) -> str:
        """The text a reader sees, white space collapsed within lines."""
        body = self.tree.body
        return node_text(body) if body is not None else ""


@lru_cache(maxsize=64)
def _tree(markup: str) -> LexborHTMLParser:
    found = _ROW.match(markup)
    if found:
        # A parser drops table rows that stand outside a table.
        inner = "<tr>" if found[1].lower() in ("td", "th") else ""
        markup = f"<table>{inner}{markup}</table>"
    return LexborHTMLParser(markup)


def node_text(node: LexborNode) -> str:
    """The text of ``node``, ``<br>`` as a line break, other white space collapsed."""
    if node.tag == "-text":
        raw = node.text()
    else:
        raw = LexborHTMLParser(_BREAK.sub("\n", node.html or "")).text()
    lines = (_SPACES.sub(" ", line).strip() for line in raw.split("\n"))
    return "\n".join(line for line in lines if line)


def strip_markup(text: str) -> str:
    """``text`` without tags, entities resolved; blocks end a line."""
    if "<" not in text and "&" not in text:
        return text
    broken = re.sub(r"(?i)<br\s*/?>|</(?:p|div|li|tr|h[1-6])>", "\n", text)
    tree = LexborHTMLParser(broken)
    tree.strip_tags(["script", "style"])
    plain = tree.body.text() if tree.body is not None else ""
    lines = (_SPACES.sub(" ", line).strip() for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def css(
    document: Html, selector: str, attribute: str | None = None, *, every: bool = False
) -> list[Any]:
    """What ``selector`` finds: texts, values of ``attribute``, or ``Html`` parts when ``every``.

    ``attribute`` may be ``html`` for the inner markup. At most one entry unless ``every``.
    """
    found = document.tree.css(selector)
    if not every:
        found = found[:1]
    if attribute is None:
        return [Html(node.html or "") for node in found] if every else [node_text(n) for n in found]
    if attribute == _INNER:
        return [node.inner_html or "" for node in found]
    values = (node.attributes.get(attribute) for node in found)
    return [value for value in values if value is not None]


def labelled(document: Html, label: str, area: str | None = None) -> str | None:
    """The value that stands beside or after ``label``: ``标签：值``, a table cell, a ``dd``.

    ``area`` is a CSS selector of the part to look in. The first value found wins; None when the
    label is nowhere.
    """
    parts = [Html(n.html or "") for n in document.tree.css(area)] if area else [document]
    for part in parts:
        value = _beside(part, label) or _after(part, label)
        if value:
            return value
    return None


def _beside(part: Html, label: str) -> str | None:
    """The text next to an element that holds the label alone."""
    for node in part.tree.css("th, td, dt, dd, span, b, strong, label, em, i, p, div, li, h4, h5"):
        if label not in (node.text() or "") or node_text(node).strip(_LABEL_END) != label:
            continue
        value = _next_text(node)
        parent = node.parent
        while not value and parent is not None and node_text(parent).strip(_LABEL_END) == label:
            value = _next_text(parent)
            parent = parent.parent
        if value:
            return value
    return None


def _next_text(node: LexborNode) -> str | None:
    sibling = node.next
    while sibling is not None:
        if sibling.tag == "br":
            return None
        text = node_text(sibling).strip(_LABEL_END)
        if text:
            return text
        sibling = sibling.next
    return None


def _after(part: Html, label: str) -> str | None:
    """The rest of the shortest piece of text that begins with the label and a colon."""
    opening = re.compile(rf"^{re.escape(label)}\s*[：:]\s*(.+)$")
    found: list[str] = []
    body = part.tree.body
    for node in body.css("*") if body is not None else []:
        if label not in (node.text() or ""):
            continue
        hits = (opening.match(line.strip()) for line in node_text(node).split("\n"))
        found += [hit[1].strip() for hit in hits if hit]
    return min(found, key=len) if found else None


def dumps(value: Any) -> str:
    """JSON text of ``value``, each ``Html`` in it a marked mapping; equal values, equal text."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def loads(text: str) -> Any:
    """The inverse of ``dumps``."""
    return json.loads(text, object_hook=_marked)


def _plain(value: Any) -> dict[str, str]:
    if isinstance(value, Html):
        return {"$html": value.markup}
    raise TypeError(f"{type(value).__name__} is no part of a document")


def _marked(entries: dict[str, Any]) -> Any:
    return Html(str(entries["$html"])) if entries.keys() == {"$html"} else entries

"""Folds what looks alike into one form: character by character, so that places stay the same."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import Final

GONE: Final = "\u200b"
"""Stands for a character that is not seen: zero width, soft hyphen, combining mark."""
# Letters of Greek and Cyrillic that look like Latin ones (Unicode TR 39, confusables.txt), and the
# crosses that are typed for the X at the end of an ID.
_ALIKE = dict(
    zip(
        "АВЕКМНОРСТХасеорхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧο×✕✖╳⨯",
        "ABEKMHOPCTXaceopxyABEZHIKMNOPTYXoXXXXX",
        strict=True,
    )
)
_DOTS: Final = "•・‧∙⋅･᛫"
_DASHES: Final = "−－﹣–—―‐‑‒⁃ー﹘"
_QUOTES: Final = "‘’“”`´′″「」『』＇＂"
_KEPT: Final = "\n\r"
_ESCAPED = re.compile(
    r"(?:%[0-9A-Fa-f]{2}){1,64}|\\u[0-9A-Fa-f]{4}|\\[nrt\"/]|&#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});"
    r"|&(?:nbsp|quot|amp);|" + GONE
)

_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")


class _Table(dict[int, str]):
    """A table for ``str.translate`` that works out a character when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < 70_000:
            self[code] = folded
        return folded


def _fold(char: str) -> str:
    if char in _ALIKE:
        return _ALIKE[char]
    for group, plain in ((_DOTS, "·"), (_DASHES, "-"), (_QUOTES, "'")):
        if char in group:
            return plain
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return GONE
    if category == "Zs" or char in "\t\v\f\u2028\u2029":
        return " "
    if category == "Cc" and char not in _KEPT:
        return GONE
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", char)
    return compatible if len(compatible) == 1 else char


_TABLE = _Table()


def spaced(text: str) -> str:
    """In lower case, with ``idCard`` taken apart at its capital."""
    return _CAMEL.sub("_", text).lower()


def fold(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """The text as it is looked at, and the start and end in ``text`` of each of its characters.

    None says that all places are the same. Percent-encoding (RFC 3986, 2.1), the escapes of JSON
    strings (RFC 8259, 7) and numeric character references of HTML are read as what they stand for.
    """
    alike = text.translate(_TABLE)
    if not (GONE in alike or "%" in alike or "\\" in alike or "&" in alike):
        return alike, None
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    last = 0
    for match in _ESCAPED.finditer(alike):
        start, end = match.span()
        parts.append(alike[last:start])
        places += [(at, at + 1) for at in range(last, start)]
        for char, begin, stop in _read(match.group()):
            parts.append(char)
            places.append((start + begin, start + stop))
        last = end
    parts.append(alike[last:])
    places += [(at, at + 1) for at in range(last, len(text))]
    return "".join(parts), places


def _read(escape: str) -> list[tuple[str, int, int]]:
    """The characters an escape stands for, each with its start and end inside the escape."""
    if escape == GONE:
        return []
    if escape[0] == "%":
        return _percent(escape)
    if escape[0] == "&":
        char = unescape(escape)[:1]
    elif escape[1] == "u":
        char = chr(int(escape[2:], 16))
    else:
        char = escape[1] if escape[1] in '/"' else " "
    return [(folded, 0, len(escape)) for folded in (char.translate(_TABLE),) if folded != GONE]


def _percent(escape: str) -> list[tuple[str, int, int]]:
    """The characters of ``%E5%BC%A0``, read as UTF-8; a byte that is none is a U+FFFD."""
    raw = bytes.fromhex(escape.replace("%", ""))
    found: list[tuple[str, int, int]] = []
    at = 0
    while at < len(raw):
        char, width = _utf8(raw, at)
        folded = char.translate(_TABLE)
        if folded != GONE:
            found.append((folded, at * 3, (at + width) * 3))
        at += width
    return found


def _utf8(raw: bytes, at: int) -> tuple[str, int]:
    """The character at ``at`` and its length in bytes, which its first byte tells (RFC 3629)."""
    width = 1 if raw[at] < 0xC0 else 2 if raw[at] < 0xE0 else 3 if raw[at] < 0xF0 else 4
    try:
        return raw[at : at + width].decode("utf-8"), width
    except UnicodeDecodeError:
        return "\ufffd", 1

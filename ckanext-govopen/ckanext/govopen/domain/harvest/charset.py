"""Which characters the bytes of an answer are.

Chinese platforms declare ``gb2312`` and send GBK, or declare nothing, or declare the wrong one.
GB18030 is a superset of both GB2312 and GBK, so it stands for all three.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_META: Final = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)",
    re.IGNORECASE,
)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAY_NOTHING: Final = frozenset({"iso8859-1", "ascii", "cp1252"})
_GB: Final = frozenset({"gb2312", "gbk", "gb18030", "hz"})
_MULTIBYTE_UTF8: Final = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
_SURE: Final = 4
"""UTF-8 sequences after which UTF-8 is no accident, whatever the header says."""
_SPOILT: Final = 0.02
"""Share of broken sequences up to which UTF-8 is still UTF-8: half a character here and there."""
_SAMPLE: Final = 64 * 1024


def canonical(name: str) -> str | None:
    """Python's name of a charset; None when unknown or when servers send it by default."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    if found in _SAY_NOTHING:
        return None
    return "gb18030" if found in _GB else found


def decode(body: bytes, content_type: str = "", declared: str | None = None) -> str:
    """The text of ``body``; never fails, bytes that fit nothing become U+FFFD.

    Tried in turn: a byte-order mark, ``declared`` (the profile's word), plain evidence of UTF-8,
    the header, the page's own ``meta`` or XML declaration, UTF-8, GB18030, and what
    charset-normalizer makes of a sample.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    if declared and (name := canonical(declared)):
        return body.decode(name, "replace")
    if (text := _plainly_utf8(body)) is not None:
        return text
    for name in _candidates(body, content_type):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):  # noqa: PERF203 - the next is tried
            continue
    best = from_bytes(body[:_SAMPLE]).best()
    return body.decode(best.encoding if best else "utf-8", "replace")


def _plainly_utf8(body: bytes) -> str | None:
    """The text, when the bytes themselves say that it is UTF-8."""
    if len(_MULTIBYTE_UTF8.findall(body[:_SAMPLE])) < _SURE:
        return None
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(_MULTIBYTE_UTF8.findall(body)) if broken else 1
    return text if broken <= whole * _SPOILT else None


def _candidates(body: bytes, content_type: str) -> list[str]:
    names: list[str | None] = []
    if hit := _HEADER.search(content_type):
        names.append(canonical(hit[1]))
    if found := _META.search(body[:4096]):
        names.append(canonical((found[1] or found[2]).decode("ascii")))
    names += ["utf-8", "gb18030"]
    return [name for name in names if name]

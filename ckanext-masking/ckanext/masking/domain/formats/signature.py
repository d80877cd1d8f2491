"""Holds files whose first bytes say that they are something else, whatever their name says."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import magic
from ckanext.masking.domain.formats.base import HeldError

HEAD: Final = 64 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK"
_TEXTS: Final = frozenset(
    {
        "application/json",
        "application/geo+json",
        "application/x-ndjson",
        "application/csv",
        "application/octet-stream",
        "application/x-empty",
        "application/x-wine-extension-ini",
    }
)
"""What libmagic calls files of text that are judged by their contents, by whoever asks next."""
_MARKUP: Final = frozenset({"text/html", "text/xml", "text/rtf", "image/svg+xml"})


def refuse_unknown(path: Path) -> None:
    """Raises ``HeldError`` for files that are no text and no zip, and for empty ones."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise HeldError("empty", "文件是空的", "the file is empty")
    if head.startswith(_OLE):
        zh = "是旧式 XLS 或加了密码的 Office 文件，请另存为不带密码的 XLSX"
        en = "an old XLS or a file with a password; save it as XLSX without one"
        raise HeldError("ole", zh, en)
    if head.startswith(_ZIP):
        return
    kind = str(magic.from_buffer(head, mime=True))
    if kind in _MARKUP or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{\\rtf")):
        zh = "是网页、XML 或富文本，请转成 CSV、XLSX 或 JSON"
        en = "a web page, XML or rich text; convert it to CSV, XLSX or JSON"
        raise HeldError("markup", zh, en)
    if kind in _TEXTS or kind.startswith("text/"):
        return
    zh = f"是 {kind}，不能脱敏；请转成 CSV、XLSX 或 JSON"
    en = f"{kind} cannot be masked; convert it to CSV, XLSX or JSON"
    raise HeldError("type", zh, en)

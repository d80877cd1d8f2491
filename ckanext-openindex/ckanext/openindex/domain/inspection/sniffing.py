"""The format of a file by its first bytes, whatever it is called."""

from __future__ import annotations

import io
import zipfile
from typing import Final

import magic

HEAD: Final = 64 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_KINDS: Final = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/xml": "xml",
    "application/pdf": "pdf",
    "application/gzip": "gzip",
    "application/x-7z-compressed": "7z",
    "application/x-rar": "rar",
    "text/rtf": "rtf",
    "image/jpeg": "jpeg",
    "image/png": "png",
    "image/tiff": "tiff",
    "image/svg+xml": "svg",
}
_PACKAGES: Final = (
    ("xl/workbook", "xlsx"),
    ("word/", "docx"),
    ("ppt/", "pptx"),
    ("content.xml", "ods"),
)
_MARKUP: Final = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<!--")


def sniff(head: bytes, declared: str = "", names: tuple[str, ...] = ()) -> str:
    """The format of a file that begins with ``head``, in lower case; "" when it is not known.

    ``names`` are those of the files in it, for an archive; ``declared`` decides only between
    texts that look alike (``csv`` and ``txt``).
    """
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return ""
    if head.startswith(_OLE):
        return "encrypted" if _ENCRYPTED in head else "xls"
    if head.startswith(b"PK"):
        return _package(names)
    if start.startswith(_MARKUP):
        return "html"
    if start.startswith((b"{", b"[")):
        return "geojson" if b'"featurecollection"' in start.replace(b" ", b"") else "json"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in start[:2000] else "xml"
    kind = str(magic.from_buffer(head, mime=True))
    if kind in _KINDS:
        return _KINDS[kind]
    if kind.startswith(("text/", "application/csv")) or _is_text(head):
        return _delimited(head, declared)
    return ""


def names_in(data: io.BufferedIOBase) -> tuple[str, ...]:
    """The names in a zip archive; none for what is no whole archive."""
    try:
        with zipfile.ZipFile(data) as archive:
            return tuple(archive.namelist()[:10_000])
    except (zipfile.BadZipFile, OSError, ValueError):
        return ()


def _package(names: tuple[str, ...]) -> str:
    for start, kind in _PACKAGES:
        if any(name.startswith(start) for name in names):
            return kind
    return "zip"


def _is_text(head: bytes) -> bool:
    """Whether there is hardly a control character among the bytes."""
    controls = sum(head.count(bytes([code])) for code in (*range(9), *range(14, 32)))
    return controls * 1000 <= len(head)


def _delimited(head: bytes, declared: str) -> str:
    line = head.splitlines()[0] if head.splitlines() else b""
    if b"\t" in line and line.count(b"\t") >= line.count(b","):
        return "tsv"
    if declared in ("csv", "txt", "tsv"):
        return "csv" if declared == "tsv" else declared
    return "csv" if any(mark in line for mark in (b",", b";", b"|")) else "txt"

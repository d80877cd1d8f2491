"""The bones of an HTML page, for the platforms that have no JSON."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def page(title: str, body: str) -> str:
    """A whole page with its charset declared."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="UTF-8">'
        f"<title>{escape(title or '')}</title></head>\n<body>\n{body}\n</body></html>\n"
    )


def links(targets: Iterable[tuple[str, str]]) -> str:
    """A list of download links out of (text, address)."""
    items = "".join(
        f'<li><a class="download" href="{escape(address)}">{escape(text)}</a></li>'
        for text, address in targets
    )
    return f'<ul class="files">{items}</ul>'


def table_page(
    title: str, rows: Iterable[tuple[str, str]], targets: Iterable[tuple[str, str]]
) -> str:
    """A page with a heading, a table of label and value, and download links."""
    cells = "".join(f"<tr><th>{label}</th><td>{escape(value)}</td></tr>" for label, value in rows)
    return page(title, f"<h1>{escape(title or '')}</h1><table>{cells}</table>{links(targets)}")

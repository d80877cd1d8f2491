"""The badge: a word, a score and a band, as an SVG that any page can show."""

from __future__ import annotations

from typing import Final

from .text import safe, width

HEIGHT: Final = 22
_SIZE: Final = 12
_PAD: Final = 8
_LEFT: Final = "#3b434b"


def badge(label: str, said: str, colour: str, title: str) -> str:
    """An SVG with ``label`` on the left and ``said`` on ``colour`` (as ``#rrggbb``) on the right.

    ``title`` is what screen readers say and a pointer shows; all texts are escaped here.
    """
    left = round(width(label, _SIZE)) + 2 * _PAD
    right = round(width(said, _SIZE)) + 2 * _PAD
    whole, base = left + right, HEIGHT - 7
    font = "system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{HEIGHT}"'
        f' viewBox="0 0 {whole} {HEIGHT}" role="img" aria-label="{safe(title)}">'
        f"<title>{safe(title)}</title>"
        f'<rect width="{whole}" height="{HEIGHT}" rx="4" fill="{_LEFT}"/>'
        f'<path d="M{left} 0h{right - 4}a4 4 0 0 1 4 4v{HEIGHT - 8}a4 4 0 0 1-4 4H{left}z"'
        f' fill="{safe(colour)}"/>'
        f'<g fill="#fff" font-family="{font}" font-size="{_SIZE}" text-anchor="middle">'
        f'<text x="{left / 2:g}" y="{base}">{safe(label)}</text>'
        f'<text x="{left + right / 2:g}" y="{base}" font-weight="bold">{safe(said)}</text>'
        "</g></svg>\n"
    )

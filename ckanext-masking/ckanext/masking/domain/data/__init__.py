"""Lists of words as text files: ``#`` begins a remark, blanks part the words."""

from __future__ import annotations

from importlib import resources


def lines(name: str) -> list[str]:
    """The words of a file of this folder."""
    text = resources.files(__name__).joinpath(name).read_text("utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]


def blocks(name: str) -> dict[str, list[str]]:
    """The words of a file by the block they stand in; a block begins with ``[its name]``."""
    found: dict[str, list[str]] = {}
    block: list[str] = []
    for word in lines(name):
        if word.startswith("["):
            block = found.setdefault(word.strip("[]"), [])
        else:
            block.append(word)
    return found

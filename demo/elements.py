"""The demonstration registry of data elements, from ``data/elements.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from demo.model import Element

SOURCE = Path(__file__).parent / "data" / "elements.yaml"


@cache
def elements() -> dict[str, Element]:
    """Every element by name, in the order of the file."""
    entries = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return {
        name: Element(
            name=name,
            mark=entry["m"],
            type=entry["t"],
            length=entry.get("l"),
            precision=entry.get("p"),
            definition=entry.get("d", ""),
            value_domain=entry.get("v", ""),
            sensitivity=entry.get("s", "none"),
            standard_code=entry.get("std", ""),
            maker=tuple(entry.get("mk", ("choice", [""]))),
        )
        for name, entry in entries.items()
    }

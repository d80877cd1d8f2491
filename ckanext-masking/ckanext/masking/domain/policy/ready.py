"""The policies that come with the extension, in ``schemas/masking``."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import files
from typing import Final

from ckanext.masking.domain.policy.loading import read_policy
from ckanext.masking.domain.policy.model import Policy

PACKAGE: Final = "govopen_schemas"
"""The package as which ``schemas/`` is installed."""
READY: Final = ("release-public", "controlled-sharing", "display")


def ready_text(name: str) -> str | None:
    """The YAML of the ready-made policy ``name``, for copying; None when there is none."""
    if name not in READY:
        return None
    return (files(PACKAGE) / "masking" / f"{name}.yaml").read_text("utf-8")


def ready_made(name: str, detectors: Collection[str] | None = None) -> Policy:
    """The ready-made policy ``name``. Raises ``KeyError`` when there is none."""
    text = ready_text(name)
    if text is None:
        raise KeyError(name)
    return read_policy(text, f"{name}.yaml", detectors)

"""Helpers of the extension's templates."""

from __future__ import annotations

from ckanext.prov import config

__all__ = ["prov_recorded"]


def prov_recorded(dataset_type: str) -> bool:
    """Whether datasets of this type have a log, and so a page of their provenance."""
    return dataset_type not in config.ignored_types()

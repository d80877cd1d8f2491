"""Addresses of the extension."""

from .catalogue import catalogue
from .data import data
from .dataset import dataset
from .derivation_forms import derivation_forms
from .guard import guard
from .provenance import provenance
from .things import things
from .validation_form import validation_form
from .version_pages import version_pages
from .versions import versions

__all__ = [
    "catalogue",
    "data",
    "dataset",
    "derivation_forms",
    "guard",
    "provenance",
    "things",
    "validation_form",
    "version_pages",
    "versions",
]

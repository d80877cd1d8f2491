"""Pages of the portal: one module for each kind; CKAN registers the blueprints listed here."""

from __future__ import annotations

from .closed import closed
from .departments import departments
from .home import pages
from .preview import previews
from .publication import blueprint as publication
from .search import search

__all__ = ["closed",
    "departments",
    "pages",
    "previews",
    "publication",
    "search",
]

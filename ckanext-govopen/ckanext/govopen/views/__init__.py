"""Pages of the portal: one module for each kind; CKAN registers the blueprints listed here."""

from __future__ import annotations

from .catalogue_forms import catalogue
from .closed import closed
from .departments import departments
from .element import element
from .headers import headers
from .home import pages
from .importing import importing
from .language import language
from .preview import previews
from .publication import blueprint as publication
from .receive import receive
from .search import search
from .submission import submission
from .vocabulary import vocabulary

__all__ = [
    "catalogue",
    "closed",
    "departments",
    "element",
    "headers",
    "importing",
    "language",
    "pages",
    "previews",
    "publication",
    "receive",
    "search",
    "submission",
    "vocabulary",
]

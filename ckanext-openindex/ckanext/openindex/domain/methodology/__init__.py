"""How the index is computed: a file with a version, read and checked here."""

from ckanext.openindex.domain.methodology.loading import (
    MethodologyError,
    load_methodology,
    read_methodology,
)
from ckanext.openindex.domain.methodology.model import (
    Band,
    Dimension,
    Level,
    Methodology,
    Rule,
    Text,
)

__all__ = [
    "Band",
    "Dimension",
    "Level",
    "Methodology",
    "MethodologyError",
    "Rule",
    "Text",
    "load_methodology",
    "read_methodology",
]

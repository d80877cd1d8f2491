"""Tables of the log. None of them has a key into CKAN's: the log outlives what it tells of."""

from .derivation import DerivationRow
from .entry import EntryRow, HeadRow
from .fragment import DocumentRow, FragmentRow, SurroundingsRow
from .seal import SealRow
from .version import VersionRow

__all__ = [
    "DerivationRow",
    "DocumentRow",
    "EntryRow",
    "FragmentRow",
    "HeadRow",
    "SealRow",
    "SurroundingsRow",
    "VersionRow",
]

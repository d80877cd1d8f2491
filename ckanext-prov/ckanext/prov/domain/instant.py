"""Times of a document as points in time that can be compared."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from ckanext.prov.domain.model import Text

_FORM: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")


def instant(text: Text | None) -> datetime | None:
    """The point in time that a literal tells; None when it is no time with a zone."""
    if text is None or not _FORM.match(text.value):
        return None
    try:
        # Python 3.10 reads neither "Z" nor fractions of other lengths than 3 and 6.
        value = re.sub(r"\.(\d{1,6})\d*", lambda f: f".{f.group(1):0<6}", text.value)
        return datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return None

"""Names of datasets and departments from Chinese titles: pinyin and a stable suffix."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin

MAX_LENGTH = 100  # CKAN's PACKAGE_NAME_MAX_LENGTH
SUFFIX_LENGTH = 8  # 32 bits of SHA-256: titles collide rarely, names of one title hardly ever


@lru_cache(maxsize=1024)
def slug(title: str, identity: str) -> str:
    """A name for ``title``: pinyin syllables, then a suffix that only ``identity`` decides.

    The result has 2 to 100 characters of ``[a-z0-9-]``. Characters that pinyin does not know are
    left out; the suffix keeps the name unique and, with the same identity, always the same.
    """
    suffix = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:SUFFIX_LENGTH]
    plain = unicodedata.normalize("NFKC", title).lower()
    spelled = "-".join(lazy_pinyin(plain, errors=lambda rest: f" {rest} "))
    words = re.findall(r"[a-z0-9]+", spelled)
    room = MAX_LENGTH - SUFFIX_LENGTH - 1
    stem = ""
    for word in words:
        longer = f"{stem}-{word}" if stem else word[:room]
        if len(longer) > room:
            break
        stem = longer
    return f"{stem}-{suffix}" if stem else f"data-{suffix}"


def record_slug(title: str, source_id: str, record_id: str) -> str:
    """The name of a harvested dataset: its record is an identity that nobody else has."""
    return slug(title, f"{source_id}/{record_id}")

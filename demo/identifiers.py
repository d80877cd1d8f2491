"""Identifiers that check out and yet name nobody.

A unified social credit code is 17 characters and a check character (GB 32100-2015);
characters 9 to 17 are an organisation code with a check character of its own
(GB 11714-1997).  Ours all have ``DEM`` at the start of the organisation code.
"""

from __future__ import annotations

from stdnum.cn import uscc

#: GB 11714-1997, weights of the eight characters of an organisation code.
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def organisation_code(serial: int) -> str:
    """The nine characters of a fictitious organisation code, ``DEM00001`` and its check."""
    body = f"DEM{serial % 100000:05d}"
    total = sum(_ORG_ALPHABET.index(c) * w for c, w in zip(body, _ORG_WEIGHTS, strict=True))
    return body + "0123456789X0"[(11 - total % 11) % 11]


def credit_code(kind: str, division_code: str, serial: int) -> str:
    """A valid credit code; ``kind`` is ``11`` for an authority, ``91`` for a company."""
    body = kind + division_code[:6].ljust(6, "0") + organisation_code(serial)
    return body + uscc.calc_check_digit(body)

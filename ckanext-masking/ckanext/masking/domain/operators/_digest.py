"""Keyed digests, prepared once per key and used per value."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from ckanext.masking.domain.keys import Key
from cryptography.hazmat.primitives import hashes, hmac

Digest = Callable[[bytes], bytes]
"""Bytes in, 32 bytes out."""
_BLOCK: Final = 64  # bytes, FIPS 180-4, 1


def hmac_sha256(key: Key) -> Digest:
    """HMAC-SHA-256 under the text of ``key``, 64 digits: that is how polars can be given it.

    RFC 2104 with both padded keys hashed beforehand: a third of the time that ``hmac`` takes.
    """
    padded = encoded(key.text).ljust(_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded)).copy
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded)).copy

    def digest(message: bytes) -> bytes:
        first = inner()
        first.update(message)
        second = outer()
        second.update(first.digest())
        return second.digest()

    return digest


def hmac_sm3(key: Key) -> Digest:
    """HMAC with SM3 (GB/T 32905-2016) under the text of ``key``, as above."""
    keyed = hmac.HMAC(encoded(key.text), hashes.SM3())

    def digest(message: bytes) -> bytes:
        context = keyed.copy()
        context.update(message)
        return context.finalize()

    return digest


def encoded(text: str) -> bytes:
    """``text`` as it is digested; half a surrogate pair, as broken files have, is no error."""
    return text.encode("utf-8", "surrogatepass")

"""Files that are encrypted in frames, so that any part can be read without the rest.

A sealed file is a head of 48 bytes and frames. Each frame is 64 KiB of the text under AES-256-GCM
(NIST SP 800-38D) with its tag of 16 bytes; the last is shorter, perhaps empty. The nonce is that of
the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015): a prefix, the
frame's number and whether it is the last one. So frames cannot be moved, left out or cut off at the
end without its being noticed. Each file has a key of its own: HKDF-SHA-256 (RFC 5869) of the site's
with a random salt and the file's name as ``info``, so a file under another name does not open.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from ckanext.masking.domain.keys import Key
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC: Final = b"MSKSEAL1"
FRAME: Final = 64 * 1024
"""Bytes of text in a frame. At 2**32 frames a file may have 256 TiB."""
_TAG: Final = 16
_SALT: Final = 32
_PREFIX: Final = 7
_HEAD: Final = len(MAGIC) + _SALT + _PREFIX + 1


class SealError(OSError):
    """A sealed file that is damaged, cut off, of another name, or sealed with another key."""


def seal(pieces: Iterable[bytes], out: BinaryIO, key: Key, name: str) -> int:
    """Writes ``pieces`` sealed into ``out``; the answer is the number of bytes of the text."""
    salt, prefix = os.urandom(_SALT), os.urandom(_PREFIX)
    out.write(MAGIC + salt + prefix + b"\0")
    cipher = _cipher(key, salt, name)
    size = number = 0
    frame = b""
    for following in _frames(pieces):
        if number:
            out.write(cipher.encrypt(_nonce(prefix, number - 1, last=False), frame, None))
        frame, number, size = following, number + 1, size + len(following)
    out.write(cipher.encrypt(_nonce(prefix, max(number - 1, 0), last=True), frame, None))
    return size


class SealedReader(io.RawIOBase):
    """The text of a sealed file, which can be read from any place. Raises ``SealError``."""

    def __init__(self, file: BinaryIO, key: Key, name: str) -> None:
        super().__init__()
        self._file = file
        head = file.read(_HEAD)
        body = file.seek(0, os.SEEK_END) - _HEAD
        if len(head) < _HEAD or not head.startswith(MAGIC) or body < _TAG:
            raise SealError("this is no sealed file, or it was cut off")
        salt = head[len(MAGIC) : len(MAGIC) + _SALT]
        self._prefix = head[len(MAGIC) + _SALT : -1]
        self._cipher = _cipher(key, salt, name)
        self._frames = -(-body // (FRAME + _TAG))
        self.size = body - self._frames * _TAG
        self._place = 0
        self._held: tuple[int, bytes] = (-1, b"")
        self._frame(self._frames - 1)  # so that a file that was cut off is never begun

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def read(self, size: int = -1) -> bytes:
        end = self.size if size < 0 else min(self.size, self._place + size)
        parts: list[bytes] = []
        while self._place < end:
            number, offset = divmod(self._place, FRAME)
            part = self._frame(number)[offset : offset + end - self._place]
            parts.append(part)
            self._place += len(part)
        return b"".join(parts)

    def readall(self) -> bytes:
        return self.read()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._held = (-1, b"")
        self._file.close()
        super().close()

    def _frame(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(_HEAD + number * (FRAME + _TAG))
            nonce = _nonce(self._prefix, number, last=number == self._frames - 1)
            try:
                text = self._cipher.decrypt(nonce, self._file.read(FRAME + _TAG), None)
            except InvalidTag:
                raise SealError("a sealed file is damaged, or sealed with another key") from None
            self._held = (number, text)
        return self._held[1]


def is_sealed(file: BinaryIO) -> bool:
    """Whether a file begins like a sealed one; the file is back at its beginning afterwards."""
    found = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return found


def _frames(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in frames: all full but the last."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= FRAME:
            yield bytes(held[:FRAME])
            del held[:FRAME]
    if held:
        yield bytes(held)


def _cipher(key: Key, salt: bytes, name: str) -> AESGCM:
    info = b"ckanext-masking/sealed/1/" + name.encode()
    hkdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info)
    return AESGCM(hkdf.derive(key.reveal()))


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\1" if last else b"\0")

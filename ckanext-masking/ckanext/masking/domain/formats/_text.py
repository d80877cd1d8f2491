"""Reads files of text: which encoding they have for certain, and their characters in pieces."""

# polars' signatures name types of libraries that need not be installed.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl
from ckanext.masking.domain.formats.base import MIB, HeldError

CHUNK: Final = 4 * MIB
_WIDE: Final = re.compile(r"[^\x00-\x7f]")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT: Final = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_BEGINNING: Final = 512
"""Characters in which no text has controls other than white space, and most signatures of other
kinds of files do; damaged ones of those are known by nothing else."""
_ENOUGH: Final = 2
"""Characters outside ASCII before the first fault that make a file damaged UTF-8: two of GB18030
pass for UTF-8 seldom, and more almost never."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name of Python's codec, and the byte order mark that stood first."""

    codec: str
    bom: bytes = b""

    @property
    def name(self) -> str:
        """As reports have it."""
        return f"{self.codec} BOM" if self.bom else self.codec


def detect(path: Path) -> Encoding:
    """The encoding of a whole file: by its mark, else strict UTF-8, else strict GB18030.

    Raises ``HeldError`` for bytes that are neither, and for text with NUL characters, or with
    other controls at its beginning. A file
    that begins as UTF-8 and has one fault later is damaged: as GB18030 it would be nonsense in
    which nothing is found.
    """
    status = path.stat()
    return _detect(path, (status.st_ino, status.st_size, status.st_mtime_ns))


@lru_cache(maxsize=4)
def _detect(path: Path, identity: tuple[int, int, int]) -> Encoding:
    """``detect`` of a file as it is now: each format that is asked about it wants to know."""
    with path.open("rb") as file:
        head = file.read(4)
    for bom, codec in _BOMS:
        if head.startswith(bom):
            sound = codec == "utf-8" and _is_sound(path)
            if sound or (codec and _fault(path, Encoding(codec, bom)) is None):
                return Encoding(codec, bom)
            raise _undecided()
    if _is_sound(path):
        return Encoding("utf-8")
    before = _fault(path, Encoding("utf-8"))
    if before is None:
        return Encoding("utf-8")
    if before < _ENOUGH and _fault(path, Encoding("gb18030")) is None:
        return Encoding("gb18030")
    raise _undecided()


def pieces(path: Path, encoding: Encoding) -> Iterator[str]:
    """The characters of the file without the mark. Raises ``HeldError``, as ``UnicodeError`` would.

    Each piece encodes to the very bytes it came from; otherwise the file is held, for what is not
    masked could not be left as it was.
    """
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
    with path.open("rb") as file:
        file.seek(len(encoding.bom))
        while True:
            chunk = file.read(CHUNK)
            held, _ = decoder.getstate()
            text = decoder.decode(chunk, final=not chunk)
            if encoding.codec == "gb18030":
                left, _ = decoder.getstate()
                if text.encode("gb18030") + left != held + chunk:
                    raise _undecided()
            if text:
                yield text
            if not chunk:
                return


def _is_sound(path: Path) -> bool:
    """Whether a file is UTF-8 without a fault or NUL; by polars, eight times as fast as decoding.
    False says no more than that somebody has to look closer."""
    rest = b""
    with path.open("rb") as file, suppress(pl.exceptions.ComputeError):
        while chunk := file.read(CHUNK):
            data = rest + chunk
            # Behind a line end no character goes on.
            end = data.rfind(b"\n") + 1 or len(data)
            if b"\0" in data:
                return False
            pl.Series([data[:end]], dtype=pl.Binary).cast(pl.String)
            rest = data[end:]
        pl.Series([rest], dtype=pl.Binary).cast(pl.String)
        return True
    return False


def _fault(path: Path, encoding: Encoding) -> int | None:
    """None for a file that is all of this encoding, else how many characters outside ASCII
    stood before the first fault."""
    wide = 0
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
    with path.open("rb") as file:
        file.seek(len(encoding.bom))
        while True:
            chunk = file.read(CHUNK)
            held, _ = decoder.getstate()
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                good = (held + chunk)[: error.start].decode(encoding.codec, "ignore")
                return wide + _few(good)
            if "\0" in text:
                zh = "含有空字符，不是文本文件"
                raise HeldError("binary", zh, "has NUL characters and is no file of text")
            if file.tell() == len(encoding.bom) + len(chunk) and _NO_TEXT.search(text[:_BEGINNING]):
                zh = "开头含有控制字符，不是文本文件"
                raise HeldError("binary", zh, "begins with control characters, which no text does")
            wide += _few(text) if wide < _ENOUGH else 0
            if not chunk:
                return None


def _few(text: str) -> int:
    """How many characters outside ASCII there are, counted up to enough."""
    return sum(1 for _ in islice(_WIDE.finditer(text), _ENOUGH))


def _undecided() -> HeldError:
    zh = "既不是完整的 UTF-8，也不是 GB18030，无法确定编码；请另存为 UTF-8"
    en = "neither sound UTF-8 nor GB18030, the encoding is not certain; save it as UTF-8"
    return HeldError("encoding", zh, en)

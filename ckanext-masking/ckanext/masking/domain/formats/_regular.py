"""The fast way for regular pieces of delimited text: polars splits and joins, all as text.

A piece is regular when splitting at each delimiter and line end gives the cells that careful
reading gives. That is known afterwards: every line has the same number of cells, no quoted cell
has a delimiter, line end or quote in it, and the characters of all cells add up.
"""

# polars' signatures name types of libraries that need not be installed.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

import re
from io import BytesIO

import polars as pl
from ckanext.masking.domain.formats._records import QUOTE
from ckanext.masking.domain.formats.base import Column, Columns, TextBlock

_QUOTED = '^"[^"]*"$'


class RegularBlock(TextBlock):
    """Whole lines with the same number of cells."""

    def __init__(
        self,
        frame: pl.DataFrame,
        columns: list[Column],
        delimiter: str,
        line_end: str,
        quoted: list[str],
    ) -> None:
        self._frame, self._columns = frame, columns
        self._texts = _unquoted(frame, quoted) if quoted else frame
        self._delimiter, self._end = delimiter, line_end
        self.rows = frame.height

    @classmethod
    def of(cls, text: bytes, columns: list[Column], delimiter: str) -> RegularBlock | None:
        """The block of ``text``, UTF-8 that ends with a line end; None when it is not regular."""
        end = _line_end(text)
        if end is None or not columns:
            return None
        body = text if end == "\n" else text.replace(b"\r\n", b"\n")
        names = [str(n) for n in range(len(columns))]
        try:
            frame = pl.read_csv(
                body,
                has_header=False,
                schema=dict.fromkeys(names, pl.String),
                quote_char=None,
                separator=delimiter,
                empty_string_is_null=False,
                missing_columns="raise",
                extra_columns="raise",
            )
        except pl.exceptions.PolarsError:
            return None
        quoted = _with_quotes(frame) if QUOTE.encode() in body else []
        if not _adds_up(frame, len(body)) or not _closed(frame, quoted):
            return None
        return cls(frame, columns, delimiter, end, quoted)

    def columns(self) -> Columns:
        return dict(zip(self._columns, self._texts.get_columns(), strict=True))

    def write(self, changed: Columns) -> str:
        return self._written(changed).decode()

    def encoded(self, changed: Columns, codec: str) -> bytes:
        written = self._written(changed)
        return written if codec == "utf-8" else written.decode().encode(codec)

    def _written(self, changed: Columns) -> bytes:
        frame = self._frame
        before = self.columns()
        for n, column in enumerate(self._columns):
            if column in changed:
                series = changed[column].fill_null("")
                frame = frame.with_columns(self._cells(str(n), before[column], series))
        out = BytesIO()
        frame.write_csv(
            out,
            include_header=False,
            separator=self._delimiter,
            line_terminator=self._end,
            quote_style="never",
        )
        return out.getvalue()

    def _cells(self, name: str, before: pl.Series, after: pl.Series) -> pl.Series:
        """A column as it is written: equal cells as they were, others in quotes where needed."""
        special = "[" + re.escape(f"{QUOTE}{self._delimiter}") + "\r\n]"
        plain = self._frame[name].equals(before) and not after.str.contains(special).any()
        if plain and not before.str.starts_with(QUOTE).any():
            return after.alias(name)
        raw, new = pl.col("raw"), pl.col("new")
        needed = raw.str.starts_with(QUOTE) | new.str.contains(special)
        quoted = QUOTE + new.str.replace_all(QUOTE, QUOTE * 2, literal=True) + QUOTE
        cell = pl.when(new == pl.col("old")).then(raw).when(needed).then(quoted).otherwise(new)
        frame = pl.DataFrame({"raw": self._frame[name], "old": before, "new": after})
        return frame.select(cell.alias(name)).to_series()


def _with_quotes(frame: pl.DataFrame) -> list[str]:
    """The columns in which cells begin with a quote."""
    has = frame.select(pl.all().str.starts_with(QUOTE).any()).row(0)
    return [name for name, quoted in zip(frame.columns, has, strict=True) if quoted]


def _unquoted(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The cells without the quotes around them."""
    cell = pl.col(names)
    inside = cell.str.slice(1, cell.str.len_chars() - 2)
    return frame.with_columns(pl.when(cell.str.starts_with(QUOTE)).then(inside).otherwise(cell))


def _line_end(text: bytes) -> str | None:
    """The only line end of ``text``; None when there are several, or lone carriage returns."""
    if b"\r" not in text:
        return "\n"
    both = text.count(b"\r\n")
    return "\r\n" if both == text.count(b"\r") == text.count(b"\n") else None


def _adds_up(frame: pl.DataFrame, size: int) -> bool:
    """Whether cells, delimiters and line ends are all the bytes there were."""
    if frame.is_empty():
        return False
    cells = frame.select(pl.sum_horizontal(pl.all().str.len_bytes().cast(pl.Int64).sum())).item()
    return cells + frame.height * frame.width == size


def _closed(frame: pl.DataFrame, names: list[str]) -> bool:
    """Whether each cell that begins with a quote ends with the next one."""
    cell = pl.col(names)
    closed = cell.filter(cell.str.starts_with(QUOTE)).str.contains(_QUOTED).all()
    return not names or all(frame.select(closed).row(0))

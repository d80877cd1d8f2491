"""A mount's records as its platform shows them now: the source seen through its hazards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from typing import Any
from zlib import crc32

from demo.model import Dataset, File
from demo.simulator.bad_fields import BAD_FIELDS
from demo.simulator.hazards import Hazards, chosen
from demo.simulator.sources import Source

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Item:
    """A record, where it stands in its source, and its identifier at this platform."""

    position: int
    ident: str
    dataset: Dataset


class View:
    """What a family reads from; made anew whenever the mount's hazards are set."""

    def __init__(
        self, source: Source, hazards: Hazards, name: Callable[[int], str], open_only: bool
    ) -> None:
        self.source, self.hazards = source, hazards
        self._name, self._open_only = name, open_only

    @cached_property
    def positions(self) -> Sequence[int]:
        """The positions that the platform lists, in order."""
        everything = range(len(self.source))
        whole = not (self.hazards.drop or self.hazards.vanish)
        if whole and (self.source.all_open or not self._open_only):
            return everything
        return [p for p in everything if self._listed(p)]

    def _listed(self, position: int) -> bool:
        # crc32 spreads the lost records over the list, the same ones every time.
        if self.hazards.drop and crc32(str(position).encode()) % 1000 < self.hazards.drop * 1000:
            return False
        if chosen(self.hazards.vanish, position):
            return False
        return not self._open_only or self.source.all_open or self.source[position].is_open

    def item(self, position: int) -> Item:
        """The record at a position of the source, with the hazards' changes."""
        ident = self._name(position)
        if self.hazards.ids == "upper":
            ident = ident.upper()
        elif self.hazards.ids == "slash":
            ident = "GZ/" + ident
        return Item(position, ident, self._changed(position, self.source[position]))

    def _changed(self, position: int, dataset: Dataset) -> Dataset:
        hazards = self.hazards
        if position < 2 * hazards.duplicate_titles and position % 2:
            before = self.source[position - 1]
            dataset = replace(dataset, title=before.title, department=before.department)
        if chosen(hazards.changed, position):
            moved = dataset.data_modified + timedelta(minutes=5) if dataset.data_modified else None
            dataset = replace(dataset, notes=dataset.notes + "（有更新）", data_modified=moved)
        if chosen(hazards.withdrawn, position):
            dataset = replace(dataset, withdrawn=True)
        if position < hazards.unknown_codes:
            dataset = replace(
                dataset, update_cycle="unknown", open_type="unknown", share_type="unknown"
            )
        if hazards.bad_fields:
            names = list(BAD_FIELDS) if hazards.bad_fields is True else hazards.bad_fields
            rank = self._rank.get(position, len(names))
            if rank < len(names):
                dataset = BAD_FIELDS[names[rank]](dataset)
        return dataset

    @cached_property
    def _rank(self) -> dict[int, int]:
        return {position: rank for rank, position in enumerate(self.positions[: len(BAD_FIELDS)])}

    def page(self, number: int, size: int) -> list[Item]:
        """Page ``number`` of ``size`` records; pages count from 1 unless a hazard says else."""
        base = self.hazards.page_base
        if base == "offset":
            return self.window(number, size)
        if self.hazards.page_cap:
            size = min(size, self.hazards.page_cap)
        return self.window((number - (1 if base is None else int(base))) * size, size)

    def window(self, start: int, length: int) -> list[Item]:
        """``length`` records from ``start``; nothing for a place before the first."""
        if self.hazards.page_cap:
            length = min(length, self.hazards.page_cap)
        if start < 0 or length < 1:
            return []
        return [self.item(p) for p in self.positions[start : start + length]]

    def find(self, ident: str, position: Callable[[str], int]) -> Item | None:
        """The record an identifier names, in whatever case, if it is listed."""
        try:
            found = position(ident.removeprefix("GZ/").lower())
        except ValueError:
            return None
        return self.item(found) if self._has(found) else None

    def _has(self, position: int) -> bool:
        return 0 <= position < len(self.source) and self._listed(position)

    def at(self, position: int) -> Item | None:
        """The record at a position, if it is listed."""
        return self.item(position) if self._has(position) else None

    def total(self, key: str) -> dict[str, Any]:
        """The number of records under ``key``, or what the hazard makes of it."""
        count = len(self.positions)
        if self.hazards.total == "none":
            return {}
        if self.hazards.total == "wrong":
            return {key: count + 37}
        return {key: str(count) if self.hazards.total == "string" else count}

    def pages(self, size: int) -> int:
        """How many pages of ``size`` there are."""
        return -(-len(self.positions) // max(1, size))

    def when(self, moment: datetime | date | str | None, form: str) -> Any:
        """A time in the family's form, or in the hazard's; text is passed as it is."""
        if moment is None or isinstance(moment, str):
            return moment
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day)
        form = self.hazards.dates or form
        if form == "garbage":
            return "0000-00-00"
        if form == "future":
            moment, form = moment.replace(year=2038, day=1), "local"
        milliseconds = int(moment.replace(tzinfo=CHINA).timestamp() * 1000)
        return {
            "ms": milliseconds,
            "ms_string": str(milliseconds),
            "local": moment.strftime("%Y-%m-%d %H:%M:%S"),
            "iso": moment.strftime("%Y-%m-%dT%H:%M:%S"),
            "java": moment.strftime("%Y-%m-%d %H:%M:%S.0"),
            "dotted": moment.strftime("%Y.%m.%d"),
            "date": moment.strftime("%Y-%m-%d"),
            "chinese": moment.strftime("%Y年%m月%d日"),
        }[form]

    def counters(self, **values: int | None) -> dict[str, int]:
        """Usage counters; one that the source does not know is left out."""
        known = {name: value for name, value in values.items() if value is not None}
        if self.hazards.counters == "missing":
            return {}
        if self.hazards.counters == "down":
            return {name: value // 2 for name, value in known.items()}
        if self.hazards.counters == "merged":
            return dict.fromkeys(known, sum(known.values()))
        return known

    def formats(self, kinds: Iterable[str], form: str) -> Any:
        """Formats in the family's form: comma, backslash, list or objects."""
        kinds = list(kinds)
        form = self.hazards.formats or form
        if form == "comma":
            return ",".join(kinds).upper()
        if form == "backslash":
            return "\\".join(kinds)
        return [{"name": kind} for kind in kinds] if form == "objects" else kinds

    def record(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The record as it is sent: with the hazard, texts become lists of one."""
        wanted = self.hazards.arrays
        if not wanted:
            return fields
        return {
            name: [value]
            if isinstance(value, str) and (wanted is True or name in wanted)
            else value
            for name, value in fields.items()
        }

    def content(self, dataset: Dataset, file: File) -> bytes:
        """The bytes of a file."""
        return self.source.content(dataset, file)

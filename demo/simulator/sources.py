"""Where a mount's records come from.  A source is a sequence that may be lazy.

``Builtin`` is the demonstration catalogue, ``Folder`` one written by
``python -m demo.catalogue``, ``JsonLines`` a file of a real catalogue's rows, ``Synthetic``
any number of records made when they are asked for.  A record keeps its position for ever,
and the platforms' identifiers are made of it, so they are stable across runs.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from demo import files
from demo.catalogue import DEFAULT_SEED, build
from demo.loading import load
from demo.model import CYCLE_ZH, OPEN_ZH, Dataset, Department, File


class Source(Protocol):
    """Records by position, and the bytes of their files.

    ``all_open`` promises that every record is public and opened, so that none need be looked at;
    ``unchanging`` that the same question has the same answer for ever, so that it may be kept.
    """

    all_open: bool
    unchanging: bool

    def __len__(self) -> int: ...

    def __getitem__(self, position: int) -> Dataset: ...

    def content(self, dataset: Dataset, file: File) -> bytes: ...


class Builtin:
    """The demonstration catalogue, or any datasets given."""

    all_open = False
    unchanging = False

    def __init__(self, datasets: Iterable[Dataset] | None = None, seed: int = DEFAULT_SEED) -> None:
        self._datasets = tuple(build(seed).datasets if datasets is None else datasets)

    def __len__(self) -> int:
        return len(self._datasets)

    def __getitem__(self, position: int) -> Dataset:
        return self._datasets[position]

    def __iter__(self) -> Iterator[Dataset]:
        return iter(self._datasets)

    def content(self, dataset: Dataset, file: File) -> bytes:
        return files.content(dataset, file)


class Folder(Builtin):
    """A catalogue written to a folder: its JSON and its files, as they are there now."""

    def __init__(self, folder: Path) -> None:
        document = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
        super().__init__(load(document).datasets)
        self._folder = folder

    def content(self, dataset: Dataset, file: File) -> bytes:
        path = self._folder / "files" / dataset.id / file.name
        return path.read_bytes() if path.is_file() else super().content(dataset, file)


class Synthetic:
    """``count`` public, opened records, each made when it is asked for.

    ``first`` numbers the first of them, so that two sources may have no title and code in common.
    None has a tag of one character, which CKAN refuses.
    """

    all_open = True
    unchanging = True

    def __init__(self, count: int, seed: int = DEFAULT_SEED, first: int = 0) -> None:
        self._count, self._first = count, first
        self._bases = [
            d
            for d in build(seed).datasets
            if d.is_open and d.open_type == "unconditional" and all(len(tag) > 1 for tag in d.tags)
        ]
        self._by_id = {base.id: base for base in self._bases}

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, position: int) -> Dataset:
        if not 0 <= position < self._count:
            raise IndexError(position)
        position += self._first
        base = self._bases[position % len(self._bases)]
        batch = position // len(self._bases) + 1
        assert base.data_modified
        return replace(
            base,
            title=f"{base.title}（第{batch}批）",
            code=f"{base.code[:-6]}{position + 1:06d}",
            data_modified=base.data_modified - timedelta(minutes=batch),
            related_codes=(),
        )

    def content(self, dataset: Dataset, file: File) -> bytes:
        """The bytes of the base's file: a batch changes titles and codes, not rows."""
        return files.content(self._by_id[dataset.id], file)

    def make_files(self) -> None:
        """Make every file now, so that a measurement does not wait for the platform to make it."""
        for base in self._bases:
            for file in base.files:
                files.content(base, file)


class JsonLines(Builtin):
    """Rows of a portal's catalogue as a crawler wrote them, with Chinese keys."""

    def __init__(self, rows: Path | Iterable[dict[str, str]]) -> None:
        if isinstance(rows, Path):
            with rows.open(encoding="utf-8") as stream:
                rows = [json.loads(line) for line in stream if line.strip()]
        super().__init__(_from_row(row, position) for position, row in enumerate(rows))


def _from_row(row: dict[str, str], position: int) -> Dataset:
    name = row.get("数据提供方") or row.get("来源部门") or ""
    kinds = tuple(_formats(row.get("数据下载格式", "")))
    wanted = kinds or ("csv",) * (_int(row.get("文件数")) or 0)
    title = row.get("数据目录名称", "")
    published = _moment(row.get("发布时间"))
    return Dataset(
        id=f"row-{position + 1:06d}",
        title=title,
        notes=row.get("数据摘要") or row.get("简介") or "",
        department=_nameless(name),
        theme=row.get("主题名称") or row.get("所属主题") or "",
        data_domain=row.get("主题名称") or row.get("所属主题") or "",
        industry_name=row.get("所属行业", ""),
        tags=tuple(t for t in row.get("标签", "").split(",") if t),
        open_type=_word(OPEN_ZH, row.get("开放状态", "")) or "unconditional",
        update_cycle=_word(CYCLE_ZH, row.get("更新频率", "")) or "",
        pub_date=published.date() if published else None,
        data_modified=_moment(row.get("最后更新时间") or row.get("最后更新")),
        total_records=_int(row.get("数据量")),
        formats=kinds or tuple(dict.fromkeys(wanted)),
        files=tuple(
            File(f"{position + 1}-{n + 1}.{kind}", title, kind, 0) for n, kind in enumerate(wanted)
        ),
        views=_int(row.get("浏览次数")),
        downloads=_int(row.get("下载次数")),
        raw=dict(row),
    )


def _nameless(title: str) -> Department:
    return Department("", title, "", "", "", None, "", "", (), "")


def _formats(text: str) -> list[str]:
    """``xlsx`` or the Python list that the crawler printed, ``['xls', 'xls']``."""
    if text.startswith("["):
        return [str(item) for item in ast.literal_eval(text)]
    return [text] if text else []


def _int(text: Any) -> int | None:
    return int(text) if text not in (None, "") else None


def _word(labels: dict[str, str], text: str) -> str | None:
    return next((word for word, label in labels.items() if label == text), None)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

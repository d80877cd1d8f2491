"""The registry of data elements: each item of a dataset finds its element or proposes one.

What was found is kept in memory, for a harvest asks for the same few hundred names again and
again. An element that a dataset proposes is a candidate. It has a name and a type only, unless the
dataset is public: what a hidden dataset says of its columns must not show on an element's page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckanext.govopen.domain.element import Registered, match, name_key
from ckanext.govopen.domain.text import fold
from ckanext.govopen.model import Element
from ckanext.govopen.model import Sequence as Counter
from sqlalchemy.dialects.postgresql import insert

from . import stamp

SUBJECT = "elements"
PREFIX = "DE"
CODE_DIGITS = 6
MAX_REMEMBERED = 50_000
#: What a public dataset may tell of an element that nobody has described yet.
DESCRIBING = ("definition", "length", "precision", "value_domain")

Known = Mapping[str, list[Registered]]


@dataclass(slots=True)
class _Memory:
    stamp: bytes | None = None
    known: dict[str, list[Registered]] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)


_memory = _Memory()


def changed() -> None:
    """Elements were edited or merged: every process forgets what it knows."""
    stamp.bump(SUBJECT)


def forget() -> None:
    """Forget in this process alone, as when a test empties the tables."""
    global _memory
    _memory = _Memory()


def resolve(items: Sequence[Mapping[str, Any]], *, public: bool = False) -> list[dict[str, Any]]:
    """Copies of ``items`` (rows of ``elements``) with the ``element_code`` of each that has a name.

    Several processes may resolve the same new name at once: it becomes one element. ``public``
    says that the rows belong to a dataset that everybody may read.
    """
    memory = _fresh()
    named = [item for item in items if name_key(str(item.get("name") or ""))]
    _read(memory, named)
    new = [item for item in named if _find(item, memory.known) is None]
    if new:
        _propose(new)
        _read(memory, new, again=True)
    codes = [_find(item, memory.known) if item in named else None for item in items]
    if public:
        _describe(memory, [(c, i) for c, i in zip(codes, items, strict=True) if c])
    return [
        {**item, "element_code": code} if code else dict(item)
        for item, code in zip(items, codes, strict=True)
    ]


def prepare(items: Iterable[Mapping[str, Any]]) -> None:
    """Read at once the elements that many datasets are about to ask for one after another."""
    _read(_fresh(), [item for item in items if name_key(str(item.get("name") or ""))])


def standing(reference: str | None) -> Element | None:
    """The element with this id or code, or the one it was merged into in the end."""
    element = Element.get(reference)
    seen: set[str] = set()
    while element is not None and element.merged_into and element.code not in seen:
        seen.add(element.code)
        element = Element.get(element.merged_into)
    return element


def next_code() -> str:
    """A new element code: ``DE`` and six digits or more."""
    return f"{PREFIX}{Counter.take('element'):0{CODE_DIGITS}d}"


def _find(item: Mapping[str, Any], known: Known) -> str | None:
    found = match(item, known)
    if found is not None:
        return found.code
    kind = str(item.get("type") or "")
    same = [one for one in known.get(name_key(str(item["name"])), []) if one.type == kind]
    return same[0].code if same else None


def _fresh() -> _Memory:
    global _memory
    now = stamp.current(SUBJECT)
    if now is None or now != _memory.stamp or len(_memory.known) > MAX_REMEMBERED:
        _memory = _Memory(now)
    return _memory


def _read(memory: _Memory, items: Iterable[Mapping[str, Any]], *, again: bool = False) -> None:
    """Read the elements of these names and standard codes that are not in memory yet."""
    names = {name_key(str(item["name"])) for item in items}
    standards = {"#" + s for item in items if (s := fold(str(item.get("standard_code") or "")))}
    wanted = {key for key in names | standards if again or key not in memory.known}
    if not wanted:
        return
    folded = sa.func.lower(sa.func.regexp_replace(Element.standard_code, r"[^[:alnum:]]", "", "g"))
    rows = model.Session.execute(
        sa.select(Element).where(
            sa.or_(
                Element.name_key.in_([key for key in wanted if key[0] != "#"]),
                sa.and_(
                    Element.standard_code != "", Element.state == "registered",
                    folded.in_([key[1:] for key in wanted if key[0] == "#"]),
                ),
            )
        ).execution_options(populate_existing=True)
    ).scalars()  # fmt: skip
    found: dict[str, list[Registered]] = {key: [] for key in wanted}
    for row in rows:
        target = standing(row.code) if row.merged_into else row
        if target is None:
            continue
        known = Registered(target.code, row.name, row.type, target.standard_code)
        for key in (row.name_key, "#" + fold(row.standard_code)):
            if key in found:
                found[key].append(known)
        if any(getattr(target, name) for name in DESCRIBING):
            memory.described.add(target.code)
    memory.known.update(found)


def _propose(items: Iterable[Mapping[str, Any]]) -> None:
    """Make a candidate of each name and type; where another process was first, keep its own."""
    new = {
        (name_key(str(item["name"])), str(item.get("type") or "")): str(item["name"]).strip()
        for item in items
    }
    first = Counter.take("element", len(new))
    rows = [
        {
            "id": make_uuid(), "code": f"{PREFIX}{first + n:0{CODE_DIGITS}d}", "name": name,
            "name_key": key, "type": kind,
        }
        for n, ((key, kind), name) in enumerate(sorted(new.items()))
    ]  # fmt: skip
    with model.meta.engine.begin() as connection:
        connection.execute(insert(Element).values(rows).on_conflict_do_nothing())


def _describe(memory: _Memory, uses: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Let the first public dataset that says something of a candidate describe it."""
    for code, item in uses:
        told = {name: str(item.get(name) or "").strip() for name in DESCRIBING}
        if code in memory.described or not any(told.values()):
            continue
        memory.described.add(code)
        blank = sa.and_(*(getattr(Element, name) == "" for name in DESCRIBING))
        with model.meta.engine.begin() as connection:
            connection.execute(
                sa.update(Element)
                .where(Element.code == code, Element.state == "candidate", blank)
                .values(**told)
            )

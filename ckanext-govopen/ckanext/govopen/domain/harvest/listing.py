"""Walks a platform's list page by page, holding one page at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ckanext.govopen.domain.harvest.cleaning import (
    ValueFault,
    flat_list,
    is_empty,
    number_of,
    text_of,
)
from ckanext.govopen.domain.harvest.evaluate import convert, evaluate, find, rows_of
from ckanext.govopen.domain.harvest.expression import ExpressionError
from ckanext.govopen.domain.harvest.profile import Listing, Value
from ckanext.govopen.domain.harvest.record import Item, Page
from ckanext.govopen.domain.harvest.rows import file_pages
from ckanext.govopen.domain.harvest.session import Session
from ckanext.govopen.domain.harvest.transport import Answer, SourceError
from govopen_common.problem import Problem


@dataclass(frozen=True)
class _Place:
    """Where a listing stands: which round, how many pages and records of it, the next link.

    ``twice`` counts records that the page before had too, as when one is added in front while the
    list is read; ``most`` is the largest total that was announced, for one that is taken out lets
    another slip through between two pages.
    """

    round: int = 0
    page: int = 0
    seen: int = 0
    next: Any = None
    twice: int = 0
    most: int = 0

    @property
    def different(self) -> int:
        """How many different records came."""
        return self.seen - self.twice

    def dump(self) -> str:
        return json.dumps([self.round, self.page, self.seen, self.next, self.twice, self.most])

    @classmethod
    def load(cls, cursor: str | None) -> _Place:
        if not cursor:
            return cls()
        try:
            return cls(*json.loads(cursor))
        except (ValueError, TypeError) as error:
            raise SourceError(
                "cursor",
                f"游标无效：{cursor}，请从头开始",
                f"the cursor is not valid: {cursor}; start from the beginning",
            ) from error


def list_pages(session: Session, start_cursor: str | None = None) -> Iterator[Page]:
    """The pages of the source's list, each fetched when asked for.

    ``start_cursor`` is the ``cursor`` of a page of an earlier run: the listing goes on after it.
    Raises SourceError when a page cannot be had; what was yielded before stands.
    """
    listing = session.profile.listing
    if listing is None:
        yield from file_pages(session, start_cursor)
        return
    place = _Place.load(start_cursor)
    rounds = _rounds(session, listing)
    while place.round < len(rounds):
        after = place
        for page, after in _one_round(session, listing, rounds[place.round], place):
            done = after.round >= len(rounds)
            yield replace(page, cursor=None if done else after.dump())
        place = after


def _rounds(session: Session, listing: Listing) -> list[dict[str, Any]]:
    if listing.repeat_name is None:
        return [{}]
    over = listing.repeat_over
    values = flat_list(session.option(over), [",", " "]) if isinstance(over, str) else list(over)
    return [{listing.repeat_name: value} for value in values]


def _one_round(
    session: Session, listing: Listing, names: dict[str, Any], place: _Place
) -> Iterator[tuple[Page, _Place]]:
    """Each page of a round with the place after it: after the last, the next round's first."""
    first: list[str] = []
    before: list[str] = []
    while True:
        answer = _page_answer(session, listing, names, place)
        page = _read_page(listing, answer, place.page)
        ids = [item.id for item in page.items]
        repeated = bool(ids) and (ids == before or (place.page > 0 and ids == first))
        if repeated:
            page = replace(page, items=[], problems=[])
        place = replace(
            place,
            page=place.page + 1,
            seen=place.seen + len(page.items) + len(page.problems),
            next=_next_link(listing, answer),
            twice=place.twice + (0 if repeated else len(set(ids) & set(before))),
            most=max(place.most, page.total or 0),
        )
        first, before = first or ids, ids
        if repeated or _is_last(listing, answer, page, place, len(first)):
            missing = max(0, place.most - place.different)
            yield replace(page, missing=missing), _Place(place.round + 1)
            return
        yield page, place


def _page_answer(
    session: Session, listing: Listing, names: dict[str, Any], place: _Place
) -> Answer:
    filled = {
        **names,
        "page": _setting(session, "start", listing.pages.start) + place.page,
        "size": _setting(session, "size", listing.pages.size),
        # What came, not what was asked for: a site may give fewer than asked.
        "offset": place.seen,
        "next": place.next,
    }
    return session.ask(listing.request, listing.unwrap, listing.errors, filled)


def _setting(session: Session, name: str, usual: int) -> int:
    """The option ``name`` (``start`` or ``size``) of the source, or the profile's own."""
    wanted = session.option(name)
    return wanted if isinstance(wanted, int) and wanted >= 0 else usual


def _read_page(listing: Listing, answer: Answer, number: int) -> Page:
    document = answer.document
    items: list[Item] = []
    problems: list[Problem] = []
    try:
        rows = rows_of(listing.items, document, document)
        total = _number(listing.pages.total, answer)
        for position, row in enumerate(rows, start=1):
            identity = item_id(listing.id, row)
            if identity:
                items.append(Item(identity, row))
            else:
                problems.append(no_id(f"第 {number + 1} 页第 {position} 条", number + 1, position))
    except ExpressionError as error:
        raise SourceError(
            "list",
            f"列表无法读取：{error}，请核对 list.items 与 list.id",
            f"the list cannot be read: {error}; check list.items and list.id",
        ) from error
    return Page(None, items, total, 0, problems)


def item_id(identity: Value, row: Any) -> str:
    """The id of the list entry ``row``, empty when it has none."""
    return text_of(evaluate(identity, row, row))


def no_id(zh_place: str, page: int, position: int) -> Problem:
    """The problem of an entry without an id."""
    return Problem(
        "id",
        "no-id",
        f"{zh_place}没有标识，无法采集；请核对 id 的取值方式",
        f"entry {position} of page {page} has no id and cannot be harvested; check how id is found",
    )


def _number(value: Value | None, answer: Answer) -> int | None:
    """The number ``value`` finds: numbers as text count, a list is added up; None when none."""
    if value is None:
        return None
    found = flat_list(convert(value, find(value, answer.document, answer.document, answer.headers)))
    try:
        numbers = [number_of(entry) for entry in found if not is_empty(entry)]
    except ValueFault:
        return None
    return int(sum(numbers)) if numbers else None


def _next_link(listing: Listing, answer: Answer) -> Any:
    value = listing.pages.next
    if value is None:
        return None
    return evaluate(value, answer.document, answer.document, answer.headers)


def _is_last(listing: Listing, answer: Answer, page: Page, place: _Place, usual: int) -> bool:
    """Whether no page follows. ``usual`` is how many entries the first page had.

    Without a total, a page is short when it has fewer than the first: a site may cap the size
    that was asked for, so that size proves nothing.
    """
    pages = listing.pages
    got = len(page.items) + len(page.problems)
    if got == 0 or place.page >= pages.max:
        return True
    if pages.next is not None:
        return is_empty(place.next)
    if page.total is not None:
        return place.different >= page.total
    count = _number(pages.count, answer)
    if count is not None:
        return place.page >= count
    return got < usual

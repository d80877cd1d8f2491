"""Compiles the sections that fetch: the list, the file, the record steps, the login."""

from __future__ import annotations

from typing import Any, Final, cast

from ckanext.govopen.domain.harvest import asking
from ckanext.govopen.domain.harvest.building import Builder
from ckanext.govopen.domain.harvest.keys import SECTIONS
from ckanext.govopen.domain.harvest.profile import FileSource, Listing, Login, Paging, Step
from govopen_common.section import Section

FILE_FORMATS: Final = ("jsonlines", "json", "csv", "excel")
_GONE_STATUS: Final = (404, 410)
_LOGIN_STATUS: Final = (401,)


def listing_of(part: Section, top: Section, builder: Builder) -> Listing | None:
    repeat = part.section("repeat", SECTIONS["repeat"])
    name, over = None, ()
    if repeat is not None:
        name, over = _repeat(repeat, builder)
    request = asking.request(builder, part, "request")
    items = builder.value(part, "items", required=True)
    identity = builder.value(part, "id", required=True)
    if request is None or items is None or identity is None:
        return None
    return Listing(
        request=request,
        unwrap=asking.unwrap(builder, part),
        errors=asking.errors(builder, part if part.has("errors") else top),
        items=items,
        id=identity,
        pages=_pages(part, builder),
        repeat_name=name,
        repeat_over=over,
    )


def _repeat(part: Section, builder: Builder) -> tuple[str | None, tuple[Any, ...] | str]:
    name = part.text("name") if part.need("name") else ""
    builder.options.setdefault(name, None)
    over = part.plain("over")
    if isinstance(over, list) and over:
        return name, tuple(cast("list[Any]", over))
    if isinstance(over, str) and over in builder.options:
        return name, over
    part.fault(
        "over",
        "应为值的列表，或一个选项的名称",
        "must be a list of values or the name of an option",
    )
    return None, ()


def _pages(part: Section, builder: Builder) -> Paging:
    pages = part.section("pages", SECTIONS["pages"])
    usual = Paging()
    if pages is None:
        return usual
    return Paging(
        start=pages.integer("start", usual.start),
        size=pages.integer("size", usual.size, least=1),
        total=builder.value(pages, "total"),
        count=builder.value(pages, "count"),
        next=builder.value(pages, "next"),
        max=pages.integer("max", usual.max, least=1),
    )


def file_of(part: Section, builder: Builder) -> FileSource | None:
    identity = builder.value(part, "id", required=True)
    sheet = part.plain("sheet")
    delimiter = part.text("delimiter", ",")
    if len(delimiter) != 1:
        part.fault("delimiter", "应为一个字符", "must be a single character")
        delimiter = ","
    if identity is None:
        return None
    return FileSource(
        format=part.choice("format", FILE_FORMATS, "jsonlines"),
        id=identity,
        charset=part.text("charset") or None,
        delimiter=delimiter,
        sheet=sheet if isinstance(sheet, (int, str)) else 0,
        header=part.integer("header", 1, least=1),
        page_size=part.integer("page_size", 500, least=1),
    )


def steps_of(reader: Section, builder: Builder) -> tuple[Step, ...]:
    steps: list[Step] = []
    for part in reader.sections("record", SECTIONS["step"], single=True):
        name = part.text("name") if part.need("name") else ""
        if name == "item" or name in (step.name for step in steps):
            part.fault("name", "名称已被占用，请换一个", "the name is taken; choose another")
        gone = part.section("gone", SECTIONS["gone"])
        request = asking.request(builder, part, "request")
        if request is None:
            continue
        steps.append(
            Step(
                name=name,
                request=request,
                unwrap=asking.unwrap(builder, part),
                errors=asking.errors(builder, part if part.has("errors") else reader),
                each=builder.value(part, "each"),
                when=builder.value(part, "when"),
                gone_status=asking.statuses(gone, "status", _GONE_STATUS),
                gone_when=builder.value(gone, "when") if gone else None,
                optional=part.yes("optional"),
            )
        )
    return tuple(steps)


def login_of(reader: Section, builder: Builder) -> Login | None:
    part = reader.section("login", SECTIONS["login"])
    if part is None:
        return None
    request = asking.request(builder, part, "request")
    token = builder.value(part, "token", required=True)
    value = builder.template(part, "value", "{token}")
    if request is None or token is None or value is None:
        return None
    return Login(
        request=request,
        unwrap=asking.unwrap(builder, part),
        errors=asking.errors(builder, part if part.has("errors") else reader),
        token=token,
        expires_in=builder.value(part, "expires_in"),
        header=part.text("header") or None,
        value=value,
        status=asking.statuses(part, "status", _LOGIN_STATUS),
        page=part.text("page"),
    )

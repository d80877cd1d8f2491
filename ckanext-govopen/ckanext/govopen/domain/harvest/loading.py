"""Reads a profile file and refuses it, with line numbers and remedies, when it is not right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any, Final, cast

from ckanext.govopen.domain.harvest import targets
from ckanext.govopen.domain.harvest.building import Builder
from ckanext.govopen.domain.harvest.dates import CHINA, DateError, parse_zone
from ckanext.govopen.domain.harvest.expression import Body
from ckanext.govopen.domain.harvest.keys import SECTIONS
from ckanext.govopen.domain.harvest.profile import (
    Assumption,
    Duplicates,
    FileSource,
    Limits,
    Listing,
    Profile,
    ProfileError,
    Rows,
    Value,
)
from ckanext.govopen.domain.harvest.sources import file_of, listing_of, login_of, steps_of
from govopen_common.lined_yaml import Faults, parse
from govopen_common.problem import Problem
from govopen_common.section import Section
from govopen_common.words import unknown_word

VERSION: Final = "1"


def load_profile(path: FilePath | str) -> Profile:
    """The profile in the file ``path``. Raises ProfileError with every fault found."""
    path = FilePath(path)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults = Faults(path.name, "profile")
        faults.add(
            1,
            str(path),
            f"无法读取（{error}），请确认路径正确、文件为 UTF-8",
            f"cannot be read ({error}); check the path and that the file is UTF-8",
        )
        raise ProfileError(*faults.found) from error
    return parse_profile(text, path.stem)


def parse_profile(text: str, name: str) -> Profile:
    """The profile written in the YAML ``text``. Raises ProfileError with every fault found."""
    faults = Faults(name, "profile")
    reader = parse(text, faults)
    profile = _profile(reader.only(*SECTIONS["profile"]), name) if reader else None
    if profile is None or faults.found:
        # A part that several sections share is read, and its faults are told, more than once.
        raise ProfileError(*sorted(dict.fromkeys(faults.found), key=_line))
    return profile


def _line(problem: Problem) -> int:
    return int(problem.field.rpartition(":")[2])


def find_profile(name: str, folders: Sequence[FilePath | str]) -> Profile:
    """The profile called ``name`` in the first of ``folders`` that has it, or at the path ``name``.

    Raises ProfileError when there is none, naming those there are.
    """
    if name.endswith((".yaml", ".yml")):
        return load_profile(name)
    places = [FilePath(folder) for folder in folders]
    for folder in places:
        path = folder / f"{name}.yaml"
        if FilePath(name).name == name and path.is_file():
            return load_profile(path)
    faults = Faults(name, "profile")
    faults.add(1, name, *unknown_word(name, profile_names(places)))
    raise ProfileError(*faults.found)


def profile_names(folders: Sequence[FilePath | str]) -> list[str]:
    """The names of all profiles in ``folders``."""
    return sorted({path.stem for folder in folders for path in FilePath(folder).glob("*.yaml")})


def _profile(reader: Section, name: str) -> Profile:
    if reader.need("profile") and reader.text("profile") != VERSION:
        reader.fault("profile", "目前只有版本 1，请写 profile: 1", "only version 1 exists; write 1")
    title = reader.section("title", SECTIONS["title"])
    builder = _builder(reader)
    listing, file = _source(reader, builder)
    steps = steps_of(reader, builder)
    fields = _fields(reader, builder)
    duplicates, fold_case = _identity(reader, "number" if file else "same")
    return Profile(
        name=name,
        zh=title.text("zh", name) if title else name,
        en=title.text("en", name) if title else name,
        family=reader.text("family"),
        notes=reader.text("notes"),
        options=builder.options,
        credentials=builder.credentials,
        headers=builder.body(reader, "headers") or Body({}),
        limits=_limits(reader),
        record=steps,
        fields=fields,
        elements=_rows(reader, "elements", targets.ELEMENT, builder),
        resources=_rows(reader, "resources", targets.RESOURCE, builder),
        codes=builder.codes,
        assumed=_assumed(reader, builder),
        listing=listing,
        file=file,
        login=login_of(reader, builder),
        zone=_zone(reader),
        charset=reader.text("charset") or None,
        fold_case=fold_case,
        duplicates=duplicates,
    )


def _builder(reader: Section) -> Builder:
    options = reader.plain("options")
    if options is not None and not isinstance(options, dict):
        reader.fault("options", "应为“名称: 值”的表", "must be a table of name: value")
        options = None
    tables = reader.section("codes")
    codes = {key: tables.table(key) for key in tables.names} if tables else {}
    builder = Builder(
        options=cast("dict[str, Any]", options or {}),
        credentials=reader.texts("credentials", least=0),
        codes=codes,
        steps=[
            step.text("name")
            for step in reader.sections("record", SECTIONS["step"], single=True)
        ],
    )
    return builder


def _zone(reader: Section) -> Any:
    written = reader.text("timezone")
    if not written:
        return CHINA
    try:
        return parse_zone(written)
    except DateError:
        reader.fault("timezone", "应如 +08:00", "must look like +08:00")
        return CHINA


def _limits(reader: Section) -> Limits:
    part = reader.section("limits", SECTIONS["limits"])
    usual = Limits()
    if part is None:
        return usual
    return Limits(
        rate=part.number("rate", usual.rate, least=0.001),
        timeout=part.number("timeout", usual.timeout, least=0.1),
        total_timeout=part.number("total_timeout", usual.total_timeout, least=0.1),
        retries=part.integer("retries", usual.retries),
        max_bytes=part.integer("max_bytes", usual.max_bytes, least=1024),
    )


def _identity(reader: Section, usual: Duplicates) -> tuple[Duplicates, bool]:
    part = reader.section("identity", SECTIONS["identity"])
    if part is None:
        return usual, False
    word = part.choice("duplicates", ("same", "number"), usual)
    return cast("Duplicates", word), part.yes("fold_case")


def _source(reader: Section, builder: Builder) -> tuple[Listing | None, FileSource | None]:
    if reader.has("list") == reader.has("file"):
        reader.fault(
            "list",
            "list 与 file 应有且只有一个",
            "there must be either list or file, and not both",
        )
    part = reader.section("list", SECTIONS["list"])
    listing = listing_of(part, reader, builder) if part else None
    part = reader.section("file", SECTIONS["file"])
    return listing, (file_of(part, builder) if part else None)


def _fields(reader: Section, builder: Builder) -> dict[str, Any]:
    part = reader.section("fields")
    if part is None:
        reader.need("fields")
        return {}
    if "title" not in part.nodes:
        reader.fault("fields", "必须说明 title 从何而来", "must say where the title comes from")
    return builder.fields(part, targets.DATASET)


def _assumed(reader: Section, builder: Builder) -> dict[str, Assumption]:
    section = reader.section("assumed")
    if section is None:
        return {}
    found: dict[str, Assumption] = {}
    for name in section.names:
        if name not in targets.DATASET:
            section.fault(name, *unknown_word(name, targets.DATASET))
            continue
        part = section.section(name, SECTIONS["assumed"])
        if part is not None and part.need("value"):
            line, text = part.line_of("value"), part.text("value")
            value = Value(line=line, text=text, const=text)
            found[name] = Assumption(builder.value(part, "when"), value)
    return found


def _rows(
    reader: Section, key: str, known: dict[str, targets.Target], builder: Builder
) -> tuple[Rows, ...]:
    rows: list[Rows] = []
    for part in reader.sections(key, SECTIONS[key], single=True):
        inner = part.section("fields")
        if inner is None:
            part.need("fields")
            continue
        rows.append(
            Rows(
                items=builder.value(part, "items"),
                when=builder.value(part, "when"),
                fields=builder.fields(inner, known),
            )
        )
    return tuple(rows)

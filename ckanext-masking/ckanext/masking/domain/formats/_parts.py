"""The parts of a workbook's zip as XML: read in pieces, their names without namespaces."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any, Final, cast
from xml.etree import ElementTree

_CHUNK: Final = 64 * 1024
_WORKBOOK: Final = "xl/workbook.xml"
_RELATION: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


def sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet and its part, in the order of the workbook."""
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in parse(archive, "xl/_rels/workbook.xml.rels").iter()
    }
    for one in named(parse(archive, _WORKBOOK), "sheet"):
        relation = next((one.get(key) for key in _RELATION if one.get(key)), "")
        yield one.get("name", ""), _joined(_WORKBOOK, targets.get(relation or "", ""))


def related(archive: zipfile.ZipFile, part: str, kind: str) -> list[str]:
    """The parts that belong to ``part`` whose type of relation ends with ``kind``."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return []
    return [
        _joined(part, one.get("Target", ""))
        for one in parse(archive, relations).iter()
        if one.get("Type", "").lower().endswith(kind)
    ]


def elements(archive: zipfile.ZipFile, part: str, whole: str) -> Iterator[ElementTree.Element]:
    """The elements of a part as each ends; those called ``whole`` are emptied afterwards."""
    parser = cast("Any", ElementTree).XMLPullParser(("end",))
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            for event in cast("Iterator[Any]", parser.read_events()):
                one: ElementTree.Element = event[1]
                yield one
                if local(one) == whole:
                    one.clear()
    parser.close()


def parse(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """A part as a whole."""
    # Entities and document types were refused when the zip was inspected.
    return ElementTree.fromstring(archive.read(part))  # noqa: S314


def named(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """The elements of that name below ``root``."""
    return [one for one in root.iter() if local(one) == name]


def local(one: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return str(one.tag).rpartition("}")[2]


def _joined(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(part), target)).lstrip("/")

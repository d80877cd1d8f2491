"""Small files of a source, fetched and handed to CKAN as uploads."""

from __future__ import annotations

import logging
import tempfile
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from ckanext.govopen.domain.harvest import Flag, Request, SourceError
from werkzeug.datastructures import FileStorage

from .source import Source

log = logging.getLogger(__name__)

_IN_MEMORY = 1024 * 1024


def fetch_files(source: Source, data: dict[str, Any]) -> tuple[list[Flag], bool]:
    """Fetch the files of the dataset dict ``data`` that are not stored yet.

    A file that is too large or cannot be had stays a link: the flags say why, and the second value
    is True when the next harvest should try again.
    """
    flags: list[Flag] = []
    again = False
    limit = int(source.settings.max_file_mb * 1024 * 1024)
    for number, resource in enumerate(data["resources"]):
        url = str(resource.get("url") or "")
        wanted = resource.get("kind", "file") == "file" and urlsplit(url).scheme in (
            "http",
            "https",
        )
        if not wanted or resource.get("url_type") == "upload":
            continue
        if _too_large(resource, limit):
            flags.append(_left(number, url, "文件过大，仅保留链接", "too large, kept as a link"))
            continue
        try:
            resource |= _fetched(source, url, resource, limit)
        except SourceError as error:
            log.info("file %s stays a link: %s", url, error.en)
            flags.append(_left(number, url, error.zh, error.en))
            again = again or error.transient
    return flags, again


def _fetched(source: Source, url: str, resource: dict[str, Any], limit: int) -> dict[str, Any]:
    answer = source.client(Request("GET", url, max_bytes=limit))
    if not 200 <= answer.status < 300:
        raise SourceError(
            "file",
            f"文件无法下载（HTTP {answer.status}），仅保留链接",
            f"the file cannot be had (HTTP {answer.status}), kept as a link",
        )
    stream = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the upload closes it
    stream.write(answer.body)
    stream.seek(0)
    kind = answer.headers.get("content-type", "").split(";")[0].strip()
    upload = FileStorage(stream, filename=_name(url, resource), content_type=kind or None)
    return {"upload": upload, "source_file": url, "url": _name(url, resource), "url_type": "upload"}


def _name(url: str, resource: dict[str, Any]) -> str:
    """A file name: the address's, when it has an ending, else the resource's name and format."""
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    if PurePosixPath(name).suffix:
        return name
    ending = str(resource.get("format") or "bin").lower()
    return f"{resource.get('name') or name or 'file'}.{ending}"


def _too_large(resource: dict[str, Any], limit: int) -> bool:
    size = str(resource.get("size") or "")
    return size.isdigit() and int(size) > limit


def _left(number: int, url: str, zh: str, en: str) -> Flag:
    return Flag(f"resources.{number}.url", url, f"{zh} {en}")

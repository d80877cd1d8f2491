"""From a source's value to the value of a field: codes, vocabularies, dates, numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Final, cast
from urllib.parse import quote, urljoin, urlsplit

from ckanext.govopen.domain.codes import is_code
from ckanext.govopen.domain.harvest.cleaning import (
    ValueFault,
    boolean_of,
    flat_list,
    integer_of,
    is_empty,
    number_of,
    size_of,
    tags_of,
    text_of,
)
from ckanext.govopen.domain.harvest.dates import DateError, parse_date
from ckanext.govopen.domain.harvest.expression import as_text
from ckanext.govopen.domain.harvest.profile import Value
from ckanext.govopen.domain.harvest.record import Flag
from ckanext.govopen.domain.harvest.targets import FUTURE_ALLOWED, Target

Resolver = Callable[[str, str], str | None]
"""(vocabulary name, text) -> the stored code, None when the vocabulary has no such word."""

_SCHEMES: Final = ("http", "https", "ftp")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_SAFE: Final = "%/:=&?~#+!$,;'@()*[]"
_LISTED: Final = (",", "，", ";", "；", "、", "|")


@dataclass
class Coder:
    """Converts values for one record and collects what could not be taken over."""

    resolver: Resolver
    zone: timezone
    now: datetime
    base: str
    flags: list[Flag] = field(default_factory=list[Flag])

    def flag(self, name: str, raw: Any, zh: str, en: str) -> None:
        """Keep ``raw``, a value of the field ``name``, as it came, with the reason."""
        self.flags.append(Flag(name, as_text(raw), f"{zh} {en}"))

    def coded(self, name: str, target: Target, value: Value, found: Any) -> Any:
        """``found`` as the field ``name`` stores it; None, perhaps with a flag, when it cannot."""
        if is_empty(found):
            return None
        vocabulary = value.vocabulary or target.vocabulary
        if value.codes is not None:
            found = self._decoded(name, value.codes, vocabulary, found)
        if vocabulary is not None:
            return self._resolved(name, vocabulary, found)
        return None if is_empty(found) else self._typed(name, target, value, found)

    def _decoded(self, name: str, codes: dict[str, str], vocabulary: str | None, found: Any) -> Any:
        """What the code table says; a Chinese word it lacks may be the vocabulary's own."""
        if isinstance(found, list):
            entries = cast("list[Any]", found)
            decoded = (self._decoded(name, codes, vocabulary, entry) for entry in entries)
            return [entry for entry in decoded if not is_empty(entry)]
        raw = text_of(found)
        if raw in codes:
            return codes[raw]
        if vocabulary and _HAN.search(raw) and self.resolver(vocabulary, raw):
            return raw
        self.flag(
            name,
            raw,
            "代码表中没有此代码，保留原值",
            "the code table does not have this code; kept as it came",
        )
        return None

    def _resolved(self, name: str, vocabulary: str, found: Any) -> str | None:
        """The first word of ``found`` that the vocabulary knows; the others are flagged."""
        chosen: str | None = None
        for entry in flat_list(found):
            word = text_of(entry)
            code = self.resolver(vocabulary, word) if word else None
            if code is None:
                self.flag(
                    name,
                    word,
                    f"词表 {vocabulary} 中没有此词，保留原值",
                    f"vocabulary {vocabulary} does not have this word; kept as it came",
                )
            elif chosen is None:
                chosen = code
            elif code != chosen:
                self.flag(
                    name,
                    word,
                    "此项只存一个值，已取第一个",
                    "the field holds one value; the first was taken",
                )
        return chosen

    def _typed(self, name: str, target: Target, value: Value, found: Any) -> Any:
        try:
            match target.kind:
                case "date":
                    return self._date(name, value, found)
                case "integer":
                    return integer_of(self._scaled(target, value, found))
                case "number":
                    return self._scaled(target, value, found)
                case "boolean":
                    return boolean_of(found)
                case "list":
                    return [text_of(entry) for entry in flat_list(found, value.split or _LISTED)]
                case "tags":
                    return ",".join(tags_of(flat_list(found, value.split or _LISTED))) or None
                case "code":
                    return _resource_code(found)
                case "json":
                    return _json_text(found)
                case "url":
                    return self._address(found)
                case "lines":
                    return self._lines(found)
                case _:
                    return " ".join((self._lines(found) or "").split("\n")) or None
        except (ValueFault, DateError, ValueError):
            self.flag(
                name,
                found,
                f"不是有效的{_KINDS[target.kind][0]}，保留原值",
                f"not a valid {_KINDS[target.kind][1]}; kept as it came",
            )
            return None

    def _scaled(self, target: Target, value: Value, found: Any) -> float:
        number = None if target.unit is None else size_of(found, target.unit)
        if number is None:
            number = number_of(found) * value.scale
        elif target.kind == "integer":
            number = float(round(number))
        if number < 0:
            raise ValueFault(as_text(found))
        return round(number, 9)

    def _date(self, name: str, value: Value, found: Any) -> str | None:
        moment = parse_date(found, zone=self.zone, formats=value.date_formats)
        if moment is None:
            return None
        day = moment.astimezone(self.zone).date()
        if name not in FUTURE_ALLOWED and day > self.now.astimezone(self.zone).date():
            self.flag(
                name,
                found,
                "日期在将来，未采用，请来源核对",
                "the date lies in the future and was not taken; the source should check it",
            )
            return None
        return day.isoformat()

    def _address(self, found: Any) -> str:
        address = urljoin(self.base.rstrip("/") + "/", text_of(found).replace("\n", ""))
        parts = urlsplit(address)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise ValueFault(address)
        return quote(address, safe=_SAFE) if " " in address else address

    def _lines(self, found: Any) -> str | None:
        if isinstance(found, dict):
            raise ValueFault(as_text(found))
        if isinstance(found, list):
            found = "\n".join(text_of(entry) for entry in flat_list(cast("list[Any]", found)))
        return text_of(found) or None


_KINDS: Final[dict[str, tuple[str, str]]] = {
    "code": ("资源代码", "resource code"),
    "date": ("日期", "date"),
    "integer": ("整数", "whole number"),
    "number": ("数", "number"),
    "boolean": ("是否值", "yes or no"),
    "json": ("JSON", "JSON"),
    "url": ("网址", "web address"),
    "list": ("列表", "list"),
    "tags": ("标签", "list of tags"),
    "text": ("文字", "text"),
    "lines": ("文字", "text"),
}


def _resource_code(found: Any) -> str:
    code = text_of(found)
    if not is_code(code):
        raise ValueFault(code)
    return code


def _json_text(found: Any) -> str:
    data = json.loads(found) if isinstance(found, str) else found
    return json.dumps(data, ensure_ascii=False, sort_keys=True)

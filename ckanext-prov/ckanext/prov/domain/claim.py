"""What another extension says happened, checked before it becomes an entry of the log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, Final, cast, get_args

from ckanext.prov.domain.record import ACTIVITIES, Entity, EntityKind, Entry
from govopen_common.problem import Problem, Rejected

MOST_ENTITIES: Final = 1000
"""Entities that one entry may use, or make."""

MOST_DETAILS: Final = 20_000
"""Characters of an entry's details, as JSON."""

_KINDS: Final = get_args(EntityKind)
_ENTITY_FIELDS: Final = {field.name for field in fields(Entity)}
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")


def entry_from_claim(dataset_id: str, claim: Mapping[str, Any], now: datetime) -> Entry:
    """The entry that ``claim`` tells of, without number, agents and software.

    ``claim``: ``activity``; optional ``resource_id``, ``used`` and ``generated`` (lists of
    :class:`Entity` or of its fields as a dict), ``plan`` (one of these), ``started`` and
    ``ended`` (datetimes, or ISO 8601 texts, with a zone; ``now`` when it does not say),
    ``details``. Raises Rejected with every fault.
    """
    check = _Check()
    started = check.moment("started", claim.get("started"))
    ended = check.moment("ended", claim.get("ended")) or now
    if started and started > ended:
        zh, en = "开始时间晚于结束时间", "The activity ends before it starts"
        check.fault("started", "order", zh, en)
    used = check.entities("used", claim.get("used"))
    generated = check.entities("generated", claim.get("generated"))
    plans = check.entities("plan", [claim["plan"]] if claim.get("plan") else [])
    details = check.details(claim.get("details"))
    activity = check.activity(claim.get("activity"))
    resource_id = check.text("resource_id", claim.get("resource_id") or "")
    check.done()
    return Entry(
        id="",
        number=0,
        dataset_id=dataset_id,
        activity=activity,
        ended=ended,
        started=started,
        resource_id=resource_id,
        used=used,
        generated=generated,
        plan=plans[0] if plans else None,
        details=details,
    )


class _Check:
    """Reads values and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def fault(self, subject: str, code: str, zh: str, en: str) -> None:
        self.problems.append(Problem(subject, code, zh, en))

    def done(self) -> None:
        if self.problems:
            raise Rejected(*self.problems)

    def activity(self, value: object) -> str:
        if value not in ACTIVITIES:
            known = ", ".join(ACTIVITIES)
            zh = f"未知的活动 {value!r}；可用：{known}"
            self.fault("activity", "unknown", zh, f"Unknown activity {value!r}: use {known}")
        return str(value)

    def text(self, subject: str, value: object) -> str:
        if not isinstance(value, str) or "\x00" in value or not _encodes(value):
            zh, en = "应为可存储的文本", "Must be a text that a database can store"
            self.fault(subject, "type", zh, en)
            return ""
        return value

    def moment(self, subject: str, value: object) -> datetime | None:
        """A time with a zone; None when there is none, or it is at fault."""
        if value in (None, ""):
            return None
        try:
            text = value.replace("Z", "+00:00") if isinstance(value, str) else ""
            found = value if isinstance(value, datetime) else datetime.fromisoformat(text)
        except ValueError:
            zh, en = f"{value!r} 不是 ISO 8601 时间", f"{value!r} is not a time in ISO 8601"
            self.fault(subject, "time", zh, en)
            return None
        if found.tzinfo is None:
            zh = f"{value} 没有时区；请写明，例如 2026-03-02T09:30:00+08:00"
            en = f"{value} has no time zone; give one, as in 2026-03-02T09:30:00+08:00"
            self.fault(subject, "zone", zh, en)
            return None
        return found

    def entities(self, subject: str, value: object) -> tuple[Entity, ...]:
        given: list[object] = []
        if isinstance(value, list | tuple):
            given = list(cast("Iterable[object]", value))
        if (value and not given) or len(given) > MOST_ENTITIES:
            zh = f"应为不超过 {MOST_ENTITIES} 项的列表"
            en = f"Must be a list of at most {MOST_ENTITIES}"
            self.fault(subject, "list", zh, en)
            return ()
        found = [self._entity(f"{subject}.{row}", one) for row, one in enumerate(given)]
        return tuple(one for one in found if one is not None)

    def _entity(self, subject: str, value: object) -> Entity | None:
        before = len(self.problems)
        given: Mapping[str, object] = {}
        if isinstance(value, Entity):
            given = {name: getattr(value, name) for name in _ENTITY_FIELDS}
        elif isinstance(value, Mapping):
            given = cast("Mapping[str, object]", value)
        kind, sha256 = given.get("kind"), given.get("sha256") or ""
        if kind not in _KINDS or not given.get("id") or not set(given) <= _ENTITY_FIELDS:
            zh = f"须有 kind（{'、'.join(_KINDS)}）和 id，可有 label、sha256"
            en = f"Needs a kind ({', '.join(_KINDS)}) and an id; may have a label and a sha256"
            self.fault(subject, "entity", zh, en)
        if sha256 and not _SHA256.match(str(sha256)):
            zh, en = "应为 64 位小写十六进制", "Must be 64 lower-case hexadecimal digits"
            self.fault(f"{subject}.sha256", "format", zh, en)
        ident = self.text(f"{subject}.id", given.get("id") or "")
        label = self.text(f"{subject}.label", given.get("label") or "")
        if len(self.problems) > before:
            return None
        return Entity(cast("EntityKind", kind), ident, label, str(sha256))

    def details(self, value: object) -> dict[str, Any]:
        try:
            text = json.dumps(value or {}, allow_nan=False)
        except (TypeError, ValueError):
            text = ""
        whole: object = json.loads(text) if text and len(text) <= MOST_DETAILS else None
        if not isinstance(whole, dict) or "\\u0000" in text or not _encodes(text):
            zh = f"应为不超过 {MOST_DETAILS} 字符的 JSON 对象"
            en = f"Must be a JSON object of at most {MOST_DETAILS} characters"
            self.fault("details", "json", zh, en)
            return {}
        return cast("dict[str, Any]", whole)


def _encodes(text: str) -> bool:
    """Whether ``text`` has no half of a character in it."""
    try:
        return bool(text.encode()) or not text
    except UnicodeEncodeError:
        return False

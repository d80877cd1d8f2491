"""Everything a platform may do wrong, as settings of one mount.  All are off at first.

Records: ``drop`` (share missing), ``vanish`` (how many of the first, or which positions,
are missing), ``changed`` (same, changed), ``withdrawn`` (same, listed by M as withdrawn),
``duplicate_titles`` (pairs), ``bad_fields`` (true, or names out of ``bad_fields.py``),
``unknown_codes`` (how many), ``counters`` (missing, down, merged), ``ids`` (slash, upper).

Payload: ``page_base`` (0, 1, "offset"), ``page_cap`` (largest page), ``total`` (string,
none, wrong), ``dates`` (ms, ms_string, local, iso, java, dotted, date, future, garbage),
``arrays`` (true, or names of fields), ``formats`` (comma, backslash, list, objects).

Answers, each narrowed by ``on`` (list, detail, file) and ``times``: ``status`` {code,
retry_after}, ``slow`` {seconds}, ``error200`` {}, ``reset`` {after: bytes}; ``detail``
{kind: empty, 404, error200, every or positions}; ``bearer`` (expired, or {after: n});
``redirect`` {to: https, private, metadata, loop, or an address}; ``charset``
(gb18030_as_utf8, gb18030_undeclared, gb18030_declared); ``huge`` {bytes, chunked};
``gzip_bomb`` {bytes}.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from threading import Lock
from typing import Any

CHOICES: dict[str, tuple[Any, ...]] = {
    "counters": ("missing", "down", "merged"),
    "ids": ("slash", "upper"),
    "page_base": (0, 1, "offset"),
    "total": ("string", "none", "wrong"),
    "dates": ("ms", "ms_string", "local", "iso", "java", "dotted", "date", "future", "garbage"),
    "formats": ("comma", "backslash", "list", "objects"),
    "charset": ("gb18030_as_utf8", "gb18030_undeclared", "gb18030_declared"),
}


@dataclass
class Hazards:
    """The hazards of one mount; see the module for what each takes."""

    drop: float = 0.0
    vanish: int | list[int] = 0
    changed: int | list[int] = 0
    withdrawn: int | list[int] = 0
    duplicate_titles: int = 0
    bad_fields: bool | list[str] = False
    unknown_codes: int = 0
    counters: str = ""
    ids: str = ""
    page_base: int | str | None = None
    page_cap: int = 0
    total: str = ""
    dates: str = ""
    arrays: bool | list[str] = False
    formats: str = ""
    status: dict[str, Any] | None = None
    slow: dict[str, Any] | None = None
    error200: dict[str, Any] | None = None
    reset: dict[str, Any] | None = None
    detail: dict[str, Any] | None = None
    bearer: str | dict[str, Any] | None = None
    redirect: dict[str, Any] | None = None
    charset: str = ""
    huge: dict[str, Any] | None = None
    gzip_bomb: dict[str, Any] | None = None
    _used: Counter[str] = field(default_factory=Counter)
    _lock: Any = field(default_factory=Lock)

    def strikes(self, name: str, role: str) -> dict[str, Any] | None:
        """The settings of an answering hazard if it hits this request, counting it as used."""
        settings = getattr(self, name)
        if settings is None or settings.get("on", role) != role:
            return None
        with self._lock:
            if self._used[name] >= settings.get("times", float("inf")):
                return None
            self._used[name] += 1
        return settings

    def uses(self, name: str) -> int:
        """Counts one more use of ``name`` and returns how many there were before."""
        with self._lock:
            self._used[name] += 1
            return self._used[name] - 1


def parse(settings: dict[str, Any]) -> Hazards:
    """Hazards from JSON.

    Raises ``ValueError`` naming an unknown hazard, or a value outside its choices.
    """
    known = {f.name for f in fields(Hazards) if not f.name.startswith("_")}
    for name, value in settings.items():
        if name not in known:
            raise ValueError(f"unknown hazard {name!r}; known: {', '.join(sorted(known))}")
        if name in CHOICES and value not in (*CHOICES[name], "", None):
            raise ValueError(f"{name} must be one of {CHOICES[name]}, not {value!r}")
    return Hazards(**settings)


def chosen(wanted: int | list[int], position: int) -> bool:
    """Whether ``position`` is among the first ``wanted``, or in the list."""
    return position < wanted if isinstance(wanted, int) else position in wanted

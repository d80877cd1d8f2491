"""The configuration of a harvest source: what an administrator writes as JSON, checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ckanext.govopen.domain.harvest_run import DEFAULT_MAX_LOSS
from govopen_common.problem import Problem, Rejected

ORGANIZATION_MODES: Final = ("create", "find", "fixed")
MAX_FILE_MB: Final = 10.0
"""Files above this are linked, not stored: a choice of this project."""


@dataclass(frozen=True)
class SourceSettings:
    """A source's configuration.

    ``organization_mode`` says how a record's department becomes an organization: ``create`` finds
    it by code or name and makes it when there is none, ``find`` only finds it, ``fixed`` puts
    every record into ``organization``. In the other modes ``organization`` takes records that name
    no department. ``options`` and ``rate`` (requests a second) override the profile's;
    ``credentials`` maps the profile's names to the names they have in settings or environment.
    """

    profile: str
    organization_mode: str = "create"
    organization: str = ""
    allow_private: tuple[str, ...] = ()
    credentials: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    rate: float | None = None
    max_loss: float = DEFAULT_MAX_LOSS
    store_files: bool = False
    max_file_mb: float = MAX_FILE_MB
    ca_bundle: str = ""


_TEXT: Final = (str,)
_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "profile": _TEXT,
    "organization_mode": _TEXT,
    "organization": _TEXT,
    "allow_private": (list,),
    "credentials": (dict,),
    "options": (dict,),
    "rate": (int, float),
    "max_loss": (int, float),
    "store_files": (bool,),
    "max_file_mb": (int, float),
    "ca_bundle": _TEXT,
}


def read_settings(text: str | None) -> SourceSettings:
    """The settings written in the JSON ``text``. Raises Rejected with every fault found."""
    try:
        data = json.loads(text or "{}")
    except ValueError as error:
        raise Rejected(
            Problem("config", "json", f"不是有效的 JSON：{error}", f"not valid JSON: {error}")
        ) from error
    if not isinstance(data, dict):
        zh, en = "配置应为 JSON 对象", "the configuration must be a JSON object"
        raise Rejected(Problem("config", "json", zh, en))
    if problems := [*_faults(data)]:
        raise Rejected(*problems)
    hosts = tuple(str(host) for host in data.get("allow_private", ()))
    return SourceSettings(**{**data, **({"allow_private": hosts} if hosts else {})})


def _faults(data: dict[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    for key, value in data.items():
        if key not in _KINDS:
            known = ", ".join(_KINDS)
            zh, en = f"不认识的配置项，可用：{known}", f"unknown setting; there are {known}"
            found.append(Problem(key, "unknown", zh, en))
        elif not isinstance(value, _KINDS[key]) or (
            isinstance(value, bool) and bool not in _KINDS[key]
        ):
            word = _KINDS[key][-1].__name__
            found.append(Problem(key, "type", f"类型应为 {word}", f"must be of type {word}"))
    if found:
        return found
    if not data.get("profile"):
        zh, en = '请写明采集档案，如 "guizhou"', 'name a harvest profile such as "guizhou"'
        found.append(Problem("profile", "required", zh, en))
    mode = data.get("organization_mode", "create")
    if mode not in ORGANIZATION_MODES:
        words = "、".join(ORGANIZATION_MODES)
        found.append(
            Problem(
                "organization_mode",
                "choice",
                f"应为 {words} 之一",
                f"must be one of {', '.join(ORGANIZATION_MODES)}",
            )
        )
    if mode == "fixed" and not data.get("organization"):
        zh = "organization_mode 为 fixed 时须填写 organization"
        en = "organization is needed when organization_mode is fixed"
        found.append(Problem("organization", "required", zh, en))
    if not 0 <= float(data.get("max_loss", 0)) <= 1:
        zh, en = "应为 0 到 1 之间的比例", "must be a share between 0 and 1"
        found.append(Problem("max_loss", "range", zh, en))
    found += [
        Problem(key, "range", "应大于 0", "must be above 0")
        for key in ("rate", "max_file_mb")
        if key in data and float(data[key]) <= 0
    ]
    return found

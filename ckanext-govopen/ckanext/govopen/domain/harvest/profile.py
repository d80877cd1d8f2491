"""A harvest profile: everything that sets one family of platforms apart, as data.

The classes mirror the sections of the YAML (``docs/harvest-profiles.md``); ``loading`` makes
them from a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timezone
from typing import Any, Literal

from ckanext.govopen.domain.harvest.dates import CHINA
from ckanext.govopen.domain.harvest.expression import Body, Path, Template
from govopen_common.problem import Rejected

ErrorKind = Literal["error", "gone", "login", "retry"]
Duplicates = Literal["same", "number"]


class ProfileError(Rejected):
    """A profile that cannot be used; its problems carry line numbers in ``field``."""


@dataclass(frozen=True)
class Value:
    """How one value is found in a record and what is then done to it."""

    line: int
    text: str
    path: Path | None = None
    css: str | None = None
    attr: str | None = None
    every: bool = False
    label: str | None = None
    keys: tuple[str, ...] = ()
    const: Any = None
    template: Template | None = None
    encoded: bool = False
    header: str = ""
    first: tuple[Value, ...] = ()
    source: Path | None = None
    parse_json: bool = False
    regex: re.Pattern[str] | None = None
    replace: dict[str, str] = field(default_factory=dict[str, str])
    strip_html: bool = False
    join: str | None = None
    split: tuple[str, ...] = ()
    case: str = ""
    codes: dict[str, str] | None = None
    vocabulary: str | None = None
    date_formats: tuple[str, ...] = ()
    scale: float = 1
    default: Any = None
    required: bool = False


@dataclass(frozen=True)
class Signature:
    """A keyed digest some gateways want with each call; available as ``{signature}``."""

    algorithm: str
    key: Template
    message: Template
    encoding: str


@dataclass(frozen=True)
class RequestSpec:
    """One request with placeholders."""

    method: str
    url: Template
    params: Body
    headers: Body
    form: Body | None = None
    json: Body | None = None
    body: Template | None = None
    sign: Signature | None = None


@dataclass(frozen=True)
class Unwrap:
    """One step from bytes to data: ``word`` is one of keys.UNWRAP or ``select``."""

    word: str
    select: Value | None = None


@dataclass(frozen=True)
class ErrorRule:
    """How a failure inside HTTP 200 looks, and what it means."""

    when: Value
    message: Value | None
    kind: ErrorKind


@dataclass(frozen=True)
class Login:
    """How a token is got and where it goes."""

    request: RequestSpec
    unwrap: tuple[Unwrap, ...]
    errors: tuple[ErrorRule, ...]
    token: Value
    expires_in: Value | None
    header: str | None
    value: Template
    status: tuple[int, ...]
    page: str = ""

    def refuses(self, status: int, url: str) -> bool:
        """Whether an answer with this status from this address says that the token is no good."""
        return status in self.status or bool(self.page and self.page in url)


@dataclass(frozen=True)
class Paging:
    """How pages are counted and when they end."""

    start: int = 1
    size: int = 50
    total: Value | None = None
    count: Value | None = None
    next: Value | None = None
    max: int = 100_000


@dataclass(frozen=True)
class Listing:
    """How the platform lists its records."""

    request: RequestSpec
    unwrap: tuple[Unwrap, ...]
    errors: tuple[ErrorRule, ...]
    items: Value
    id: Value
    pages: Paging
    repeat_name: str | None = None
    repeat_over: tuple[Any, ...] | str = ()


@dataclass(frozen=True)
class FileSource:
    """A file whose rows are the records."""

    format: str
    id: Value
    charset: str | None = None
    delimiter: str = ","
    sheet: str | int = 0
    header: int = 1
    page_size: int = 500


@dataclass(frozen=True)
class Step:
    """A further request for one record."""

    name: str
    request: RequestSpec
    unwrap: tuple[Unwrap, ...]
    errors: tuple[ErrorRule, ...]
    each: Value | None
    when: Value | None
    gone_status: tuple[int, ...]
    gone_when: Value | None
    optional: bool


@dataclass(frozen=True)
class Rows:
    """A repeating part of the record: elements or resources."""

    items: Value | None
    when: Value | None
    fields: dict[str, Value]


@dataclass(frozen=True)
class Assumption:
    """What stands in for a field that the source leaves empty; the record is flagged for it."""

    when: Value | None
    value: Value


@dataclass(frozen=True)
class Limits:
    """What the source can bear: requests per second, seconds, tries, bytes."""

    rate: float = 2.0
    timeout: float = 15.0
    total_timeout: float = 60.0
    retries: int = 4
    max_bytes: int = 32 * 1024 * 1024


@dataclass(frozen=True)
class Profile:
    """A loaded, checked profile."""

    name: str
    zh: str
    en: str
    family: str
    notes: str
    options: dict[str, Any]
    credentials: tuple[str, ...]
    headers: Body
    limits: Limits
    record: tuple[Step, ...]
    fields: dict[str, Value]
    elements: tuple[Rows, ...]
    resources: tuple[Rows, ...]
    codes: dict[str, dict[str, str]]
    assumed: dict[str, Assumption] = field(default_factory=dict[str, Assumption])
    listing: Listing | None = None
    file: FileSource | None = None
    login: Login | None = None
    zone: timezone = CHINA
    charset: str | None = None
    fold_case: bool = False
    duplicates: Duplicates = "same"

    @property
    def title(self) -> dict[str, str]:
        """The profile's name in both languages."""
        return {"zh": self.zh, "en": self.en}

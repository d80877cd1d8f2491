"""Everything an indicator may see of a dataset: plain frozen records, stored as JSON.

An indicator is a pure function of ``DatasetFacts``, the parameters of the methodology and the
instant of the computation. What is stored with a computation is ``facts.as_dict()``, so that the
same figures come out of it years later; ``DatasetFacts.from_dict`` reads it back equal.

Conventions of all records: an instant is an aware ``datetime`` in UTC (``coding.instant`` makes
one); None or an empty text means "not known", which makes an indicator not applicable and never
zero; counts are whole numbers; formats are lower-case words (``csv``, ``xlsx``, ``json``); sizes
are in bytes. Only what the public may see goes in: gathering leaves out the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, cast

from ckanext.openindex.domain.coding import Coded

ProbeKind = Literal["access", "download"]
Opening = Literal["unconditional", "conditional", "closed"]
Cycle = Literal[
    "realtime", "hourly", "daily", "weekly", "tenday", "monthly", "quarterly", "halfyearly",
    "yearly", "irregular", "static",
]  # fmt: skip
Level = Literal["province", "city", "county", "town"]

GUIDE_ITEMS: Final = (
    "category", "title", "code", "provider", "provider_code", "abstract", "format", "elements",
    "sharing", "opening", "update_cycle", "issued", "related",
)  # fmt: skip
"""The 13 core items of the 2017 guide to compiling government information resource catalogues."""

WINDOWS: Final = (7, 30, 90, 365)
"""The lengths in days of the windows over which use is counted."""

SKETCH: Final = 64
"""How many of the smallest row hashes an inspection keeps (``Inspection.sketch``)."""


@dataclass(frozen=True, slots=True)
class Probe(Coded):
    """One attempt to reach an address.

    ``reachable``: it answered 200 within the bounds. ``status``: the HTTP status, None when no
    answer came. ``error``: a stable word (``timeout``, ``dns``, ``refused``, ``tls``,
    ``private_address``, ``redirects``, ``too_large`` ...), empty when there was none.
    ``final_url``: where redirects led, empty when nowhere else.
    """

    url: str
    kind: ProbeKind
    checked: datetime
    reachable: bool
    status: int | None = None
    error: str = ""
    final_url: str = ""


@dataclass(frozen=True, slots=True)
class Inspection(Coded):
    """What was found by opening a file (or the table behind an API), not by what is claimed.

    ``format``: what the bytes are (``html`` for a page that is called CSV; ``datastore`` for a
    table), empty when not recognised. ``bytes``: as counted, also when the reading was
    ``truncated``. ``rows``: data rows without header. ``cells``: of those rows. ``empty_cells``:
    of these, blank ones. ``duplicate_rows``: rows equal to an earlier one of the same file.
    ``header_only``: a header and no row. ``unparsable_rows``: rows that do not parse or have
    another number of cells than the header; they count in ``rows``. ``cell_bytes``: what the
    cells of the data rows are long as UTF-8 text, repeated rows once, which is the same for a
    file, its parts and its other forms. ``typed_cells``: cells that
    are not blank in columns with a declared type or domain; ``outside_domain``: of these, those
    outside it.
    ``truncated``: the bounds ended the reading, so the counts cover the first part only.
    ``fault``: a stable word when the file could not be read, for what is in it (``unreadable``,
    ``empty``, ``bomb``, ``encrypted``) or for our bounds (``timeout``, ``too_large`` ...); counts
    are then None.

    So that copies and splits of a file add nothing to the volume: ``digest`` is the SHA-256 in
    hex of the bytes; ``columns_digest`` one of the column names, which a file split by rows
    shares with its parts; ``sketch`` the ``SKETCH`` smallest distinct 63-bit hashes of the rows
    (cells as text, stripped, so CSV and XLSX of the same rows agree), ascending.
    """

    checked: datetime
    format: str = ""
    bytes: int | None = None
    rows: int | None = None
    columns: int | None = None
    cells: int | None = None
    cell_bytes: int | None = None
    empty_cells: int | None = None
    duplicate_rows: int | None = None
    header_only: bool = False
    unparsable_rows: int | None = None
    typed_cells: int | None = None
    outside_domain: int | None = None
    truncated: bool = False
    digest: str = ""
    columns_digest: str = ""
    sketch: tuple[int, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ResourceFacts(Coded):
    """One distribution of a dataset.

    ``url``: the address readers use. ``access_url`` and ``download_url``: as DCAT distinguishes
    them; the address of an uploaded file is both. ``format``: as declared, lower case.
    ``licence``: its own or, where it has none, the dataset's. ``size``: in bytes, as declared.
    ``api``: the rows can be asked for (an active DataStore or a declared interface). ``access``
    and ``download``: the latest probe of each address; None when it was never probed.
    """

    id: str
    name: str = ""
    url: str = ""
    access_url: str = ""
    download_url: str = ""
    format: str = ""
    media_type: str = ""
    licence: str = ""
    rights: str = ""
    size: int | None = None
    issued: datetime | None = None
    modified: datetime | None = None
    api: bool = False
    access: Probe | None = None
    download: Probe | None = None
    inspection: Inspection | None = None


@dataclass(frozen=True, slots=True)
class Window(Coded):
    """Use in the last ``days`` days before the computation, robots and repeats removed."""

    days: int
    views: int = 0
    downloads: int = 0
    api_calls: int = 0
    requests: int = 0
    apps: int = 0
    ratings: int = 0


@dataclass(frozen=True, slots=True)
class Usage(Coded):
    """The use of a dataset: one ``Window`` for each length in ``WINDOWS``.

    ``requests``, ``apps`` and ``ratings`` there are how many came in that window. ``ratings``
    and ``rating_mean`` here are of all time, the mean from 1 to 5, None without ratings.
    ``since``: when counting began; a window that began earlier is only partly known.
    """

    windows: tuple[Window, ...] = ()
    ratings: int = 0
    rating_mean: float | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Census(Coded):
    """The census block of the 2017 template, in records and bytes (not in 万 and GB)."""

    total_records: float | None = None
    shared_records: float | None = None
    opened_records: float | None = None
    total_bytes: float | None = None
    shared_bytes: float | None = None
    opened_bytes: float | None = None


@dataclass(frozen=True, slots=True)
class Conformance(Coded):
    """The latest check of the dataset's DCAT against the SHACL shapes."""

    conforms: bool
    checked: datetime
    violations: int = 0
    shapes: str = ""


@dataclass(frozen=True, slots=True)
class Counted(Coded):
    """What was counted at an earlier instant, by the volume indicators, for growth."""

    at: datetime
    records: int | None = None
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Division(Coded):
    """An administrative division: its GB/T 2260 code (or longer) and its level."""

    code: str
    level: Level


def _no_items() -> Mapping[str, bool]:
    return cast("Mapping[str, bool]", {})


@dataclass(frozen=True, slots=True)
class DatasetFacts(Coded):
    """One dataset as the public sees it, with all that was measured of it before ``gathered``.

    ``divisions``: from the nearest to the province, ``()`` when not known; a department of the
    city has ``(city, province)``. ``items``: for each of ``GUIDE_ITEMS`` that this site's form
    has a field for, whether it is filled. ``elements``: how many data elements it declares,
    None when the form has none; ``elements_described``: those with name, type and description.
    ``update_cycle``: a word of ``Cycle``; an empty text or another word is not known.
    ``created`` and ``modified``: of the catalogue entry; ``data_updated``: when the data
    themselves last changed. ``history``: earlier counts, oldest first. ``usage``: None when use
    is not counted. ``access_rights``: the code or IRI as given.
    """

    id: str
    name: str
    gathered: datetime
    title: str = ""
    organization_id: str = ""
    divisions: tuple[Division, ...] = ()
    opening: Opening | None = None
    licence: str = ""
    items: Mapping[str, bool] = field(default_factory=_no_items)
    census: Census | None = None
    elements: int | None = None
    elements_described: int = 0
    update_cycle: str = ""
    created: datetime | None = None
    modified: datetime | None = None
    data_updated: datetime | None = None
    issued: datetime | None = None
    conformance: Conformance | None = None
    history: tuple[Counted, ...] = ()
    usage: Usage | None = None
    resources: tuple[ResourceFacts, ...] = ()
    keywords: int = 0
    themes: int = 0
    spatial: bool = False
    temporal: bool = False
    contact: bool = False
    publisher: bool = False
    access_rights: str = ""
    rights: str = ""

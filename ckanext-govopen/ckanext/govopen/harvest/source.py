"""A harvest source opened for work: its profile, its client, its identity."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ckanext.govopen import config
from ckanext.govopen.adapters import vocabularies
from ckanext.govopen.adapters.http import HttpClient, HttpSettings
from ckanext.govopen.adapters.shared_pace import SharedPace
from ckanext.govopen.domain.harvest import (
    Item,
    Profile,
    RawRecord,
    Record,
    Session,
    find_profile,
    map_record,
    parse_profile,
)
from ckanext.harvest.model import HarvestSource

from .settings import SourceSettings, read_settings

TYPE: Final = "govshare"
"""The source type as ckanext-harvest knows it."""


@dataclass
class Source:
    """One source at work. Close it to give its connections back."""

    id: str
    title: str
    url: str
    settings: SourceSettings
    profile: Profile
    fingerprint: str
    client: HttpClient

    @cached_property
    def session(self) -> Session:
        """The profile at work on this source. Raises SourceError for a missing credential."""
        return Session(
            self.profile,
            self.url,
            self.client,
            options=self.settings.options,
            credential=lambda name: config.credential(self.settings.credentials.get(name, name)),
        )

    @property
    def listed_whole(self) -> bool:
        """Whether the list already holds all of a record, so that nothing more is fetched."""
        return not self.profile.record

    def map(self, raw: RawRecord) -> Record:
        """The record in the words of the dataset schema."""
        return map_record(self.profile, raw, resolve, url=self.url, options=self.settings.options)

    def whole(self, item: Item) -> RawRecord:
        """The raw record of a list entry that holds all there is."""
        return RawRecord(item.id, {"item": item.document})

    def raw_hash(self, raw: str) -> str:
        """SHA-256 of a raw record's text and the profile and options it is read with."""
        return hashlib.sha256(f"{self.fingerprint}\n{raw}".encode()).hexdigest()

    def close(self) -> None:
        self.client.close()


def resolve(vocabulary: str, text: str) -> str | None:
    """The stored code of ``text`` in a vocabulary, or None."""
    concept = vocabularies.vocabulary(vocabulary).find(text)
    return concept.code if concept else None


def profile_folders() -> list[Path]:
    """Where profiles are looked for: the administrator's folder first, then the suite's."""
    own = config.profile_folder()
    return [*([Path(own)] if own else []), vocabularies.SCHEMAS / "profiles"]


def profile_of(settings: SourceSettings) -> Profile:
    """The profile a source is read with. Raises Rejected with all faults."""
    try:
        text, name = _profile_file(settings.profile)
    except (OSError, UnicodeDecodeError):
        return find_profile(settings.profile, profile_folders())
    return _parsed(text, name)


def open_source(row: HarvestSource) -> Source:
    """Open a stored source. Raises Rejected (configuration or profile) with all faults."""
    settings = read_settings(row.config)
    return open_url(row.url, settings, row.id, row.title or row.url)


def open_url(url: str, settings: SourceSettings, source_id: str = "", title: str = "") -> Source:
    """Open the platform at ``url``. Raises Rejected (profile) with all faults."""
    profile = profile_of(settings)
    text, _ = _profile_file(settings.profile)
    limits = profile.limits
    http = HttpSettings(
        read_timeout=limits.timeout,
        total_timeout=limits.total_timeout,
        retries=limits.retries,
        rate=settings.rate or limits.rate,
        max_bytes=limits.max_bytes,
        allowed=(*config.allowed_private_hosts(), *settings.allow_private),
        ca_bundle=settings.ca_bundle or None,
    )
    written = text + repr(sorted(settings.options.items()))
    fingerprint = hashlib.sha256(written.encode()).hexdigest()
    client = HttpClient(http, reserve=SharedPace(source_id or urlsplit(url).netloc))
    return Source(source_id, title or url, url, settings, profile, fingerprint, client)


def _profile_file(name: str) -> tuple[str, str]:
    """The profile's file as written, so that a mended profile reads every record anew, and the
    name it goes by. Raises OSError or UnicodeDecodeError when there is none to be read."""
    place = Path(name)
    if place.suffix not in (".yaml", ".yml"):
        named = [folder / f"{name}.yaml" for folder in profile_folders() if place.name == name]
        place = next((path for path in named if path.is_file()), place)
    return place.read_text("utf-8"), place.stem


@lru_cache(maxsize=32)
def _parsed(text: str, name: str) -> Profile:
    """The profile that ``text`` describes; a harvest opens its source again for each record when
    ckanext-harvest's own commands run it."""
    return parse_profile(text, name)

"""The harvest engine: reads catalogues of other platforms as their profile (YAML) describes them.

    session = Session(load_profile(path), url, fetch)
    for page in list_pages(session):
        for item in page.items:
            record = map_record(session.profile, fetch_record(session, item), resolver, url=url)

Nothing here opens a connection or knows CKAN; ``fetch`` and ``resolver`` are handed in.
"""

from ckanext.govopen.domain.harvest.coding import Resolver
from ckanext.govopen.domain.harvest.fetching import fetch_record
from ckanext.govopen.domain.harvest.listing import list_pages
from ckanext.govopen.domain.harvest.loading import (
    find_profile,
    load_profile,
    parse_profile,
    profile_names,
)
from ckanext.govopen.domain.harvest.mapping import map_record, record_id
from ckanext.govopen.domain.harvest.profile import Profile, ProfileError
from ckanext.govopen.domain.harvest.record import Flag, Item, Page, RawRecord, Record
from ckanext.govopen.domain.harvest.session import Session
from ckanext.govopen.domain.harvest.transport import Fetch, Gone, Request, Response, SourceError
from ckanext.govopen.domain.harvest.trial import describe, try_profile

__all__ = [
    "Fetch",
    "Flag",
    "Gone",
    "Item",
    "Page",
    "Profile",
    "ProfileError",
    "RawRecord",
    "Record",
    "Request",
    "Resolver",
    "Response",
    "Session",
    "SourceError",
    "describe",
    "fetch_record",
    "find_profile",
    "list_pages",
    "load_profile",
    "map_record",
    "parse_profile",
    "profile_names",
    "record_id",
    "try_profile",
]

"""What dynamic masking adds to a search and how long the gate takes, as rows of the report."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from bench.pages.sites import Site, make_site
from bench.report import Row
from bench.search.run import solr
from stack.services import Services
from stack.settings import Settings

from . import reading

REDIS = 13
AIM = 1.15
GATE = 5
"""Seconds from a job's start until 10 MB are published."""
KEY = "CKANEXT_MASKING_MASTER_KEY"
_SETTINGS = {
    "ckan.plugins": "masking datastore",
    "ckanext.masking.policy": "display",
    "ckan.max_resource_size": "100",
}


def rows() -> list[Row]:
    """The search by somebody who sees masked values, and by somebody entitled."""
    os.environ.setdefault(KEY, bytes(range(32)).hex())
    services = Services(Settings())
    with tempfile.TemporaryDirectory() as name, solr() as port:
        url = f"http://127.0.0.1:{port}/solr/stock"
        site = make_site("stock", services, Path(name), url, REDIS)
        _with_masking(site, services)
        found = json.loads(site.run("-m", "bench.masking.reading").strip().splitlines()[-1])
        gate = json.loads(site.run("-m", "bench.masking.publishing").strip().splitlines()[-1])
    return [*(_row(found["ms"], way) for way in ("masked", "clear")), *_gate(gate)]


def _gate(found: dict[str, Any]) -> list[Row]:
    """How long an upload takes from its job's start; published is when readers have the file and
    its rows."""
    note = f"{found['bytes']:,} bytes, sealed in quarantine; the best of three uploads"
    name = "an upload of 10 MB, from its job's start"
    placed, whole = found["steps"]["index"], found["seconds"]
    return [
        Row(f"{name} to file and rows for readers", placed, None, GATE, note, "s", "ours", "lower"),
        Row(f"{name} until its table is indexed, too", whole, None, None, note, "s"),
    ]


def _with_masking(site: Site, services: Services) -> None:
    lines = site.ini.read_text("utf-8").splitlines()
    kept = [line for line in lines if line.partition(" = ")[0] not in _SETTINGS]
    after = kept.index("[app:main]") + 1
    kept[after:after] = [f"{key} = {value}" for key, value in _SETTINGS.items()]
    site.ini.write_text("\n".join(kept) + "\n", "utf-8")
    site.ckan("db", "upgrade")
    grants = site.ckan("datastore", "set-permissions")
    services.postgres.sql(f"bench_{site.name}_datastore", grants[grants.index("/*") :])


def _row(ms: dict[str, Any], way: str) -> Row:
    note = f"a table of {reading.ROWS:,} rows; the peer is the same search by CKAN's own action"
    name = f"datastore_search of {reading.PAGE:,} rows, {way}"
    return Row(name, ms[way], ms["unprotected"], AIM, note, "ms", "ratio", "lower")

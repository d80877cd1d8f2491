"""First and unchanged harvest of the same records, and the memory of a long list."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from bench.harvest.replay import Replay
from bench.pages.sites import Site, make_site
from bench.report import Report, Row
from bench.search.run import solr
from demo.divisions import TOWNS
from demo.simulator import Simulator
from demo.simulator.sources import Synthetic
from stack.services import Services
from stack.settings import Settings

RECORDS = int(os.environ.get("BENCH_RECORDS", "1000"))
EARLY = 200
LONG = int(os.environ.get("BENCH_LONG", "100000"))
FIRST, AGAIN, MEMORY = 5, 50, 400
REDIS = 13


def run() -> Report:
    report = Report(
        "harvest",
        "Harvest",
        f"{RECORDS:,} records become datasets: ours with two workers from a sharing platform (list "
        "and a detail with data elements for each record), the peer ckanext-harvest with the RDF "
        "harvester of ckanext-dcat from the same records as a DCAT catalogue, into the same site "
        f"with all our plugins; one after the other, after {EARLY} others of the peer's, Solr "
        "committing by itself. What the platform answers is made once and kept as bytes, for both.",
    )
    services = Services(Settings())
    # Codes above those that the portal gives to the early ones, which come without.
    records = Synthetic(RECORDS, first=LONG)
    records.make_files()
    mounts = {
        "early": ("dcat", Synthetic(EARLY, first=2 * LONG)),
        "ours": ("M", records),
        "peer": ("dcat", records),
        "long": ("M", Synthetic(LONG)),
    }
    with (
        tempfile.TemporaryDirectory() as name,
        solr() as port,
        Simulator(mounts=mounts) as simulator,
        Replay(simulator.port) as platform,
    ):
        folder = Path(name)
        address = f"http://127.0.0.1:{port}/solr/govopen"
        site = make_site("harvest", services, folder, address, REDIS)
        site.ckan("govopen", "towns", "import", str(TOWNS))
        _with_rdf_harvester(site)
        _side(site, "warm", platform.url(""))
        ours = _side(site, "ours", platform.url("ours"))
        peer = _side(site, "peer", platform.url("peer"))
        memory = _side(site, "memory", simulator.url("long"))
    _compare(report, ours, peer)
    report.add(
        Row(
            f"largest memory while a list of {LONG:,} is gathered",
            round(memory["peak_mb"]),
            aim=MEMORY,
            better="lower",
            unit="MB",
            note=f"{memory['before_mb']:.0f} MB before, {memory['records']:,.0f} records in "
            f"{memory['seconds']:.0f} s",
        )
    )
    return report


def _compare(report: Report, ours: dict[str, float], peer: dict[str, float]) -> None:
    for part, title, aim in (
        ("first", "first harvest", FIRST),
        ("again", "unchanged re-harvest", AGAIN),
    ):
        mine = ours[f"{part}_records"] / ours[f"{part}_seconds"]
        theirs = peer[f"{part}_records"] / peer[f"{part}_seconds"]
        note = (
            f"{ours[f'{part}_records']:,.0f} records in {ours[f'{part}_seconds']:.1f} s, peer "
            f"{peer[f'{part}_records']:,.0f} in {peer[f'{part}_seconds']:.1f} s"
        )
        report.add(Row(title, mine, theirs, aim=aim, aim_of="ratio", unit="records/s", note=note))


def _with_rdf_harvester(site: Site) -> None:
    text = site.ini.read_text("utf-8")
    site.ini.write_text(text.replace(" harvest dcat\n", " harvest dcat dcat_rdf_harvester\n"))


def _side(site: Site, side: str, url: str) -> dict[str, float]:
    said = site.run("-m", "bench.harvest.side", side, str(site.ini), url)
    return json.loads(said.strip().splitlines()[-1])

"""Whole catalogue, pages, records and recording; beside ckanext-dcat on the same datasets."""

from __future__ import annotations

import json
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.pages.sites import Site, make_site
from bench.report import Report, Row
from bench.search.run import solr
from stack.services import Services
from stack.settings import Settings

DATASETS = int(os.environ.get("BENCH_DATASETS", "10000"))
LINES = int(os.environ.get("BENCH_LINES", "1000"))
PAGE = 100
JOBS = os.cpu_count() or 1
WARM, COLD, PAGES, SAME, RECORD, RECORDING, MEMORY = 1 / 30, 1 / 3, 1 / 5, 10, 200, 1.05, 300
REDIS = 12
FORMS = (("jsonld", "JSON-LD", "jsonld"), ("nt", "N-Triples", "ttl"))


def run() -> Report:
    report = Report(
        "prov",
        "Linked data and provenance",
        f"{DATASETS:,} public datasets with three resources each on a stock CKAN 2.12 with prov "
        "and ckanext-dcat (profiles euro_dcat_ap_3 and prov); the peer is ckanext-dcat 2.4.4 by "
        "itself on the same database and index (its pages of 100 by euro_dcat_ap_3; it has no "
        "N-Triples, so its Turtle stands beside ours). Times are without HTTP.",
    )
    services = Services(Settings())
    with tempfile.TemporaryDirectory() as name, solr() as port:
        folder = Path(name)
        site = make_site("stock", services, folder, f"http://127.0.0.1:{port}/solr/stock", REDIS)
        ours = _variant(site, "prov dcat", "euro_dcat_ap_3 prov")
        peer = _variant(replace(site, name="peer"), "dcat", "euro_dcat_ap_3")
        ours.ckan("db", "upgrade")
        said = ours.run("-m", "bench.prov.fill", str(DATASETS), str(LINES))
        long = json.loads(said.strip().splitlines()[-1])["long"]
        _index(ours)
        _measure(report, ours, peer, long)
    return report


def _index(site: Site) -> None:
    """Fill the index, with a process for each core."""
    with ThreadPoolExecutor(JOBS) as shares:
        list(
            shares.map(lambda n: site.run("-m", "bench.prov.index", str(n), str(JOBS)), range(JOBS))
        )


def _variant(site: Site, plugins: str, profiles: str) -> Site:
    """The same site with other plugins."""
    text = site.ini.read_text("utf-8")
    text = "\n".join(line for line in text.splitlines() if not line.startswith("ckan.plugins ="))
    settings = (
        f"[app:main]\nckan.plugins = {plugins}\nckanext.dcat.rdf.profiles = {profiles}\n"
        f"ckanext.dcat.datasets_per_page = {PAGE}\n"
    )
    path = site.ini.with_name(f"{site.name}-{plugins.partition(' ')[0]}.ini")
    path.write_text(text.replace("[app:main]\n", settings, 1) + "\n", "utf-8")
    return replace(site, ini=path)


def _measure(report: Report, ours: Site, peer: Site, long: str) -> None:
    theirs = _side(peer, "peer_pages")
    for form, title, counterpart in FORMS:
        page = theirs[counterpart]["page"] / PAGE * 1000
        states = (
            ("cold", f"{form} 1", "cold store, one process", None),
            ("cold", f"{form} {JOBS}", f"cold store, {JOBS} processes", COLD),
            ("warm", form, "warm store", WARM),
        )
        for what, argument, state, aim in states:
            found = _side(ours, what, argument)
            each = found["seconds"] / DATASETS * 1000
            size = found["bytes"] / 2**20
            note = f"{found['seconds']:.1f} s, {size:.0f} MB of {title}; the peer by pages"
            name = f"whole catalogue as {title}, {state}, a dataset"
            report.add(Row(name, each, page, aim, note, "ms", "ratio", "lower"))
        report.add(
            Row(f"memory of that, {title}", round(found["peak_mb"]), aim=MEMORY, unit="MB",
                better="lower")
        )  # fmt: skip
    found = _side(ours, "page")
    report.add(
        Row("a page of 100 as JSON-LD, warm store", found["page"] * 1000,
            theirs["jsonld"]["page"] * 1000, PAGES, "", "ms", "ratio", "lower")
    )  # fmt: skip
    for name, key in (("page", "same"), ("whole catalogue", "same_whole")):
        aim = SAME if key == "same" else None
        title = f"answer that a {name} has not changed (304)"
        report.add(Row(title, found[key] * 1000, aim=aim, unit="ms", better="lower"))
    for form, taken in _side(ours, "record", long).items():
        note = f"{taken['cold'] * 1000:.0f} ms when it has to be made"
        title = f"provenance with {LINES:,} entries as .{form}, warm"
        report.add(
            Row(title, taken["warm"] * 1000, aim=RECORD, note=note, unit="ms", better="lower")
        )
    taken = _side(ours, "update")
    report.add(
        Row("package_update with the recording", taken["with"] * 1000, taken["without"] * 1000,
            RECORDING, "the peer is the same site without it", "ms", "ratio", "lower")
    )  # fmt: skip
    found = _side(ours, "agree")
    report.add(
        Row("datasets described as by ckanext-dcat, in its terms", found["same"] / found["sample"],
            aim=1, note=f"isomorphic graphs, a sample of {found['sample']}", unit="share")
    )  # fmt: skip


def _side(site: Site, what: str, argument: str = "") -> dict[str, Any]:
    said = site.run("-m", "bench.prov.side", what, str(site.ini), argument)
    return json.loads(said.strip().splitlines()[-1])

"""One side of the measurement, in a process of its own: prints its figures as JSON.

python -m bench.harvest.side warm|ours|peer|memory INI URL
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import closing
from typing import Any

from bench.memory import peak_mb

WORKERS = 2
PAGE = 500
OURS: dict[str, Any] = {
    "profile": "sharing-platform",
    "allow_private": ["127.0.0.1"],
    "rate": 100_000,
}


def main(side: str, ini: str, url: str) -> dict[str, float]:
    """Run ``side`` on the site of ``ini`` against the platform at ``url``."""
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(ini))
    with app._wsgi_app.test_request_context():
        return SIDES[side](url)


def _act(action: str, **data: Any) -> Any:
    import ckan.plugins.toolkit as tk

    return tk.get_action(action)({"user": _site_user(), "ignore_auth": True}, data)


def _site_user() -> str:
    import ckan.plugins.toolkit as tk

    return str(tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"])


def _source(name: str, url: str, source_type: str, config: dict[str, Any]) -> str:
    owner = _act("organization_create", name=f"keeper-of-{name}", title=f"平台 {name}")
    source = _act(
        "harvest_source_create",
        name=name,
        url=url,
        source_type=source_type,
        owner_org=owner["id"],
        config=json.dumps(config),
    )
    return str(source["id"])


def warm(url: str) -> dict[str, float]:
    """Harvest other records before, with the peer's harvester, so that neither side meets a cold
    Solr and database; and have the platform make its answers to our questions.
    """
    from ckanext.govopen.domain.harvest import fetch_record, list_pages
    from ckanext.govopen.harvest.settings import SourceSettings
    from ckanext.govopen.harvest.source import open_url

    settings = SourceSettings(**{**OURS, "allow_private": tuple(OURS["allow_private"])})
    with closing(open_url(f"{url}/ours", settings)) as source:
        for page in list_pages(source.session):
            for item in page.items:
                fetch_record(source.session, item)
    return _rdf("early", f"{url}/early", ("first",))


def ours(url: str) -> dict[str, float]:
    """Two harvests with two workers; records a second of each."""
    from ckan import model
    from ckanext.govopen.harvest import console
    from ckanext.govopen.harvest import run as runs
    from ckanext.govopen.model import HarvestRun
    from ckanext.harvest.model import HarvestSource

    source_id = _source("ours", url, "govshare", OURS)
    figures: dict[str, float] = {}
    for name in ("first", "again"):
        start = time.monotonic()
        console.run(HarvestSource.get(source_id), WORKERS, reimport=False, accept_loss=False)
        seconds = time.monotonic() - start
        job = model.Session.query(HarvestRun).filter_by(source_id=source_id)
        counts = runs.counts(job.order_by(HarvestRun.created.desc()).first().job_id)
        done = counts.new if name == "first" else counts.unchanged
        figures |= {f"{name}_records": done, f"{name}_seconds": seconds}
    return figures


def peer(url: str) -> dict[str, float]:
    """The same with the RDF harvester."""
    return _rdf("peer", url, ("first", "again"))


def _rdf(source: str, url: str, names: tuple[str, ...]) -> dict[str, float]:
    """Harvests with the RDF harvester, one for each of ``names``, as ``ckan harvester run-test``
    runs it.

    It reads its datasets as nobody, who does not see what is not published yet: here as the site's
    own user.
    """
    from ckan.common import g
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestSource
    from ckanext.harvest.tests.lib import run_harvest_job

    g.user = _site_user()
    source_id = _source(source, f"{url}/catalog.ttl", "dcat_rdf", {"rdf_format": "text/turtle"})
    harvester = queue.get_harvester("dcat_rdf")
    figures: dict[str, float] = {}
    for name in names:
        job = HarvestJob(source=HarvestSource.get(source_id))
        job.save()
        start = time.monotonic()
        run_harvest_job(job, harvester)
        seconds = time.monotonic() - start
        found = HarvestObject.filter(harvest_job_id=job.id, state="COMPLETE").count()
        figures |= {f"{name}_records": found, f"{name}_seconds": seconds}
    return figures


def memory(url: str) -> dict[str, float]:
    """Gather a long list; records, seconds and the largest resident size in MB."""
    from ckanext.govopen.harvest import run as runs
    from ckanext.govopen.harvest.gather import Gatherer
    from ckanext.govopen.harvest.source import open_source
    from ckanext.harvest.model import HarvestSource

    source_id = _source("long", url, "govshare", {**OURS, "options": {"size": PAGE}})
    job_id = runs.create_job(source_id)
    before = peak_mb()
    start = time.monotonic()
    Gatherer(open_source(HarvestSource.get(source_id)), job_id).gather()
    return {
        "records": runs.load(job_id).gathered,
        "seconds": time.monotonic() - start,
        "before_mb": before,
        "peak_mb": peak_mb(),
    }


SIDES = {"warm": warm, "ours": ours, "peer": peer, "memory": memory}

if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:4])))

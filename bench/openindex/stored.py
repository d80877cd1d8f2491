"""With PostgreSQL: stored inputs to stored figures, one change to its province, the front page.

``python -m bench.openindex.stored COUNT`` fills an empty site (CKAN_INI) with made inputs and
prints what it measured.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from ckan import model
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckanext.openindex.adapters import computing, marking, whole

from bench.pages.sites import Site, make_site
from bench.report import Report, Row
from stack.services import Services
from stack.settings import Settings

from . import filled

REDIS = 11
JOBS = os.cpu_count() or 1
CHANGES = 30
PAGES = 20
RATE, MEMORY, LINEAR, CHANGE, PAGE, STATEMENTS = 1000, 500, 11, 200, 100, 15
DAYS = 366
"""Days of history of each department and division when the front page is asked for."""


def add(report: Report, many: int, more: int) -> None:
    """Measure a stock site with the plugin alone, and add the rows."""
    services = Services(Settings())
    found: dict[int, dict[str, Any]] = {}
    for count in (many, more):
        with tempfile.TemporaryDirectory() as name:
            site = make_site("stock", services, Path(name), "http://127.0.0.1:1/solr/none", REDIS)
            site = _alone(site)
            site.ckan("db", "upgrade")
            said = site.run("-m", "bench.openindex.stored", str(count))
            found[count] = json.loads(said.strip().splitlines()[-1])
    seconds = found[many]["seconds"]
    note = f"from stored inputs to stored figures, {JOBS} processes, {seconds:.1f} s"
    report.add(Row("datasets computed with PostgreSQL", many / seconds, None, RATE, note, "/s"))
    for count in (many, more):
        note = f"{found[count]['seconds']:.1f} s, all processes together"
        report.add(
            Row(f"memory of that for {count:,} datasets", round(found[count]["memory_mb"]),
                aim=MEMORY, note=note, unit="MB", better="lower")
        )  # fmt: skip
    report.add(
        Row("time of ten times as many with PostgreSQL", found[more]["seconds"] / seconds,
            aim=LINEAR, note=f"{more:,} against {many:,}", unit="×", better="lower")
    )  # fmt: skip
    for count in (many, more):
        among = f"the median of {CHANGES}, among {count:,}"
        report.add(
            Row("from a change to the province's new figure", found[count]["change"] * 1000,
                aim=CHANGE, note=among, unit="ms", better="lower")
        )  # fmt: skip
        note = f"CKAN's part of it included, the median of {PAGES}, at {count:,} datasets"
        report.add(
            Row("the front page", found[count]["page"] * 1000, aim=PAGE, note=note, unit="ms",
                better="lower")
        )  # fmt: skip
        report.add(
            Row("SQL statements of the front page", found[count]["statements"], aim=STATEMENTS,
                note=f"at {count:,} datasets, {DAYS} days of history", better="lower")
        )  # fmt: skip


def main(count: int) -> dict[str, Any]:
    app = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    with app._wsgi_app.test_request_context():
        filled.fill(count)
        shared, began = _resident(), time.perf_counter()
        whole.today(JOBS)
        seconds = time.perf_counter() - began
        # Children are forks: what they share with their parent is there once.
        own = max(0.0, _peak(resource.RUSAGE_CHILDREN) - shared)
        memory = _peak(resource.RUSAGE_SELF) + JOBS * own
        change = _changes()
        filled.remember(DAYS)
    page, statements = _page(app._wsgi_app)
    return {
        "seconds": seconds, "memory_mb": memory, "change": change, "page": page,
        "statements": statements,
    }  # fmt: skip


def _changes() -> float:
    """Seconds from a change of a dataset in the database to the committed figures above it."""
    ids = list(_datasets(CHANGES + 1))
    marking.mark(ids, "new")
    model.Session.commit()
    computing.marked_once()
    taken = []
    for one in ids[:CHANGES]:
        # Past the model, which would ask Solr.
        changed = model.package_table.update().where(model.package_table.c.id == one)
        model.Session.execute(changed.values(notes=str(uuid4()), license_id="cc-by"))
        marking.mark([one], "changed")
        began = time.perf_counter()
        model.Session.commit()
        computing.marked_once()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[len(taken) // 2]


def _datasets(count: int) -> Iterator[str]:
    """Public datasets with a file each, of one department, written as rows."""
    run, now = model.Session.execute, datetime.now(timezone.utc).replace(tzinfo=None)
    owner = str(uuid4())
    group = {"id": owner, "name": "bench", "title": "部门", "type": "organization",
             "is_organization": True, "state": "active"}  # fmt: skip
    run(model.group_table.insert().values(**group))
    for number in range(count):
        one = str(uuid4())
        package = {
            "id": one, "name": f"bench-{number}", "title": f"{number}", "type": "dataset",
            "state": "active", "private": False, "owner_org": owner, "notes": "",
            "metadata_created": now, "metadata_modified": now, "extras": {},
        }  # fmt: skip
        run(model.package_table.insert().values(**package))
        file = {
            "id": str(uuid4()), "package_id": one, "position": 0, "state": "active",
            "url": f"https://data.example/{one}.csv", "format": "CSV", "name": "rows",
            "created": now, "metadata_modified": now, "url_type": "", "extras": {},
        }  # fmt: skip
        run(model.resource_table.insert().values(**file))
        yield one
    model.Session.commit()


def _page(app: Any) -> tuple[float, int]:
    """Seconds of the front page from the request to its last byte, the median, without a server;
    and how many statements it sent."""
    client, taken, sent = app.test_client(), list[float](), list[int]()
    engine = model.meta.engine

    def note(*_: Any) -> None:
        sent[-1] += 1

    sa.event.listen(engine, "before_cursor_execute", note)
    for _ in range(PAGES + 5):
        sent.append(0)
        began = time.perf_counter()
        answer = client.get("/openindex")
        body = answer.get_data()
        answer.close()
        taken.append(time.perf_counter() - began)
        if answer.status_code != 200 or b"openindex-ring" not in body:
            raise RuntimeError(f"the front page answers {answer.status_code}")
    sa.event.remove(engine, "before_cursor_execute", note)
    return sorted(taken[5:])[PAGES // 2], max(sent[5:])


def _resident() -> float:
    """Memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def _alone(site: Site) -> Site:
    """The same site with the plugin and no other."""
    lines = site.ini.read_text("utf-8").splitlines()
    kept = [
        "ckan.plugins = openindex" if one.startswith("ckan.plugins =") else one for one in lines
    ]
    path = site.ini.with_name("openindex.ini")
    path.write_text("\n".join(kept) + "\n", "utf-8")
    return replace(site, ini=path)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))

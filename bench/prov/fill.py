"""Fills a stock site with public datasets, in SQL: ``python -m bench.prov.fill COUNT LINES``.

An action makes five datasets a second; ten thousand would take longer than all measurements. One
more dataset gets a log of ``LINES`` entries, written as the extension writes them.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from ckan import model
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk

SEED = 20260301
BATCH = 1000
DEPARTMENTS = 40
RESOURCES = 3
TAGS = 60
FORMATS = (("CSV", "text/csv"), ("XLSX", ""), ("JSON", "application/json"))
NOTES = "本数据按月汇总，字段见说明。由主管部门维护，更新后即时发布。" * 3


def main(count: int, lines: int) -> dict[str, str]:
    """Write datasets; returns ``{"long": id}`` of the one with the long log."""
    app = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    with app._wsgi_app.test_request_context():
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
        owners = [_department(user["name"], n) for n in range(DEPARTMENTS)]
        chance = random.Random(SEED)
        tags = _tags(chance)
        for start in range(0, count, BATCH):
            _write(chance, range(start, min(count, start + BATCH)), owners, tags)
        long = _long(user["name"], owners[0], lines)
    return {"long": long}


def _department(user: str, number: int) -> str:
    made = tk.get_action("organization_create")(
        {"user": user, "ignore_auth": True},
        {"name": f"department-{number}", "title": f"第{number}部门"},
    )
    return str(made["id"])


def _tags(chance: random.Random) -> list[str]:
    rows = [{"id": _uuid(chance), "name": f"标签{n}"} for n in range(TAGS)]
    model.Session.execute(model.tag_table.insert(), rows)
    return [row["id"] for row in rows]


def _write(chance: random.Random, numbers: range, owners: list[str], tags: list[str]) -> None:
    packages = [_package(chance, n, owners) for n in numbers]
    resources = [row for one in packages for row in _resources(chance, one["id"])]
    members = [
        {"id": _uuid(chance), "table_name": "package", "table_id": one["id"],
         "capacity": "organization", "group_id": one["owner_org"], "state": "active"}
        for one in packages
    ]  # fmt: skip
    tagged = [
        {"id": _uuid(chance), "package_id": one["id"], "tag_id": tag, "state": "active"}
        for one in packages
        for tag in chance.sample(tags, 3)
    ]
    for table, rows in (
        (model.package_table, packages), (model.resource_table, resources),
        (model.member_table, members), (model.package_tag_table, tagged),
    ):  # fmt: skip
        model.Session.execute(table.insert(), rows)
    model.Session.commit()


def _package(chance: random.Random, number: int, owners: list[str]) -> dict[str, Any]:
    moment = datetime(2026, 1, 1) + timedelta(seconds=chance.randrange(5_000_000))
    return {
        "id": _uuid(chance), "name": f"dataset-{number}", "title": f"第{number}号名录",
        "notes": NOTES, "license_id": "cc-by", "type": "dataset", "private": False,
        "owner_org": chance.choice(owners), "metadata_created": moment, "state": "active",
        "metadata_modified": moment + timedelta(days=chance.randrange(60)),
        "maintainer": "数据科", "maintainer_email": "data@a.example",
        "extras": {
            "frequency": chance.choice(("monthly", "yearly")), "identifier": f"A{number:06}",
            "temporal_start": "2020-01-01", "temporal_end": "2025-12-31",
            "theme": json.dumps(["http://a.example/theme/1"]), "language": '["zh"]',
        },
    }  # fmt: skip


def _resources(chance: random.Random, package_id: str) -> Iterator[dict[str, Any]]:
    for position in range(RESOURCES):
        form, mimetype = FORMATS[position]
        moment = datetime(2026, 2, 1)
        yield {
            "id": _uuid(chance), "package_id": package_id, "position": position, "state": "active",
            "name": f"表{position}", "description": "逐行一条记录。", "format": form,
            "mimetype": mimetype or None, "size": chance.randrange(1, 10**7), "created": moment,
            "metadata_modified": moment, "last_modified": moment, "url_type": "",
            "url": f"http://a.example/{package_id}/{position}",
            "hash": f"{chance.getrandbits(256):064x}",
            "extras": {},
        }  # fmt: skip


def _long(user: str, owner: str, lines: int) -> str:
    """A dataset whose log has ``lines`` entries."""
    from ckanext.prov.adapters import log
    from ckanext.prov.domain.record import Agent, Entity, Entry

    made = tk.get_action("package_create")(
        {"user": user, "ignore_auth": True},
        {"name": "long", "title": "历史悠久的名录", "owner_org": owner,
         "resources": [{"name": "表", "url": "http://a.example/long.csv", "format": "CSV"}]},
    )  # fmt: skip
    ticket = log.open_log(made["id"], owner, user)
    ticket.labels = ["public"]
    resource, start = made["resources"][0]["id"], datetime(2020, 1, 1, tzinfo=timezone.utc)
    entries, before = [], ""
    for number in range(lines - ticket.count):
        digest = f"{number:064x}"
        entries.append(
            Entry(
                id="", number=0, dataset_id=made["id"], resource_id=resource,
                activity="file_replaced" if number else "file_uploaded",
                ended=start + timedelta(hours=number),
                agents=(Agent("person", "u1", role="editor", department=owner),
                        Agent("organization", owner)),
                used=(Entity("file", f"{resource}/{before}", sha256=before),) if before else (),
                generated=(Entity("file", f"{resource}/{digest}", sha256=digest),),
                software="CKAN",
            )
        )  # fmt: skip
        before = digest
    log.append(ticket, entries)
    model.Session.commit()
    return str(made["id"])


def _uuid(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))

"""How much dynamic masking adds to a search: ``python -m bench.masking.reading``, with CKAN_INI.

One table of 20,000 rows is searched for 1,000 of them in three ways, in turns: by CKAN's own
action as if nobody had protected it, by somebody who sees it masked, and by somebody entitled,
whose reading is written down. Medians of ``ROUNDS`` turns; the order of the ways changes with each.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from ckan import model
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk
from ckanext.datastore.logic import action as datastore

ROWS = 20_000
PAGE = 1_000
ROUNDS = 60
WARM = 5


def main() -> dict[str, Any]:
    """The milliseconds of each way, and what masking adds, in percent."""
    app = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    with app._wsgi_app.test_request_context():
        resource_id, stranger, reader = _prepare()
        asked = {"resource_id": resource_id, "limit": PAGE, "offset": 5_000}

        def call(action: Callable[..., Any], user: str) -> Callable[[], None]:
            def run() -> None:
                found = action({"user": user, "api_version": 3}, dict(asked))
                assert found["total"] == ROWS
                model.Session.rollback()

            return run

        masked = tk.get_action("datastore_search")
        ways = {
            "unprotected": call(datastore.datastore_search, stranger),
            "masked": call(masked, stranger),
            "clear": call(masked, reader),
        }
        times = _times(ways)
    medians = {name: statistics.median(found) * 1000 for name, found in times.items()}
    usual = medians["unprotected"]
    adds = {name: round((found / usual - 1) * 100, 1) for name, found in medians.items()}
    return {"ms": {name: round(ms, 2) for name, ms in medians.items()}, "adds_percent": adds}


def _times(ways: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for turn in range(WARM + ROUNDS):
        for name in names[turn % 3 :] + names[: turn % 3]:
            begun = time.perf_counter()
            ways[name]()
            if turn >= WARM:
                times[name].append(time.perf_counter() - begun)
    return times


def _prepare() -> tuple[str, str, str]:
    """A protected table, somebody who sees it masked, and somebody entitled."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]

    def act(action: str, **data: Any) -> Any:
        return tk.get_action(action)({"user": user, "ignore_auth": True}, data)

    stamp = f"{time.time_ns():x}"
    owner = act("organization_create", name=f"bench-{stamp}")
    package = act("package_create", name=f"bench-{stamp}", owner_org=owner["id"])
    people = [
        act("user_create", name=f"{kind}-{stamp}", email=f"{kind}{stamp}@example.com",
            password="bench-bench-1")["name"]
        for kind in ("stranger", "reader")
    ]  # fmt: skip
    made = act(
        "datastore_create",
        resource={"package_id": package["id"]},
        fields=[{"id": name, "type": "text"} for name in ("姓名", "手机号", "区", "事项")],
        records=[
            {"姓名": "张三丰", "手机号": f"138{n:08d}", "区": "南明", "事项": f"第 {n} 项"}
            for n in range(ROWS)
        ],
        calculate_record_count=True,
    )
    act(
        "masking_grant_create",
        user=people[1],
        resource_id=made["resource_id"],
        purpose="measuring",
        valid_until=(datetime.now(timezone.utc) + timedelta(days=1)).isoformat(),
    )
    return str(made["resource_id"]), people[0], people[1]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")

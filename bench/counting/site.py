"""One CKAN in this process that answers requests on command: ``python -m bench.counting.site INI``.

Reads lines ``visit FIRST COUNT`` from standard input and answers each with the milliseconds that
COUNT requests took, as JSON: from the request to the end of the answer with all that runs after it.
Clients are numbered from FIRST, so that each is a new one. ``count FIRST COUNT`` measures what
counting does, alone; ``read FIRST COUNT`` how long the counts of the dataset take to read.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def timed(app: Any, paths: list[tuple[str, str, str]], first: int, count: int) -> list[float]:
    """Milliseconds of ``count`` visits; a visit is all of ``paths`` (method, path, body)."""
    took: list[float] = []
    client = app.test_client()
    for number in range(first, first + count):
        began = time.perf_counter()
        for method, path, body in paths:
            answer = client.open(
                path,
                method=method,
                data=body or None,
                headers={"User-Agent": AGENT},
                environ_overrides={"REMOTE_ADDR": peer(number)},
            )
            answer.get_data()
            answer.close()
        took.append((time.perf_counter() - began) * 1000)
    return took


def counting(app: Any, path: str, first: int, count: int) -> list[float]:
    """Milliseconds that noticing and counting a use take, without the page."""
    from ckanext.openindex.adapters.usage import noticing, running
    from flask import Response

    notice, took = noticing.listener(running.counter(), ()), list[float]()
    for number in range(first, first + count):
        place = {"REMOTE_ADDR": peer(number)}
        with app.test_request_context(path, headers={"User-Agent": AGENT}, environ_overrides=place):
            answer = Response("x")
            began = time.perf_counter()
            notice(answer)
            answer.close()
            took.append((time.perf_counter() - began) * 1000)
    return took


def reading(app: Any, path: str, first: int, count: int) -> list[float]:
    """Milliseconds that the counts of a dataset take to read where they were not read lately."""
    from ckan import model
    from ckanext.openindex.adapters.usage import reading as counts

    took, name = list[float](), path.rpartition("/")[2]
    with app.test_request_context(path):
        one = model.Package.get(name).id
        for _ in range(count):
            began = time.perf_counter()
            counts.fresh([one])
            took.append((time.perf_counter() - began) * 1000)
    return took


def peer(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def main(ini: str) -> None:
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app

    app = make_app(CKANConfigLoader(ini).get_config())._wsgi_app
    paths = json.loads(os.environ["BENCH_PATHS"])
    timed(app, paths, 0, 20)
    print("ready", file=sys.stderr, flush=True)
    for line in sys.stdin:
        what, first, count = line.split()
        if what == "visit":
            found = timed(app, paths, int(first), int(count))
        else:
            alone = {"count": counting, "read": reading}[what]
            found = alone(app, paths[0][1], int(first), int(count))
        print("RESULT " + json.dumps(found), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

"""One measurement, in a process of its own: prints its figures as JSON.

python -m bench.prov.side WHAT INI [ARGUMENT]
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.memory import peak_mb

ROUNDS = 15
SAMPLE = 40
PEER_PAGES = 8
UPDATES = 200


def main(what: str, ini: str, argument: str = "") -> dict[str, Any]:
    """Run the measurement ``what`` on the site of ``ini``."""
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(ini))._wsgi_app
    client = app.test_client(use_cookies=False)
    client.get("/catalog.ttl")  # imports, connections
    return SIDES[what](app, client, argument)


def peer_pages(app: Any, client: Any, argument: str) -> dict[str, Any]:
    """Seconds a dataset of ckanext-dcat's pages, in the middle of the catalogue."""
    figures: dict[str, Any] = {}
    for form in ("jsonld", "ttl"):
        paths = [f"/catalog.{form}?page={n}" for n in _pages()]
        taken = [_seconds(lambda path=path: client.get(path)) for path in paths]
        figures[form] = {"page": statistics.median(taken), "pages": len(taken)}
    return figures


def cold(app: Any, client: Any, argument: str) -> dict[str, Any]:
    """The whole catalogue while the store is empty: ``FORM JOBS``.

    With one job as the address serves it, with more as ``ckan prov dump`` writes it.
    """
    from ckanext.prov.fragments import parallel, store

    form, jobs = argument.split()
    with app.test_request_context():
        store.clear()
        start = time.perf_counter()
        if int(jobs) > 1:
            with parallel.makers(int(jobs), app) as makers:
                store.renew(makers)
        beforehand = time.perf_counter() - start
    figures = warm(app, client, form)
    return {**figures, "seconds": figures["seconds"] + beforehand}


def warm(app: Any, client: Any, form: str) -> dict[str, Any]:
    """The whole catalogue: seconds, bytes, and the largest resident size in MB."""
    start, size = time.perf_counter(), 0
    answer = client.get(f"/catalog/all.{form}", buffered=False)
    for piece in answer.response:
        size += len(piece)
    return {"seconds": time.perf_counter() - start, "bytes": size, "peak_mb": peak_mb()}


def page(app: Any, client: Any, argument: str) -> dict[str, Any]:
    """A page of our catalogue from a warm store, and the answer that it has not changed."""
    for number in _pages():
        client.get(f"/catalog.jsonld?page={number}")
    taken = [_seconds(lambda n=n: client.get(f"/catalog.jsonld?page={n}")) for n in _pages()]
    path = f"/catalog.jsonld?page={_pages()[0]}"
    headers = {"If-None-Match": client.get(path).headers["ETag"]}
    same = [_seconds(lambda: client.get(path, headers=headers), 304) for _ in range(ROUNDS * 4)]
    whole = {"If-None-Match": client.get("/catalog/all.nt").headers["ETag"]}
    again = [
        _seconds(lambda: client.get("/catalog/all.nt", headers=whole), 304) for _ in range(ROUNDS)
    ]
    return {
        "page": statistics.median(taken),
        "same": statistics.median(same),
        "same_whole": statistics.median(again),
    }


def record(app: Any, client: Any, dataset: str) -> dict[str, Any]:
    """The provenance of a dataset with a long log, made and then kept."""
    figures: dict[str, Any] = {}
    for form in ("ttl", "jsonld", "json"):
        path = f"/dataset/{dataset}/provenance.{form}"
        figures[form] = {
            "cold": _seconds(lambda path=path: client.get(path)),
            "warm": statistics.median(
                _seconds(lambda path=path: client.get(path)) for _ in range(ROUNDS)
            ),
        }
    return figures


def agree(app: Any, client: Any, argument: str) -> dict[str, Any]:
    """How many of a sample of datasets ckanext-dcat describes as we do, in its own terms."""
    from ckan.plugins import toolkit as tk
    from ckanext.dcat.processors import RDFSerializer
    from ckanext.prov.domain.foreign import is_ours
    from ckanext.prov.fragments import listing, reading
    from rdflib import Graph, URIRef
    from rdflib.compare import isomorphic

    same = 0
    with app.test_request_context():
        listed = listing.page(listing.count())
        rows = random.Random(1).sample(listed, min(SAMPLE, len(listed)))
        for row in rows:
            shown = tk.get_action("package_show")({"user": ""}, {"id": row.id})
            theirs = RDFSerializer(profiles=["euro_dcat_ap_3"])
            ref = theirs.graph_from_dataset(shown)
            ((own, shared),) = reading.parts([row], "nt")
            site = URIRef(str(ref).partition("/dataset/")[0])
            ours, expected = Graph(), Graph()
            for triple in Graph().parse(data=own + shared, format="nt"):
                if triple[0] != site and not is_ours(str(triple[1]), str(triple[2])):
                    ours.add(triple)
            for triple in theirs.g.triples((None, None, None)):
                expected.add(triple)
            same += isomorphic(ours, expected)
    return {"same": same, "sample": len(rows)}


def update(app: Any, client: Any, argument: str) -> dict[str, Any]:
    """An editor's ``package_update`` with the recording and without, in turns on one dataset.

    Without: nothing of the extension runs, neither its hook nor its action around CKAN's.
    """
    from ckan import model
    from ckan.plugins import toolkit as tk
    from ckanext.prov.adapters import recording
    from ckanext.prov.fragments import changes
    from ckanext.prov.logic.action import keeping
    from sqlalchemy import event

    recorded, stored = recording.changed, keeping._stored
    taken: dict[bool, list[float]] = {True: [], False: []}
    with app.test_request_context():
        user = _editor("dataset-0")

        def once(number: int, on: bool) -> None:
            recording.changed = recorded if on else lambda *args, **kwargs: None
            keeping._stored = stored if on else lambda given: None
            if on:
                changes.listen()
            else:
                event.remove(model.Session, "after_flush", changes.after_flush)
            context = {"user": user}
            given = tk.get_action("package_show")({**context}, {"id": "dataset-0"})
            given["notes"] = f"第{number}次"
            model.Session.remove()
            start = time.perf_counter()
            tk.get_action("package_update")({**context}, given)
            taken[on].append(time.perf_counter() - start)
            changes.listen()

        for number in range(UPDATES):
            for on in (True, False) if number % 2 else (False, True):
                once(number, on)
    recording.changed, keeping._stored = recorded, stored
    with_it, without = (statistics.median(taken[on][10:]) for on in (True, False))
    return {"with": with_it, "without": without}


def _editor(dataset: str) -> str:
    """Name of a user who may edit ``dataset``: an editor of its department."""
    from ckan import model
    from ckan.plugins import toolkit as tk

    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    user = {"name": "editor", "email": "editor@a.example", "password": "a-long-word-1"}
    tk.get_action("user_create")({"user": site, "ignore_auth": True}, user)
    member = {"object": "editor", "object_type": "user", "capacity": "editor"}
    owner = model.Package.get(dataset).owner_org
    tk.get_action("member_create")({"user": site, "ignore_auth": True}, {"id": owner, **member})
    return "editor"


def _pages() -> list[int]:
    full = int(os.environ.get("BENCH_DATASETS", "10000")) // 100
    return list(range(1, min(PEER_PAGES, max(full, 1)) + 1))


def _seconds(ask: Callable[[], Any], status: int = 200) -> float:
    start = time.perf_counter()
    answer = ask()
    taken = time.perf_counter() - start
    if answer.status_code != status:
        raise RuntimeError(f"{answer.status_code}: {answer.get_data(as_text=True)[:500]}")
    return taken


SIDES: dict[str, Callable[..., dict[str, Any]]] = {
    function.__name__: function
    for function in (peer_pages, cold, warm, page, record, agree, update)
}

if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))

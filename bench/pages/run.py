"""Median time of the search page and the dataset page, ours and stock CKAN's, asked in turn."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench.report import Report, Row
from bench.search.run import solr
from demo.simulator import Simulator
from stack.services import Services
from stack.settings import Settings

from .sites import Site, make_site, serving

ROUNDS = 80
WARM_UP = 8
MOST = 1.2
WORDS_OF_TITLES = ("企业", "学校 名单", "交通", "医疗机构")
TAGS = 5
DRAWN = 20  # datasets on a search page
RARER = slice(10, 10 + WARM_UP + ROUNDS)
REDIS_OURS, REDIS_STOCK = 14, 15


def run() -> Report:
    report = Report(
        "pages",
        "Time of a page",
        "The suite with all its plugins beside a stock CKAN 2.12 with the same datasets; one "
        f"gunicorn process each, {ROUNDS} requests of each page, asked in turn.",
    )
    services = Services(Settings())
    with tempfile.TemporaryDirectory() as name, solr() as port:
        folder = Path(name)
        url = f"http://127.0.0.1:{port}/solr"
        ours = make_site("ours", services, folder, f"{url}/govopen", REDIS_OURS)
        stock = make_site("stock", services, folder, f"{url}/stock", REDIS_STOCK)
        _fill_ours(ours)
        with serving(ours, folder / "ours.log"):
            entries = _datasets(ours)
            (folder / "datasets.json").write_text(json.dumps(entries), "utf-8")
            stock.run("-m", "bench.pages.fill", str(folder / "datasets.json"))
            with serving(stock, folder / "stock.log"):
                _measure(report, ours, stock, entries)
    return report


def _fill_ours(site: Site) -> None:
    with Simulator() as platform:
        site.run("-m", "demo.seed", "--ini", str(site.ini), "--platform", platform.url("M"))


def _datasets(site: Site) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{site.url}/api/3/action/package_search?rows=1000") as answer:
        return json.load(answer)["result"]["results"]


def _found(site: Site, words: Sequence[str]) -> int:
    """How many datasets a search page draws on average for these words."""
    counts = []
    for word in words:
        query = urllib.parse.urlencode({"q": word, "rows": 0})
        with urllib.request.urlopen(f"{site.url}/api/3/action/package_search?{query}") as answer:
            counts.append(min(DRAWN, json.load(answer)["result"]["count"]))
    return round(statistics.mean(counts))


def _tags(entries: list[dict[str, Any]]) -> list[str]:
    """Tags, the most used first: words that a stock CKAN finds too, for it indexes tags whole."""
    used = Counter(tag["name"] for entry in entries for tag in entry["tags"])
    return [name for name, _ in used.most_common()]


def _measure(report: Report, ours: Site, stock: Site, entries: list[dict[str, Any]]) -> None:
    names, tags = [entry["name"] for entry in entries], _tags(entries)

    def search(words: Sequence[str], number: int) -> str:
        return "/dataset/?" + urllib.parse.urlencode({"q": words[number % len(words)]})

    def drawn(words: Sequence[str]) -> str:
        return f"a page shows {_found(ours, words)} datasets, stock {_found(stock, words)}"

    size = f"{len(names)} datasets"
    pages: list[tuple[str, Callable[[int], str], float | None, str]] = [
        ("search page, no words", lambda n: f"/dataset/?page={n % 5 + 1}", MOST, size),
        (
            "search page, words that both find",
            partial(search, tags[:TAGS]),
            MOST,
            f"{size}; {TAGS} tags in turn, as when readers turn pages and narrow: ours keeps how "
            f"many datasets know a word for half a minute; {drawn(tags[:TAGS])}",
        ),
        (
            "search page, each word for the first time",
            partial(search, tags[RARER]),
            None,
            f"{size}; rarer tags, {len(tags[RARER])} different ones; {drawn(tags[RARER])}",
        ),
        (
            "search page, words inside titles",
            partial(search, WORDS_OF_TITLES),
            None,
            f"{size}; the stock site finds next to nothing and draws an empty page",
        ),
        ("dataset page", lambda n: f"/dataset/{names[n * 7 % len(names)]}", MOST, size),
    ]
    for label, path, aim, note in pages:
        times = _ask_in_turn((ours, stock), path)
        median = [round(statistics.median(taken) * 1000, 1) for taken in times]
        report.add(Row(label, median[0], median[1], aim, note, "ms", "ratio", "lower"))


def _ask_in_turn(sites: tuple[Site, Site], path: Callable[[int], str]) -> list[list[float]]:
    """Seconds of each request by site; the sites are asked alternately."""
    times: list[list[float]] = [[] for _ in sites]
    for number in range(WARM_UP + ROUNDS):
        for index, site in enumerate(sites):
            started = time.perf_counter()
            with urllib.request.urlopen(site.url + path(number), timeout=60) as answer:
                answer.read()
            if number >= WARM_UP:
                times[index].append(time.perf_counter() - started)
    return times

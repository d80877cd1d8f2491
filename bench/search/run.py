"""Measures search: recall at 10, mean reciprocal rank and empty answers by type of query, and time.

Two cores on one Solr hold the same records: ``stock`` with CKAN's schema, asked as CKAN asks, and
``govopen`` with ours. The Solr is started for the run from the stack's jars and ended with it.
"""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import ckan
import pysolr
from ckan.lib.search.query import QUERY_FIELDS
from ckanext.govopen.adapters.lexicon import SolrLexicon
from ckanext.govopen.domain.search import query, questions, synonyms

from bench.report import Report, Row
from stack import solr as server
from stack.settings import ROOT, Settings

from . import judgements, records

SYNONYMS = ROOT / "schemas" / "synonyms"
AIMS = {
    "word": 0.97, "words": 0.97, "forms": 0.97, "latin": None, "synonym": 0.85,
    "department": 0.85, "pinyin": 0.85, "typo": 0.8, "question": 0.9,
}  # fmt: skip
LABELS = {
    "word": "a word inside longer titles", "words": "two and three words",
    "forms": "traditional and full-width forms", "latin": "English and digits",
    "synonym": "synonyms", "department": "short names of departments",
    "pinyin": "pinyin and initials", "typo": "one wrong character", "question": "whole questions",
}  # fmt: skip
DEPTH = 10
ROUNDS = 3
Engine = Callable[[str], list[str]]


def run() -> Report:
    found = records.load()
    judged = judgements.load(found)
    report = Report(
        "search",
        "Search in Chinese",
        f"{len(judged)} judged queries over {len(found)} real records; the peer is CKAN's stock "
        "schema and query on the same records in the same run. Weights and rules were set with the "
        "tuning half of each type; a held-out query that showed a fault was moved to the tuning "
        "half and new ones were written for it.",
        versions={"solr": "9.10.1"},
    )
    with solr() as port:
        ours, stock = _index(port, found)
        answers = [[engine(entry.text) for entry in judged] for engine in (ours, stock)]
        times = _times((ours, stock), judged)
    _quality(report, judged, *answers)
    note = "Solr's part of a page, ours with the request that asks the index for its words"
    report.add(Row("median time of a search", *times, note=note, unit="ms", better="lower"))
    return report


@contextmanager
def solr() -> Iterator[int]:
    """A Solr of its own with the cores ``govopen`` and ``stock``; yields its port."""
    lib = Settings().dir / "solr-lib"
    server.ensure_jars(lib)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        server.prepare_home(home, lib, ("govopen", "stock"))
        schema = Path(ckan.__file__).parent / "config" / "solr" / "schema.xml"
        shutil.copy(schema, home / "stock" / "conf" / "schema.xml")
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(server.command(lib, home, port), stdout=log, stderr=log)
            try:
                server.wait_ready(port, "stock")
                yield port
            finally:
                process.terminate()
                process.wait(30)


def _index(port: int, found: Sequence[dict[str, object]]) -> tuple[Engine, Engine]:
    ours = pysolr.Solr(f"http://127.0.0.1:{port}/solr/govopen")
    stock = pysolr.Solr(f"http://127.0.0.1:{port}/solr/stock")
    words = synonyms.load(SYNONYMS)
    short = {r["department"]: words.department_names(r["department"]) for r in found}
    ours.add([records.our_document(r, list(short[r["department"]])) for r in found], commit=True)
    stock.add([records.stock_document(r) for r in found], commit=True)
    lexicon = SolrLexicon(ours)
    dropped = questions.load(SYNONYMS / "questions.yaml")

    def ask_ours(text: str) -> list[str]:
        built = query.build(text, lexicon, words, dropped)
        return _search(ours, built.params() if built else {"q": "*:*"})

    def ask_stock(text: str) -> list[str]:
        params = {"q": text, "defType": "dismax", "tie": "0.1", "mm": "2<-1 5<80%"}
        return _search(stock, {**params, "qf": QUERY_FIELDS})

    return ask_ours, ask_stock


def _search(solr: pysolr.Solr, params: dict[str, str]) -> list[str]:
    """As CKAN's PackageSearchQuery asks, with its filters and its way of sorting."""
    fixed = {
        "fq": ["+capacity:public", "+state:active", '+permission_labels:("public")'],
        "rows": DEPTH + 1,
        "fl": "id",
        "df": "text",
        "q.op": "AND",
        "sort": "score desc, metadata_modified desc",
    }
    answer = solr.search(**{**fixed, **params})
    return [doc["id"] for doc in answer.docs][:DEPTH]


def _times(engines: Sequence[Engine], judged: Sequence[judgements.Judged]) -> list[float]:
    """Median milliseconds of a query by engine; asked in turn, so that both bear the same load."""
    seconds: list[list[float]] = [[] for _ in engines]
    for entry in list(judged) * ROUNDS:
        for engine, taken in zip(engines, seconds, strict=True):
            started = time.perf_counter()
            engine(entry.text)
            taken.append(time.perf_counter() - started)
    return [round(statistics.median(taken) * 1000, 2) for taken in seconds]


def recall(answer: list[str], relevant: frozenset[str]) -> float:
    """Relevant records among the first ten, of those that could be there."""
    return len(relevant.intersection(answer[:DEPTH])) / min(DEPTH, len(relevant))


def reciprocal_rank(answer: list[str], relevant: frozenset[str]) -> float:
    return next((1 / rank for rank, id_ in enumerate(answer, 1) if id_ in relevant), 0.0)


def _quality(
    report: Report,
    judged: Sequence[judgements.Judged],
    ours: list[list[str]],
    stock: list[list[str]],
) -> None:
    def mean(measure: Callable[[list[str], frozenset[str]], float], at: list[int]) -> list[float]:
        return [
            round(statistics.fmean(measure(answers[i], judged[i].relevant) for i in at), 3)
            for answers in (ours, stock)
        ]

    everything = list(range(len(judged)))
    of_type = {t: [i for i in everything if judged[i].type == t] for t in LABELS}
    count = f"{len(judged)} queries"
    _row(report, "recall at 10, all queries", mean(recall, everything), 0.9, count)
    for half, flag in (("tuning", True), ("held-out", False)):
        part = [i for i in everything if judged[i].tuning is flag]
        _row(report, f"recall at 10, {half} half", mean(recall, part), None, f"{len(part)} queries")
    for type_, at in of_type.items():
        halves = [
            mean(recall, [i for i in at if judged[i].tuning is flag])[0] for flag in (True, False)
        ]
        note = f"{len(at)} queries; tuning {halves[0]}, held-out {halves[1]}"
        _row(report, f"recall at 10, {LABELS[type_]}", mean(recall, at), AIMS[type_], note)
    _row(report, "mean reciprocal rank, all queries", mean(reciprocal_rank, everything), None, "")
    for type_, at in of_type.items():
        _row(report, f"mean reciprocal rank, {LABELS[type_]}", mean(reciprocal_rank, at), None, "")
    _row(report, "empty answers, all queries", mean(_empty, everything), None, "share", "lower")
    for type_, at in of_type.items():
        _row(report, f"empty answers, {LABELS[type_]}", mean(_empty, at), None, "share", "lower")


def _empty(answer: list[str], _: frozenset[str]) -> float:
    return 0.0 if answer else 1.0


def _row(
    report: Report,
    name: str,
    both: list[float],
    aim: float | None,
    note: str,
    better: Literal["higher", "lower"] = "higher",
) -> None:
    report.add(Row(name, both[0], both[1], aim, note, better=better))

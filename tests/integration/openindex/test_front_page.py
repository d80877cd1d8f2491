"""The front page of a catalogue with hundreds of departments: what it asks the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.adapters import lists, whole
from ckanext.openindex.model import ScoreRow
from selectolax.lexbor import LexborHTMLParser

from bench.openindex import filled

from .index_world import seen

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal")

DATASETS, MOST_STATEMENTS = 300, 15


@pytest.fixture(scope="module")
def big_world(empty_portal) -> None:
    """300 datasets of 300 departments in 9 cities, and 40 days of history."""
    filled.fill(DATASETS)
    whole.today()
    filled.remember(40)


@pytest.mark.parametrize(
    "query", ["", "?level=city&sort=openness", "?page=3&sort=title", "?within=520100&q=1"]
)
def test_the_front_page_of_hundreds_of_departments_asks_no_more_than_fifteen_times(
    app, big_world, sql_statements, query: str
):
    app.get("/openindex")
    with sql_statements() as sent:
        found = LexborHTMLParser(app.get(f"/openindex{query}").body)
    assert len(sent) <= MOST_STATEMENTS, sent
    rows = {name: len(found.css(f"section[aria-labelledby=ix-{name}] tbody tr"))
            for name in ("ranking", "hottest", "newest", "history")}  # fmt: skip
    assert rows["hottest"] == rows["newest"] == 5
    assert rows["ranking"] >= 9
    assert rows["history"] > 30
    assert len(found.css("[data-code]")) > 40


@pytest.mark.parametrize("order", sorted(lists.ORDERS))
def test_a_list_of_the_whole_is_read_in_the_order_of_an_index(app, big_world, order: str):
    connection = model.Session.connection()
    connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
    query = lists.ordered("1.0", order).limit(5)
    text = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
    plan = "\n".join(row[0] for row in connection.execute(sa.text(f"EXPLAIN {text}")))
    model.Session.rollback()
    assert "Index Scan" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("kind", ["", "organization", "division"])
def test_a_list_knows_how_many_there_are_without_counting_them(
    app, big_world, sql_statements, kind: str
):
    one = {"": "", "organization": "department-7", "division": "520100"}[kind]
    row, node = ScoreRow, {"": "site"}.get(kind, one)
    true = model.Session.scalar(
        sa.select(sa.func.count()).where(row.version == "1.0", row.path.any(node))
    )
    with sql_statements() as sent:
        said = seen("openindex_dataset_list", id=one, kind=kind, order="costly", limit=1)
    assert said["count"] == true > 0
    assert not [each for each in sent if "count(" in each]


def test_a_change_is_told_against_the_latest_day_that_is_long_enough_ago(app, big_world):
    change: Any = seen("openindex_show")["change"]
    assert date.fromisoformat(change["since"]) == config.today() - timedelta(days=30)
    assert seen("openindex_ranking", limit=1)["results"][0]["change"] == {
        "since": change["since"], "score": 0.0,
    }  # fmt: skip

"""The score in the search index, and what is queued now and then."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from ckan.lib.redis import connect_to_redis
from ckanext.govopen.adapters import bulk_index
from ckanext.openindex import config, jobs
from ckanext.openindex.adapters import computing, searching, ticking, whole

from .index_world import act, dataset, department, seen

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal", "empty_index")
ALONE = pytest.mark.ckan_config("ckan.plugins", "openindex")


def found(owner: dict[str, Any], **query: Any) -> list[str]:
    fq = f"owner_org:{owner['id']} {query.pop('fq', '')}"
    return [one["id"] for one in seen("package_search", fq=fq, **query)["results"]]


def three(owner: dict[str, Any]) -> list[str]:
    """Ids of datasets of a department, the most open first."""
    made = [
        dataset(owner)["id"],
        dataset(owner, open_type="conditional", open_condition="实名")["id"],
        dataset(owner, open_type="none", no_open_basis="保密法")["id"],
    ]
    computing.marked()
    return made


def test_datasets_are_sorted_and_filtered_by_score():
    owner = department()
    made = three(owner)
    assert found(owner, sort="openindex_score desc") == made
    assert found(owner, sort="openindex_score asc") == made[::-1]
    assert found(owner, sort="openness") == made
    scores = whole.scores("1.0")
    least = searching.written(scores[made[1]] or 0)
    assert set(found(owner, fq=f"+openindex_score:[{least} TO *]")) == set(made[:2])


def test_a_change_moves_a_dataset_in_the_order():
    owner = department()
    made = three(owner)
    act("package_patch", id=made[0], open_type="none", no_open_basis="保密法", license_id="")
    act("package_patch", id=made[1], open_type="unconditional", open_condition="")
    computing.marked()
    assert found(owner, sort="openindex_score desc")[0] == made[1]


@pytest.mark.parametrize(("low", "high"), [(0, 9.5), (9.5, 63.2), (63.2, 100)])
def test_scores_are_written_so_that_text_sorts_as_numbers(low: float, high: float):
    assert searching.written(low) < searching.written(high)


@ALONE
def test_on_a_stock_site_datasets_are_sorted_by_score():
    owner = department()
    bare = dataset(owner, resources=[])["id"]
    rich = dataset(owner, license_id="cc-by", notes="x")["id"]
    computing.marked()
    scores = whole.scores("1.0")
    assert scores[rich] > scores[bare]
    assert found(owner, sort="openindex_score desc") == [rich, bare]


@ALONE
def test_the_stock_search_page_offers_to_sort_by_score(app):
    made = dataset(department())
    computing.marked()
    page = app.get("/dataset/?sort=openindex_score+desc", status=200).body
    assert '<option value="openindex_score desc" selected="selected"' in page
    assert made["name"] in page
    assert "openindex_score" not in app.get("/organization/", status=200).body


def test_solr_that_refuses_leaves_the_figures(monkeypatch: pytest.MonkeyPatch):
    from ckan.lib.search import SearchIndexError

    made = dataset(department())["id"]

    def refuse(batch: list[str]) -> None:
        raise SearchIndexError("down")

    monkeypatch.setattr(searching, "_send", refuse)
    computing.marked()
    assert made in whole.scores("1.0")


def test_what_is_due_is_queued_once():
    connect_to_redis().flushdb()
    dataset(department())
    connect_to_redis().delete(config.redis_key("compute"))
    assert ticking.tick() == ["compute", "daily", "observation"]
    assert ticking.tick() == []
    names = {job.func_name.rpartition(".")[2] for job in get_queue(jobs.COMPUTE_QUEUE).jobs}
    assert names == {"compute_marked", "work_of_day"}


def test_the_work_of_a_day_is_done_once():
    connect_to_redis().flushdb()
    dataset(department())
    jobs.work_of_day(config.today().isoformat())
    assert whole.scores("1.0")
    assert "daily" not in ticking.tick()


def test_datasets_indexed_together_are_asked_about_at_once():
    made = three(department())
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        bulk_index.send(made)
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", note)
    assert sum("FROM openindex_score" in statement for statement in sent) == 1
    assert sum("FROM openindex_usage_total" in statement for statement in sent) == 1
    assert found(act("package_show", id=made[0])["organization"], sort="openness") == made

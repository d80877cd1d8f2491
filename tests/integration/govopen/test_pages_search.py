"""The search page: combined conditions, counts that are the reader's, suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model

from .catalogue_world import CLASSIFIED, dataset, department, person, unique
from .reading import Reader

pytestmark = pytest.mark.usefixtures("with_plugins")

SEARCH_PAGE_SQL = 30


@contextmanager
def statements() -> Iterator[list[str]]:
    """SQL statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", note)


@pytest.fixture
def owner() -> dict[str, Any]:
    return department()


def test_the_search_page_combines_conditions(app: Any, owner: dict[str, Any]):
    mark = unique("灌区")
    dataset(owner, title=f"{mark}名录", pub_date="2023-05-01", industry="N")
    dataset(owner, title=f"{mark}水位", theme="06", update_cycle="daily", pub_date="2024-05-01")
    reader = Reader(app)
    address = f"/dataset/?q={mark}&department={owner['name']}"
    assert reader.count(address) == 2
    assert reader.count(f"{address}&theme=06&cycle=daily") == 1
    assert reader.count(f"{address}&theme=06&theme=07") == 2
    assert reader.count(f"{address}&published_from=2024-01-01") == 1
    assert reader.count(f"{address}&region=520100") == 2
    assert reader.count(f"{address}&api=1") == 0


def test_counts_of_the_conditions_are_the_readers(app: Any, owner: dict[str, Any]):
    dataset(owner, title=unique("泵站名录"))
    dataset(owner, title=unique("泵站密级"), **CLASSIFIED)
    address = f"/dataset/?department={owner['name']}"
    assert "涉密" not in Reader(app).text(address)
    editor = Reader(app, person("editor", owner))
    assert editor.count(address) == 2
    assert "grade=classified" in editor.text(address)


def test_withdrawn_datasets_are_found_only_when_asked_for(app: Any, owner: dict[str, Any]):
    dataset(owner, title=unique("闸门名录"), status="withdrawn", withdrawn_reason="重复")
    reader = Reader(app)
    address = f"/dataset/?department={owner['name']}"
    assert reader.count(address) == 0
    assert reader.count(f"{address}&status=withdrawn") == 1


def test_a_condition_that_is_not_understood_is_told_and_left_out(app: Any):
    page = Reader(app).text("/dataset/?published_from=gestern&sort=best&page=0")
    assert "不是日期" in page
    assert "排序只能是" in page


def test_an_empty_answer_helps(app: Any):
    page = Reader(app).text("/dataset/?q=qxzvwq&theme=07")
    assert "没有找到符合条件的数据" in page
    assert "去掉筛选条件再搜索" in page


def test_the_search_page_asks_the_database_little(app: Any, owner: dict[str, Any]):
    mark = unique("堤防")
    for n in range(6):
        dataset(owner, title=f"{mark}第{n}段")
    reader = Reader(app)
    address = f"/dataset/?q={mark}&theme=07&department={owner['name']}"
    reader.text(address)
    with statements() as sent:
        reader.text(address)
    assert 0 < len(sent) <= SEARCH_PAGE_SQL


def test_suggestions_say_what_they_are_and_where_they_lead(app: Any, owner: dict[str, Any]):
    mark = unique("渡槽")
    made = dataset(owner, title=f"{mark}名录", elements=[{"name": f"{mark}长度", "type": "N"}])
    answer = app.get(f"/api/govopen/suggest?q={mark}").json
    found = {word["text"]: word for word in answer["suggestions"]}
    assert found[made["title"]]["url"] == f"/dataset/{made['name']}"
    assert found[made["title"]]["label"] == "数据集"
    assert "element=" in found[f"{mark}长度"]["url"]
    assert app.get("/api/govopen/suggest").json == {"suggestions": []}

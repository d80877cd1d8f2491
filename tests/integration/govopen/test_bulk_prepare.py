"""A batch that asked beforehand which titles and codes are free follows the rules all the same."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from ckan.plugins import toolkit as tk
from ckanext.govopen.adapters.bulk import Batch, Draft, Saved

from .catalogue_world import dataset, department, unique

pytestmark = pytest.mark.usefixtures("with_plugins")


def _draft(owner: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "title": unique("水库名录"), "notes": "名称和库容。", "owner_org": owner["id"],
        "theme": "07", "open_type": "unconditional", "update_cycle": "yearly",
        "status": "published", "tag_string": "水库", "elements": [], "resources": [], **fields,
    }  # fmt: skip


def _saved(*drafts: dict[str, Any]) -> list[Saved]:
    batch = Batch(tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"])
    made = [Draft(dict(data)) for data in drafts]
    batch.prepare(made)
    saved = [batch.save(draft) for draft in made]
    batch.commit()
    return saved


def _code() -> str:
    return f"307026{uuid4().int % 10**8:08d}/000001"


def test_the_second_of_two_equal_titles_in_a_batch_is_refused():
    owner, title = department(), unique("名录")
    first, second = _saved(_draft(owner, title=title), _draft(owner, title=title))
    assert not first.failed
    assert [problem.field for problem in second.problems] == ["title"]


def test_the_second_of_two_equal_codes_in_a_batch_is_refused():
    owner, code = department(), _code()
    first, second = _saved(_draft(owner, res_code=code), _draft(owner, res_code=code))
    assert not first.failed
    assert [problem.field for problem in second.problems] == ["res_code"]


def test_a_title_and_a_code_that_are_stored_already_are_refused():
    owner = department()
    there = dataset(owner, res_code=_code())
    title, code, blanks = _saved(
        _draft(owner, title=there["title"]),
        _draft(owner, res_code=there["res_code"]),
        _draft(owner, title=f" {there['title']} "),
    )
    assert [problem.field for problem in title.problems] == ["title"]
    assert [problem.field for problem in code.problems] == ["res_code"]
    assert [problem.field for problem in blanks.problems] == ["title"]


def test_another_department_may_use_the_same_title():
    title = unique("名录")
    saved = _saved(_draft(department(), title=title), _draft(department(), title=title))
    assert not any(each.failed for each in saved)

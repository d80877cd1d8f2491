"""What marks a dataset for the computation, and wakes a worker."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from ckan.lib.redis import connect_to_redis
from ckanext.openindex import config
from ckanext.openindex.jobs import COMPUTE_QUEUE
from ckanext.openindex.model import MarkRow

from .index_world import act, dataset, department, marks

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal", "nothing_marked")


@pytest.fixture
def nothing_marked():
    model.Session.execute(sa.delete(MarkRow))
    model.Session.commit()
    get_queue(COMPUTE_QUEUE).empty()
    connect_to_redis().delete(config.redis_key("compute"))


def test_each_change_of_a_dataset_marks_it():
    made = dataset(department())
    for change in (
        lambda: act("package_patch", id=made["id"], notes="库容"),
        lambda: act("resource_patch", id=made["resources"][0]["id"], format="JSON"),
        lambda: act("package_patch", id=made["id"], tag_string="水资源"),
        lambda: act("package_delete", id=made["id"]),
        lambda: act("dataset_purge", id=made["id"]),
    ):
        model.Session.execute(sa.delete(MarkRow))
        model.Session.commit()
        change()
        assert marks(made["id"])


def test_one_transaction_marks_a_dataset_once_and_wakes_one_worker():
    made = dataset(department())
    assert marks(made["id"]) == ["changed"]
    dataset(department())
    assert [job.func_name for job in get_queue(COMPUTE_QUEUE).jobs] == [
        "ckanext.openindex.jobs.compute_marked"
    ]


def test_what_is_rolled_back_marks_nothing():
    made = dataset(department())
    model.Session.execute(sa.delete(MarkRow))
    model.Session.commit()
    package = model.Package.get(made["id"])
    package.notes = "另"
    model.Session.flush()
    model.Session.rollback()
    assert not marks(made["id"])
    package = model.Package.get(made["id"])
    package.notes = "又"
    model.Session.commit()
    assert marks(made["id"]) == ["changed"]


def test_a_changed_department_marks_all_it_holds():
    owner = department()
    held = [dataset(owner)["id"] for _ in range(2)]
    model.Session.execute(sa.delete(MarkRow))
    model.Session.commit()
    act("organization_patch", id=owner["id"], title="水利局")
    assert all("department" in marks(one) for one in held)


def test_without_redis_a_change_is_kept_and_marked(monkeypatch: pytest.MonkeyPatch):
    from redis.exceptions import ConnectionError as Refused

    def refuse() -> None:
        raise Refused("no Redis")

    made = dataset(department())
    model.Session.execute(sa.delete(MarkRow))
    model.Session.commit()
    monkeypatch.setattr("ckanext.openindex.jobs.connect_to_redis", refuse)
    act("package_patch", id=made["id"], notes="没有 Redis")
    assert marks(made["id"]) == ["changed"]
    assert act("package_show", id=made["id"])["notes"] == "没有 Redis"

"""From a change to the figures above it: incrementally, whole, and twice at once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.adapters import computing, inputs, methodologies, whole
from ckanext.openindex.domain.rollup import ROOT
from ckanext.openindex.model import InputRow, MarkRow, MethodologyRow, NodeRow, ScoreRow

from .index_world import act, dataset, department, seen

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal", "empty_index")
ALONE = pytest.mark.ckan_config("ckan.plugins", "openindex")


def nodes() -> dict[str, dict[str, Any]]:
    """What is stored of each node, without the time of its computation."""
    model.Session.expire_all()
    kept = ("kind", "parent_id", "title", "datasets", "score", "band", "dimensions", "sums")
    return {
        row.id: {name: getattr(row, name) for name in kept}
        for row in model.Session.scalars(sa.select(NodeRow))
    }


def scores() -> dict[str, float | None]:
    return whole.scores(methodologies.shown().version)


def test_a_new_dataset_counts_in_its_department_and_every_division_above_it():
    owner = department(division="520102")
    made = dataset(owner)
    assert computing.marked().looked_at >= 1
    found = nodes()
    assert set(found) == {owner["id"], "520102", "520100", ROOT}
    assert [found[one]["parent_id"] for one in (owner["id"], "520102", "520100", ROOT)] == [
        "520102", "520100", ROOT, None
    ]  # fmt: skip
    assert [found[one]["title"] for one in ("520102", "520100", ROOT)] == [
        "南明区", "贵阳市", "贵州省"
    ]  # fmt: skip
    assert {one["score"] for one in found.values()} == {scores()[made["id"]]}
    assert not model.Session.scalar(sa.select(sa.func.count()).select_from(MarkRow))


def test_what_changes_step_by_step_equals_what_is_computed_whole():
    owners = [department(division=code) for code in ("520102", "520100", "520300")]
    made = [dataset(owner, **fields) for owner in owners for fields in VARIANTS]
    computing.marked()
    act("package_patch", id=made[0]["id"], open_type="conditional", open_condition="实名")
    act("package_patch", id=made[1]["id"], total_records="100", opened_records="40")
    act("package_delete", id=made[2]["id"])
    act("dataset_purge", id=made[3]["id"])
    computing.marked()
    stepwise, each = nodes(), scores()
    assert len(each) == len(made) - 2
    assert stepwise[ROOT]["datasets"] == len(made) - 2
    whole.today()
    assert nodes() == stepwise
    assert scores() == each


VARIANTS: list[dict[str, Any]] = [
    {"total_records": "10", "opened_records": "3"},
    {"open_type": "none", "no_open_basis": "保密法"},
    {"update_cycle": "irregular", "license_id": "cc-by"},
]


def test_two_processes_make_what_one_makes():
    for _ in range(3):
        dataset(department())
    computing.marked()
    model.Session.commit()
    whole.today()
    alone = (nodes(), scores())
    whole.today(jobs=2)
    assert (nodes(), scores()) == alone


def test_two_jobs_at_once_give_one_result():
    owner = department()
    made = [dataset(owner)["id"] for _ in range(3)]
    model.Session.commit()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            computing.marked()
        except BaseException as error:
            failed.append(error)
        finally:
            model.Session.remove()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failed
    assert nodes()[owner["id"]]["datasets"] == 3
    assert set(scores()) == set(made)
    assert {row.since for row in model.Session.scalars(sa.select(InputRow))}


def test_a_mark_set_while_others_are_computed_is_kept(monkeypatch: pytest.MonkeyPatch):
    made = dataset(department())
    model.Session.commit()
    gather = computing.measuring.facts

    def gather_and_change(*args: Any) -> Any:
        found = gather(*args)
        with model.meta.engine.begin() as other:
            other.execute(sa.insert(MarkRow).values(dataset_id=made["id"], why="later"))
        return found

    monkeypatch.setattr(computing.measuring, "facts", gather_and_change)
    computing._batch()
    model.Session.commit()
    assert list(model.Session.scalars(sa.select(MarkRow.why))) == ["later"]


def test_a_hidden_entry_changes_no_public_figure():
    owner = department()
    dataset(owner)
    computing.marked()
    before, known = nodes(), scores()
    stored = model.Session.scalar(sa.select(sa.func.count()).select_from(InputRow))
    dataset(owner, grade="internal")
    dataset(owner, grade="classified", resources=[], open_type="none", no_open_basis="保密法")
    dataset(owner, status="draft")
    dataset(department(), grade="internal")
    computing.marked()
    whole.today()
    assert (nodes(), scores()) == (before, known)
    # Nor is anything of them kept where a later computation would find it.
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(InputRow)) == stored


def test_a_dataset_that_becomes_internal_is_taken_out():
    owner = department()
    kept, hidden = dataset(owner), dataset(owner)
    computing.marked()
    act("package_patch", id=hidden["id"], grade="internal")
    computing.marked()
    assert set(scores()) == {kept["id"]}
    assert nodes()[owner["id"]]["datasets"] == 1
    held = sa.select(InputRow.body).where(InputRow.dataset_id == hidden["id"])
    assert list(model.Session.scalars(held.where(InputRow.until.is_(None)))) == [None]


def test_the_last_dataset_takes_its_department_with_it():
    owner = department(division="520300")
    made = dataset(owner)
    computing.marked()
    act("package_delete", id=made["id"])
    computing.marked()
    assert not nodes()


def test_a_department_that_moves_takes_its_figures_along():
    owner = department(division="520102")
    dataset(owner)
    computing.marked()
    act("organization_patch", id=owner["id"], division_code="520302")
    computing.marked()
    found = nodes()
    assert set(found) == {owner["id"], "520302", "520300", ROOT}
    assert found[owner["id"]]["parent_id"] == "520302"


def test_an_input_is_kept_once_while_nothing_changes():
    made = dataset(department())
    computing.marked()
    computing.gather()
    rows = sa.select(sa.func.count()).where(InputRow.dataset_id == made["id"])
    rows = rows.where(InputRow.part == inputs.FACTS)
    assert model.Session.scalar(rows) == 1
    act("package_patch", id=made["id"], notes="别的")
    computing.marked()
    assert model.Session.scalar(rows) == 2


def test_what_left_the_database_unseen_is_settled():
    made = dataset(department())
    computing.marked()
    model.Session.execute(
        sa.update(model.Package).where(model.Package.id == made["id"]).values(state="deleted")
    )
    model.Session.commit()
    computing.gather()
    whole.today()
    assert made["id"] not in scores()


def test_another_text_under_the_same_version_is_refused(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
):
    dataset(department())
    computing.marked()
    words = (methodologies.SHIPPED / "methodology-1.0.yaml").read_text("utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(words + "\n# another text\n", "utf-8")
    monkeypatch.setattr(config, "methodologies", lambda: [str(other)])
    before = nodes()
    with pytest.raises(methodologies.MethodologyError, match=r"1\.0"):
        whole.today()
    model.Session.rollback()
    assert nodes() == before


def test_a_new_version_stands_beside_the_old_one(tmp_path: Any, monkeypatch: pytest.MonkeyPatch):
    owner = department()
    made = dataset(owner, open_type="conditional", open_condition="实名")
    computing.marked()
    words = (methodologies.SHIPPED / "methodology-1.0.yaml").read_text("utf-8")
    other = tmp_path / "next.yaml"
    words = words.replace('version: "1.0"', 'version: "2.0"').replace(
        "conditional: 0.5", "conditional: 0.1"
    )
    other.write_text(words, "utf-8")
    monkeypatch.setattr(config, "methodologies", lambda: ["methodology-1.0.yaml", str(other)])
    whole.today()
    old, new = (whole.scores(version)[made["id"]] for version in ("1.0", "2.0"))
    assert old is not None
    assert new is not None
    assert new < old
    assert set(model.Session.scalars(sa.select(MethodologyRow.version))) == {"1.0", "2.0"}
    act("package_patch", id=made["id"], open_type="unconditional", open_condition="")
    computing.marked()
    query = sa.select(ScoreRow.version, ScoreRow.score)
    assert len({score for _, score in model.Session.execute(query)}) == 1


@ALONE
def test_a_stock_site_has_departments_and_the_whole():
    owner = department()
    dataset(owner)
    computing.marked()
    found = nodes()
    assert set(found) == {owner["id"], ROOT}
    assert found[ROOT]["title"] == config.site_title()
    assert found[ROOT]["score"] is not None


def test_a_date_in_the_future_does_not_make_data_the_newest():
    owner = department()
    late, fresh = (
        dataset(owner, data_modified=(config.today() + timedelta(days=days)).isoformat())
        for days in (40, -2)
    )
    computing.marked()
    listed = seen("openindex_dataset_list", kind="organization", id=owner["id"], order="newest")
    assert [one["id"] for one in listed["results"]] == [fresh["id"], late["id"]]
    assert listed["results"][1]["updated"] is None

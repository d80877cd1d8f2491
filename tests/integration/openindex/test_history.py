"""History, past days computed again, verification, and the commands."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.adapters import computing, snapshots, whole
from ckanext.openindex.cli import openindex
from ckanext.openindex.model import HistoryRow, InputRow, NodeRow, ScoreRow
from click.testing import CliRunner

from .index_world import act, dataset, department

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal", "empty_index")

TODAY = date(2026, 3, 10)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """A clock that tests set: what is gathered is gathered at noon of its day."""

    class Clock:
        day = TODAY

        def compute(self) -> None:
            """Look at everything and compute it, on this day."""
            noon = datetime.combine(self.day, datetime.min.time(), timezone.utc)
            monkeypatch.setattr(computing, "datetime", _at(noon + timedelta(hours=4)))
            computing.gather()
            whole.today()

    one = Clock()
    monkeypatch.setattr(config, "today", lambda: one.day)
    return one


def _at(moment: datetime) -> Any:
    class Fixed(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return moment.astimezone(tz)

    return Fixed


def rows(kind: str, one: str) -> list[HistoryRow]:
    model.Session.expire_all()
    row = HistoryRow
    query = sa.select(row).where(row.kind == kind, row.id == one).order_by(row.day)
    return list(model.Session.scalars(query))


def test_each_past_day_gets_its_figures_from_what_held_then(clock):
    owner = department(division="520102")
    made = dataset(owner)
    clock.compute()
    first = whole.scores("1.0")[made["id"]]
    clock.day += timedelta(days=1)
    act("package_patch", id=made["id"], open_type="conditional", open_condition="实名")
    clock.compute()
    second = whole.scores("1.0")[made["id"]]
    assert second != first
    clock.day += timedelta(days=1)
    assert snapshots.missing() == [TODAY, TODAY + timedelta(days=1)]
    for day in snapshots.missing():
        assert [one.added for one in snapshots.past(day)] == [True]
    assert [(row.day, row.score) for row in rows("dataset", made["id"])] == [
        (TODAY, first), (TODAY + timedelta(days=1), second)
    ]  # fmt: skip
    assert len(rows("department", owner["id"])) == 2
    assert snapshots.missing() == []


def test_a_past_day_computed_again_is_what_history_has(clock):
    made = [dataset(department()) for _ in range(2)]
    clock.compute()
    clock.day += timedelta(days=1)
    snapshots.past(TODAY)
    act("package_patch", id=made[0]["id"], open_type="none", no_open_basis="保密法")
    act("package_delete", id=made[1]["id"])
    clock.compute()
    again = snapshots.past(TODAY)[0]
    assert (again.different, again.added) == ([], False)
    assert again.figures >= 4
    wrong = sa.update(HistoryRow).where(HistoryRow.id == made[0]["id"]).values(score=1.0)
    model.Session.execute(wrong)
    model.Session.commit()
    assert snapshots.past(TODAY)[0].different == [("dataset", made[0]["id"])]


def test_a_dataset_without_changes_has_one_row_and_one_that_goes_says_so(clock):
    kept, gone = dataset(department()), dataset(department())
    clock.compute()
    for _ in range(3):
        clock.day += timedelta(days=1)
        snapshots.past(clock.day - timedelta(days=1))
    assert len(rows("dataset", kept["id"])) == 1
    act("dataset_purge", id=gone["id"])
    clock.compute()
    clock.day += timedelta(days=1)
    snapshots.past(clock.day - timedelta(days=1))
    assert [row.gone for row in rows("dataset", gone["id"])] == [False, True]
    assert rows("dataset", gone["id"])[-1].score is None
    assert len(rows("dataset", kept["id"])) == 1


def test_a_department_that_moved_keeps_its_past_where_it_was(clock):
    owner = department(division="520102")
    dataset(owner)
    clock.compute()
    clock.day += timedelta(days=1)
    snapshots.past(TODAY)
    act("organization_patch", id=owner["id"], division_code="520302")
    clock.compute()
    clock.day += timedelta(days=1)
    snapshots.past(clock.day - timedelta(days=1))
    assert [row.parent_id for row in rows("department", owner["id"])] == ["520102", "520302"]
    assert [row.gone for row in rows("county", "520102")] == [False, True]
    again = snapshots.past(TODAY)[0]
    assert again.different == []


def test_another_version_gets_its_own_past_and_leaves_that_of_the_first(
    clock, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
):
    from ckanext.openindex.adapters import methodologies

    made = dataset(department(), open_type="conditional", open_condition="实名")
    clock.compute()
    clock.day += timedelta(days=1)
    snapshots.past(TODAY)
    before = [(row.version, row.day, row.score) for row in rows("dataset", made["id"])]
    words = (methodologies.SHIPPED / "methodology-1.0.yaml").read_text("utf-8")
    words = words.replace('version: "1.0"', 'version: "2.0"')
    (tmp_path / "next.yaml").write_text(
        words.replace("conditional: 0.5", "conditional: 0"), "utf-8"
    )
    names = ["methodology-1.0.yaml", str(tmp_path / "next.yaml")]
    monkeypatch.setattr(config, "methodologies", lambda: names)
    told = {one.version: one.added for one in snapshots.past(TODAY)}
    assert told == {"1.0": False, "2.0": True}
    after = [(row.version, row.day, row.score) for row in rows("dataset", made["id"])]
    assert set(before) < set(after)
    assert len({score for _, _, score in after}) == 2


def test_before_the_first_input_there_is_no_history(clock):
    assert snapshots.missing() == []


def run(*words: str) -> Any:
    return CliRunner().invoke(openindex, list(words), catch_exceptions=False)


def test_verify_finds_a_figure_that_was_altered():
    made = dataset(department())
    computing.marked()
    done = run("verify", "--all")
    assert done.exit_code == 0, done.output
    assert "0 differences" in done.output
    model.Session.execute(sa.update(ScoreRow).values(score=99.0))
    model.Session.execute(sa.update(NodeRow).where(NodeRow.kind == "department").values(score=98.0))
    model.Session.commit()
    done = run("verify")
    assert done.exit_code == 1
    assert f"dataset {made['id']} by 1.0: score is 99.0" in done.output
    assert "its figure is not of its sums" in done.output


def test_verify_finds_an_input_that_was_altered():
    dataset(department())
    computing.marked()
    body = sa.func.replace(InputRow.body, '"unconditional"', '"closed"')
    model.Session.execute(sa.update(InputRow).values(body=body))
    model.Session.commit()
    done = run("verify")
    assert done.exit_code == 1
    assert "computed again" in done.output


def test_the_commands_compute_and_explain():
    owner = department()
    made = dataset(owner)
    assert "1 datasets looked at" in run("compute").output
    assert "1 public datasets" in run("compute", "--all", "--jobs", "1").output
    assert run("compute", "--stored", "--jobs", "1").exit_code == 0
    for subject in (made["name"], owner["name"], "520100", ""):
        said = run("explain", subject, "--lang", "en")
        assert said.exit_code == 0, said.output
        assert "methodology 1.0" in said.output
    assert "input sha256:" in run("explain", made["id"]).output
    assert run("explain", "nothing-of-this-name").exit_code == 1
    assert run("compute", "--all", "--stored").exit_code == 2
    assert run("compute", "--as-of", "2999-01-01").exit_code == 2
    assert run("daily", "--jobs", "1").exit_code == 0

"""The log and the dataset stand or fall together, and what is tampered with is found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.prov.adapters import log, recording, sealing, verifying
from ckanext.prov.cli import prov
from click.testing import CliRunner

from .prov_world import act, dataset, department, entries, head, told, unique

pytestmark = pytest.mark.usefixtures("with_plugins")
ROOT = Path(__file__).resolve().parents[3]


def tamper(statement: str, **given: object) -> None:
    """Change the log behind its back, as somebody who may drop the trigger can."""
    with model.meta.engine.begin() as connection:
        connection.execute(sa.text("SET LOCAL prov.maintenance = 'on'"))
        connection.execute(sa.text(statement), given)


@pytest.fixture
def changed() -> str:
    """Id of a dataset with some entries."""
    made = dataset(department())
    for _ in range(3):
        act("package_patch", id=made["id"], notes=unique("摘要"))
    assert not verifying.dataset(made["id"])
    return made["id"]


def test_a_whole_log_is_found_whole(changed: str):
    answer = CliRunner().invoke(prov, ["verify", changed])
    assert answer.exit_code == 0, answer.output


def test_a_changed_entry_is_named(changed: str):
    tamper(
        "UPDATE prov_entry SET body = jsonb_set(body, '{details,fields}', '[\"title\"]')"
        " WHERE dataset_id = :id AND number = 5",
        id=changed,
    )
    model.Session.expire_all()
    faults = verifying.dataset(changed)
    assert [(fault.code, fault.number) for fault in faults] == [("altered", 5)]
    answer = CliRunner().invoke(prov, ["verify", changed])
    assert answer.exit_code == 1
    assert entries(changed)[4].id in answer.output


@pytest.mark.parametrize(
    "column", ["activity = 'checked'", "ended = ended + interval '1 s'", "resource_id = 'other'"]
)
def test_a_changed_column_beside_the_body_is_found(changed: str, column: str):
    tamper(f"UPDATE prov_entry SET {column} WHERE dataset_id = :id AND number = 5", id=changed)
    assert [fault.code for fault in verifying.dataset(changed)] == ["altered"]


def test_entries_that_changed_places_are_found(changed: str):
    for before, after in ((2, 99), (3, 2), (99, 3)):
        tamper(
            "UPDATE prov_entry SET number = :after WHERE dataset_id = :id AND number = :before",
            id=changed, before=before, after=after,
        )  # fmt: skip
    assert {fault.number for fault in verifying.dataset(changed)} >= {2, 3}


def test_entries_whose_contents_changed_places_are_found(changed: str):
    tamper(
        "UPDATE prov_entry e SET body = o.body, activity = o.activity FROM prov_entry o"
        " WHERE e.dataset_id = :id AND o.dataset_id = :id"
        " AND (e.number, o.number) IN ((2, 3), (3, 2))",
        id=changed,
    )
    found = verifying.dataset(changed)
    assert {getattr(fault, "number", 0) for fault in found} >= {2, 3}


def test_a_deleted_entry_is_missed(changed: str):
    tamper("DELETE FROM prov_entry WHERE dataset_id = :id AND number = 2", id=changed)
    assert [(f.code, f.number) for f in verifying.dataset(changed)] == [("missing", 2)]


def test_entries_cut_off_at_the_end_are_missed(changed: str):
    tamper("DELETE FROM prov_entry WHERE dataset_id = :id AND number > 3", id=changed)
    assert [(f.code, f.number) for f in verifying.dataset(changed)] == [("cut_off", 4)]


def test_an_entry_that_was_slipped_in_is_found(changed: str):
    tamper(
        "INSERT INTO prov_entry (id, dataset_id, number, activity, ended, resource_id, body,"
        " previous, hash, labels) SELECT 'made-up', dataset_id, number + 1, activity, ended,"
        " resource_id, body, hash, hash, labels FROM prov_entry"
        " WHERE dataset_id = :id ORDER BY number DESC LIMIT 1",
        id=changed,
    )
    assert {"added", "altered"} & {fault.code for fault in verifying.dataset(changed)}


def test_a_seal_misses_a_chain_that_was_cut_off_together_with_its_head(changed: str):
    sealing.make()
    kept = entries(changed)[2]
    tamper("DELETE FROM prov_entry WHERE dataset_id = :id AND number > 3", id=changed)
    tamper("DELETE FROM prov_version WHERE dataset_id = :id", id=changed)
    tamper("UPDATE prov_head SET count = 3, hash = :hash WHERE dataset_id = :id",
           id=changed, hash=kept.hash)  # fmt: skip
    assert not [f for f in verifying.dataset(changed) if f.code != "missing"]
    assert changed in [fault.field for fault in sealing.verify()]


def test_a_seal_misses_a_chain_that_was_taken_away_altogether(changed: str):
    sealing.make()
    for table in ("entry", "version", "head"):
        tamper(f"DELETE FROM prov_{table} WHERE dataset_id = :id", id=changed)
    assert not verifying.dataset(changed)
    assert changed in [fault.field for fault in sealing.verify()]


def test_the_database_refuses_to_change_an_entry(changed: str):
    query = sa.text("DELETE FROM prov_entry WHERE dataset_id = :id")
    with model.meta.engine.connect() as connection:
        connection.execute(sa.text("SET LOCAL prov.maintenance = 'off'"))
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.execute(query, {"id": changed})


def test_when_the_log_cannot_be_written_the_dataset_is_not_either(monkeypatch):
    owner, name = department(), unique("x-")
    monkeypatch.setattr(log, "_WRITE", log._WRITE.replace("prov_append", "prov_nothing"))
    with pytest.raises(sa.exc.DBAPIError):
        dataset(owner, name=name)
    model.Session.rollback()
    assert model.Package.get(name) is None


def test_what_is_rolled_back_takes_its_entries_along():
    made = dataset(department())
    before = told(made["id"])
    savepoint = model.Session.begin_nested()
    model.Package.get(made["id"]).notes = "within"
    recording.changed({}, {"id": made["id"]})
    assert len(told(made["id"])) == len(before) + 1
    savepoint.rollback()
    model.Session.commit()
    model.Session.expire_all()
    assert told(made["id"]) == before
    act("package_patch", id=made["id"], notes="without")
    assert told(made["id"]) == [*before, "dataset_changed"]
    assert not verifying.dataset(made["id"])


def test_the_log_outlives_the_dataset():
    made = dataset(department())
    act("package_delete", id=made["id"])
    act("dataset_purge", id=made["id"])
    assert told(made["id"])[-2:] == ["dataset_deleted", "dataset_deleted"]
    assert entries(made["id"])[-1].body["details"] == {"purged": True}
    assert not verifying.dataset(made["id"])


def test_a_dataset_that_is_made_again_under_its_old_id_goes_on_with_the_chain():
    owner = department()
    made = dataset(owner)
    act("dataset_purge", id=made["id"])
    dataset(owner, id=made["id"])
    assert told(made["id"]).count("dataset_created") == 2
    assert not verifying.dataset(made["id"])


def test_two_writers_of_one_dataset_make_neither_a_gap_nor_a_fork(app):
    made = dataset(department())
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            with app.flask_app.app_context():
                for turn in range(5):
                    from ckanext.prov import signals

                    signals.record.send(
                        made["id"], activity="checked", details={"writer": number, "turn": turn}
                    )
                    model.Session.commit()
        except BaseException as error:
            failures.append(error)
        finally:
            model.Session.remove()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    model.Session.rollback()
    numbers = [row.number for row in entries(made["id"])]
    assert numbers == list(range(1, len(numbers) + 1))
    assert told(made["id"]).count("checked") == 20
    assert not verifying.dataset(made["id"])


KILLED = """
import os, signal, sys
from ckan.cli import load_config
from ckan.config.middleware import make_app
app = make_app(load_config(sys.argv[1]))
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.model import repo
with app._wsgi_app.test_request_context():
    repo.commit = lambda: (model.Session.flush(), os.kill(os.getpid(), signal.SIGKILL))
    site = tk.get_action("get_site_user")({"ignore_auth": True, "defer_commit": True}, {})
    tk.get_action("package_patch")(
        {"ignore_auth": True, "user": site["name"]}, {"id": sys.argv[2], "notes": "killed"}
    )
"""


def test_a_process_killed_before_the_commit_leaves_neither_change_nor_entry(ckan_config):
    made = dataset(department())
    before = told(made["id"])
    ini = ckan_config["__file__"]
    run = subprocess.run(
        [sys.executable, "-c", KILLED, ini, made["id"]],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert run.returncode == -signal.SIGKILL, run.stderr[-2000:]
    model.Session.rollback()
    model.Session.expire_all()
    assert model.Package.get(made["id"]).notes != "killed"
    assert told(made["id"]) == before
    assert not verifying.dataset(made["id"])


def test_an_update_costs_at_most_three_statements_more():
    made = dataset(department())
    asked: list[str] = []

    def listen(conn, cursor, statement, *_):
        if "prov_" in statement:
            asked.append(statement)

    sa.event.listen(model.meta.engine, "before_cursor_execute", listen)
    try:
        act("package_patch", id=made["id"], notes=unique("摘要"))
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", listen)
    assert 1 <= len(asked) <= 3, asked
    assert head(made["id"]).count == len(entries(made["id"]))

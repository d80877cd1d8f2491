"""Workers that are killed with SIGKILL at each step, and what else may go away meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from ckanext.masking.adapters import (
    clear_table,
    ledger,
    loading,
    publishing,
    quarantine,
    queue,
    vault,
)
from ckanext.masking.gate import masking
from ckanext.masking.gate.resuming import resume, sweep
from ckanext.masking.gate.working import work
from ckanext.masking.model import MaskingUpload

from .gate_world import (
    act,
    dataset,
    department,
    file,
    hand_in,
    mobile,
    newest,
    people,
    published,
    run,
    seen_in,
    state,
)

KEY = "7f" * 8 + "1b9e03c5d2a84f60" + "00112233445566778899aabbccddeeff"
pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context", "master_key")


@pytest.fixture
def master_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKANEXT_MASKING_MASTER_KEY", KEY)


@pytest.fixture
def keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ckanext.masking.config.keep_days", lambda: 30)


@pytest.fixture(scope="module")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for temporary files of workers that are killed."""
    return tmp_path_factory.mktemp("spare")


@pytest.fixture(scope="module")
def deadly(request: pytest.FixtureRequest, spare: Path) -> Iterator[Callable[..., int]]:
    """Has a worker of its own process killed at a step; answers with its exit code."""
    given = request.config.rootpath / request.config.getoption("ckan_ini")
    with TemporaryDirectory() as folder:
        ini = Path(folder) / "deadly.ini"
        ini.write_text(
            f"[app:main]\nuse = config:{given.resolve()}\nckanext.masking.keep_days = 30\n", "utf-8"
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.masking.deadly", str(ini)],
            cwd=request.config.rootpath,
            env={**os.environ, "CKANEXT_MASKING_MASTER_KEY": KEY, "TMPDIR": str(spare)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin
        assert process.stdout
        answers = (line.strip() for line in process.stdout)
        assert "ready" in answers

        def worker(*words: str) -> int:
            assert process.stdin
            process.stdin.write(" ".join(words) + "\n")
            process.stdin.flush()
            return int(next(line for line in answers if line.lstrip("-").isdigit()))

        yield worker
        process.stdin.close()
        process.wait(30)


def leases_end() -> None:
    """As if the time of all leases had passed."""
    with model.meta.engine.begin() as connection:
        connection.execute(sa.update(MaskingUpload.__table__).values(lease=sa.text("now()")))


ADAPTERS, GATE = "ckanext.masking.adapters.", "ckanext.masking.gate."
STEPS = {
    "when it is taken up": (ADAPTERS + "ledger", "claim", "after"),
    "before the scan": (GATE + "masking", "apply_file", "before"),
    "while the result is written": (
        "ckanext.masking.domain.engine.masking", "Masker.mask", "after"),
    "after the result is written": (GATE + "masking", "apply_file", "after"),
    "after the check": (GATE + "masking", "check", "after"),
    "before the rows are loaded": (ADAPTERS + "loading", "columns", "after"),
    "before the table is filled": (ADAPTERS + "new_table", "_fill", "before"),
    "after the table is filled": (ADAPTERS + "new_table", "_fill", "after"),
    "after the rows are loaded": (ADAPTERS + "loading", "load", "after"),
    "before the file is placed": (ADAPTERS + "publishing", "place", "before"),
    "after the file is placed": (ADAPTERS + "publishing", "place", "after"),
    "after the resource is described": (ADAPTERS + "publishing", "describe", "after"),
    "after the table is indexed": (ADAPTERS + "loading", "index", "after"),
    "after the original is kept": (ADAPTERS + "vault", "store", "after"),
    "after the signal": ("ckanext.masking.signals", "file_masked.send", "after"),
    "after the row is written": (ADAPTERS + "ledger", "finish", "after"),
    "after the commit": (GATE + "working", "release", "after"),
    "before the quarantine is emptied": (ADAPTERS + "quarantine", "remove", "before"),
}  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_that_is_killed_loses_nothing_and_shows_nothing(
    step: str, keeping: None, deadly: Callable[..., int], spare: Path
):
    made = dataset(department())
    text, secrets = people()
    resource = hand_in(made, text)
    upload = str(newest(resource["id"]).id)
    assert deadly(upload, *STEPS[step]) == -signal.SIGKILL
    assert not seen_in(storage(), secrets)
    assert not seen_in(spare, secrets)
    found = published(resource["id"])
    assert found is None or not [one for one in secrets if one.encode() in found]
    leases_end()
    model.Session.remove()
    run()
    sweep()
    assert state(resource["id"]) == "released"
    masked = published(resource["id"])
    assert masked is not None
    assert len(masked.splitlines()) == 41
    assert upload not in quarantine.ids()
    with vault.open_kept(upload) as original:
        assert original.read() == text.encode()
    rows = act("datastore_search", resource_id=resource["id"], limit=100)
    assert rows["total"] == 40
    assert told(made["id"]) == 1


ROW_STEPS = {
    "before the rows are written": (ADAPTERS + "loading", "write_rows", "before"),
    "before the rows are committed": (ADAPTERS + "following", "upsert", "after"),
    "after the rows are written": (ADAPTERS + "loading", "write_rows", "after"),
    "after the resource is described": (ADAPTERS + "publishing", "touch", "after"),
    "after the row of the upload is written": (ADAPTERS + "ledger", "finish", "after"),
}


@pytest.mark.parametrize("step", ROW_STEPS)
def test_rows_that_were_held_come_once_whenever_the_worker_is_killed(
    step: str, deadly: Callable[..., int]
):
    fields = [{"id": "n", "type": "int"}, {"id": "内容", "type": "text"}]
    package = dataset(department())["id"]
    made = act("datastore_create", resource={"package_id": package, "name": "表"}, fields=fields)
    resource, rows = made["resource_id"], [{"n": n, "内容": mobile()} for n in (1, 2)]
    asked = {"resource_id": resource, "records": rows, "method": "insert", "force": True}
    assert act("datastore_upsert", **asked)["masking"]["state"] == "held"
    run()
    upload = str(newest(resource).id)
    act("masking_upload_approve", id=upload)
    assert deadly(upload, *ROW_STEPS[step]) == -signal.SIGKILL
    leases_end()
    model.Session.remove()
    run()
    assert state(resource) == "released"
    assert act("datastore_search", resource_id=resource)["total"] == 2
    loading.forget()
    with clear_table.reading() as connection:
        noted = clear_table.run(connection, "SELECT work FROM ckan_masking.rows_written")
    assert not [work for (work,) in noted if work.startswith(upload)]


def storage() -> Path:
    return quarantine.folder().parent.parent


def told(package_id: str) -> int:
    """How many times the log tells that a file of the dataset was masked."""
    from ckanext.prov.model import EntryRow

    query = sa.select(sa.func.count()).where(
        EntryRow.dataset_id == package_id, EntryRow.activity == "file_masked"
    )
    return int(model.Session.scalar(query) or 0)


def test_an_upload_waits_when_the_queue_is_away(monkeypatch: pytest.MonkeyPatch):
    from redis.exceptions import ConnectionError as AwayError

    def away(*_: Any, **__: Any) -> None:
        raise AwayError

    get_queue(queue.QUEUE).empty()
    with monkeypatch.context() as patch:
        patch.setattr("ckan.plugins.toolkit.enqueue_job", away)
        resource = hand_in(dataset(department()), people()[0])
    assert state(resource["id"]) == "held"
    upload = str(newest(resource["id"]).id)
    with monkeypatch.context() as patch:
        patch.setattr("ckan.plugins.toolkit.enqueue_job", away)
        get_queue(queue.QUEUE).empty()
        assert resume() == []
    assert upload in resume()
    assert get_queue(queue.QUEUE).count == 1
    run()
    assert state(resource["id"]) == "released"


def test_a_disk_that_is_full_refuses_the_upload_and_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch,
):
    import ckan.plugins.toolkit as tk

    made = dataset(department())
    before = quarantine.ids()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ckanext.masking.adapters.folders.seal", full)
    with pytest.raises(tk.ValidationError) as refused:
        hand_in(made, people()[0])
    assert "upload" in refused.value.error_dict
    model.Session.rollback()  # as the end of the request does
    assert quarantine.ids() == before
    assert not [one for one in quarantine.folder().iterdir() if one.name.endswith(".part")]
    assert act("package_show", id=made["id"])["resources"] == []


def test_a_disk_that_is_full_for_the_worker_leaves_the_upload_waiting(
    monkeypatch: pytest.MonkeyPatch,
):
    resource = hand_in(dataset(department()), people()[0])

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(masking, "apply_file", full)
        run()
    assert state(resource["id"]) == "scanning"
    assert published(resource["id"]) is None
    run()
    assert state(resource["id"]) == "released"


def test_a_database_that_goes_away_leaves_the_upload_waiting(monkeypatch: pytest.MonkeyPatch):
    resource = hand_in(dataset(department()), people()[0])
    upload = str(newest(resource["id"]).id)
    original = publishing.describe

    def gone(*args: Any) -> None:
        pid = model.Session.execute(sa.text("SELECT pg_backend_pid()")).scalar()
        with model.meta.engine.connect() as other:
            other.execute(sa.select(sa.func.pg_terminate_backend(pid)))
        original(*args)

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "describe", gone)
        work(upload)
    assert state(resource["id"]) == "releasing"
    run()
    assert state(resource["id"]) == "released"


def test_one_that_always_fails_is_looked_at_by_a_person(monkeypatch: pytest.MonkeyPatch):
    resource = hand_in(dataset(department()), people()[0])
    upload = str(newest(resource["id"]).id)

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("what is wrong may quote a value")

    with monkeypatch.context() as patch:
        patch.setattr(masking, "apply_file", fail)
        for _ in range(5):
            work(upload)
    row = newest(resource["id"])
    assert (row.state, row.problem["code"]) == ("review", "failed")
    assert quarantine.has_original(upload)
    act("masking_upload_retry", id=upload)
    run()
    assert state(resource["id"]) == "released"


@pytest.mark.ckan_config("ckanext.masking.policy", "no-such-policy")
def test_a_policy_that_cannot_be_loaded_publishes_nothing(monkeypatch: pytest.MonkeyPatch):
    text, secrets = people()
    resource = hand_in(dataset(department()), text)
    run()
    row = newest(resource["id"])
    assert (row.state, row.policy) == ("review", "closed")
    assert published(resource["id"]) is None
    assert not seen_in(storage(), secrets)
    monkeypatch.setattr("ckanext.masking.config.policy", lambda: "release-public")
    act("masking_upload_retry", id=str(row.id))
    run()
    assert state(resource["id"]) == "released"


def test_of_two_files_for_one_resource_the_later_wins():
    made = dataset(department())
    resource = hand_in(made, people(20)[0])
    first = str(newest(resource["id"]).id)
    act("resource_patch", id=resource["id"], upload=file(people(30)[0], "later.csv"))
    second = str(newest(resource["id"]).id)
    work(second)
    work(first)
    found = published(resource["id"])
    assert found is not None
    assert len(found.splitlines()) == 31
    states = {str(one.id): one.state for one in model.Session.query(MaskingUpload)}
    assert (states[first], states[second]) == ("discarded", "released")
    assert not {first, second} & quarantine.ids()


def test_two_workers_never_do_one_upload_twice():
    resource = hand_in(dataset(department()), people()[0])
    upload = str(newest(resource["id"]).id)
    first = ledger.claim(upload)
    assert first
    assert ledger.claim(upload) == ""
    leases_end()
    second = ledger.claim(upload)
    assert second
    with pytest.raises(ledger.LostError):
        ledger.move(upload, first, "scanning")
    ledger.let_go(upload, second)
    run()
    assert state(resource["id"]) == "released"

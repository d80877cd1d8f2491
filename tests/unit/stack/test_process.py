"""Background processes are started once, known by pid and start time, and ended by pid only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from stack import portal
from stack.process import Process, listening
from stack.secrets import Secrets
from stack.services import Services
from stack.settings import Settings, port_from
from stack.steps import StepError

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


def process(tmp_path: Path, command: list[str] = SLEEPER) -> Process:
    return Process("one", command, tmp_path, tmp_path)


def test_a_running_process_is_not_started_twice(tmp_path: Path):
    one = process(tmp_path)
    try:
        first = one.start()
        assert one.start() == first
    finally:
        assert one.stop() == "stopped"
    assert one.pid() is None


def test_a_recycled_pid_is_not_taken_for_ours(tmp_path: Path):
    one = process(tmp_path)
    one.pid_file.write_text(f"{os.getpid()} 1")
    assert one.pid() is None
    assert one.stop() == "not running"


def test_a_process_that_ends_at_once_is_reported_with_its_log(tmp_path: Path):
    one = process(tmp_path, [sys.executable, "-c", "raise SystemExit('bad ini')"])
    with pytest.raises(StepError) as failure:
        one.start_and_wait(lambda: False, 10)
    assert "ended at once" in failure.value.why
    assert "bad ini" in failure.value.why
    assert failure.value.log == one.log


def test_a_process_that_never_gets_ready_is_stopped_so_that_it_can_be_started_again(tmp_path: Path):
    one = process(tmp_path)
    with pytest.raises(StepError, match="did not answer in time"):
        one.start_and_wait(lambda: False, 0.3)
    assert one.pid() is None


def test_a_process_that_ignores_the_polite_signal_is_ended(tmp_path: Path):
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('up', flush=True); time.sleep(60)"
    )
    one = process(tmp_path, [sys.executable, "-c", stubborn])
    one.start_and_wait(lambda: "up" in one.tail(), 10)
    one.stop(seconds=0.2)
    assert one.pid() is None


def test_a_listening_port_is_seen():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert listening(port)
    assert not listening(port)


@pytest.mark.parametrize("value", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused_by_name(monkeypatch, value: str):
    monkeypatch.setenv("SOLR_PORT", value)
    with pytest.raises(SystemExit, match="SOLR_PORT"):
        port_from("SOLR_PORT", 1)


def test_ports_and_folder_come_from_the_environment(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("PORT", "8088")
    monkeypatch.setenv("STACK_DIR", str(tmp_path))
    settings = Settings()
    assert settings.site_url.endswith(":8088")
    assert settings.ini.parent == tmp_path.resolve()


def test_later_commands_remember_the_ports_the_stack_was_started_with(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("STACK_DIR", str(tmp_path))
    monkeypatch.setenv("SOLR_PORT", "18983")
    Settings().remember()
    monkeypatch.delenv("SOLR_PORT")
    assert Settings().solr_port == 18983
    monkeypatch.setenv("SOLR_PORT", "28983")
    assert Settings().solr_port == 28983


def test_passwords_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path):
    first = Secrets(tmp_path)
    assert first.path.stat().st_mode & 0o777 == 0o600
    assert Secrets(tmp_path)["user_admin"] == first["user_admin"]
    assert first["user_admin"] != first["user_publisher"]
    assert len(bytes.fromhex(first["masking_master"])) == 32


def test_the_masking_key_is_in_a_file_of_its_own_and_not_in_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("STACK_DIR", str(tmp_path))
    services = Services(Settings())
    services.configuration.write()
    file = services.settings.masking_key
    assert file.read_text() == services.secrets["masking_master"]
    assert file.read_text() == Services(Settings()).secrets["masking_master"]
    assert file.stat().st_mode & 0o777 == 0o600
    settings = services.settings.ini.read_text("utf-8")
    assert f"ckanext.masking.master_key_file = {file}\n" in settings
    assert services.secrets["masking_master"] not in settings


def test_a_file_never_waits_for_a_harvest_nor_the_index_for_files():
    first, last = portal.WORKERS.values()
    assert last == (portal.GATE_QUEUE,)
    assert first[-1] == portal.GATE_QUEUE
    assert {"govopen:harvest", "openindex:compute", "default"} <= set(first)


def test_help_lists_every_target_that_has_a_description():
    root = Path(__file__).resolve().parents[3]
    said = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for target in ("up", "test", "test-unit", "down", "doctor", "bench", "lint", "help"):
        assert f"make {target} " in said

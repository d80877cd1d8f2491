"""A step that fails says which, why, which log and what to try."""

from __future__ import annotations

from pathlib import Path

import pytest

from stack.steps import Step, StepError, call, run_steps


def test_a_failing_step_names_itself_the_reason_the_log_and_the_remedy(tmp_path: Path, capsys):
    log = tmp_path / "solr.log"

    def fail() -> str:
        raise StepError("port 28983 is taken", "set SOLR_PORT", log)

    with pytest.raises(SystemExit) as ended:
        run_steps([Step("Solr", fail)])
    assert ended.value.code == 1
    said = capsys.readouterr().err
    for part in ("Solr", "port 28983 is taken", str(log), "set SOLR_PORT"):
        assert part in said


def test_steps_after_a_failing_one_do_not_run(capsys):
    ran: list[str] = []

    def fail() -> str:
        raise StepError("no")

    with pytest.raises(SystemExit):
        run_steps(
            [
                Step("a", lambda: ran.append("a")),
                Step("b", fail),
                Step("c", lambda: ran.append("c")),
            ]
        )
    assert ran == ["a"]


def test_an_operating_system_error_is_reported_with_the_steps_own_remedy(capsys):
    def fail() -> str:
        raise FileNotFoundError(2, "No such file", "redis-server")

    with pytest.raises(SystemExit):
        run_steps([Step("Redis", fail, "apt-get install redis-server")])
    assert "apt-get install redis-server" in capsys.readouterr().err


def test_a_command_that_fails_shows_its_last_lines_and_keeps_the_rest_in_the_log(tmp_path: Path):
    log = tmp_path / "x.log"
    script = "for n in 1 2 3 4 5 6 7 8 9; do echo line$n; done; exit 3"
    with pytest.raises(StepError) as failure:
        call(["sh", "-c", script], log)
    assert "exited 3" in failure.value.why
    assert "line9" in failure.value.why
    assert "line1\n" not in failure.value.why
    assert "line1\n" in log.read_text()


def test_arguments_that_may_hold_secrets_are_not_written_to_the_log(tmp_path: Path):
    log = tmp_path / "x.log"
    call(["sh", "-c", "true", "arg", "hunter2"], log)
    assert "hunter2" not in log.read_text()

"""What becomes of a record, when a run must stop and ask, what its exit code is."""

from __future__ import annotations

import pytest
from ckanext.govopen.domain.harvest_run import (
    EXIT_FAILED,
    EXIT_OK,
    EXIT_SOME_FAILED,
    Counts,
    Known,
    Step,
    exit_code,
    loss_problem,
    next_step,
)

LIVE = Known("p", "raw", "content")
GONE = Known("p", "raw", "content", withdrawn=True)


@pytest.mark.parametrize(
    ("known", "content_hash", "gone", "force", "step"),
    [
        (None, "content", False, False, Step.CREATE),
        (None, "content", True, False, Step.UNCHANGED),
        (LIVE, "content", False, False, Step.UNCHANGED),
        (LIVE, "content", False, True, Step.UPDATE),
        (LIVE, "another", False, False, Step.UPDATE),
        (LIVE, "content", True, False, Step.WITHDRAW),
        (GONE, "content", True, False, Step.UNCHANGED),
        (GONE, "content", False, False, Step.RESTORE),
        (GONE, "another", False, False, Step.RESTORE),
    ],
)
def test_the_step_follows_from_what_is_known(
    known: Known | None, content_hash: str, gone: bool, force: bool, step: Step
):
    assert next_step(known, content_hash, gone=gone, force=force) is step


@pytest.mark.parametrize(
    ("live", "vanished", "share", "stops"),
    [
        (100, 0, 0.3, False),
        (100, 30, 0.3, False),
        (100, 31, 0.3, True),
        (100, 100, 0.3, True),
        (100, 100, 1, False),
        (4, 3, 0.3, False),
        (3, 3, 0.3, True),
        (1, 1, 0.3, True),
        (100, 4, 0, True),
    ],
)
def test_a_sudden_loss_stops_the_run(live: int, vanished: int, share: float, stops: bool):
    problem = loss_problem(live, vanished, share)
    assert (problem is not None) is stops
    if problem:
        assert problem.severity == "error"
        assert "--accept-loss" in problem.zh
        assert "--accept-loss" in problem.en


def test_a_short_list_withdraws_nothing_but_stops_nothing_either():
    problem = loss_problem(100, 1, 0.3, missing=2)
    assert problem is not None
    assert problem.severity == "warning"
    assert loss_problem(100, 0, 0.3, missing=2) is None
    assert loss_problem(100, 1, 1, missing=2) is None, "a source that is trusted in all"


def test_counts_add_up():
    counts = Counts(new=1, waiting=2) + Counts(failed=3, waiting=1)
    assert counts == Counts(new=1, failed=3, waiting=3)
    assert (counts.total, counts.done) == (7, 4)


@pytest.mark.parametrize(
    ("counts", "error", "code"),
    [
        (Counts(new=3), "", EXIT_OK),
        (Counts(), "", EXIT_OK),
        (Counts(new=3, failed=1), "", EXIT_SOME_FAILED),
        (Counts(new=3, waiting=1), "", EXIT_SOME_FAILED),
        (Counts(new=3), "no list", EXIT_FAILED),
    ],
)
def test_the_exit_code_tells_how_it_ended(counts: Counts, error: str, code: int):
    assert exit_code(counts, error) == code

"""What one harvest run decides: what becomes of a record, and when a run must stop and ask."""

from ckanext.govopen.domain.harvest_run.loss import DEFAULT_MAX_LOSS, loss_problem
from ckanext.govopen.domain.harvest_run.matching import match_resources
from ckanext.govopen.domain.harvest_run.outcome import (
    EXIT_FAILED,
    EXIT_OK,
    EXIT_SOME_FAILED,
    Counts,
    exit_code,
)
from ckanext.govopen.domain.harvest_run.step import Known, Step, next_step

__all__ = [
    "DEFAULT_MAX_LOSS",
    "EXIT_FAILED",
    "EXIT_OK",
    "EXIT_SOME_FAILED",
    "Counts",
    "Known",
    "Step",
    "exit_code",
    "loss_problem",
    "match_resources",
    "next_step",
]

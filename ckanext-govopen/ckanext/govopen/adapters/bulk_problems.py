"""CKAN's validation errors as problems that name field and reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from govopen_common.problem import Problem


def from_errors(errors: Mapping[str, Any]) -> list[Problem]:
    """The problems in an error dict of a dataset: lists of texts, or of dicts for rows."""
    return list(_walk(errors, ""))


def _walk(errors: Mapping[str, Any], prefix: str) -> Iterator[Problem]:
    for field, found in errors.items():
        for position, entry in enumerate(found if isinstance(found, list) else [found]):
            if isinstance(entry, Mapping):
                yield from _walk(entry, f"{prefix}{field}.{position}.")
            elif entry:
                yield Problem(f"{prefix}{field}", "invalid", str(entry), str(entry))


def unexpected(error: Exception) -> Problem:
    """A failure nobody foresaw, told with its own words."""
    words = f"{type(error).__name__}: {str(error).splitlines()[0][:300] if str(error) else ''}"
    return Problem(
        "record",
        "unexpected",
        f"写入失败（{words}），请查看日志后用 --reimport 重试",
        f"writing failed ({words}); see the log, then try again with --reimport",
    )


def line(problem: Problem) -> str:
    """One problem in both languages, once when they are the same."""
    words = problem.zh if problem.zh == problem.en else f"{problem.zh} / {problem.en}"
    return f"{problem.field}: {words}"

"""What the domain refused, as the error that CKAN shows to people and programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import ckan.plugins.toolkit as tk
from govopen_common.problem import Problem, Rejected


def refusal(problems: Iterable[Problem]) -> tk.ValidationError:
    """A validation error with each problem at its field, in both languages."""
    errors: dict[str, list[str]] = {}
    for problem in problems:
        errors.setdefault(problem.field, []).append(f"{problem.zh} {problem.en}")
    return tk.ValidationError(errors)  # type: ignore[arg-type]


@contextmanager
def refusing() -> Iterator[None]:
    """Turns what the domain rejects into a validation error."""
    try:
        yield
    except Rejected as rejected:
        raise refusal(rejected.problems) from rejected

"""How commands tell of input that they refuse."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def refusing() -> Iterator[None]:
    """Tell in both languages what is wrong with a file or an option, and end with 2."""
    from govopen_common.problem import Rejected

    try:
        yield
    except Rejected as error:
        for problem in error.problems:
            click.echo(f"{problem.field}: {problem.zh} {problem.en}", err=True)
        sys.exit(2)

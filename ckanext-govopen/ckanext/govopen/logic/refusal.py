"""What the domain refused, as the error CKAN shows to people and programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import ckan.plugins.toolkit as tk
from ckan import model
from flask import has_request_context
from govopen_common.problem import Problem, Rejected
from sqlalchemy.exc import IntegrityError

#: Fields of the domain under the names that the actions' arguments have.
ARGUMENTS = {"parent_id": "parent", "node": "id", "submitted_node": "node"}


def language() -> str:
    """The reader's language; Chinese outside of a request."""
    return (tk.h.lang() or "zh") if has_request_context() else "zh"


def refusal(problems: Iterable[Problem]) -> tk.ValidationError:
    """A validation error with each problem at its field, in the reader's language."""
    errors: dict[str, list[str]] = {}
    for problem in problems:
        field = ARGUMENTS.get(problem.field, problem.field)
        errors.setdefault(field, []).append(problem.text(language()))
    return tk.ValidationError(errors)  # type: ignore[arg-type]


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Undo what an action wrote when it fails; what was refused is a validation error."""
    try:
        yield
    except Rejected as rejected:
        model.Session.rollback()
        raise refusal(rejected.problems) from rejected
    except IntegrityError as error:
        model.Session.rollback()
        message = tk._("Another entry already stands for the same region, class or code")
        raise tk.ValidationError({"id": [message]}) from error
    except Exception:
        model.Session.rollback()
        raise

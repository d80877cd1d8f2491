"""Validation messages in both languages of the interface, whichever the reader has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import current_app, has_app_context
from govopen_common.problem import Problem

from . import bulk_problems

Errors = Mapping[str, Any]


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Messages in ``locale`` (zh_Hans_CN, en), as in a request in that language."""
    environ = {"CKAN_LANG": locale, "CKAN_LANG_IS_DEFAULT": False}
    with current_app.test_request_context(environ_overrides=environ):
        yield


def problems(errors: Errors, again: Callable[[], Errors]) -> list[Problem]:
    """The problems of an error dict, each in both languages.

    ``again`` finds the errors once more, to be told in another language.
    """
    if not errors or not has_app_context():
        return bulk_problems.from_errors(errors)
    with speaking("zh_Hans_CN"):
        zh = bulk_problems.from_errors(again())
    with speaking("en"):
        en = bulk_problems.from_errors(again())
    if [one.field for one in zh] != [one.field for one in en]:
        return bulk_problems.from_errors(errors)
    return [Problem(a.field, a.code, a.zh, b.en) for a, b in zip(zh, en, strict=True)]

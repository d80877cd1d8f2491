"""The JSON schema of PROV-JSON (https://www.w3.org/submissions/prov-json/), from the library."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, cast

from govopen_common.problem import Problem
from jsonschema import Draft4Validator
from jsonschema.exceptions import ValidationError

MOST: int = 100
"""Faults that are told of one file."""


def faults(data: bytes) -> list[Problem]:
    """Where ``data``, which is JSON, breaks the schema. Raises ValueError when it is no JSON."""
    found = cast("Iterable[ValidationError]", _validator().iter_errors(json.loads(data)))  # pyright: ignore[reportUnknownMemberType]
    problems: list[Problem] = []
    for error in found:
        problems.append(_fault(error))
        if len(problems) == MOST:
            break
    return sorted(problems, key=lambda one: (one.field, one.en))


def _fault(error: ValidationError) -> Problem:
    place = "/".join(str(part) for part in error.absolute_path)
    message = error.message if len(error.message) < 300 else error.message[:300] + "…"
    return Problem(
        place,
        "prov_json_schema",
        f"PROV-JSON 的 {place or '顶层'} 不符合模式：{message}。请按 PROV-JSON 规范更正。",
        f"{place or 'the top'} of the PROV-JSON breaks the schema: {message}; write it as the "
        "PROV-JSON submission has it.",
    )


@cache
def _validator() -> Draft4Validator:
    text = (files("prov") / "tests" / "schemas" / "prov-json.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return Draft4Validator(schema)

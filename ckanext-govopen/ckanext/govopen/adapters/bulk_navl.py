"""CKAN's validation of a dict by a schema, for many datasets with hundreds of keys each.

CKAN puts the keys of a dataset in order nine times and compares each with each; here they are put
in order once. What validators are called with, and in which order, is the same:
``tests/integration/govopen/test_bulk_navl.py`` holds both equal.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from types import FunctionType
from typing import Any, Final

from ckan.lib.navl import dictization_functions as navl
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey, Schema

Full = dict[FlattenKey, list[Callable[..., Any]]]


def _validate(
    data: FlattenDataDict, schema: Schema, context: Context
) -> tuple[FlattenDataDict, FlattenErrorDict]:
    """As CKAN's ``_validate``; no errors are an empty dict, not one of empty lists."""
    combinations = navl.get_all_key_combinations(data, navl.flatten_schema(schema))
    full = _full(schema, combinations)
    converted = _augmented(data, schema, full, combinations)
    order = sorted(full, key=navl.flattened_order_key)
    errors: FlattenErrorDict = {key: [] for key in order}
    runs: tuple[list[FlattenKey], ...] = (
        [key for key in order if key[-1] == "__before"],
        [key for key in order if not key[-1].startswith("__")],
        [key for key in order if key[-1] == "__extras"],
        [key for key in reversed(order) if key[-1] == "__after"],
        [("__junk",)] if ("__junk",) in full else [],
    )
    for keys in runs:
        for key in keys:
            with suppress(navl.StopOnError):
                for converter in full[key]:
                    navl.convert(converter, key, converted, errors, context)
    return converted, errors if any(errors.values()) else {}


def _full(schema: Schema, combinations: set[FlattenKey]) -> Full:
    """The validators of every key that a dataset with these rows may have."""
    full: Full = {}
    for combination in combinations:
        part: Any = schema
        for key in combination[::2]:
            part = part[key]
        full |= {(*combination, key): made for key, made in part.items() if isinstance(made, list)}
    return full


def _augmented(
    data: FlattenDataDict, schema: Schema, full: Full, combinations: set[FlattenKey]
) -> FlattenDataDict:
    """``data`` with what is missing, and with what the schema does not know set apart.

    Raises DataError for something else than rows in the place of rows.
    """
    parts = {key[:n] for key in navl.flatten_schema(schema) for n in range(1, len(key) + 1)}
    made: FlattenDataDict = {}
    apart: dict[FlattenKey, dict[Any, Any]] = {}
    for key, value in data.items():
        if key in full:
            made[key] = value
            continue
        if key[::2] in parts and value != []:
            place = f"subschema {key}, not {type(value)}"
            raise navl.DataError(f"Only lists of dicts can be placed against {place}")
        if key[:-1] in combinations:
            apart.setdefault((*key[:-1], "__extras"), {})[key[-1]] = value
        else:
            apart.setdefault(("__junk",), {})[key] = value
    made.update(apart)
    for key in full:
        if key not in made and not key[-1].startswith("__"):
            made[key] = navl.missing
    return made


_ORIGINAL: Final[Any] = navl.validate
# What CKAN does around the validation (flattening, empty lists, the form of errors) stays CKAN's.
validate: Final[Callable[..., tuple[dict[str, Any], dict[str, Any]]]] = FunctionType(
    _ORIGINAL.__code__,
    {**_ORIGINAL.__globals__, "_validate": _validate},
    _ORIGINAL.__name__,
    _ORIGINAL.__defaults__,
)

"""The rules of ``domain.rules`` on a dataset that CKAN is about to store."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from ckanext.govopen.adapters import catalogue, visibility, vocabularies
from ckanext.govopen.domain import rules

from ._common import language, stored, stored_extra

LISTS = ("elements", "resources")


def govopen_drop_blank_elements(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Take out element rows of the form that nobody filled in, closing the gaps."""
    rows = _rows(data, "elements")
    kept = [row for row in rows if any(row.values())]
    if len(kept) == len(rows):
        return
    for flat in [flat for flat in data if flat[0] == "elements"]:
        del data[flat]
    for number, row in enumerate(kept):
        for field, value in row.items():
            data[("elements", number, field)] = value


def govopen_rules(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Put each problem of the dataset at its field.

    Warnings stop nothing; they go to ``context["govopen_warnings"]`` when the caller gives a list
    there, and only then are near-duplicate titles looked for. Resource codes in the set
    ``context["govopen_known_codes"]`` count as existing: a batch is about to make them. Pairs of
    department and title in the set ``context["govopen_free_titles"]`` are known to be free.
    """
    warnings = context.get("govopen_warnings")
    dataset = _dataset(data)
    found = rules.check(dataset, _rule_context(dataset, data, context, warnings is not None))
    lang = language()
    failed = {flat for flat, messages in errors.items() if messages}
    for problem in found:
        if problem.severity == "warning":
            if warnings is not None:
                warnings.append(problem)
            continue
        flat = _flat(problem.field)
        if flat not in failed:
            errors.setdefault(flat, []).append(problem.text(lang))


def _rule_context(
    dataset: dict[str, Any], data: FlattenDataDict, context: Context, asked: bool
) -> rules.RuleContext:
    package = stored(data, context)
    named = package and (package.title, package.owner_org)
    renamed = named != (dataset.get("title"), dataset.get("owner_org"))
    free = (dataset.get("owner_org"), dataset.get("title")) in context.get(
        "govopen_free_titles", ()
    )
    coming = context.get("govopen_known_codes", ())
    files = 0
    if package is not None and dataset.get("grade") == "classified" and not dataset["resources"]:
        files = len(package.resources)
    return rules.RuleContext(
        today=rules.today_in_china(),
        vocabulary=vocabularies.vocabulary,
        title_taken=catalogue.title_taken if renamed and not free else None,
        similar_titles=catalogue.similar_titles if renamed and asked else None,
        code_exists=lambda code: code in coming or _resolves(code, data, context),
        stored_resources=files,
    )


def _resolves(code: str, data: FlattenDataDict, context: Context) -> bool:
    """Whether a related code is one the writer may know of, or is stored already."""
    if code in (stored_extra(data, context, "related_codes") or ""):
        return True
    owner = catalogue.res_code_owner(code)
    if owner is None:
        return False
    return visibility.sees_all(context) or visibility.may_see(context, model.Package.get(owner))


def _dataset(data: FlattenDataDict) -> dict[str, Any]:
    """The dataset as the rules read it."""
    dataset = {
        str(flat[0]): value
        for flat, value in data.items()
        if len(flat) == 1 and value is not tk.missing and not str(flat[0]).startswith("__")
    }
    for name in LISTS:
        dataset[name] = _rows(data, name)
    return dataset


def _rows(data: FlattenDataDict, name: str) -> list[dict[str, Any]]:
    """The rows of a repeating field in order, without what was not sent."""
    rows: dict[int, dict[str, Any]] = {}
    for flat, value in data.items():
        if len(flat) == 3 and flat[0] == name:
            row = rows.setdefault(flat[1], {})
            if value is not tk.missing and not str(flat[2]).startswith("__"):
                row[str(flat[2])] = value
    return [rows[number] for number in sorted(rows)]


def _flat(field: str) -> FlattenKey:
    """CKAN's key of a problem's field: ``elements.2.name`` is ``("elements", 2, "name")``."""
    return tuple(int(part) if part.isdecimal() else part for part in field.split("."))

"""What readers say of datasets: ratings and requests."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.openindex.adapters.feedback import ratings, requests, whose
from ckanext.openindex.logic import schema
from ckanext.openindex.model import RequestRow

from . import speaking, subject


@tk.validate_action_data(schema.openindex_rating_create)
def openindex_rating_create(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Rate a dataset; a second rating takes the place of the first.

    For whoever is signed in and may see the dataset, but may not change it.

    :param id: id or name of the dataset
    :param value: from 1 to 5

    :returns: as of ``openindex_rating_show``
    """
    tk.check_access("openindex_rating_create", context, data_dict)
    _, dataset_id = subject.named(context, {**data_dict, "kind": "dataset"})
    speaking.check_reader(context, dataset_id, "value")
    person = speaking.person(context)
    ratings.rate(dataset_id, person.id, data_dict["value"])
    model.repo.commit()
    return _rated(dataset_id, person.id)


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_rating_show)
def openindex_rating_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """How readers rate a dataset.

    :param id: id or name of the dataset

    :returns: ``dataset_id``, ``ratings`` (how many), ``mean`` (from 1 to 5, None without any) and
        ``own`` (the reader's, None without one)
    """
    tk.check_access("openindex_rating_show", context, data_dict)
    _, dataset_id = subject.named(context, {**data_dict, "kind": "dataset"})
    person = model.User.get(context.get("user") or "")
    return _rated(dataset_id, person.id if person else "")


@tk.validate_action_data(schema.openindex_request_create)
def openindex_request_create(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Ask the department of a dataset for more of it, or for something better.

    For whoever is signed in and may see the dataset, but may not change it; at most 20 a day. Only
    the person who asks, and those who may change the dataset, can read it; everybody's requests
    count in the dataset's heat.

    :param id: id or name of the dataset
    :param text: at most 2000 characters

    :returns: as one of ``openindex_request_list``
    """
    tk.check_access("openindex_request_create", context, data_dict)
    _, dataset_id = subject.named(context, {**data_dict, "kind": "dataset"})
    speaking.check_reader(context, dataset_id, "text")
    person = speaking.person(context)
    speaking.check_often(RequestRow, person.id, "text")
    row = requests.ask(dataset_id, person.id, data_dict["text"])
    model.repo.commit()
    return _request(row, person.id, speaking.dataset(context, dataset_id))


@tk.validate_action_data(schema.openindex_request_answer)
def openindex_request_answer(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Answer a request, or answer it otherwise. For whoever may change the dataset.

    :param id: of the request
    :param answer: at most 2000 characters

    :returns: as one of ``openindex_request_list``
    """
    tk.check_access("openindex_request_answer", context, data_dict)
    row = requests.get(data_dict["id"])
    if row is None or not speaking.may_change(context, row.dataset_id):
        raise tk.ObjectNotFound(tk._("There is no such request."))
    person = speaking.person(context)
    requests.answer(row, data_dict["answer"], person.id)
    model.repo.commit()
    return _request(row, person.id, speaking.dataset(context, row.dataset_id))


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_request_list)
def openindex_request_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One's own requests, and those for datasets that one may change, the latest first.

    :param id: id or name of a dataset (optional; default: all)
    :param waiting: only those without an answer (default false)
    :param limit: at most 100 (default 20)
    :param offset: how many to pass over (default 0)

    :returns: ``count`` and ``results``: each with ``id``, ``dataset_id``, ``dataset`` (``name`` and
        ``title``, None where one may not see it any more), ``text``, ``created``, ``answer``,
        ``answered`` (an instant or None) and ``own`` (whether the reader asked)
    """
    tk.check_access("openindex_request_list", context, data_dict)
    person, dataset_id = speaking.person(context), ""
    if data_dict["id"]:
        _, dataset_id = subject.named(context, {**data_dict, "kind": "dataset"})
    reader = whose.Reader(person.id, speaking.departments(context))
    count, rows = requests.listed(
        reader, dataset_id, data_dict["waiting"], data_dict["limit"], data_dict["offset"]
    )
    results = [_request(row, person.id, speaking.dataset(context, row.dataset_id)) for row in rows]
    return {"count": count, "results": results}


def _rated(dataset_id: str, user_id: str) -> dict[str, Any]:
    found = ratings.of(dataset_id, user_id)
    return {
        "dataset_id": dataset_id,
        "ratings": found.ratings,
        "mean": found.mean,
        "own": found.own,
    }


def _request(row: RequestRow, user_id: str, dataset: dict[str, str] | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "dataset_id": row.dataset_id,
        "dataset": dataset,
        "text": row.text,
        "created": row.created.isoformat(),
        "answer": row.answer,
        "answered": row.answered.isoformat() if row.answered else None,
        "own": row.user_id == user_id,
    }

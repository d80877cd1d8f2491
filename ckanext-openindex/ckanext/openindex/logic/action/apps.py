"""Apps that readers made of datasets."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.openindex.adapters.feedback import apps, whose
from ckanext.openindex.logic import schema
from ckanext.openindex.model import AppRow, AppUseRow

from . import speaking, subject


@tk.validate_action_data(schema.openindex_app_create)
def openindex_app_create(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show something that uses datasets.

    For whoever is signed in and may see the datasets; at most 20 a day. It is shown on the page of
    each dataset, and counts in its heat, once somebody who may change that dataset approved it.

    :param title: at most 200 characters
    :param url: where it is (http or https)
    :param text: what it does (optional), at most 2000 characters
    :param datasets: ids or names of the datasets that it uses, at most 20

    :returns: ``id``, ``title``, ``url``, ``text``, ``created``, and ``datasets``, their ids
    """
    tk.check_access("openindex_app_create", context, data_dict)
    person = speaking.person(context)
    used = {subject.named(context, {"id": one, "kind": "dataset"})[1]
            for one in data_dict["datasets"]}  # fmt: skip
    speaking.check_often(AppRow, person.id, "title")
    row = apps.create(
        person.id, data_dict["title"], data_dict["url"], data_dict.get("text") or "", used
    )
    model.repo.commit()
    return {**_app(row), "datasets": sorted(used)}


@tk.validate_action_data(schema.openindex_app_decide)
def openindex_app_decide(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Approve that an app uses a dataset, or refuse it; either may be taken back.

    For whoever may change the dataset and has not sent the app.

    :param id: of the app
    :param dataset_id: id or name of the dataset
    :param approved: whether it is shown and counts

    :returns: as one of ``openindex_app_list``
    """
    tk.check_access("openindex_app_decide", context, data_dict)
    person = speaking.person(context)
    given = {"id": data_dict["dataset_id"], "kind": "dataset"}
    _, dataset_id = subject.named(context, given)
    use = apps.use(data_dict["id"], dataset_id)
    if use is None or not speaking.may_change(context, dataset_id):
        raise tk.ObjectNotFound(tk._("There is no such app."))
    app = model.Session.get(AppRow, use.app_id)
    if app.user_id == person.id and data_dict["approved"]:
        message = tk._("You sent this app; somebody else has to approve it.")
        raise tk.ValidationError({"id": [message]})
    apps.decide(use, data_dict["approved"], person.id)
    model.repo.commit()
    return _use(context, use, app, person.id)


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_app_list)
def openindex_app_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Apps that use a dataset, or that wait for a decision.

    :param id: id or name of a dataset; only with ``waiting`` it may be empty, for all
    :param waiting: those that nobody has decided on: one's own, and those for datasets that one may
        change (default false: those that were approved, for everybody)
    :param limit: at most 100 (default 20)
    :param offset: how many to pass over (default 0)

    :returns: ``count`` and ``results``: each with ``id``, ``title``, ``url``, ``text``,
        ``created``, ``dataset_id``, ``dataset`` (``name`` and ``title``, None where one may not see
        it any more), ``approved`` (None: undecided), ``decided`` and ``own``
    """
    tk.check_access("openindex_app_list", context, data_dict)
    dataset_id, asked = "", (data_dict["limit"], data_dict["offset"])
    if data_dict["id"] or not data_dict["waiting"]:
        _, dataset_id = subject.named(context, {**data_dict, "kind": "dataset"})
    if data_dict["waiting"]:
        mine = speaking.person(context).id
        reader = whose.Reader(mine, speaking.departments(context))
        count, rows = apps.waiting(reader, dataset_id, *asked)
    else:
        person = model.User.get(context.get("user") or "")
        mine = person.id if person else ""
        count, rows = apps.approved(dataset_id, *asked)
    return {"count": count, "results": [_use(context, use, app, mine) for use, app in rows]}


def _app(row: AppRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "url": row.url,
        "text": row.text,
        "created": row.created.isoformat(),
    }


def _use(context: Context, use: AppUseRow, app: AppRow, user_id: str) -> dict[str, Any]:
    return {
        **_app(app),
        "dataset_id": use.dataset_id,
        "dataset": speaking.dataset(context, use.dataset_id),
        "approved": use.approved,
        "decided": use.decided.isoformat() if use.decided else None,
        "own": app.user_id == user_id,
    }

"""A dataset that another platform pushes: created, updated or withdrawn."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.govopen.adapters.receiving import Pushed, receive
from ckanext.govopen.logic.schema import receive as schema
from govopen_common.problem import Rejected


@tk.validate_action_data(schema.govopen_dataset_receive)
def govopen_dataset_receive(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write what a platform pushed. The same push twice changes nothing the second time.

    :param source: who pushed: the requester's id
    :param action: ``create``, ``update`` or ``withdraw``; create and update both make the dataset
        what was sent, whether it was there or not
    :param id: the record's identifier at the sender
    :param organization: name, title or unified social credit code of an existing department
    :param dataset: the dataset's fields, with ``elements`` and ``resources``
    :param reason: why it is withdrawn
    :returns: ``{"action": create | update | withdraw | none, "id", "name", "res_code"}``
    """
    tk.check_access("govopen_dataset_receive", context, data_dict)
    pushed = Pushed(**{name: data_dict[name] for name in Pushed.__dataclass_fields__})
    try:
        action, package_id = receive(pushed, str(context["user"]))
    except Rejected as rejected:
        model.Session.rollback()
        context["govopen_problems"] = list(rejected.problems)  # type: ignore[typeddict-unknown-key]
        if any(problem.code == "unknown-record" for problem in rejected.problems):
            raise tk.ObjectNotFound(rejected.problems[0].en) from rejected
        errors = {p.field: [f"{p.zh} / {p.en}"] for p in rejected.problems}
        raise tk.ValidationError(errors) from rejected  # type: ignore[arg-type]
    package = model.Package.get(package_id)
    extras = (package.extras or {}) if package else {}
    return {
        "action": action,
        "id": package_id,
        "name": package.name if package else "",
        "res_code": extras.get("res_code", ""),
    }

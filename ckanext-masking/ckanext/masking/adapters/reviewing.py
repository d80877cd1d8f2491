"""What a reviewer sees of an upload, and the check of what he decides."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckanext.masking.domain.formats.base import APART
from ckanext.masking.domain.gate import states
from ckanext.masking.domain.policy.model import CLEAR, Action
from ckanext.masking.domain.review import choices
from ckanext.masking.domain.review.memory import left_clear
from ckanext.masking.domain.review.preview import preview
from ckanext.masking.model import MaskingUpload
from sqlalchemy.orm import aliased

from . import auditing, decisions, keys, ledger, quarantine
from .telling import upload_dict


def waiting(user: str, limit: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """How many uploads wait for a review by ``user`` (a name), and a page, the oldest first."""
    query = _of(user, "admin").where(MaskingUpload.state == states.REVIEW)
    return _page(query, MaskingUpload.number, limit, offset)


def sent(user: str, limit: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """What ``user`` (a name) handed in and is not published, or was sent back; the newest first.

    What a later file took the place of is left out.
    """
    table, later = MaskingUpload, aliased(MaskingUpload)
    sender = sa.select(model.User.id).where(model.User.name == user).scalar_subquery()
    overtaken = sa.exists().where(
        later.resource_id == table.resource_id,
        later.kind == table.kind,
        later.number > table.number,
    )
    query = _of(user, "update_dataset").where(
        table.user_id == sender,
        sa.or_(table.state.in_(states.OPEN), sa.and_(table.state == states.RETURNED, ~overtaken)),
    )
    return _page(query, table.number.desc(), limit, offset)


def _of(user: str, permission: str) -> Any:
    """Uploads of files that are there, of departments in which ``user`` has a permission."""
    table, package, resource = MaskingUpload, model.Package, model.Resource
    query = (
        sa.select(table, package, resource.name.label("resource_name"))
        .join(package, package.id == table.package_id)
        .join(resource, resource.id == table.resource_id)
        .where(package.state != "deleted", resource.state == "active")
    )
    if authz.is_sysadmin(user):
        return query
    return query.where(package.owner_org.in_(administered(user, permission)))


def _page(query: Any, order: Any, limit: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(query.subquery()))
    rows = model.Session.execute(query.order_by(order).limit(limit).offset(offset))
    return int(count or 0), [_waiting(row) for row in rows]


def administered(user: str, permission: str = "admin") -> list[str]:
    """Ids of the departments that a user administers, those below them too; or in which he has
    another ``permission``."""
    found = tk.get_action("organization_list_for_user")(
        {"user": user}, {"id": user, "permission": permission}
    )
    return [one["id"] for one in found]


def _waiting(row: Any) -> dict[str, Any]:
    upload: MaskingUpload = row.MaskingUpload
    return {
        "id": str(upload.id),
        "package_id": str(upload.package_id),
        "title": row.Package.title or row.Package.name,
        "department": row.Package.owner_org,
        "resource_id": str(upload.resource_id),
        "resource": row.resource_name or str(upload.name),
        "name": str(upload.name),
        "kind": str(upload.kind),
        "state": str(upload.state),
        "problem": upload.problem,
        "reason": str(upload.decision.get("reason") or ""),
        "user": user_name(str(upload.user_id)),
        "created": upload.created.isoformat(),
    }


def shown(row: MaskingUpload, *, raw: bool, user_id: str) -> dict[str, Any]:
    """An upload with its sample: the raw side only where ``raw`` says so, and written down."""
    sample = _raw_sample(row, user_id) if raw else _masked_sample(row)
    return {
        **upload_dict(row),
        "sample": sample,
        "user": user_name(str(row.user_id)),
        "choices": offered(),
    }


def offered() -> list[dict[str, Any]]:
    """What may be chosen for a column: ``id``, names, ``operator`` (None: as the policy says)."""
    return [
        {
            "id": one.id,
            "zh": one.zh,
            "en": one.en,
            "operator": one.action.operator if one.action else None,
            "parameters": dict(one.action.parameters) if one.action else {},
        }
        for one in choices.offered(keyed=keys.master() is not None)
    ]


def original(upload_id: str, user_id: str) -> BinaryIO | None:
    """The file that somebody decides on, clear, after that is written down; None without it."""
    row = ledger.get(upload_id)
    if row is None or not quarantine.has_original(upload_id):
        return None
    auditing.write_review(row, user_id, [], 0)
    return quarantine.open_original(upload_id)


def previewed(
    row: MaskingUpload, columns: Sequence[Mapping[str, Any]], user_id: str
) -> dict[str, Any]:
    """The sample with other operators in some columns, both sides; written down."""
    return preview(
        _raw_sample(row, user_id),
        decisions.chosen({"columns": columns}),
        keys.of_dataset(str(row.package_id)),
        row.created.date(),
    )


def checked(row: MaskingUpload, columns: object) -> list[dict[str, Any]]:
    """The columns of a decision. Raises ValidationError that names what is wrong with which."""
    if isinstance(columns, str):
        columns = _parsed(columns)
    if not isinstance(columns, list):
        raise _refused("columns", tk._("This must be a list of columns."))
    places = {
        (str(table["table"]), int(column["place"]))
        for table in row.findings.get("tables") or ()
        for column in table["columns"]
        if column["kind"] not in APART
    }
    return [_checked(n, one, places) for n, one in enumerate(columns)]


def need_reason(row: MaskingUpload, columns: Sequence[Mapping[str, Any]], given: Any) -> None:
    """Raises ValidationError when something that was found is to be published without a reason, or
    a file that cannot be masked without a word that somebody answers for it."""
    keeps = bool(given.get("keep_suspects") or given.get("as_it_is"))
    clear = left_clear(row.findings, columns)
    if row.findings.get("held") and not given.get("as_it_is"):
        message = tk._("This file cannot be masked. Publish it unchanged, or send it back.")
        raise _refused("as_it_is", message)
    if (keeps or clear) and not given.get("reason"):
        message = tk._("Say why what was found may be published as it is.")
        raise _refused("reason", message)


def user_name(user_id: str) -> str:
    """The name to show of a user; "" for nobody."""
    user = model.User.get(user_id) if user_id else None
    return str(user.display_name) if user else ""


def _raw_sample(row: MaskingUpload, user_id: str) -> dict[str, Any]:
    """Both sides of the sample, after it is written down who is shown them."""
    sample = _sample(row)
    for table in sample["tables"]:
        names = [one["name"] for one in table["columns"]]
        auditing.write_review(row, user_id, names, len(table["rows"]))
    return sample


def _masked_sample(row: MaskingUpload) -> dict[str, Any]:
    sample = _sample(row)
    for table in sample["tables"]:
        for one in table["rows"]:
            del one["before"]
    return sample


def _sample(row: MaskingUpload) -> dict[str, Any]:
    text = quarantine.read_sample(str(row.id))
    return json.loads(text) if text else {"tables": []}


def _parsed(columns: str) -> Any:
    try:
        return json.loads(columns)
    except ValueError:
        return None


def _checked(number: int, one: Any, places: set[tuple[str, int]]) -> dict[str, Any]:
    field = f"columns[{number}]"
    try:
        place = (str(one["table"]), int(one["place"]))
        action = Action(str(one["operator"]), dict(one.get("parameters") or {}))
    except (TypeError, KeyError, ValueError, AttributeError):
        message = tk._("A column needs table, place and operator.")
        raise _refused(field, message) from None
    if place not in places:
        raise _refused(field, tk._("The file has no such column."))
    problems = choices.check(action.operator, action.parameters, field)
    if problems:
        language = str(tk.h.lang())
        raise _refused(field, *(problem.text(language) for problem in problems))
    if action.operator != CLEAR.operator and action.operator in _keyed() and not keys.master():
        raise _refused(field, tk._("This needs the master key, which the site does not have."))
    return {
        "table": place[0],
        "place": place[1],
        "operator": action.operator,
        "parameters": dict(action.parameters),
    }


def _keyed() -> set[str]:
    from ckanext.masking.domain.operators import registry

    return {name for name, operator in registry().items() if operator.keyed}


def _refused(field: str, *messages: str) -> tk.ValidationError:
    return tk.ValidationError({field: list(messages)})

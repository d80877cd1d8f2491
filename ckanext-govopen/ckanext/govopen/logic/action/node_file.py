"""The catalogue tree out to Excel or CSV, and back in."""

from __future__ import annotations

import base64
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.types import Context
from ckanext.govopen.adapters import authority, catalogue, nodes, tree_edits, tree_files
from ckanext.govopen.adapters.reindex import reindex
from ckanext.govopen.domain.tree import Node, Tree
from ckanext.govopen.domain.tree_rows import Maker, Plan, plan_import, to_rows
from ckanext.govopen.logic.refusal import all_or_nothing, language
from ckanext.govopen.logic.schema import node as schema
from govopen_common.problem import Problem

SHEET_OFFSET = 1  # the header stands in the sheet's first line


@tk.validate_action_data(schema.govopen_node_import)
def govopen_node_import(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Add, rename, move and retire nodes from an Excel or CSV file.

    Nodes are known by their code; an empty code makes a new node, and nodes that the file leaves
    out stay. Nothing is changed while any row is wrong, unless ``partial``.

    :param upload: the file (multipart), or its content as base64 text
    :param partial: import the good rows although others cannot be read; rows that one may not
        write, or that retire a node in use, always stop the whole file
    :returns: ``{"changed": n, "stored": bool, "problems": [{row, column, message}]}``
    """
    tk.check_access("govopen_node_import", context, data_dict)
    with all_or_nothing():
        rows = tree_files.read(_content(data_dict["upload"]))
        tree = tree_edits.read(lock=True)
        old = dict(tree.nodes)
        plan = plan_import(tree, rows, _maker(tree))
        refused = [*_not_allowed(context, old, plan), *_not_empty(old, plan)]
        plan.problems.extend(refused)
        if refused or (plan.problems and not data_dict["partial"]):
            model.Session.rollback()
            return _report(plan, stored=False)
        tree_edits.store(plan.changed)
        moved = [n.id for n in plan.changed if n.id in old and n.parent_id != old[n.id].parent_id]
        moved += [below.id for each in moved for below in tree.descendants(each)]
        tree_edits.commit()
    reindex(tree_edits.datasets_below(moved))
    return _report(plan, stored=True)


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_node_export)
def govopen_node_export(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The tree, or what is below one node, as a file that the import reads.

    :param id: id or code of the top node (optional)
    :param format: ``csv`` (default), ``xlsx`` or ``rows``
    :returns: ``{"name", "mimetype", "content"}``, content as base64; for ``rows`` ``{"rows"}``
    """
    tk.check_access("govopen_node_export", context, data_dict)
    tree = tree_edits.read()
    top = nodes.standing(data_dict.get("id"))
    if data_dict.get("id"):
        if top is None:
            reference = data_dict["id"]
            raise tk.ObjectNotFound(tk._("Catalogue node not found: {}").format(reference))
        chosen = [*tree.path(top.id), *tree.descendants(top.id)]
        tree = Tree(chosen)
    rows = to_rows(tree, _org_names())
    if data_dict["format"] == "rows":
        return {"rows": rows}
    excel = data_dict["format"] == "xlsx"
    content = tree_files.to_xlsx(rows) if excel else tree_files.to_csv(rows)
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {
        "name": f"catalogue.{data_dict['format']}",
        "mimetype": sheet if excel else "text/csv; charset=utf-8",
        "content": base64.b64encode(content).decode("ascii"),
    }


def _content(upload: Any) -> bytes:
    """The bytes of an upload: werkzeug's, CKAN's, or base64 text."""
    stream = getattr(upload, "stream", None) or upload
    if hasattr(stream, "read"):
        return bytes(stream.read(tree_files.MAX_BYTES + 1))
    try:
        return base64.b64decode(str(upload), validate=True)
    except ValueError as error:
        message = tk._("Send a file, or its content as base64 text")
        raise tk.ValidationError({"upload": [message]}) from error


def _maker(tree: Tree) -> Maker:
    taken = {node.org_id for node in tree.nodes.values()}
    ids = {name: org_id for org_id, name in _org_names().items() if org_id not in taken}
    return Maker(new_id=make_uuid, new_code=catalogue.next_node_code, org_ids=ids)


def _org_names() -> dict[str, str]:
    query = sa.select(model.Group.id, model.Group.name).where(
        model.Group.is_organization.is_(True), model.Group.state == "active"
    )
    return {row.id: row.name for row in model.Session.execute(query)}


def _not_allowed(context: Context, old: dict[str, Node], plan: Plan) -> list[Problem]:
    """Changed nodes that the user does not keep, or that follow their department."""
    user = "" if context.get("ignore_auth") else context.get("user", "")
    everything = bool(context.get("ignore_auth")) or authority.is_authority(user)
    allowed: dict[str | None, bool] = {}
    found: list[Problem] = []
    for node in plan.changed:
        before = old.get(node.id)
        for parent_id in {node.parent_id, before.parent_id if before else node.parent_id}:
            place = parent_id if parent_id in old or parent_id is None else None
            fresh = parent_id is not None and place is None
            if not everything and not fresh and parent_id not in allowed:
                allowed[parent_id] = authority.edits_below(user, parent_id)
            if not everything and not fresh and not allowed[parent_id]:
                zh, en = f"无权修改“{node.title}”", f"you may not change “{node.title}”"
                found.append(Problem(f"nodes.{node.code}", "not_allowed", zh, en))
        if before and before.org_id and _place(before) != _place(node):
            zh = f"“{node.title}”随部门信息变动，请修改部门"
            en = f"“{node.title}” follows its department; edit that instead"
            found.append(Problem(f"nodes.{node.code}", "not_allowed", zh, en))
    return found


def _not_empty(old: dict[str, Node], plan: Plan) -> list[Problem]:
    """Nodes to be retired that still hold datasets."""
    zh, en = "其中还有数据，请先移走", "it still holds datasets; move them first"
    return [
        Problem(f"nodes.{node.code}", "has_datasets", f"“{node.title}”{zh}", f"{node.title}: {en}")
        for node in plan.changed
        if node.state == "retired"
        and old[node.id].state == "active"
        and tree_edits.holds_datasets(node.id)
    ]


def _place(node: Node) -> tuple[str, str | None]:
    return node.title, node.parent_id


def _report(plan: Plan, *, stored: bool) -> dict[str, Any]:
    problems = []
    for problem in plan.problems:
        where, _, rest = problem.field.partition(".")
        number, _, column = rest.partition(".")
        row = int(number) + SHEET_OFFSET if where == "rows" and number.isdecimal() else None
        problems.append(
            {
                "row": row,
                "column": column or (number if where == "nodes" else where),
                "code": problem.code,
                "message": problem.text(language()),
            }
        )
    changed = len({node.id for node in plan.changed}) if stored else 0
    return {"changed": changed, "stored": stored, "problems": problems}

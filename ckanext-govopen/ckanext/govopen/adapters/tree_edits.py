"""The whole catalogue tree for edits: read under a lock, changed by the domain, stored."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from ckan import model
from ckanext.govopen.domain.tree import Node as TreeNode
from ckanext.govopen.domain.tree import Tree
from ckanext.govopen.model import Node
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert

from . import nodes

#: Any number that no other advisory lock of the database uses: "govopen" as bytes.
LOCK = int.from_bytes(b"govopen", "big")


def read(*, lock: bool = False) -> Tree:
    """All nodes; with ``lock`` nobody else edits the tree until this transaction ends."""
    if lock:
        model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    rows = model.Session.execute(sa.select(*(getattr(Node, name) for name in nodes.FIELDS)))
    return Tree(TreeNode(**row._mapping) for row in rows)


def store(changed: Iterable[TreeNode]) -> None:
    """Write nodes that an edit changed or made; the caller commits."""
    rows = {node.id: {name: getattr(node, name) for name in nodes.FIELDS} for node in changed}
    for row in rows.values():
        values = {name: value for name, value in row.items() if name != "id"}
        values["modified"] = sa.func.now()
        statement = insert(Node).values(**row)
        model.Session.execute(
            statement.on_conflict_do_update(index_elements=[Node.id], set_=values)
        )


def commit() -> None:
    """End the edit: everybody sees it from now on."""
    model.Session.commit()
    model.Session.expire_all()
    nodes.changed()


def datasets_below(node_ids: Iterable[str]) -> list[str]:
    """Ids of the datasets, not deleted, whose home or compiled place is one of these nodes."""
    chosen = list(node_ids)
    if not chosen:
        return []
    extra = model.package_table.c.extras
    homes = sa.select(Node.code).where(Node.id.in_(chosen))
    compiled = sa.cast(extra["compiled_into"].astext, JSONB).has_any(
        sa.cast(chosen, ARRAY(sa.Text))
    )
    query = sa.select(model.Package.id).where(
        model.Package.state != "deleted",
        sa.or_(extra["subcatalogue"].astext.in_(homes), compiled),
    )
    return list(model.Session.scalars(query))


def holds_datasets(node_id: str) -> bool:
    """Whether a dataset that is not deleted has its home in this very node."""
    extra = model.package_table.c.extras
    code = sa.select(Node.code).where(Node.id == node_id).scalar_subquery()
    query = sa.select(model.Package.id).where(
        model.Package.state != "deleted", extra["subcatalogue"].astext == code
    )
    return model.Session.scalar(query.limit(1)) is not None


def rehome(old_code: str, new_code: str) -> list[str]:
    """Give every dataset of one sub-catalogue another home; resource codes stay. Returns ids."""
    package = model.package_table
    statement = (
        sa.update(package)
        .where(package.c.extras["subcatalogue"].astext == old_code)
        .values(extras=sa.func.jsonb_set(package.c.extras, "{subcatalogue}", _json(new_code)))
        .returning(package.c.id)
    )
    return list(model.Session.scalars(statement))


def _json(text: str) -> sa.ColumnElement[object]:
    return sa.func.to_jsonb(sa.cast(text, sa.UnicodeText))

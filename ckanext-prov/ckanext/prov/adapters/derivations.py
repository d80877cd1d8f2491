"""What derives from what: checks, and the table of what is declared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone

import sqlalchemy as sa
from ckan import authz, model
from ckanext.prov.domain.changes import Change
from ckanext.prov.domain.record import Entity
from ckanext.prov.model import DerivationRow
from govopen_common.problem import Problem, Rejected

from . import problems
from .reader import Reader

_ANCESTORS = sa.text("""
WITH RECURSIVE up AS (
  SELECT CAST(:start AS text) AS id
  UNION
  SELECT d.source_dataset_id FROM prov_derivation d JOIN up ON d.dataset_id = up.id
  WHERE d.resource_id = '' AND d.source_dataset_id <> ''
)
SELECT 1 FROM up WHERE id = :sought LIMIT 1
""")

_RESOURCE_ANCESTORS = sa.text("""
WITH RECURSIVE up AS (
  SELECT CAST(:start AS text) AS id
  UNION
  SELECT d.source_resource_id FROM prov_derivation d JOIN up ON d.resource_id = up.id
  WHERE d.source_resource_id <> ''
)
SELECT 1 FROM up WHERE id = :sought LIMIT 1
""")


def check(dataset_id: str, sources: Iterable[str], user: str = "") -> None:
    """Raise Rejected unless a dataset may derive from ``sources`` (ids of datasets, resources).

    ``user`` names who says so; without one it is a program, which may name any dataset. A
    source that the user may not see and one that does not exist are refused alike.
    """
    for source in sources:
        package = package_of(source)
        if package is None or not may_read(package.id, user):
            raise Rejected(unknown(source))
        if package.id != dataset_id and leads_to(package.id, dataset_id):
            raise Rejected(cycle(source))


def converted(dataset_id: str, found: Iterable[Change]) -> None:
    """Remember which resources were made from which others, as the resources themselves say.

    Raises ValidationError, which undoes the change of the dataset, for a circle or for a
    resource that is not one of the same dataset.
    """
    for change in found:
        if change.activity != "file_converted":
            continue
        source = str(change.details["source"])
        package = package_of(source)
        with problems.refusing():
            if package is None or package.id != dataset_id:
                raise Rejected(unknown(source))
            declare(_row(dataset_id, change.resource_id, dataset_id, source))


def declare(row: DerivationRow) -> bool:
    """Add a declaration, unless it is there already. Raises Rejected for a circle."""
    lock()
    if same(row) is not None:
        return False
    source = row.source_resource_id or row.source_dataset_id
    if row.resource_id and row.source_resource_id:
        if resource_leads_to(row.source_resource_id, row.resource_id):
            raise Rejected(cycle(source))
    elif row.source_dataset_id and leads_to(row.source_dataset_id, row.dataset_id):
        raise Rejected(cycle(source))
    model.Session.add(row)
    model.Session.flush([row])
    return True


def _row(dataset_id: str, resource_id: str, source_dataset: str, source: str) -> DerivationRow:
    return DerivationRow(
        dataset_id=dataset_id,
        resource_id=resource_id,
        source_dataset_id=source_dataset,
        source_resource_id=source,
        source_iri="",
        note="",
        made=datetime.now(timezone.utc),
    )


def package_of(reference: str) -> model.Package | None:
    """The dataset with this id or name, or the one of the resource with this id."""
    package = model.Package.get(reference)
    if package is not None:
        return package
    resource = model.Session.get(model.Resource, reference)
    return None if resource is None or resource.state != "active" else resource.package


def may_read(dataset_id: str, user: str) -> bool:
    """Whether ``user`` (a name; empty for a program) may see a dataset."""
    if not user:
        return True
    known = {"user": user, "auth_user_obj": model.User.get(user)}
    return bool(authz.is_authorized("package_show", known, {"id": dataset_id})["success"])  # type: ignore[arg-type]


def leads_to(dataset_id: str, sought: str) -> bool:
    """Whether ``sought`` is among what a dataset derives from, however far back, or it itself."""
    given = {"start": dataset_id, "sought": sought}
    return model.Session.execute(_ANCESTORS, given).first() is not None


def resource_leads_to(resource_id: str, sought: str) -> bool:
    """The same for files: whether ``sought`` is among what a resource was made from."""
    given = {"start": resource_id, "sought": sought}
    return model.Session.execute(_RESOURCE_ANCESTORS, given).first() is not None


def lock() -> None:
    """Let nobody else declare a derivation until the transaction ends: two at once could close
    a circle that neither sees."""
    model.Session.execute(sa.text("LOCK TABLE prov_derivation IN SHARE ROW EXCLUSIVE MODE"))


def same(row: DerivationRow) -> DerivationRow | None:
    """The declaration that says what ``row`` says, if it was made before."""
    names = (
        "dataset_id", "resource_id", "source_dataset_id", "source_resource_id", "source_iri",
    )  # fmt: skip
    query = sa.select(DerivationRow).where(
        *(getattr(DerivationRow, name) == getattr(row, name) for name in names)
    )
    return model.Session.scalar(query)


def unknown(source: str) -> Problem:
    return Problem(
        "source",
        "not_found",
        f"没有可引用的来源 {source}；请填写您能查看的数据集或资源的编号",
        f"There is no source {source} to refer to; give the id of a dataset or resource you see",
    )


def cycle(source: str) -> Problem:
    return Problem(
        "source",
        "cycle",
        f"{source} 本身衍生自此数据，来源关系不能成环；请先撤销相反的声明",
        f"{source} itself derives from this, and derivation may not run in a circle; "
        "take back the opposite statement first",
    )


def products(dataset_id: str) -> list[DerivationRow]:
    """What was declared to derive from a dataset or its files, elsewhere."""
    query = sa.select(DerivationRow).where(
        DerivationRow.source_dataset_id == dataset_id, DerivationRow.dataset_id != dataset_id
    )
    return list(model.Session.scalars(query.order_by(DerivationRow.made, DerivationRow.id)))


def source_shows(row: DerivationRow, reader: Reader) -> bool:
    """Whether the reader may see what something derives from."""
    return not row.source_dataset_id or reader.sees(row.source_dataset_id)


def source_entity(row: DerivationRow) -> Entity:
    """The source in the terms of the log; something elsewhere is a record under its IRI."""
    if row.source_resource_id:
        return Entity("resource", row.source_resource_id)
    if row.source_dataset_id:
        return Entity("dataset", row.source_dataset_id)
    return Entity("record", row.source_iri)


def as_dict(row: DerivationRow) -> dict[str, str]:
    """A declaration as actions give it."""
    return {
        "id": row.id,
        "dataset_id": row.dataset_id,
        "resource_id": row.resource_id,
        "source_dataset_id": row.source_dataset_id,
        "source_resource_id": row.source_resource_id,
        "source_iri": row.source_iri,
        "note": row.note,
        "made": row.made.isoformat(),
    }

"""Writes many datasets in one transaction and one request to Solr, by the rules of the form.

``package_create`` spends its time on a Solr commit, a database commit and a second reading of
each dataset. Here validation (the dataset form's own schema), model, search document and plugin
hooks are CKAN's; only the commits are shared by a batch:

    batch = Batch(user)
    outcomes = [batch.save(draft) for draft in drafts]
    batch.commit()      # one database transaction
    batch.index()       # one request to Solr

Each dataset is written within a savepoint, so one that fails leaves the others alone. Plugins
hear of every dataset as from ``package_create``: IPackageController's ``create``, ``edit``,
``after_dataset_create``, ``after_dataset_update`` and IDomainObjectModification, within the
transaction. The signal ``action_succeeded`` of the two actions is not sent; activities are
recorded by :mod:`.bulk_activity` instead.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckan.lib import uploader
from ckan.lib.dictization import model_save
from ckan.types import Context
from govopen_common.problem import Problem

from . import (
    bulk_activity,
    bulk_form,
    bulk_free,
    bulk_index,
    bulk_language,
    bulk_new,
    bulk_problems,
    bulk_tags,
    elements,
)
from .bulk_read import Shown, shown

log = logging.getLogger(__name__)

Action = Literal["create", "update", "none"]
Then = Callable[["Saved"], None]
"""Called within the savepoint of the dataset; when it raises, the dataset is not written."""


@dataclass(frozen=True)
class Draft:
    """A dataset to be: ``data`` as for ``package_create``, or ``package_update`` when it has an id
    of a dataset that exists. ``new_id`` is the id a new dataset gets.

    ``hints`` go into the validators' context.
    """

    data: dict[str, Any]
    new_id: str | None = None
    hints: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """What became of a draft: the dataset's id and validated dict, or the problems."""

    action: Action
    package_id: str = ""
    dataset: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return bool(self.problems)


class Batch:
    """Datasets written together on behalf of ``user`` (a user name)."""

    def __init__(self, user: str):
        self.user = user
        self.changed: list[str] = []
        self._user_id = bulk_activity.user_id(user)
        self._tags = bulk_tags.Tags()
        self._free = bulk_free.Free()
        self._shown: dict[str, Shown] = {}
        self._activities: list[bulk_activity.Entry] = []
        self._form = bulk_form.Form("dataset")

    def prepare(self, drafts: Collection[Draft]) -> None:
        """Read at once what saving these drafts would ask for one by one; changes nothing."""
        if not drafts:
            return
        datasets = [draft.data for draft in drafts]
        elements.prepare(row for data in datasets for row in data.get("elements") or ())
        named = [str(data.get("tag_string") or "").split(",") for data in datasets]
        self._free.prepare(datasets, [draft.new_id for draft in drafts if draft.new_id])
        self._tags.prepare(name.strip() for names in named for name in names)

    def save(self, draft: Draft, then: Then | None = None, *, dry: bool = False) -> Saved:
        """Check and write one dataset; ``dry`` only checks. Never raises for what it is given."""
        package = model.Package.get(draft.data["id"]) if draft.data.get("id") else None
        context = self._context(package, draft)
        context["govopen_dry"] = dry  # type: ignore[typeddict-unknown-key]
        uploads = _uploads(draft.data)
        validated, problems = self._validate(context, draft.data, package)
        if problems or dry:
            action: Action = "none" if problems else "update" if package else "create"
            return Saved(action, package.id if package else "", validated, problems)
        try:
            saved = self._write(context, validated, draft, uploads, then)
        except Exception as error:
            log.exception("dataset %r was not written", draft.data.get("title"))
            return Saved("none", problems=[bulk_problems.unexpected(error)])
        if saved.action != "none":
            self.changed.append(saved.package_id)
        return saved

    def patch(self, package_id: str, extras: dict[str, str], then: Then | None = None) -> Saved:
        """Set stored fields of a dataset whatever its other faults; an empty value takes one out.

        For what the catalogue itself decides, as that a dataset is withdrawn.
        """
        package = model.Package.get(package_id)
        if package is None or package.state != "active":
            return Saved("none")
        kept = {key: value for key, value in (package.extras or {}).items() if key not in extras}
        merged = {**kept, **{key: value for key, value in extras.items() if value}}
        if merged == package.extras:
            return Saved("none", package_id)
        context = self._context(package, Draft({"id": package_id}))
        with model.Session.begin_nested():
            package.extras = merged
            package.metadata_modified = datetime.utcnow()
            model.Session.flush()
            dataset = shown([package_id])[package_id][1]
            self._tell_plugins(package, context, dataset, "update")
            saved = Saved("update", package_id, dataset)
            if then:
                then(saved)
        self._activities.append(bulk_activity.Entry(package, "update"))
        self.changed.append(package_id)
        return saved

    def commit(self) -> None:
        """Make everything saved so far permanent."""
        self._shown |= shown(self.changed)
        bulk_activity.record(self._activities, self._user_id, self.user, self._shown)
        self._activities = []
        model.Session.commit()

    def index(self) -> dict[str, str]:
        """Send what was committed to Solr in one request; it may be sent again without harm.

        Ids of datasets that Solr refuses, with the reason.
        """
        refused = bulk_index.send(self.changed, self._shown)
        self.changed, self._shown = [], {}
        return refused

    def _context(self, package: model.Package | None, draft: Draft) -> Context:
        context: dict[str, Any] = {
            "user": self.user,
            "ignore_auth": True,
            "session": model.Session,
            "defer_commit": True,
            "govopen_reserved": self._free.codes,
            "govopen_free_titles": self._free.titles,
            "govopen_free_names": self._free.names,
            "govopen_departments": self._free.departments,
            **draft.hints,
        }
        if package is not None:
            context["package"] = package
        return context  # type: ignore[return-value]

    def _validate(
        self, context: Context, data: dict[str, Any], package: model.Package | None
    ) -> tuple[dict[str, Any], list[Problem]]:
        plugin = self._form.plugin
        action = "package_update" if package else "package_create"

        def validate() -> tuple[dict[str, Any], dict[str, Any]]:
            schema = plugin.update_package_schema() if package else plugin.create_package_schema()
            typed = {**data, "type": "dataset"}
            return self._form.validate(context, typed, schema, action)

        validated, errors = validate()
        return validated, bulk_language.problems(errors, lambda: validate()[1])

    def _write(
        self,
        context: Context,
        validated: dict[str, Any],
        draft: Draft,
        uploads: list[Any],
        then: Then | None,
    ) -> Saved:
        if draft.new_id and "package" not in context:
            validated["id"] = draft.new_id
        self._tags.identify(validated.get("tags") or [])
        with model.Session.begin_nested():
            package, change = self._save_model(context, validated)
            self._free.taken(package)
            if change is None:
                return Saved("none", package.id, validated)
            if change == "update":
                package.metadata_modified = datetime.utcnow()
            else:
                package.creator_user_id = self._user_id
            self._put_in_organization(package, new=change == "create")
            model.Session.flush()
            self._name_resources(package, validated, uploads)
            self._tell_plugins(package, context, validated, change)
            saved = Saved(change, package.id, validated)
            if then:
                then(saved)
        self._activities.append(bulk_activity.Entry(package, change))
        return saved

    def _save_model(
        self, context: Context, validated: dict[str, Any]
    ) -> tuple[model.Package, Literal["create", "update"] | None]:
        if bulk_new.is_plain(validated, self._free):
            return bulk_new.save(validated, context), "create"
        return model_save.package_dict_save(validated, context)

    def _put_in_organization(self, package: model.Package, *, new: bool) -> None:
        """As ``package_owner_org_update``: exactly one active membership, in the owner."""
        if new:
            bulk_new.join(package)
            return
        query = sa.select(model.Member).where(
            model.Member.table_id == package.id, model.Member.capacity == "organization"
        )
        members = model.Session.scalars(query).all()
        for member in members:
            member.state = "active" if member.group_id == package.owner_org else "deleted"
        if package.owner_org not in [member.group_id for member in members]:
            model.Session.add(
                model.Member(
                    table_id=package.id,
                    table_name="package",
                    group_id=package.owner_org,
                    capacity="organization",
                    state="active",
                )
            )

    def _name_resources(
        self, package: model.Package, validated: dict[str, Any], uploads: list[Any]
    ) -> None:
        validated["id"] = package.id
        limit = uploader.get_max_resource_size()
        resources = validated.get("resources") or []
        for row, resource, upload in zip(resources, package.resources, uploads, strict=False):
            row["id"] = resource.id
            if upload is not None:
                upload.upload(resource.id, limit)

    def _tell_plugins(
        self, package: model.Package, context: Context, validated: dict[str, Any], change: str
    ) -> None:
        for plugin in p.PluginImplementations(p.IPackageController):
            if change == "create":
                plugin.create(package)
                plugin.after_dataset_create(context, validated)
            else:
                plugin.edit(package)
                plugin.after_dataset_update(context, validated)


def _uploads(data: dict[str, Any]) -> list[Any]:
    """The uploader of each resource that brings a file; fills in its address, type and size."""
    found: list[Any] = []
    for resource in data.get("resources") or []:
        if not resource.get("upload"):
            found.append(None)
            continue
        upload = uploader.get_resource_uploader(resource)
        resource.setdefault("mimetype", getattr(upload, "mimetype", None))
        resource["size"] = getattr(upload, "filesize", None)
        found.append(upload)
    return found

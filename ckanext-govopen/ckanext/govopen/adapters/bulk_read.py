"""Reads many datasets at once, each as ``package_show`` gives it to the search index.

CKAN reads a dataset with seven queries and validates it in two schemas, every extra a key of its
own. Here a batch is read with seven queries, and what the schemas leave as it is does not go
through them. ``tests/integration/govopen/test_bulk_read.py`` holds both readings equal.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib import dictization
from ckan.lib.dictization import model_dictize
from ckan.logic import (
    apply_after_dataset_show_plugins,
    package_show_default_and_custom_schemas,
    schema,
)
from ckan.types import Context

from .bulk_form import Form
from .bulk_navl import validate

Shown = tuple[dict[str, Any], dict[str, Any]]
"""A dataset as the default schema and as the site's own schema show it."""
Rows = Mapping[str, list[dict[str, Any]]]

_OURS: Final = "ckanext.govopen."
_PACKAGE: Final = "_package"


def shown(package_ids: Collection[str]) -> dict[str, Shown]:
    """The datasets with these ids, by id; those that are not there are left out."""
    if not package_ids:  # as for the index, when the batch holds all that it wrote
        return {}
    query = sa.select(model.Package).where(model.Package.id.in_(package_ids))
    packages = list(model.Session.scalars(query))
    if not _plain():
        context = Context(ignore_auth=True)
        return {
            one.id: package_show_default_and_custom_schemas(context, one.id) for one in packages
        }
    around = _Around(packages)
    return {one.id: _shown(one, around) for one in packages}


def _plain() -> bool:
    """Whether no other extension puts something of its own before or behind ``package_show``."""
    for plugin in p.PluginImplementations(p.IActions):
        action = plugin.get_actions().get("package_show")
        if action is not None and not action.__module__.startswith(_OURS):
            return False
    return True


class _Around:
    """What lies in other tables than the datasets' own, read for all of them."""

    def __init__(self, packages: Collection[model.Package]) -> None:
        ids = [one.id for one in packages]
        owners = {one.owner_org for one in packages if one.owner_org}
        package_tag, tag, member = model.package_tag_table, model.tag_table, model.member_table
        group, relation = model.group_table, model.package_relationship_table
        self.resources: dict[str, list[Any]] = defaultdict(list)
        resource = model.resource_table
        for row in model.Session.execute(sa.select(resource).where(resource.c.package_id.in_(ids))):
            self.resources[row.package_id].append(row)
        self.tags = _by_package(
            sa.select(tag, package_tag.c.state, package_tag.c.package_id.label(_PACKAGE))
            .join(package_tag, tag.c.id == package_tag.c.tag_id)
            .where(package_tag.c.package_id.in_(ids))
        )
        self.in_groups = set(
            model.Session.scalars(
                sa.select(member.c.table_id)
                .join(group, group.c.id == member.c.group_id)
                .where(
                    member.c.table_id.in_(ids),
                    member.c.state == "active",
                    group.c.is_organization.is_(False),
                )
            )
        )
        organizations = sa.select(group).where(group.c.id.in_(owners), group.c.state == "active")
        self.organizations = {
            row.id: dictization.table_dictize(row, Context())
            for row in model.Session.execute(organizations)
        }
        subject, other = relation.c.subject_package_id, relation.c.object_package_id
        self.as_subject = _by_package(
            sa.select(relation, subject.label(_PACKAGE)).where(subject.in_(ids))
        )
        self.as_object = _by_package(
            sa.select(relation, other.label(_PACKAGE)).where(other.in_(ids))
        )
        types = {one.type or "dataset" for one in packages}
        self.forms = {name: Form(name) for name in types}
        self.plain_fields = {name: _plain_fields(name) for name in types}
        self.plain_rows = {name: _plain_rows(name) for name in types}


def _plain_fields(package_type: str) -> frozenset[str]:
    """Fields of a dataset form that have one value, not rows of their own."""
    form = tk.h.scheming_get_dataset_schema(package_type) or {}
    return frozenset(
        each["field_name"]
        for each in form.get("dataset_fields", ())
        if "repeating_subfields" not in each
    )


def _plain_rows(package_type: str) -> dict[str, frozenset[str]]:
    """Fields of a dataset form that have rows which it shows as they are stored, and what a row
    may hold."""
    form = tk.h.scheming_get_dataset_schema(package_type) or {}
    found: dict[str, frozenset[str]] = {}
    for field in form.get("dataset_fields", ()):
        parts = field.get("repeating_subfields", ())
        changed = any("output_validators" in one or "repeating_subfields" in one for one in parts)
        if parts and not changed and "output_validators" not in field:
            found[field["field_name"]] = frozenset(one["field_name"] for one in parts)
    return found


def _by_package(query: sa.Select[Any]) -> Rows:
    """Active rows as dicts, by the dataset they belong to."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in model.Session.execute(query):
        made = dictization.table_dictize(row, Context())
        package_id = made.pop(_PACKAGE)
        if made["state"] == "active":
            found[package_id].append(made)
    return found


def _shown(package: model.Package, around: _Around) -> Shown:
    context = Context(ignore_auth=True, use_cache=False, validate=False)
    context["session"], context["package"] = model.Session, package
    if package.id in around.in_groups:  # as groups are shown is long to tell, and they are rare
        return package_show_default_and_custom_schemas(Context(ignore_auth=True), package.id)
    dictized = _dictized(package, around, context)
    for plugin in p.PluginImplementations(p.IPackageController):
        plugin.read(package)
    for plugin in p.PluginImplementations(p.IResourceController):
        for resource in dictized["resources"]:
            plugin.before_resource_show(resource)
    form = around.forms[dictized["type"]]
    custom = _custom(dictized, form, around, context)
    default = _default(dictized, context)
    apply_after_dataset_show_plugins(context, custom)
    return default, custom


def _dictized(package: model.Package, around: _Around, context: Context) -> dict[str, Any]:
    """As ``model_dictize.package_dictize``."""
    made = dictization.table_dictize(package, context)
    made.pop("plugin_data", None)
    made["title"] = made["title"].strip() if made.get("title") else made.get("title")
    resources = model_dictize.resource_list_dictize(around.resources[package.id], context)
    tags = [{**tag, "display_name": tag["name"]} for tag in around.tags.get(package.id, ())]
    organization = around.organizations.get(package.owner_org)
    if organization:
        organization = {key: value for key, value in organization.items() if key != "extras"}
    licence = package.license
    if licence and licence.url:
        made["license_url"] = licence.url
        made["license_title"] = licence.title.split("::")[-1]
    else:
        made["license_title"] = licence.title if licence else package.license_id
    return made | {
        "resources": resources,
        "num_resources": len(resources),
        "tags": sorted(tags, key=lambda tag: tag["name"]),
        "num_tags": len(tags),
        "extras": [{"key": key, "value": value} for key, value in (package.extras or {}).items()],
        "groups": [],
        "organization": organization,
        "relationships_as_subject": around.as_subject.get(package.id, []),
        "relationships_as_object": around.as_object.get(package.id, []),
        "isopen": package.isopen(),
        "type": package.type or "dataset",
        "metadata_modified": package.metadata_modified.isoformat(),
        "metadata_created": package.metadata_created and package.metadata_created.isoformat(),
    }


def _default(dictized: dict[str, Any], context: Context) -> dict[str, Any]:
    """In CKAN's own schema, which leaves extras and the name as they are."""
    default = schema.default_show_package_schema()
    default["name"] = []
    rest = {key: value for key, value in dictized.items() if key != "extras"}
    made, _ = validate(rest, default, context)
    return made | {"extras": [dict(extra) for extra in dictized["extras"]]}


def _custom(
    dictized: dict[str, Any], form: Form, around: _Around, context: Context
) -> dict[str, Any]:
    """In the schema of the dataset's form. A field that is kept as an extra goes in as the field
    the schema would make of it. Rows that the form shows as they are do not go in at all; others
    are read by the form's plugin."""
    custom = form.plugin.show_package_schema()
    plain = set(around.plain_fields[dictized["type"]]) - custom.keys()
    fields, extras, apart = dict(dictized), [], dict[str, Any]()
    for extra in dictized["extras"]:
        key = extra["key"]
        rows = _rows(extra["value"], around.plain_rows[dictized["type"]].get(key))
        if rows:
            apart[key] = rows
        elif key in plain:
            fields[key] = extra["value"]
        else:
            extras.append(dict(extra))
    made, _ = form.validate(context, fields | {"extras": extras}, custom, "package_show")
    return made | apart


def _rows(stored: str, names: Collection[str] | None) -> list[dict[str, Any]]:
    """Stored rows as the form shows them; none when it may have something to say of one."""
    rows = json.loads(stored) if names and stored else []
    if not all(isinstance(row, dict) and row.keys() <= set(names or ()) for row in rows):
        return []
    return [{key: value for key, value in row.items() if value is not None} for row in rows]

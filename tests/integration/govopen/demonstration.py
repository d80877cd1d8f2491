"""The demonstration catalogue: departments and nodes stored, datasets as dicts.

What the RDF profile reads of the database is departments and nodes; datasets reach it as the dicts
of ``package_show``, so 300 of them need not be written first.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from pathlib import Path
from typing import Any

from ckan import model
from ckanext.govopen.adapters import catalogue, vocabularies
from ckanext.govopen.adapters.http_local import local_file
from ckanext.govopen.domain.harvest import (
    Record,
    Session,
    fetch_record,
    list_pages,
    load_profile,
    map_record,
)

from demo.catalogue import build

NAMESPACE = uuid.UUID("0f6cbb1e-3a2e-4f0e-9a53-1f8b7c0f8a10")
PROFILES = Path(__file__).parents[3] / "schemas" / "profiles"
CODED = ("theme", "service", "data_domain")
KEPT = (
    "title", "notes", "provider_unit", "industry", "grade", "share_type", "open_type",
    "update_cycle", "pub_date", "spatial_text", "temporal_start", "temporal_end", "contact_name",
    "contact_email", "contact_phone",
)  # fmt: skip


def identifier(*parts: object) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


def department(key: str, title: str, extras: dict[str, str]) -> model.Group:
    """Store a department without the detours of an action."""
    group = model.Group(name=f"dept-{key}", title=title, type="organization", is_organization=True)
    group.extras = extras
    group.id = identifier("department", key)
    group.approval_status = "approved"
    model.Session.add(group)
    return group


def datasets() -> list[dict[str, Any]]:
    """Store the departments and nodes; return the datasets."""
    built = build().to_dict()
    departments = {
        row["key"]: department(
            row["key"],
            row["title"],
            {key: row[key] or "" for key in ("uscc", "org_class", "division_code")}
            | ({"parent_org": f"dept-{row['parent']}"} if row["parent"] else {}),
        )
        for row in built["departments"]
    }
    model.Session.commit()
    elements = {row["name"]: {**row, "n": n} for n, row in enumerate(built["elements"], start=1)}
    return [dataset(row, departments[row["department"]], elements) for row in built["datasets"]]


def dataset(
    row: dict[str, Any], owner: model.Group, elements: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """One demonstration dataset as ``package_show`` gives it."""
    coded = {
        name: found.code if (found := vocabularies.vocabulary(name).find(row[name] or "")) else ""
        for name in CODED
    }
    shown = {
        **{key: str(row[key] or "") for key in KEPT}, **coded,
        "id": identifier("dataset", row["id"]), "name": row["id"], "res_code": row["code"],
        "owner_org": owner.id, "organization": {"id": owner.id, "title": owner.title},
        "division_code": owner.extras["division_code"], "status": "published", "type": "dataset",
        "data_modified": (row["data_modified"] or "")[:10], "license_id": "cc-by",
        "tags": [{"name": tag} for tag in row["tags"]], "extras": [], "language": "zh",
        "metadata_created": "2026-01-01T00:00:00", "metadata_modified": "2026-01-02T00:00:00",
        "subcatalogue": catalogue.ensure_home(owner, coded["theme"] or "01").code,
    }  # fmt: skip
    if row["bbox"]:
        west, south, east, north = row["bbox"]
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        shown["spatial"] = json.dumps({"type": "Polygon", "coordinates": [ring]})
    shown["elements"] = [
        {
            **elements[use["element"]], "is_key": use["is_key"], "nullable": use["nullable"],
            "element_code": f"DE{elements[use['element']]['n']:06d}",
        }
        for use in row["elements"]
    ]  # fmt: skip
    files = [{**file, "kind": "file", "url": f"http://test.ckan.net/{file['name']}", "size": 10,
              "hash": "a" * 64} for file in row["files"]]  # fmt: skip
    apis = [{**api, "kind": "api", "url": "http://test.ckan.net/api", "format": "JSON"}
            for api in row["apis"]]  # fmt: skip
    shown["resources"] = [
        {**item, "id": identifier(row["id"], n), "package_id": shown["id"],
         "name": item.get("title") or row["title"], "created": "2026-01-01T00:00:00"}
        for n, item in enumerate(files + apis)
    ]  # fmt: skip
    return shown


def real_datasets(paths: list[Path]) -> list[dict[str, Any]]:
    """The records of real catalogue files, mapped by their profile."""
    profile = load_profile(PROFILES / "jsonlines.yaml")
    shown = []
    for path in paths:
        source = Session(profile, path.as_uri(), local_file(path))
        for page in list_pages(source):
            for item in page.items:
                raw = fetch_record(source, item)
                record = map_record(profile, raw, _code, url=source.url)
                shown.append(_real(path.stem, record))
    return shown


def _code(name: str, text: str) -> str | None:
    found = vocabularies.vocabulary(name).find(text)
    return found.code if found else None


def _real(source: str, record: Record) -> dict[str, Any]:
    fields = {**record.fields}
    title = str(fields.pop("department", None) or source)
    name = hashlib.sha256(f"{source}/{title}".encode()).hexdigest()[:12]
    owner = model.Group.get(f"dept-{name}") or department(name, title, {})
    model.Session.commit()
    made = identifier(source, record.source_record_id)
    tags = [tag for tag in fields.pop("tag_string", "").split(",") if tag]
    return {
        **fields, "id": made, "name": made, "type": "dataset", "status": "published",
        "owner_org": owner.id, "organization": {"id": owner.id, "title": title},
        "tags": [{"name": tag} for tag in tags], "extras": [], "elements": [],
        "subcatalogue": catalogue.ensure_home(owner, fields.get("theme") or "01").code,
        "metadata_created": "2026-01-01T00:00:00", "metadata_modified": "2026-01-02T00:00:00",
        "resources": [
            {**resource, "id": identifier(made, n), "package_id": made}
            for n, resource in enumerate(record.resources)
        ],
    }  # fmt: skip

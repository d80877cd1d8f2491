"""The parts of a dataset's page: badges, files, metadata groups, census, citation, relatives."""

from __future__ import annotations

from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError
from ckanext.govopen import config
from ckanext.govopen.adapters import nodes
from ckanext.govopen.domain.preview import kind_of
from ckanext.govopen.domain.search import document
from ckanext.govopen.domain.search.conditions import FACETS

from . import figures, labels

# Shown in places of their own, or of no use to a reader.
APART = frozenset(
    {"title", "name", "notes", "tag_string", "elements", "spatial", "language", "source_id"}
    | {"source_flags"}
)
GRADE_TONES = {"public": "good", "internal": "warn", "classified": "bad"}
STATUS_TONES = {"withdrawn": "bad", "draft": "quiet", "submitted": "warn"}
OPEN_TONES = {"unconditional": "good", "conditional": "", "none": "quiet"}
# Field -> the condition of the search page that filters by it.
CONDITIONS = {field: name for name, field in FACETS.items()}
CONDITIONS |= {"grade": "grade", "status": "status"}
COUNTED = frozenset({"source_views", "source_downloads"})
CENSUS = ("records", "storage")
RELATED = 5


def govopen_badges(pkg: dict[str, Any], *, brief: bool = False) -> list[dict[str, str]]:
    """Grade, status (unless published), opening and sharing: ``text`` and ``tone`` of each.

    ``brief`` leaves out what most datasets of a list have in common: a public grade, and sharing.
    """
    grade = pkg.get("grade") or "public"
    status = pkg.get("status") or "published"
    badges = []
    if not brief or grade != "public":
        badges.append((labels.govopen_label("grade", grade), GRADE_TONES.get(grade, "bad")))
    if status in STATUS_TONES:
        badges.append((labels.govopen_label("status", status), STATUS_TONES[status]))
    if opening := pkg.get("open_type"):
        badges.append((labels.govopen_label("open_type", opening), OPEN_TONES.get(opening, "")))
    if not brief and (sharing := pkg.get("share_type")):
        badges.append((labels.govopen_label("share_type", sharing), "quiet"))
    return [{"text": text, "tone": tone} for text, tone in badges]


def govopen_usage(pkg: dict[str, Any]) -> int:
    """Views and downloads, as the index sorts by them."""
    return document.usage(pkg)


def govopen_files(pkg: dict[str, Any]) -> list[dict[str, Any]]:
    """Files and services of a dataset as its page lists them.

    Each has ``id``, ``name``, ``description``, ``format``, ``size``, ``kind`` (file, api, map or
    link), ``url``, ``page``, ``download`` and, when its first rows can be shown, ``preview``.
    """
    return [_file(pkg, resource) for resource in pkg.get("resources", [])]


def _file(pkg: dict[str, Any], resource: dict[str, Any]) -> dict[str, Any]:
    kind = resource.get("kind") or "file"
    here = {"id": pkg["name"], "resource_id": resource["id"]}
    stored = resource.get("url_type") == "upload"
    preview = stored and kind_of(resource.get("format"), resource.get("url"))
    return {
        "id": resource["id"],
        "name": tk.h.resource_display_name(resource),
        "description": resource.get("description"),
        "format": resource.get("format") or "",
        "size": figures.govopen_size(resource.get("size")),
        "kind": kind,
        "url": resource.get("url") or "",
        "updated": resource.get("last_modified") or resource.get("created"),
        "page": tk.url_for("dataset_resource.read", **here),
        "download": kind == "file" or stored,
        "preview": tk.url_for("govopen_preview.read", **here) if preview else "",
    }


def govopen_metadata_groups(pkg: dict[str, Any]) -> list[dict[str, Any]]:
    """The filled metadata fields in the groups of the form: ``label`` and ``rows`` of each.

    A row is ``label``, ``text`` and, for what can be followed, ``url``.
    """
    schema = tk.h.scheming_get_dataset_schema("dataset")
    groups = []
    for group in schema["form_groups"]:
        fields = [f for f in schema["dataset_fields"] if f.get("form_group") == group["name"]]
        rows = [row for f in fields if (row := _row(pkg, f))]
        if rows:
            groups.append({"label": tk.h.scheming_language_text(group["label"]), "rows": rows})
    return groups


def _row(pkg: dict[str, Any], field: dict[str, Any]) -> dict[str, str] | None:
    name = field["field_name"]
    value = pkg.get(name)
    if name in APART or value in (None, "", []):
        return None
    return {"label": tk.h.scheming_language_text(field["label"]), **_shown(pkg, field, value)}


def _shown(pkg: dict[str, Any], field: dict[str, Any], value: Any) -> dict[str, str]:
    """Text, and address where there is one, of a field's value."""
    name = field["field_name"]
    if vocabulary := field.get("vocabulary"):
        text = labels.govopen_label(vocabulary, value)
        condition = CONDITIONS.get(name)
        url = tk.url_for("dataset.search", **{condition: value}) if condition else ""
        return {"text": text, "url": url}
    if name == "owner_org":
        organization = pkg.get("organization") or {}
        url = tk.url_for("organization.read", id=organization.get("name") or value)
        return {"text": organization.get("title") or value, "url": url}
    if name == "division_code":
        return {"text": f"{labels.govopen_division(value, full=True)} ({value})"}
    if name == "subcatalogue":
        url = tk.url_for("govopen_catalogue.read", code=value)
        return {"text": f"{labels.govopen_node_title(value)} ({value})", "url": url}
    if name == "compiled_into":
        return {"text": "; ".join(map(_place, value))}
    if name == "license_id":
        return {"text": pkg.get("license_title") or value, "url": pkg.get("license_url") or ""}
    if field.get("preset") == "govopen_date":
        return {"text": figures.govopen_day(value)}
    if field.get("preset") == "govopen_number" or name in COUNTED:
        return {"text": figures.govopen_integer(value) or str(value)}
    if field.get("display_snippet") == "email.html":
        return {"text": value, "url": f"mailto:{value}"}
    if field.get("display_snippet") == "link.html":
        return {"text": value, "url": value if tk.h.is_url(value) else ""}
    return {"text": "; ".join(map(str, value)) if isinstance(value, list) else str(value)}


def _place(node_id: str) -> str:
    """A class with the catalogue that it is in: ``云岩区 › 农业、水利``."""
    return " › ".join(labels.govopen_node_title(each.id) for each in nodes.path(node_id)[-2:])


def govopen_census(pkg: dict[str, Any]) -> list[dict[str, Any]]:
    """The census figures that are known.

    A row is ``unit`` (records, storage), ``total``, ``shared`` and ``opened``, each a number as
    text; ``shared_percent`` and ``opened_percent`` run from 0 to 100, None without a total.
    """
    found = []
    for unit in CENSUS:
        total = _number(pkg.get(f"total_{unit}"))
        parts = {part: _number(pkg.get(f"{part}_{unit}")) for part in ("shared", "opened")}
        if total is None and not any(parts.values()):
            continue
        row: dict[str, Any] = {"unit": unit, "total": figures.govopen_integer(total)}
        for part, number in parts.items():
            known = number is not None and bool(total)
            row[part] = figures.govopen_integer(number)
            row[f"{part}_percent"] = min(100.0, 100 * number / total) if known else None
        found.append(row)
    return found


def govopen_citation(pkg: dict[str, Any]) -> str:
    """How to cite the dataset, in the form of GB/T 7714-2015 for online data sets ([DS/OL])."""
    who = (pkg.get("organization") or {}).get("title") or ""
    day = str(pkg.get("data_modified") or pkg.get("pub_date") or pkg.get("metadata_modified") or "")
    address = tk.url_for("dataset.read", id=pkg["name"], _external=True, locale="default")
    published = f"({day[:10]})" if day else ""
    return (
        f"{who}. {pkg['title']}[DS/OL]. {config.site_title()}, "
        f"{published}[{date.today().isoformat()}]. {address}."
    )


def govopen_related(pkg: dict[str, Any]) -> list[dict[str, Any]]:
    """Up to five datasets this reader may see: named ones, then its department's on the theme."""
    codes = [str(code).replace('"', "") for code in pkg.get("related_codes") or []]
    clauses = [f'res_code:"{code}"^10' for code in codes]
    if pkg.get("theme") and pkg.get("owner_org"):
        clauses.append(f'(+owner_org:"{pkg["owner_org"]}" +theme:"{pkg["theme"]}")')
    if not clauses:
        return []
    query = {
        "q": " OR ".join(clauses),
        "defType": "lucene",
        "fq": f'dataset_type:dataset -id:"{pkg["id"]}"',
        "rows": RELATED,
        "include_private": True,
        "facet": False,
    }
    try:
        return list(tk.get_action("package_search")({}, query)["results"])
    except SearchError:
        return []


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None

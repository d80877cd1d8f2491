"""The two real catalogues: their records, and the Solr documents that they become."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ckanext.govopen.domain.search import document

from bench.report import Skipped

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
FILES = ("guizhou-catalogue-2016.jsonl", "harbin-catalogue-2018.jsonl")
TITLE, NOTES = ("数据目录名称",), ("数据摘要", "简介")
DEPARTMENT, THEME = ("数据提供方", "来源部门"), ("主题名称", "所属主题")
FORMATS = ("数据下载格式", "数据格式")


class Missing(Skipped):
    """The catalogues are not beside the repository; the message says where they are looked for."""


def load(folder: Path = SHARED) -> list[dict[str, Any]]:
    """Every record as ``id, title, notes, department, theme, tags, formats``. Raises Missing."""
    records: list[dict[str, Any]] = []
    for name in FILES:
        path = folder / name
        if not path.is_file():
            raise Missing(f"{path} is not there")
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            raw = json.loads(line)
            records.append(
                {
                    "id": f"{name.split('-')[0]}-{number}",
                    "title": _first(raw, TITLE),
                    "notes": _first(raw, NOTES),
                    "department": _first(raw, DEPARTMENT),
                    "theme": _first(raw, THEME),
                    "tags": [t for t in raw.get("标签", "").split(",") if t],
                    "formats": _first(raw, FORMATS).split(),
                }
            )
    return records


def stock_document(record: dict[str, Any]) -> dict[str, Any]:
    """What CKAN itself indexes for a dataset made of this record: the fields that are searched."""
    name = f"{record['id']}-dataset"
    organization = "org-" + hashlib.sha256(record["department"].encode()).hexdigest()[:8]
    return {
        "index_id": record["id"], "id": record["id"], "site_id": "bench",
        "entity_type": "package", "dataset_type": "dataset", "state": "active",
        "capacity": "public", "permission_labels": ["public"],
        "name": name, "title": record["title"], "title_string": record["title"],
        "notes": record["notes"], "tags": record["tags"], "organization": organization,
        "extras_provider_unit": record["department"], "extras_theme": record["theme"],
        "res_name": [record["title"]], "res_format": record["formats"],
        "metadata_created": "2026-01-01T00:00:00Z", "metadata_modified": "2026-01-01T00:00:00Z",
    }  # fmt: skip


def our_document(record: dict[str, Any], short_names: list[str]) -> dict[str, Any]:
    """The same with the fields that the portal adds."""
    dataset = {
        "title": record["title"],
        "tags": [{"name": tag} for tag in record["tags"]],
        "provider_unit": record["department"],
    }
    around = document.Surroundings(
        org_title=record["department"], org_short_names=short_names, class_labels=[record["theme"]]
    )
    return {**stock_document(record), **document.fields(dataset, around)}


def _first(raw: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((str(raw[key]) for key in keys if raw.get(key)), "")

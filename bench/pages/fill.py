"""Fills the stock site with the datasets of ours: ``python -m bench.pages.fill DATASETS.json``.

Each public dataset of ours becomes one of the stock site with the same title, text, tags and
files; what stock CKAN has no field for becomes an extra.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk

CORE = ("title", "name", "notes", "license_id")
RESOURCE = ("name", "description", "format", "mimetype", "size")
LEFT_OUT = {
    "id", "private", "tag_string", "extras",
    "state", "type", "isopen", "creator_user_id", "num_resources", "num_tags",
    "metadata_created", "metadata_modified", "organization", "owner_org", "groups", "tags",
    "resources", "relationships_as_subject", "relationships_as_object", "author", "author_email",
    "maintainer", "maintainer_email", "url", "version", "license_title", "license_url",
}  # fmt: skip


def stock(entry: dict[str, Any]) -> dict[str, Any]:
    """One of our datasets in the terms of a stock CKAN."""
    extras = [
        {"key": key, "value": value if isinstance(value, str) else json.dumps(value)}
        for key, value in entry.items()
        if key not in LEFT_OUT and key not in CORE and value not in (None, "", [])
    ]
    resources = [
        {**{key: one.get(key) for key in RESOURCE}, "url": "http://example.com/" + one["id"]}
        for one in entry["resources"]
    ]
    return {
        **{key: entry.get(key) or "" for key in CORE},
        "owner_org": entry["organization"]["name"],
        "tags": [{"name": tag["name"]} for tag in entry["tags"]],
        "extras": extras,
        "resources": resources,
    }


def main(path: Path) -> None:
    entries = json.loads(path.read_text("utf-8"))
    app = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    with app._wsgi_app.test_request_context():
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]

        def act(action: str, data: dict[str, Any]) -> dict[str, Any]:
            return tk.get_action(action)({"user": user, "ignore_auth": True}, data)

        departments = {e["organization"]["name"]: e["organization"]["title"] for e in entries}
        for name, title in departments.items():
            act("organization_create", {"name": name, "title": title})
        for entry in entries:
            act("package_create", stock(entry))
    print(len(entries))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

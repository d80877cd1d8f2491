"""How the tests read the portal's pages: as one reader, as trees."""

from __future__ import annotations

import io
from typing import Any

from ckan.tests import factories
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from werkzeug.datastructures import FileStorage

from .catalogue_world import act


class Reader:
    """CKAN's test client with one reader's token, reading pages as trees."""

    def __init__(self, app: Any, user: str = "") -> None:
        self.app = app
        token = factories.APIToken(user=user)["token"] if user else None
        self.headers = {"Authorization": token} if token else {}

    def get(self, path: str, status: int = 200) -> HTMLParser:
        return HTMLParser(self.text(path, status))

    def text(self, path: str, status: int = 200) -> str:
        return str(self.app.get(path, headers=self.headers, status=status).body)

    def count(self, path: str) -> int:
        return int(words(self.get(path), ".go-resultbar strong").replace(",", ""))


def words(page: HTMLParser, css: str) -> str:
    node = page.css_first(css)
    assert node is not None, f"{css} is not on the page"
    return node.text(strip=True)


def rows(page: HTMLParser) -> dict[str, str]:
    """The rows of the catalogue record: label and value."""
    found = {}
    for row in page.css(".go-meta > div"):
        label, value = row.css_first("dt"), row.css_first("dd")
        assert label is not None
        assert value is not None
        found[label.text(strip=True)] = value.text(strip=True)
    return found


def upload(pkg: dict[str, Any], name: str, format: str, content: bytes) -> dict[str, Any]:
    file = FileStorage(io.BytesIO(content), name)
    return act("resource_create", package_id=pkg["id"], name=name, format=format, kind="file",
               url=name, upload=file)  # fmt: skip

"""What a batch knows to be free: titles and resource codes nobody bears, asked for all at once.

The validators ask the database about every title and code that is not among these, so a batch that
knows of none only takes longer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model


@dataclass
class Free:
    """Resource codes, and pairs of department id and title, that no dataset bears so far."""

    codes: set[str] = field(default_factory=set)
    titles: set[tuple[str, str]] = field(default_factory=set)

    def prepare(self, datasets: Collection[Mapping[str, Any]]) -> None:
        """Find out which titles and codes of ``datasets`` nobody bears."""
        package, code = model.Package, model.package_table.c.extras["res_code"].astext
        codes = {str(data["res_code"]) for data in datasets if data.get("res_code")}
        titles = {
            (str(data["owner_org"]), data["title"])
            for data in datasets
            if data.get("owner_org") and str(data.get("title") or "").strip() == data.get("title")
        }
        there = package.state != "deleted"
        used = sa.select(code).where(code.in_(codes), there)
        self.codes |= codes - set(model.Session.scalars(used) if codes else ())
        borne = sa.select(package.owner_org, package.title).where(
            package.title.in_({title for _, title in titles}), there
        )
        rows = model.Session.execute(borne) if titles else ()
        self.titles |= titles - {(row.owner_org, row.title) for row in rows}

    def taken(self, package: model.Package) -> None:
        """A dataset is being written: its title and code are free no longer."""
        self.codes.discard(str(package.extras.get("res_code") or ""))
        self.titles.discard((str(package.owner_org), str(package.title)))

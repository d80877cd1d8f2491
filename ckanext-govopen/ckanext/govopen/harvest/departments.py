"""Departments of harvested records as CKAN organizations: found by code or name, or made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.govopen.adapters import bulk_language
from ckanext.govopen.domain.text import fold
from govopen_common.problem import Problem

from .locks import in_turn
from .settings import SourceSettings

_NAME: Final = "department"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A department as a record names it."""

    name: str = ""
    uscc: str = ""
    division_code: str = ""

    @classmethod
    def of(cls, fields: dict[str, Any]) -> Wanted:
        """The department in a record's fields."""
        return cls(
            str(fields.get("department") or "").strip(),
            str(fields.get("department_uscc") or "").strip(),
            str(fields.get("division_code") or "").strip(),
        )


@dataclass
class Departments:
    """Looks departments up, and makes those that are missing where the source says so."""

    settings: SourceSettings
    user: str
    _words: dict[str, str] = field(default_factory=dict)
    _failed: dict[Wanted, Problem] = field(default_factory=dict)

    def find(self, wanted: Wanted) -> str | Problem:
        """Id of the organization, or why there is none."""
        if not self._words:
            self._read()
        if self.settings.organization_mode == "fixed" or not wanted.name:
            return self._fixed()
        found = self._words.get(wanted.uscc.upper()) if wanted.uscc else None
        found = found or self._words.get(fold(wanted.name))
        return found or self._failed.get(wanted) or _missing(wanted)

    def ensure(self, wanted: set[Wanted]) -> None:
        """Make the departments that are missing, each in a transaction of its own.

        Commits the session, so nothing may be pending in it.
        """
        if self.settings.organization_mode != "create":
            return
        missing = [one for one in wanted if one.name and isinstance(self.find(one), Problem)]
        if not missing:
            return
        # Two workers that meet the same new department at once would both make it.
        with in_turn("departments"):
            self._read()
            for one in sorted(missing, key=lambda each: each.name):
                if isinstance(self.find(one), Problem):
                    self._make(one)

    def _make(self, wanted: Wanted) -> None:
        errors = self._create(wanted)
        if not errors:
            return
        reasons = bulk_language.problems(errors, lambda: self._create(wanted))
        zh = "；".join(problem.zh for problem in reasons)
        en = "; ".join(problem.en for problem in reasons)
        self._failed[wanted] = Problem(
            _NAME,
            "department",
            f"部门“{wanted.name}”无法建立：{zh}",
            f"the department “{wanted.name}” cannot be made: {en}",
        )

    def _create(self, wanted: Wanted) -> dict[str, Any]:
        """Make the organization and remember it; the errors when it is refused."""
        data = {"title": wanted.name, "uscc": wanted.uscc, "division_code": wanted.division_code}
        try:
            made = tk.get_action("organization_create")(
                {"user": self.user, "ignore_auth": True},
                {key: value for key, value in data.items() if value},
            )
        except tk.ValidationError as error:
            model.Session.rollback()
            return error.error_dict
        self._remember(made["id"], wanted.name, wanted.uscc, "")
        return {}

    def _fixed(self) -> str | Problem:
        name = self.settings.organization
        found = self._words.get(fold(name)) if name else None
        if found:
            return found
        if name:
            zh = f"来源配置的部门 {name} 不存在，请改正 organization"
            en = f"the organization {name} of the source's settings does not exist; correct it"
        else:
            zh = "记录没有写明部门，请来源补充，或在来源配置中填写 organization"
            en = "the record names no department; complete it, or set organization for the source"
        return Problem(_NAME, "department", zh, en)

    def _read(self) -> None:
        group = model.Group
        rows = model.Session.scalars(
            sa.select(group)
            .where(group.is_organization.is_(True), group.state == "active")
            .execution_options(populate_existing=True)
        ).all()
        self._words = {}
        for row in rows:
            extras = row.extras
            self._remember(
                row.id, row.title, extras.get("uscc") or "", extras.get("short_names") or ""
            )
            self._words.setdefault(fold(row.name), row.id)
        self._words.setdefault("\0", "")

    def _remember(self, org_id: str, title: str, uscc: str, short_names: str) -> None:
        self._words.setdefault(fold(title or ""), org_id)
        if uscc:
            self._words.setdefault(uscc.upper(), org_id)
        for short in short_names.replace("，", ",").split(","):
            if fold(short):
                self._words.setdefault(fold(short), org_id)


def _missing(wanted: Wanted) -> Problem:
    return Problem(
        _NAME,
        "department",
        f"目录中没有部门“{wanted.name}”，请先建立，或将来源配置 organization_mode 设为 create",
        f"there is no department “{wanted.name}”; make it, or set organization_mode to create",
    )

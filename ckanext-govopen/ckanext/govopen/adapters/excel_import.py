"""Imports the rows of a workbook as datasets; what fails comes back with the reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from ckanext.govopen import signals
from ckanext.govopen.domain.text import fold
from govopen_common.problem import Problem

from . import bulk_index, catalogue, excel
from .bulk import Batch, Draft, Saved
from .excel_read import Failed, Row, read

BATCH = 50


@dataclass(frozen=True)
class Rights:
    """What the user may do in a department: edit its datasets, publish them."""

    edits: Callable[[model.Group], bool]
    publishes: Callable[[model.Group], bool]


@dataclass
class Report:
    """What became of the rows of a workbook."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    failed: list[Failed] = field(default_factory=list)


def import_workbook(
    content: bytes,
    user: str,
    organization: str | None,
    rights: Rights,
    name: str = "",
    *,
    publish: bool = False,
) -> Report:
    """Import the workbook ``content`` for ``user``.

    ``organization`` (id or name) takes rows that name no department. New datasets are drafts
    unless ``publish``. Good rows are in when this returns, whatever the others are. Raises
    Rejected when the file cannot be used at all.
    """
    rows = read(content)
    work = _Import(user, name, publish, rights, _Organizations(organization, rights.edits))
    for start in range(0, len(rows), BATCH):
        work.batch = Batch(user)
        for row in rows[start : start + BATCH]:
            work.one(row)
        work.batch.commit()
        work.batch.index()
    bulk_index.show_now()
    return work.report


@dataclass
class _Import:
    user: str
    name: str
    publish: bool
    rights: Rights
    found: _Organizations
    report: Report = field(default_factory=Report)

    def __post_init__(self) -> None:
        self.batch = Batch(self.user)

    def one(self, row: Row) -> None:
        """Write one row, or note why not."""
        owner = self.found.of(row.cells.get("owner_org", ""))
        data = owner if isinstance(owner, Problem) else self._data(row, owner)
        if isinstance(data, Problem):
            self.report.failed.append(Failed(row, [data]))
            return
        saved = self.batch.save(Draft(data), lambda done: self._tell(row, done))
        if saved.failed:
            self.report.failed.append(Failed(row, saved.problems))
        elif saved.action == "create":
            self.report.created.append(saved.package_id)
        elif saved.action == "update":
            self.report.updated.append(saved.package_id)
        else:
            self.report.unchanged += 1

    def _data(self, row: Row, owner: model.Group) -> dict[str, Any] | Problem:
        data = _dataset(row, owner)
        if self.publish and not isinstance(data, Problem):
            if not self.rights.publishes(owner):
                zh = f"您不能发布“{owner.title}”的数据，请取消“直接发布”后导入，由审核员发布"
                en = f"you may not publish for “{owner.title}”; import drafts for its approver"
                return Problem("status", "not_allowed", zh, en)
            data["status"] = "published"
        return data

    def _tell(self, row: Row, saved: Saved) -> None:
        signals.dataset_imported.send(
            saved.package_id,
            action=saved.action,
            user=self.user,
            file=self.name,
            row=row.line,
            dataset=saved.dataset,
        )


def _dataset(row: Row, owner: model.Group) -> dict[str, Any] | Problem:
    """The dataset dict of a row: an update when its resource code is the department's own."""
    own = {key: value for key, value in row.cells.items() if key not in _NOT_FIELDS}
    data: dict[str, Any] = {**own, "owner_org": owner.id, "elements": row.elements}
    if data.get("related_codes"):
        words = str(data["related_codes"]).replace("，", ",").replace("\n", ",")
        data["related_codes"] = [word.strip() for word in words.split(",") if word.strip()]
    if data.get("tag_string"):
        data["tag_string"] = str(data["tag_string"]).replace("，", ",").replace("、", ",")
    code = str(data.get("res_code") or "")
    package_id = catalogue.res_code_owner(code) if code else None
    package = model.Package.get(package_id) if package_id else None
    if package is None:
        data["resources"] = _resources(row, [])
        return data
    if package.owner_org != owner.id:
        return Problem(
            "res_code",
            "other_department",
            f"资源代码 {code} 属于其他部门的数据，请核对或留空",
            f"the resource code {code} is another department's; correct it or leave it empty",
        )
    kept = {key: value for key, value in (package.extras or {}).items() if key in _KEPT}
    data = {**kept, **data, "id": package.id, "name": package.name}
    data["resources"] = _resources(row, [resource.as_dict() for resource in package.resources])
    return data


_NOT_FIELDS = (excel.NUMBER, "owner_org", "resource_url", "resource_name", "resource_format")
_KEPT = ("spatial", "language", "status")


def _resources(row: Row, stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The resources a dataset has, with the row's link added or brought up to date."""
    url = row.cells.get("resource_url", "")
    if not url:
        return stored
    kind = row.cells.get("resource_format", "")
    link = {
        "url": url,
        "name": row.cells.get("resource_name") or row.cells.get("title", ""),
        "format": kind,
        "kind": "api" if kind.upper() == "API" else "link",
    }
    same = next((one for one in stored if one.get("url") == url), None)
    if same is None:
        return [*stored, link]
    return [{**one, **link} if one is same else one for one in stored]


class _Organizations:
    """Departments as rows name them, those the user may write for."""

    def __init__(self, default: str | None, allowed: Callable[[model.Group], bool]):
        self._allowed = allowed
        self._default = model.Group.get(default) if default else None
        self._found: dict[str, model.Group | Problem] = {}

    def of(self, word: str) -> model.Group | Problem:
        if word not in self._found:
            self._found[word] = self._look_up(word)
        return self._found[word]

    def _look_up(self, word: str) -> model.Group | Problem:
        group = self._named(word) if word else self._default
        if group is None:
            zh = f"没有部门“{word}”，请核对名称" if word else "没有写明提供部门，请填写"
            en = f"there is no department “{word}”" if word else "the department is missing"
            return Problem("owner_org", "department", zh, en)
        if not self._allowed(group):
            zh = f"您不能编辑“{group.title}”的数据，请联系该部门管理员"
            en = f"you may not edit datasets of “{group.title}”; ask its administrator"
            return Problem("owner_org", "not_allowed", zh, en)
        return group

    def _named(self, word: str) -> model.Group | None:
        group = model.Group.get(word)
        if group is not None and group.is_organization and group.state == "active":
            return group
        query = model.Session.query(model.Group).filter_by(is_organization=True, state="active")
        return next((one for one in query if fold(one.title or "") == fold(word)), None)

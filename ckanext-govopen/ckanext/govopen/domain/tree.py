"""The catalogue tree (数据目录 and 数据子目录): what may hang where, and what an edit changes.

Every operation checks first and then returns the nodes it changed, new copies that the caller
stores; the tree itself is updated along. A forbidden edit raises ``Rejected`` and changes nothing.
Structure is parent pointers only; codes are opaque.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ckanext.govopen.domain.text import fold
from govopen_common.problem import Problem, Rejected

Level = Literal["catalogue", "subcatalogue"]
Scheme = Literal["region", "department", "theme", "industry", "service"]
State = Literal["active", "retired"]

LEVELS: tuple[Level, ...] = ("catalogue", "subcatalogue")
# A catalogue is kept by a region or a department, a class in it stands under one of three schemes.
SCHEMES: dict[Level, tuple[Scheme, ...]] = {
    "catalogue": ("region", "department"),
    "subcatalogue": ("theme", "industry", "service"),
}
MAX_DEPTH = 12  # province, city, county, town, department, bureau, and a class of a few levels


@dataclass(frozen=True, slots=True)
class Node:
    """One catalogue or sub-catalogue. ``position`` orders it among its siblings."""

    id: str
    code: str
    title: str
    level: Level
    scheme: Scheme
    parent_id: str | None = None
    title_en: str = ""
    division_code: str | None = None
    org_id: str | None = None
    concept_code: str | None = None
    position: int = 0
    state: State = "active"
    merged_into_id: str | None = None


class Tree:
    """All nodes of the catalogue by id."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self.nodes = {node.id: node for node in nodes}
        self._codes = {node.code for node in self.nodes.values()}
        self._below: dict[str | None, set[str]] = {}
        for node in self.nodes.values():
            self._below.setdefault(node.parent_id, set()).add(node.id)

    def children(self, node_id: str | None, *, retired: bool = False) -> list[Node]:
        """The nodes below ``node_id`` (None: the roots) in order; retired ones when asked for."""
        found = [self.nodes[child] for child in self._below.get(node_id, ())]
        kept = [node for node in found if retired or node.state == "active"]
        return sorted(kept, key=lambda node: (node.position, node.code))

    def path(self, node_id: str) -> list[Node]:
        """The nodes from the root down to ``node_id``. Stored cycles raise ``Rejected``."""
        path: list[Node] = []
        seen: set[str] = set()
        current: str | None = node_id
        while current is not None and current in self.nodes:
            if current in seen:
                raise _no(
                    "cycle", "目录树中存在循环，请联系管理员", "the catalogue tree has a cycle"
                )
            seen.add(current)
            path.append(self.nodes[current])
            current = self.nodes[current].parent_id
        return path[::-1]

    def descendants(self, node_id: str) -> list[Node]:
        """Every node below ``node_id``, retired ones too, nearest first."""
        found: list[Node] = []
        waiting = [node_id]
        while waiting:
            below = [
                self.nodes[child] for parent in waiting for child in self._below.get(parent, ())
            ]
            found += below
            waiting = [node.id for node in below]
        return found

    def add(self, node: Node) -> list[Node]:
        """Hang a new node below its ``parent_id``."""
        if node.id in self.nodes or node.code in self._codes:
            zh, en = (
                f"代码 {node.code} 已存在，请换一个",
                f"code {node.code} exists; choose another",
            )
            raise _no("code_taken", zh, en, "code")
        self._check_kind(node)
        self._check_place(node, node.parent_id)
        self._check_title(node, node.title, node.parent_id)
        return self._store(node)

    def move(self, node_id: str, parent_id: str | None, position: int = 0) -> list[Node]:
        """Hang ``node_id`` with all below it under ``parent_id``, at ``position``."""
        node = self._active(node_id)
        if parent_id is not None and any(one.id == node_id for one in self.path(parent_id)):
            zh, en = "不能移到自身或自己的下级之下", "a node cannot be moved below itself"
            raise _no("cycle", zh, en, "parent_id")
        self._check_place(node, parent_id)
        self._check_title(node, node.title, parent_id)
        return self._store(replace(node, parent_id=parent_id, position=position))

    def rename(self, node_id: str, title: str, title_en: str = "") -> list[Node]:
        """Give ``node_id`` another title."""
        node = self._active(node_id)
        self._check_title(node, title, node.parent_id)
        return self._store(replace(node, title=title.strip(), title_en=title_en.strip()))

    def merge(self, node_id: str, into_id: str) -> list[Node]:
        """Retire ``node_id`` in favour of ``into_id``, which takes over what is below it.

        The caller moves the datasets. Children whose concept or title the target already has
        are merged too.
        """
        node, target = self._active(node_id), self._active(into_id)
        if node.level != target.level:
            zh, en = "只能合并同一层级的目录", "only nodes of one level can be merged"
            raise _no("merge_level", zh, en, "into")
        if node_id in {one.id for one in self.path(into_id)}:
            zh, en = "不能并入自身或自己的下级", "a node cannot be merged into itself or below"
            raise _no("cycle", zh, en, "into")
        deepest = max((len(self.path(one.id)) for one in self.descendants(node_id)), default=0)
        self._check_depth(len(self.path(into_id)) + max(deepest - len(self.path(node_id)), 0))
        return self._merge(node, target)

    def retire(self, node_id: str) -> list[Node]:
        """Take ``node_id`` out of use; it keeps its code and history. It must have no children."""
        node = self._active(node_id)
        if below := self.children(node_id):
            zh = f"其下还有 {len(below)} 个目录，请先移走或停用"
            en = f"{len(below)} nodes are below it; move or retire them first"
            raise _no("has_children", zh, en)
        return self._store(replace(node, state="retired"))

    def restore(self, node_id: str) -> list[Node]:
        """Take a retired node into use again, where it stood; a merged one stays merged."""
        node = self.nodes.get(node_id)
        if node is None or node.state == "active":
            zh, en = "只能恢复已停用的目录", "only a retired node can be restored"
            raise _no("not_retired", zh, en)
        if node.merged_into_id:
            zh, en = "该目录已并入其他目录，不能恢复", "it was merged into another and stays so"
            raise _no("merged", zh, en)
        self._check_place(node, node.parent_id)
        self._check_title(node, node.title, node.parent_id)
        return self._store(replace(node, state="active"))

    def _merge(self, node: Node, target: Node) -> list[Node]:
        changed: list[Node] = []
        titles = {fold(one.title): one for one in self.children(target.id)}
        concepts = {(one.scheme, one.concept_code): one for one in self.children(target.id)}
        for child in self.children(node.id, retired=True):
            twin = titles.get(fold(child.title)) if child.state == "active" else None
            if child.state == "active" and child.concept_code:
                twin = concepts.get((child.scheme, child.concept_code), twin)
            if twin is not None and twin.level == child.level and twin.id != node.id:
                changed += self._merge(child, twin)
            else:
                changed += self._store(replace(child, parent_id=target.id))
        return changed + self._store(replace(node, state="retired", merged_into_id=target.id))

    def _store(self, node: Node) -> list[Node]:
        old = self.nodes.get(node.id)
        if old == node:
            return []
        if old is not None:
            self._below[old.parent_id].discard(node.id)
        self.nodes[node.id] = node
        self._codes.add(node.code)
        self._below.setdefault(node.parent_id, set()).add(node.id)
        return [node]

    def _active(self, node_id: str) -> Node:
        node = self.nodes.get(node_id)
        if node is None:
            raise _no(
                "not_found", "没有这个目录，请刷新后重试", "there is no such node; reload the page"
            )
        if node.state != "active":
            zh, en = f"“{node.title}”已停用，不能再修改", f"“{node.title}” is retired and fixed"
            raise _no("retired", zh, en)
        return node

    def _check_kind(self, node: Node) -> None:
        allowed = SCHEMES.get(node.level, ())
        if node.scheme not in allowed:
            words = ", ".join(allowed) or ", ".join(LEVELS)
            zh, en = f"该层级的分类方式应为 {words}", f"the scheme of this level is one of {words}"
            raise _no("scheme", zh, en, "scheme")

    def _check_place(self, node: Node, parent_id: str | None) -> None:
        """Classes stand in a catalogue or a class of their own scheme, catalogues in catalogues."""
        if parent_id is None:
            if node.level == "subcatalogue":
                zh, en = "子目录须归入一个目录，请选择上级", "choose the catalogue it belongs to"
                raise _no("parent_missing", zh, en, "parent_id")
            depth = 0
        else:
            parent = self._active(parent_id)
            if parent.level == "subcatalogue" and node.level == "catalogue":
                zh, en = "目录不能放在子目录之下", "a catalogue cannot stand in a sub-catalogue"
                raise _no("parent_level", zh, en, "parent_id")
            if parent.level == "subcatalogue" and parent.scheme != node.scheme:
                zh, en = (
                    "下级子目录须与上级采用同一分类方式",
                    "it must follow the scheme of its parent",
                )
                raise _no("parent_scheme", zh, en, "parent_id")
            depth = len(self.path(parent_id))
        height = 1
        if node.id in self.nodes:
            own = len(self.path(node.id))
            height += max(
                (len(self.path(one.id)) - own for one in self.descendants(node.id)), default=0
            )
        self._check_depth(depth + height)

    def _check_depth(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            zh, en = f"目录最多 {MAX_DEPTH} 层", f"the tree has at most {MAX_DEPTH} levels"
            raise _no("too_deep", zh, en, "parent_id")

    def _check_title(self, node: Node, title: str, parent_id: str | None) -> None:
        if not title.strip():
            raise _no("title_missing", "请填写名称", "give it a title", "title")
        twins = [one for one in self.children(parent_id) if fold(one.title) == fold(title)]
        if any(one.id != node.id and one.scheme == node.scheme for one in twins):
            zh = f"同一上级下已有“{title}”，请改名或合并"
            en = f"“{title}” already stands there; rename it, or merge the two"
            raise _no("title_taken", zh, en, "title")


def _no(code: str, zh: str, en: str, field: str = "node") -> Rejected:
    return Rejected(Problem(field, code, zh, en))

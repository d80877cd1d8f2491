"""The catalogue tree as rows of a sheet, and a sheet back as edits of the tree.

A row names its node by code. A code that the tree does not know is a new node; an empty one too,
and is given one. A row whose parent comes further down in the sheet is understood.
Nodes that the sheet leaves out stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ckanext.govopen.domain.tree import LEVELS, SCHEMES, Node, Tree
from govopen_common.problem import Problem, Rejected

COLUMNS = {
    "code": ("代码", "Code"),
    "parent_code": ("上级代码", "Code of the parent"),
    "level": ("层级", "Level"),
    "scheme": ("分类方式", "Scheme"),
    "title": ("名称", "Title"),
    "title_en": ("英文名称", "English title"),
    "division_code": ("行政区划代码", "Division code"),
    "org": ("部门", "Department"),
    "concept_code": ("分类代码", "Concept code"),
    "state": ("状态", "State"),
}
MAX_ROWS = 20_000
WORDS = {
    "目录": "catalogue", "数据目录": "catalogue",
    "子目录": "subcatalogue", "数据子目录": "subcatalogue",
    "区域": "region", "地区": "region", "部门": "department",
    "主题": "theme", "行业": "industry", "服务": "service",
    "启用": "active", "停用": "retired",
}  # fmt: skip

Row = Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """What an import would do: the changed and new nodes in the order to store them."""

    changed: list[Node]
    problems: list[Problem]


def to_rows(tree: Tree, org_names: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """Every node as a row of ``COLUMNS``, parents first; ``org_names`` names departments by id."""
    rows: list[dict[str, str]] = []
    waiting = tree.children(None, retired=True)[::-1]
    while waiting:
        node = waiting.pop()
        parent = tree.nodes.get(node.parent_id or "")
        rows.append(
            {
                "code": node.code,
                "parent_code": parent.code if parent else "",
                "level": node.level,
                "scheme": node.scheme,
                "title": node.title,
                "title_en": node.title_en,
                "division_code": node.division_code or "",
                "org": (org_names or {}).get(node.org_id or "", node.org_id or ""),
                "concept_code": node.concept_code or "",
                "state": node.state,
            }
        )
        waiting += tree.children(node.id, retired=True)[::-1]
    return rows


@dataclass(frozen=True)
class Maker:
    """Where an import gets what a sheet does not have: ids, codes below a parent, departments."""

    new_id: Callable[[], str]
    new_code: Callable[[Node | None], str]
    org_ids: Mapping[str, str] = field(default_factory=dict[str, str])


def plan_import(tree: Tree, rows: Sequence[Row], maker: Maker) -> Plan:
    """Apply ``rows`` to ``tree`` and tell what changed; a row that cannot be used is a problem.

    Problems bear ``rows.<number>.<column>``, sheet rows counted from 1. The tree is changed; a
    caller that finds problems and wants all or nothing throws it away.
    """
    if len(rows) > MAX_ROWS:
        zh, en = f"超过 {MAX_ROWS} 行，请分批导入", f"more than {MAX_ROWS} rows; import it in parts"
        return Plan([], [Problem("rows", "too_many", zh, en)])
    ids = {node.code: node.id for node in tree.nodes.values()}
    plan = Plan([], [])
    for number, row in _parents_first(rows, plan.problems):
        try:
            changed = _apply(tree, row, ids, maker)
        except Rejected as rejected:
            for problem in rejected.problems:
                plan.problems.append(replace(problem, field=f"rows.{number}.{problem.field}"))
            continue
        ids.update((node.code, node.id) for node in changed)
        plan.changed.extend(changed)
    return plan


def _parents_first(rows: Sequence[Row], problems: list[Problem]) -> Iterator[tuple[int, Row]]:
    """Numbered rows, each after the row of its parent; rows in a circle or there twice left out."""
    numbers: dict[str, int] = {}
    below: dict[str, list[int]] = {}
    for number, row in enumerate(rows, start=1):
        code = _cell(row, "code")
        if code and numbers.setdefault(code, number) != number:
            zh, en = f"代码 {code} 重复，请删去一行", f"code {code} is there twice; drop one row"
            problems.append(Problem(f"rows.{number}.code", "row_twice", zh, en))
        else:
            below.setdefault(_cell(row, "parent_code"), []).append(number)
    waiting = [number for parent in below if parent not in numbers for number in below[parent]]
    waiting.sort(reverse=True)
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        seen.add(number)
        yield number, rows[number - 1]
        code = _cell(rows[number - 1], "code")
        waiting += reversed(below.get(code, ()) if code else ())
    for number in sorted({one for group in below.values() for one in group} - seen):
        zh, en = "上级代码构成循环，请改正", "the parents form a circle; correct them"
        problems.append(Problem(f"rows.{number}.parent_code", "cycle", zh, en))


def _apply(tree: Tree, row: Row, ids: Mapping[str, str], maker: Maker) -> list[Node]:
    """Add, move, rename or retire the node of one row."""
    parent_code = _cell(row, "parent_code")
    parent_id = ids.get(parent_code)
    if parent_code and parent_id is None:
        zh, en = (
            f"没有代码为 {parent_code} 的上级",
            f"there is no parent with the code {parent_code}",
        )
        raise Rejected(Problem("parent_code", "parent_missing", zh, en))
    code = _cell(row, "code")
    known = ids.get(code) if code else None
    if known is None:
        return tree.add(_new_node(tree, row, parent_id, maker))
    node = tree.nodes[known]
    if node.state == "retired":
        return []
    changed: dict[str, Node] = {}
    title, title_en = _cell(row, "title"), _cell(row, "title_en")
    if (title, title_en) != (node.title, node.title_en):
        changed.update((one.id, one) for one in tree.rename(known, title, title_en))
    if parent_id != node.parent_id:
        changed.update((one.id, one) for one in tree.move(known, parent_id, node.position))
    if _word(row, "state") == "retired":
        changed.update((one.id, one) for one in tree.retire(known))
    return list(changed.values())


def _new_node(tree: Tree, row: Row, parent_id: str | None, maker: Maker) -> Node:
    level, scheme = _word(row, "level"), _word(row, "scheme")
    if level not in LEVELS:
        zh, en = "层级应为 目录 或 子目录", "the level is catalogue or subcatalogue"
        raise Rejected(Problem("level", "level", zh, en))
    if scheme not in SCHEMES[level]:
        words = " / ".join(SCHEMES[level])
        zh, en = f"该层级的分类方式应为 {words}", f"the scheme of this level is one of {words}"
        raise Rejected(Problem("scheme", "scheme", zh, en))
    org = _cell(row, "org")
    if org and org not in maker.org_ids:
        zh, en = (
            f"没有名为“{org}”的部门，请先建立",
            f"there is no department “{org}”; make it first",
        )
        raise Rejected(Problem("org", "org_missing", zh, en))
    parent = tree.nodes[parent_id] if parent_id else None
    code = _cell(row, "code")
    if code and not (code.isascii() and code.isalnum()):
        zh, en = "代码只能用字母和数字", "a code has letters and digits only"
        raise Rejected(Problem("code", "code_form", zh, en))
    return Node(
        id=maker.new_id(),
        code=code or maker.new_code(parent),
        title=_cell(row, "title"),
        level=level,
        scheme=scheme,
        parent_id=parent_id,
        title_en=_cell(row, "title_en"),
        division_code=_cell(row, "division_code") or None,
        org_id=maker.org_ids.get(org),
        concept_code=_cell(row, "concept_code") or None,
        position=len(tree.children(parent_id)),
    )


def _cell(row: Row, column: str) -> str:
    return (row.get(column) or "").strip()


def _word(row: Row, column: str) -> str:
    cell = _cell(row, column)
    return WORDS.get(cell, cell.lower())

"""The platform-neutral form of a catalogue: what every simulated platform re-shapes.

Values are words (``weekly``, ``conditional``), never a platform's codes; each family of
the simulator translates them through its own code table.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

CYCLE_ZH = {
    "realtime": "实时",
    "hourly": "每小时",
    "daily": "每天",
    "weekly": "每周",
    "tenday": "每旬",
    "monthly": "每月",
    "quarterly": "每季度",
    "halfyearly": "每半年",
    "yearly": "每年",
    "irregular": "不定期",
    "static": "不更新",
}
SHARE_ZH = {"unconditional": "无条件共享", "conditional": "有条件共享", "none": "不予共享"}
OPEN_ZH = {"unconditional": "无条件开放", "conditional": "有条件开放", "none": "不开放"}
GRADE_ZH = {"public": "公开", "internal": "内部", "classified": "涉密"}
SENSITIVITY_ZH = {
    "none": "不涉密",
    "personal": "个人隐私",
    "commercial": "商业机密",
    "state": "国家机密",
}
TYPE_ZH = {
    "C": "字符串型C",
    "N": "数值型N",
    "Y": "货币型Y",
    "D": "日期型D",
    "T": "日期时间型T",
    "L": "逻辑型L",
    "M": "备注型M",
    "G": "通用型G",
    "B": "双精度型B",
    "I": "整型I",
    "F": "浮点型F",
}
MODE_CLASS_ZH = {"platform": "共享平台", "mail": "邮件", "medium": "介质"}
MODE_TYPE_ZH = {
    "file": "文件传输",
    "api": "接口",
    "database": "数据库对接",
    "frontend": "前置机",
    "query": "在线查询",
    "other": "其他",
}


@dataclass(frozen=True)
class Department:
    """An organisation that keeps a catalogue; ``key`` is stable across builds."""

    key: str
    title: str
    function: str
    division_code: str
    division_name: str
    parent: str | None
    org_class: str
    uscc: str
    short_names: tuple[str, ...]
    code_prefix: str


@dataclass(frozen=True)
class Element:
    """A data element (信息项) as its registry defines it."""

    name: str
    mark: str
    type: str
    length: int | None = None
    precision: int | None = None
    definition: str = ""
    value_domain: str = ""
    sensitivity: str = "none"
    standard_code: str = ""
    maker: tuple[Any, ...] = ()


@dataclass(frozen=True)
class ElementUse:
    """An element as one dataset uses it: never shared or opened wider than the dataset."""

    element: Element
    share_type: str
    share_condition: str
    open_type: str
    open_condition: str
    update_cycle: str
    is_key: bool = False
    nullable: bool = True


@dataclass(frozen=True)
class File:
    """A downloadable file; its bytes are made on demand by ``demo.files``."""

    name: str
    title: str
    format: str
    rows: int


@dataclass(frozen=True)
class Api:
    """A query service of a platform."""

    name: str


@dataclass(frozen=True)
class Dataset:
    """One catalogue entry (信息资源).  Storage is in GB, records are counts."""

    id: str
    title: str
    notes: str
    department: Department
    code: str = ""
    provider_unit: str = ""
    tags: tuple[str, ...] = ()
    theme: str = ""
    data_domain: str = ""
    industry: str = ""
    industry_name: str = ""
    service: str = ""
    grade: str = "public"
    format_class: str = ""
    format_type: str = ""
    share_type: str = "unconditional"
    share_condition: str = ""
    no_share_basis: str = ""
    share_mode_class: str = ""
    share_mode_type: str = ""
    open_type: str = "unconditional"
    open_condition: str = ""
    no_open_basis: str = ""
    update_cycle: str = ""
    pub_date: date | None = None
    data_modified: datetime | None = None
    total_storage: float | None = None
    shared_storage: float | None = None
    opened_storage: float | None = None
    total_records: int | None = None
    shared_records: int | None = None
    opened_records: int | None = None
    elements: tuple[ElementUse, ...] = ()
    files: tuple[File, ...] = ()
    apis: tuple[Api, ...] = ()
    formats: tuple[str, ...] = ()
    views: int | None = None
    downloads: int | None = None
    calls: int | None = None
    spatial_text: str = ""
    bbox: tuple[float, float, float, float] | None = None
    temporal_start: date | None = None
    temporal_end: date | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    related_codes: tuple[str, ...] = ()
    withdrawn: bool = False
    seed: int = 0
    raw: dict[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether an open-data portal, as against a sharing platform, would list it."""
        return self.grade == "public" and self.open_type != "none"

    @property
    def division_code(self) -> str:
        return self.department.division_code


@dataclass(frozen=True)
class Catalogue:
    """A whole province: departments, datasets, elements and towns."""

    departments: tuple[Department, ...]
    elements: tuple[Element, ...]
    datasets: tuple[Dataset, ...]
    towns: tuple[dict[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready copy; datasets name their department and elements by key."""
        return {
            "departments": [_department_dict(d) for d in self.departments],
            "elements": [_element_dict(e) for e in self.elements],
            "towns": list(self.towns),
            "datasets": [_dataset_dict(d) for d in self.datasets],
        }


def _department_dict(department: Department) -> dict[str, Any]:
    row = asdict(department)
    row["short_names"] = list(department.short_names)
    return row


def _element_dict(element: Element) -> dict[str, Any]:
    row = asdict(element)
    row["maker"] = list(element.maker)
    return row


def _dataset_dict(dataset: Dataset) -> dict[str, Any]:
    row = asdict(dataset)
    row["department"] = dataset.department.key
    row["elements"] = [{**asdict(use), "element": use.element.name} for use in dataset.elements]
    for name in ("pub_date", "data_modified", "temporal_start", "temporal_end"):
        value = row[name]
        row[name] = value.isoformat() if value else None
    return row

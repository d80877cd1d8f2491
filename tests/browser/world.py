"""``python -m tests.browser.world INI``: what the browser tests look at, made through actions.

Prints one JSON object with the addresses and names of what it made. Every name is new, so it can
be run again on the same database.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import timedelta
from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckanext.masking.adapters import ledger
from ckanext.masking.gate.resuming import work_all
from werkzeug.datastructures import FileStorage

PASSWORD = "a-long-test-password"
ELEMENTS = [
    {"name": "水库名称", "type": "C", "length": "60", "definition": "水库的正式名称"},
    {"name": "总库容", "type": "N", "length": "12", "definition": "设计总库容，单位万立方米"},
    {
        "name": "管理员电话",
        "type": "C",
        "length": "20",
        "sensitivity": "personal",
        "open_type": "none",
    },
]
CSV = "水库名称,总库容\r\n" + "".join(f"第{n}水库,{n * 100}\r\n" for n in range(1, 61))
NAMES = ("王芳", "李娜", "张伟")
DOUBTFUL = "序号,备注,联系电话\r\n" + "".join(
    f"{n},{NAMES[n] if n < len(NAMES) else '无'},1381234{n:04d}\r\n" for n in range(40)
)
POINTS = [[106.6 + n / 50, 26.5 + n / 70] for n in range(12)]
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": point},
            "properties": {"水库名称": f"第{n}水库"},
        }
        for n, point in enumerate(POINTS)
    ],
}


def act(action: str, **data: Any) -> Any:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"ignore_auth": True, "user": user}, data)


def build() -> dict[str, Any]:
    mark = uuid4().hex[:6]
    upper = act("organization_create", title=f"贵州省水利厅{mark}", division_code="520000")
    lower = act(
        "organization_create",
        title=f"贵阳市水务局{mark}",
        division_code="520100",
        parent_org=upper["name"],
        short_names=f"市水务局{mark}",
    )
    main = dataset(
        lower,
        f"贵阳市水库名录{mark}",
        elements=ELEMENTS,
        total_records="120",
        opened_records="60",
        shared_records="120",
        tags=[{"name": f"水库{mark}"}],
    )
    upload(main, f"{mark}.csv", "CSV", CSV.encode("gb18030"))
    upload(main, f"{mark}.geojson", "GeoJSON", json.dumps(GEOJSON).encode())
    doubtful = dataset(lower, f"便民服务点{mark}", theme="08")
    upload(doubtful, f"points{mark}.csv", "CSV", DOUBTFUL.encode())
    upload(doubtful, f"more{mark}.csv", "CSV", DOUBTFUL.encode())
    work_all()
    act("resource_create", package_id=main["id"], name="水库查询接口", format="API", kind="api",
        url="https://api.example.gov.cn/reservoirs")  # fmt: skip
    for n in range(6):
        dataset(upper, f"水资源公报{mark}第{n + 1}期", theme="07" if n % 2 else "06")
    gone = dataset(upper, f"停用泵站名录{mark}", status="withdrawn", withdrawn_reason="职能已划出")
    hidden = dataset(
        upper, f"内部水位数据{mark}", grade="internal", open_type="none", no_open_basis="内部使用"
    )
    index(main)
    shown = act("package_show", id=main["id"])
    home = act("govopen_node_show", id=shown["subcatalogue"])
    region = next(each["code"] for each in reversed(home["path"]) if each["scheme"] == "region")
    admin = act("user_create", name=f"admin-{mark}", password=PASSWORD, email=f"{mark}@example.com",
                fullname="系统管理员")  # fmt: skip
    act("user_patch", id=admin["id"], sysadmin=True)
    return {
        "mark": mark,
        "dataset": main["name"],
        "title": main["title"],
        "withdrawn": gone["name"],
        "hidden": hidden["title"],
        "resource": shown["resources"][0]["id"],
        "review": ledger.held(package_id=doubtful["id"])[0].id,
        "second": ledger.held(package_id=doubtful["id"])[1].id,
        "second_file": ledger.held(package_id=doubtful["id"])[1].resource_id,
        "doubtful": doubtful["name"],
        "department": lower["name"],
        "parent": upper["title"],
        "element": shown["elements"][0]["element_code"],
        "subcatalogue": home["code"],
        "catalogue": act("govopen_node_show", id=home["parent_id"])["code"],
        "submission": submission(region),
        "admin": admin["name"],
        "password": PASSWORD,
    }


def dataset(owner: dict[str, Any], title: str, **fields: Any) -> dict[str, Any]:
    given = {
        "title": title, "notes": f"{title}的说明。", "owner_org": owner["id"], "theme": "07",
        "open_type": "unconditional", "share_type": "unconditional", "update_cycle": "yearly",
        "status": "published", "pub_date": "2024-05-06", "data_modified": "2024-06-07",
        "contact_phone": "0851-00000000", "industry": "E", "grade": "public",
    }  # fmt: skip
    return act("package_create", **{**given, **fields})


def submission(code: str) -> str:
    """A catalogue submitted upward; what an earlier run submitted is taken back."""
    for earlier in act("govopen_submission_list", state="submitted", limit=100)["results"]:
        if earlier["node"]["code"] == code:
            act("govopen_submission_withdraw", id=earlier["id"])
    return act("govopen_submission_create", node=code, note="请审核。")["id"]


def index(dataset: dict[str, Any]) -> None:
    """Uses of a dataset, the figures of all, and what they were a month ago."""
    from ckanext.openindex import config
    from ckanext.openindex.adapters import computing
    from ckanext.openindex.model import HistoryRow, NodeRow, UsageRow

    for back, n in ((40, 20), (1, 30)):
        day = config.today() - timedelta(days=back)
        row = UsageRow(dataset_id=dataset["id"], day=day, kind="view", resource_id="", n=n)
        model.Session.add(row)
    model.Session.commit()
    computing.marked()
    for node in model.Session.scalars(sa.select(NodeRow)):
        for back in (31, 32):
            then = config.today() - timedelta(days=back)
            row = HistoryRow(version=node.version, kind=node.kind, id=node.id, day=then)
            row.score, row.band, row.dimensions, row.datasets = node.score, node.band, {}, 1
            model.Session.merge(row)
    model.Session.commit()


def upload(dataset: dict[str, Any], name: str, format: str, content: bytes) -> None:
    file = FileStorage(io.BytesIO(content), name)
    act("resource_create", package_id=dataset["id"], name=f"{dataset['title']} {format}",
        format=format, kind="file", url=name, upload=file)  # fmt: skip


def main() -> None:
    app = make_app(CKANConfigLoader(sys.argv[1]).get_config())
    flask_app = getattr(app, "_wsgi_app", app)
    with flask_app.test_request_context("/"):
        print(json.dumps(build(), ensure_ascii=False))


if __name__ == "__main__":
    main()

"""Fills a portal with the demonstration: accounts, departments, a harvest source, one harvest.

    python -m demo.seed --ini .stack/ckan.ini --platform http://127.0.0.1:5055/M

The passwords of the accounts are in the environment: GOVOPEN_USER_ADMIN, _PUBLISHER, _APPROVER
and _MEMBER. What is there already is left alone, so it may be run again; the harvest is the real
one and is run once. The last line printed says what was done.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any
from urllib.parse import urlsplit

from demo import divisions
from demo.catalogue import build
from demo.model import Department

SOURCE = "demo-sharing-platform"
PLATFORM = "大数据"
"""Function of the department that keeps the platform, and of publisher and approver."""
OTHER = "卫生健康"
ACCOUNTS = {
    "admin": ("系统管理员", None, None),
    "publisher": ("发布者", PLATFORM, "editor"),
    "approver": ("审核员", PLATFORM, "admin"),
    "member": ("政务用户", OTHER, "member"),
}
"""Account: full name, function of its provincial department, role in it."""


def main() -> int:
    """The command line; the exit code of the harvest."""
    parser = argparse.ArgumentParser(prog="python -m demo.seed")
    parser.add_argument("--ini", required=True, help="the portal's settings")
    parser.add_argument("--platform", required=True, help="address of the simulated platform")
    parser.add_argument("--workers", type=int, default=2, help="processes of the harvest")
    options = parser.parse_args()

    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(options.ini))
    with app._wsgi_app.test_request_context():
        return seed(options.platform, options.workers)


def seed(platform: str, workers: int = 1) -> int:
    """Everything, within a request context of the portal; the exit code of the harvest."""
    from ckan import model

    catalogue = build()
    towns = _towns()
    organizations = {d.key: _organization(d) for d in catalogue.departments}
    model.Session.commit()
    by_function = {
        d.function: organizations[d.key] for d in reversed(catalogue.departments) if not d.parent
    }
    accounts = sum(_account(name, by_function) for name in ACCOUNTS)
    code, harvested = _harvest(platform, by_function[PLATFORM], workers)
    print(
        f"{accounts} new accounts, {len(organizations)} departments, {towns} towns, "
        f"{harvested} datasets"
    )
    return code


def _user() -> dict[str, Any]:
    import ckan.plugins.toolkit as tk

    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return {"user": site_user, "ignore_auth": True}


def _towns() -> int:
    """Import the towns below the demonstration's counties; how many are stored."""
    from ckanext.govopen.adapters import towns

    stored, problems = towns.import_csv(divisions.TOWNS.read_bytes())
    for problem in problems:
        print(problem.zh, file=sys.stderr)
    return stored


def _organization(department: Department) -> str:
    """Id of the department's organization, made when there is none with its code."""
    import ckan.plugins.toolkit as tk
    from ckan import model

    name = f"demo-{department.key}"
    found = model.Group.get(name)
    if found:
        return found.id
    data = {
        "name": name,
        "title": department.title,
        "parent_org": f"demo-{department.parent}" if department.parent else "",
        "division_code": department.division_code,
        "uscc": department.uscc,
        "org_class": department.org_class,
        "short_names": ",".join(department.short_names),
    }
    return tk.get_action("organization_create")(
        _user(), {key: value for key, value in data.items() if value}
    )["id"]


def _account(name: str, organizations: dict[str, str]) -> bool:
    """Make the account ``name`` when it is not there; whether it was made."""
    import ckan.plugins.toolkit as tk
    from ckan import model

    title, function, role = ACCOUNTS[name]
    password = os.environ.get(f"GOVOPEN_USER_{name.upper()}")
    if model.User.get(name) or not password:
        return False
    made = tk.get_action("user_create")(
        _user(),
        {"name": name, "email": f"{name}@example.org", "password": password, "fullname": title},
    )
    if function is None:
        user = model.User.get(made["id"])
        user.sysadmin = True
        model.Session.commit()
        return True
    tk.get_action("organization_member_create")(
        _user(), {"id": organizations[function], "username": name, "role": role}
    )
    return True


def _harvest(platform: str, organization: str, workers: int) -> tuple[int, int]:
    """Harvest the platform unless that was done; exit code and number of datasets."""
    import ckan.plugins.toolkit as tk
    from ckan import model
    from ckanext.govopen.harvest import console
    from ckanext.govopen.model import HarvestRecord, HarvestRun
    from ckanext.harvest.model import HarvestSource

    package = model.Package.get(SOURCE)
    if package is None:
        package = model.Package.get(_source(platform, organization)["id"])
    done = model.Session.query(HarvestRun).filter_by(source_id=package.id, stage="done", error="")
    code = 0
    if not done.first():
        code = console.run(
            HarvestSource.get(package.id), workers, reimport=False, accept_loss=False
        )
    count = model.Session.query(HarvestRecord).filter_by(source_id=package.id).count()
    tk.get_action("harvest_source_reindex")(_user(), {"id": package.id})
    return code, count


def _source(platform: str, organization: str) -> dict[str, Any]:
    import ckan.plugins.toolkit as tk

    config = {
        "profile": "sharing-platform",
        "allow_private": [urlsplit(platform).netloc],
        "rate": 500,
        "store_files": True,
    }
    return tk.get_action("harvest_source_create")(
        _user(),
        {
            "name": SOURCE,
            "title": "贵州省政务数据共享平台（演示）",
            "url": platform,
            "source_type": "govshare",
            "owner_org": organization,
            "frequency": "DAILY",
            "config": json.dumps(config, ensure_ascii=False),
        },
    )


if __name__ == "__main__":
    sys.exit(main())

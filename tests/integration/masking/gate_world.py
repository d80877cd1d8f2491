"""Departments, people, files with made-up data, and the gate's worker, for the tests of masking."""

from __future__ import annotations

import io
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import uploader
from ckan.tests import factories, helpers
from ckanext.masking.adapters import ledger
from ckanext.masking.gate.resuming import work_all
from ckanext.masking.model import MaskingUpload
from stdnum import luhn
from werkzeug.datastructures import FileStorage

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def unique(word: str = "") -> str:
    return f"{word}{uuid4().hex[:8]}"


def resident_id(number: int | None = None) -> str:
    """A number that passes the checksum of GB 11643 and is nobody's."""
    chance = random.Random(number if number is not None else uuid4().int)
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    body = f"520102{born:%Y%m%d}{chance.randrange(1000):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def mobile() -> str:
    return "138" + str(uuid4().int)[:8]


def card() -> str:
    body = "622848" + str(uuid4().int)[:12]
    return body + luhn.calc_check_digit(body)


def act(action: str, user: str = "", **data: Any) -> Any:
    """Call an action as ``user``; without one, as the system."""
    if user:
        return helpers.call_action(action, {"user": user, "ignore_auth": False}, **data)
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return helpers.call_action(action, {"user": site, "ignore_auth": True}, **data)


def department() -> dict[str, Any]:
    division = {"division_code": "520100"} if has_plugin("govopen") else {}
    return act("organization_create", name=unique("d-"), title=unique("民政局"), **division)


def person(role: str = "", of: dict[str, Any] | None = None) -> str:
    user = factories.User(name=unique("u-"), email=f"{unique()}@example.com")["name"]
    if of is not None:
        member = {"id": of["id"], "object": user, "object_type": "user", "capacity": role}
        act("member_create", **member)
    return user


def token(user: str) -> dict[str, str]:
    made = helpers.call_action("api_token_create", {"user": user}, user=user, name=unique())
    return {"Authorization": made["token"]}


def has_plugin(name: str) -> bool:
    import ckan.plugins as p

    return bool(p.plugin_loaded(name))


def dataset(owner: dict[str, Any], **fields: Any) -> dict[str, Any]:
    given = {"name": unique("x-"), "title": "救助名单", "owner_org": owner["id"]}
    if has_plugin("govopen"):
        given |= {
            "notes": "名单。", "theme": "07", "open_type": "unconditional",
            "update_cycle": "yearly", "status": "published",
        }  # fmt: skip
    return act("package_create", **{**given, **fields})


def people(count: int = 40) -> tuple[str, list[str]]:
    """A CSV of people, and the values in it that nobody may read."""
    secrets: list[str] = []
    lines = ["序号,身份证号,手机号,金额"]
    for n in range(count):
        secrets += [resident_id(), mobile()]
        lines.append(f"{n},{secrets[-2]},{secrets[-1]},{n * 10}")
    return "\r\n".join(lines) + "\r\n", secrets


def file(text: str | bytes, name: str = "data.csv") -> FileStorage:
    data = text.encode() if isinstance(text, str) else text
    return FileStorage(io.BytesIO(data), filename=name)


def hand_in(pkg: dict[str, Any], text: str | bytes, name: str = "data.csv", **more: Any) -> Any:
    """A resource with a file that was just handed in."""
    return act("resource_create", package_id=pkg["id"], name="表", upload=file(text, name), **more)


def run() -> dict[str, str]:
    """What a worker does with all that waits."""
    return work_all()


def newest(resource_id: str) -> MaskingUpload:
    row = (
        model.Session.query(MaskingUpload)
        .filter_by(resource_id=resource_id)
        .order_by(MaskingUpload.number.desc())
        .populate_existing()
        .first()
    )
    assert row is not None
    return row


def state(resource_id: str) -> str:
    return str(newest(resource_id).state)


def published(resource_id: str) -> bytes | None:
    """The bytes at the place of a resource's file."""

    resource = act("resource_show", id=resource_id)
    path = Path(uploader.get_resource_uploader(resource).get_path(resource_id))
    return path.read_bytes() if path.is_file() else None


def held(**whose: str) -> list[MaskingUpload]:
    return ledger.held(**whose)


def seen_in(folder: Path, secrets: list[str]) -> list[Path]:
    """Files below a folder in which one of the secrets can be read."""
    wanted = [secret.encode() for secret in secrets]
    found: list[Path] = []
    for path in folder.rglob("*"):
        try:
            if not path.is_file():
                continue
            data = path.read_bytes()
        except OSError:
            continue
        if any(secret in data for secret in wanted):
            found.append(path)
    return found

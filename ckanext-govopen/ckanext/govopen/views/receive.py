"""The endpoint to which other platforms push datasets, each call signed.

``POST /api/govopen/receive`` with a JSON body ``{action, id, organization, dataset, reason}`` and
the headers sid, rid, rtime, digest and sign (see :mod:`ckanext.govopen.domain.signature`).
"""

from __future__ import annotations

import json
import logging
import uuid
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.config.middleware.flask_app import csrf
from ckanext.govopen import config
from ckanext.govopen.adapters import replay
from ckanext.govopen.domain.signature import Call, check
from flask import Blueprint, Response
from govopen_common.problem import Problem

log = logging.getLogger(__name__)

receive = Blueprint("govopen_receive", __name__, url_prefix="/api/govopen")

# Other platforms have no session and no token of a form: the signature stands in for both.
csrf.exempt(receive)

MAX_BODY = 1024 * 1024
"""Bytes of a push: a dataset with a thousand elements takes a quarter of it."""

_CLOSED = Problem("key", "closed", "接收接口未开放", "the receiving endpoint is closed")
_REPLAYED = Problem(
    "sign", "replayed", "请求已处理过，请重新签名", "this call was made before; sign a new one"
)
_LARGE = Problem("body", "too-large", "正文超过 1 MB", "the body is above 1 MB")
_JSON = Problem("body", "json", "正文应为 JSON 对象", "the body must be a JSON object")


@receive.route("/receive", methods=["POST"])
def push() -> Response:
    """Take a signed push."""
    request = tk.request
    call = Call(
        **{
            name: request.headers.get(config.receive_header(name), "")
            for name in ("sid", "rid", "rtime", "digest", "sign")
        }
    )
    key = config.receive_secret(call.rid)
    if not key:
        return _answer(403, [_CLOSED])
    if (request.content_length or 0) > MAX_BODY:
        return _answer(413, [_LARGE])
    body = request.stream.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        return _answer(413, [_LARGE])
    problem = check(call, body, key, datetime.now(timezone.utc))
    if problem:
        return _answer(401, [problem])
    if not replay.first_time(call.mark):
        return _answer(409, [_REPLAYED])
    return _write(call, body)


def _write(call: Call, body: bytes) -> Response:
    try:
        sent = json.loads(body)
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        return _answer(400, [_JSON])
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context: Any = {"ignore_auth": True, "user": user}
    try:
        done = tk.get_action("govopen_dataset_receive")(context, {**sent, "source": call.rid})
    except tk.ObjectNotFound:
        return _answer(404, context.get("govopen_problems", []))
    except tk.ValidationError as error:
        problems = context.get("govopen_problems") or [
            Problem(str(name), "invalid", str(words[0]), str(words[0]))
            for name, words in error.error_dict.items()
        ]
        return _answer(400, problems)
    except Exception:
        model.Session.rollback()
        log.exception("a push of %s was not taken", call.rid)
        zh, en = "平台内部错误，请稍后重新签名再试", "an error on our side; sign again later"
        return _answer(500, [Problem("platform", "internal", zh, en)])
    return _answer(201 if done["action"] == "create" else 200, [], done)


def _answer(status: int, problems: list[Problem], data: dict[str, Any] | None = None) -> Response:
    """The envelope of every answer: code 0 for success, else what was wrong in both languages."""
    first = problems[0] if problems else None
    envelope = {
        "code": first.code if first else "0",
        "message": f"{first.zh} / {first.en}" if first else "成功 / done",
        "requestId": uuid.uuid4().hex,
        "timestamp": int(datetime.now(timezone.utc).timestamp() * 1000),
        "data": data,
        "problems": [problem.as_dict() for problem in problems],
    }
    text = json.dumps(envelope, ensure_ascii=False)
    return Response(text, status=status, mimetype="application/json; charset=utf-8")

"""The hazards of the wire: redirects, refusals, wrong charsets, bombs and broken connections."""

from __future__ import annotations

import gzip
import io
import json
import re
import time
from dataclasses import replace
from functools import lru_cache

from demo.simulator.hazards import Hazards
from demo.simulator.wire import Request, Response

#: Where a hostile redirect may lead: a private network, a cloud's metadata service.
ADDRESSES = {
    "private": "http://10.0.0.1/internal",
    "metadata": "http://169.254.169.254/latest/meta-data/",
}


def before(hazards: Hazards, request: Request, role: str, https_base: str) -> Response | None:
    """An answer given instead of the platform's own, if a hazard wants one; may wait."""
    slow = hazards.strikes("slow", role)
    if slow:
        time.sleep(float(slow["seconds"]))
    redirect = hazards.strikes("redirect", role)
    if redirect:
        return _redirect(redirect["to"], request, https_base)
    status = hazards.strikes("status", role)
    if status:
        headers = {"Retry-After": str(status["retry_after"])} if "retry_after" in status else {}
        body = json.dumps(
            {"code": status["code"], "msg": "服务暂不可用"}, ensure_ascii=False
        ).encode()
        return Response(body, "application/json;charset=UTF-8", int(status["code"]), headers)
    return None


def _redirect(to: str, request: Request, https_base: str) -> Response:
    here = f"/{request.mount}{request.path}"
    if to == "https":
        target = https_base + here
    elif to == "loop":
        target = here
    else:
        target = ADDRESSES.get(to, to)
    return Response(b"", "text/html", 302, {"Location": target})


def after(hazards: Hazards, response: Response, role: str) -> Response:
    """The platform's answer in the charset, and with the encoding, that the hazards set."""
    if hazards.charset and response.content_type.startswith(("application/json", "text/")):
        response = _recoded(response, hazards.charset)
    bomb = hazards.strikes("gzip_bomb", role)
    if bomb:
        body = _bomb(response.body, int(bomb["bytes"]))
        response = replace(
            response, body=body, headers={**response.headers, "Content-Encoding": "gzip"}
        )
    return response


def _recoded(response: Response, charset: str) -> Response:
    body = response.body.decode("utf-8", "replace").encode("gb18030")
    kind = response.content_type
    if charset != "gb18030_as_utf8":
        kind = kind.split(";")[0]
        body = re.sub(rb'<meta charset="[^"]*">', b"", body)
    return replace(
        response,
        body=body,
        content_type=kind + ";charset=GB18030" if charset == "gb18030_declared" else kind,
    )


@lru_cache(maxsize=2)
def _bomb(body: bytes, size: int) -> bytes:
    """A body that unpacks to itself and blanks up to ``size`` bytes."""
    packed = io.BytesIO()
    block = b" " * (1 << 20)
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=6, mtime=0) as stream:
        stream.write(body)
        for _ in range(max(0, size - len(body)) >> 20):
            stream.write(block)
    return packed.getvalue()

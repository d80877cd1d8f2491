"""The simulator's own pages: what is mounted, ``/_control`` and ``/_requests``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from demo.simulator.wire import Response, json_response

if TYPE_CHECKING:
    from demo.simulator.server import Simulator


def own_page(
    simulator: Simulator, method: str, name: str, query: dict[str, str], body: bytes
) -> Response:
    """The simulator's own pages: what is mounted, hazards, requests."""
    if name == "":
        return json_response(
            {key: simulator.mounts[key].family.title for key in sorted(simulator.mounts)}
        )
    if name == "_control" and method == "POST":
        return _control(simulator, body)
    if name == "_requests":
        if method == "DELETE":
            simulator.forget()
        rows = simulator.requests(query.get("family"), query.get("role"))
        return json_response(
            [
                {
                    "mount": r.mount,
                    "role": r.role,
                    "method": r.method,
                    "path": r.path,
                    "query": r.query,
                    "status": r.status,
                }
                for r in rows
            ]
        )
    return Response(b'{"msg":"no such platform"}', "application/json", 404)


def _control(simulator: Simulator, body: bytes) -> Response:
    try:
        asked = json.loads(body)
        names = list(simulator.mounts) if asked["family"] == "*" else [asked["family"]]
        for name in names:
            simulator.control(name, **asked.get("hazards", {}))
    except KeyError as error:
        return _refusal(f"no such platform: {error}")
    except (ValueError, TypeError) as error:
        return _refusal(str(error))
    return json_response({"set": names})


def _refusal(message: str) -> Response:
    response = json_response({"msg": message})
    response.status = 400
    return response

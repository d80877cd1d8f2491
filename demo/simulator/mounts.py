"""Mounts: a family over a source under a prefix, with the hazards set for it now."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

from demo.simulator import hazards as hazard
from demo.simulator.families import families
from demo.simulator.family import Route, serve_api, serve_file
from demo.simulator.hazards import Hazards
from demo.simulator.sources import Source
from demo.simulator.view import View
from demo.simulator.wire import Refused, Request, Response

#: Answers that a mount of unchanging records keeps.
MOST_KEPT = 4096

#: Served below every mount, whatever its family.
COMMON = (
    Route("GET", r"/files/\d+/[^/]+", "file", serve_file),
    Route("GET|POST", r"/api/\d+/1/service\.xhtml", "api", serve_api),
)


class Mount:
    """A platform: ``answer`` turns a request into what the platform would send."""

    def __init__(self, name: str, family: str, source: Source) -> None:
        self.name, self.family, self.source = name, families()[family], source
        self.hazards = Hazards()
        self.view = self._look()
        self._kept: dict[Hashable, Response] = {}
        self._spoilt = False

    def _look(self) -> View:
        return View(self.source, self.hazards, self.family.name, self.family.open_only)

    def control(self, settings: dict[str, Any]) -> None:
        """Replaces all hazards; ``ValueError`` for one that is not known."""
        self.hazards = hazard.parse(settings)
        self._kept.clear()
        self._spoilt = bool(settings)
        self.view = self._look()

    def route(self, method: str, path: str) -> Route:
        """The route of a request; raises ``Refused``."""
        for route in COMMON:
            if re.fullmatch(route.path, path) and method in route.method.split("|"):
                return route
        return self.family.route(method, path)

    def answer(self, request: Request, route: Route) -> Response:
        """The family's answer, with the hazards that live inside a good answer."""
        if self.hazards.strikes("error200", route.role):
            return self.family.wrap(request, self.family.error)
        self._check_bearer(request, route)
        if self.source.unchanging and not self._spoilt:
            return self._once(request, route)
        response = route.handler(request, self.view)
        return self._spoil_detail(request, route) or response

    def _once(self, request: Request, route: Route) -> Response:
        """The handler's answer, made for the first of equal requests and then kept."""
        kind = request.headers.get("content-type")
        asked = (
            request.method,
            request.base,
            request.path,
            *request.query.items(),
            kind,
            request.body,
        )
        if asked not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[asked] = route.handler(request, self.view)
        return self._kept[asked]

    def _check_bearer(self, request: Request, route: Route) -> None:
        hazard_set = self.hazards.bearer
        if not (self.family.needs_bearer or hazard_set) or route.role == "file":
            return
        if not request.headers.get("authorization", "").startswith("Bearer "):
            raise Refused(401, "missing bearer token")
        after = (
            0
            if hazard_set == "expired"
            else hazard_set["after"]
            if isinstance(hazard_set, dict)
            else None
        )
        if after is not None and self.hazards.uses("bearer") >= after:
            raise Refused(401, "token expired")

    def _spoil_detail(self, request: Request, route: Route) -> Response | None:
        """Every n-th detail, or those at given positions, is empty, gone or an error."""
        settings = self.hazards.detail
        if not settings or route.role != "detail":
            return None
        position = self.family.asked(request, self.view)
        wanted = settings.get("positions")
        if not (
            position in wanted if wanted is not None else position % settings.get("every", 1) == 0
        ):
            return None
        if settings["kind"] in ("404", 404):
            raise Refused(404, "no such record")
        return self.family.wrap(
            request, self.family.empty if settings["kind"] == "empty" else self.family.error
        )

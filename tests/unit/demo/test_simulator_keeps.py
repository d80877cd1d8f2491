"""A platform of unchanging records keeps its answers, until a hazard is set."""

from __future__ import annotations

from typing import Any

import pytest

from demo.simulator.mounts import Mount
from demo.simulator.sources import Builtin, Synthetic
from demo.simulator.wire import Refused, Request

LIST, DETAIL = "/api/resdoc/getCataList", "/api/resdoc/getDataDetail"


def ask(mount: Mount, method: str, path: str, body: bytes = b"", **query: str) -> bytes:
    headers = {"content-type": "application/json"} if body else {}
    request = Request(method, "M", path, query, headers, body, "http://127.0.0.1/M")
    return mount.answer(request, mount.route(method, path)).body


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Positions that were read from the source."""
    seen: list[int] = []
    for kind in (Synthetic, Builtin):
        original = kind.__getitem__

        def noting(self: Any, position: int, original: Any = original) -> Any:
            seen.append(position)
            return original(self, position)

        monkeypatch.setattr(kind, "__getitem__", noting)
    return seen


def test_the_same_question_is_answered_from_memory(looked_up: list[int]):
    mount = Mount("M", "M", Synthetic(10))
    first = ask(mount, "GET", DETAIL, id="3")
    read = len(looked_up)
    assert ask(mount, "GET", DETAIL, id="3") == first
    assert len(looked_up) == read
    assert ask(mount, "GET", DETAIL, id="4") != first
    pages = [ask(mount, "POST", LIST, body=b'{"page": %d, "pageSize": 2}' % n) for n in (1, 2)]
    assert pages[0] != pages[1]


def test_a_hazard_reaches_what_was_kept():
    mount = Mount("M", "M", Synthetic(10))
    before = ask(mount, "GET", DETAIL, id="3")
    mount.control({"changed": [2]})
    assert ask(mount, "GET", DETAIL, id="3") != before
    mount.control({})
    assert ask(mount, "GET", DETAIL, id="3") == before
    mount.control({"vanish": [2]})
    with pytest.raises(Refused):
        ask(mount, "GET", DETAIL, id="3")


def test_a_source_that_may_change_is_asked_each_time(looked_up: list[int]):
    mount = Mount("M", "M", Builtin())
    ask(mount, "GET", DETAIL, id="3")
    read = len(looked_up)
    ask(mount, "GET", DETAIL, id="3")
    assert len(looked_up) > read

"""What stands before the platform of a measurement says what the platform said."""

from __future__ import annotations

import http.client
import json

from bench.harvest.replay import Replay
from demo.simulator import Simulator
from demo.simulator.sources import Synthetic


def _asked(port: int, method: str, path: str, body: str | None = None) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
    answer = connection.getresponse()
    return answer.status, answer.headers["Content-Type"], answer.read()


def test_an_answer_is_the_platforms_and_is_asked_for_once():
    page = json.dumps({"page": 1, "pageSize": 3})
    with Simulator(mounts={"one": ("M", Synthetic(5))}) as platform, Replay(platform.port) as said:
        for _ in range(2):
            status, kind, body = _asked(said.port, "POST", "/one/api/resdoc/getCataList", page)
            assert (status, len(json.loads(body)["result"]["records"])) == (200, 3)
            assert kind.startswith("application/json")
            status, _, body = _asked(said.port, "GET", "/one/api/resdoc/getDataDetail?id=2")
            address = json.loads(body)["result"]["resFileList"][0]["fileUrl"]
            assert address.startswith(said.url("one"))
            assert _asked(said.port, "GET", "/one/nothing")[0] == 404
        assert platform.count("one", "list") == 1
        assert platform.count("one", "detail") == 1


def test_questions_on_one_connection_are_answered_in_their_order():
    with Simulator(mounts={"one": ("M", Synthetic(5))}) as platform, Replay(platform.port) as said:
        connection = http.client.HTTPConnection("127.0.0.1", said.port)
        for number in (1, 2, 3):
            connection.request("GET", f"/one/api/resdoc/getDataDetail?id={number}")
            assert json.loads(connection.getresponse().read())["result"]["id"] == number
        connection.close()

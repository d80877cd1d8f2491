"""Asks one address over the network, and tells the outcome; of our own ones too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any

from ckanext.openindex.adapters.fetching import Answer, Failed, Fetcher
from ckanext.openindex.domain.facts import Probe, ProbeKind
from ckanext.openindex.domain.probing import plan
from govopen_common.http.pacing import retry_after

RANGE = {"Range": "bytes=0-1023"}
ENOUGH = 1024
"""Bytes of an answer that are read: that data come, not which."""
KEPT = ("content-type", "content-length", "last-modified", "etag", "server")


@dataclass
class Outcome:
    """A probe, what else was seen, and the seconds a ``Retry-After`` asked for."""

    probe: Probe
    evidence: dict[str, Any] = field(default_factory=dict)
    retry_after: float | None = None

    def of(self, kind: ProbeKind) -> Outcome:
        """The same of an address of another kind."""
        return replace(self, probe=replace(self.probe, kind=kind))


def ask(fetcher: Fetcher, url: str, kind: ProbeKind) -> Outcome:
    """Ask ``url``: first for the head alone, then, unless that was well, for the first bytes.

    Many servers refuse HEAD or answer it wrongly, so only the second answer tells against them.
    """
    first = _once(fetcher, "HEAD", url, kind, {})
    if first.probe.reachable or first.probe.error in ("private_address", "dns", "bad_url"):
        return first
    if first.probe.error == "busy":
        return first
    second = _once(fetcher, "GET", url, kind, RANGE)
    second.evidence["head"] = first.probe.error
    return second


def ours(url: str, kind: ProbeKind, how: str, there: bool) -> Outcome:
    """The probe of an address of our own, which was looked for without a request."""
    probe = Probe(url, kind, _now(), there, 200 if there else 404, "" if there else "http_404")
    return Outcome(probe, {"how": how})


def _once(
    fetcher: Fetcher, method: str, url: str, kind: ProbeKind, headers: Mapping[str, str]
) -> Outcome:
    try:
        with fetcher.asked(method, url, headers) as answer:
            read = _read(answer) if method == "GET" else 0
            return _outcome(answer, method, url, kind, read)
    except Failed as error:
        seen = {"how": method, "hops": list(error.hops)} if error.hops else {"how": method}
        final = error.hops[-1] if error.hops and error.hops[-1] != url else ""
        probe = Probe(url, kind, _now(), False, None, error.word, final)
        return Outcome(probe, seen)


def _read(answer: Answer) -> int:
    """How many bytes came, no more than enough: whoever sends without end is left."""
    read = 0
    for piece in answer.pieces():
        read += len(piece)
        if read >= ENOUGH:
            break
    return read


def _outcome(answer: Answer, method: str, url: str, kind: ProbeKind, read: int) -> Outcome:
    word = plan.fault(answer.status)
    final = answer.url if answer.hops else ""
    probe = Probe(url, kind, _now(), not word, answer.status, word, final)
    evidence: dict[str, Any] = {"how": method, "read": read}
    evidence |= {name: answer.headers[name][:200] for name in KEPT if name in answer.headers}
    if answer.hops:
        evidence["hops"] = list(answer.hops)
    return Outcome(probe, evidence, retry_after(answer.headers))


def _now() -> datetime:
    return datetime.now(timezone.utc)

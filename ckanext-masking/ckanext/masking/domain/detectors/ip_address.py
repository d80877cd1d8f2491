"""IP addresses of both versions (RFC 791, RFC 4291); not version numbers, which look like them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

_WORDS = (
    "ip地址", "网络地址", "服务器地址", "主机地址", "登录地址", "访问地址", "ip", "ip addr",
    "ip address", "ipv4", "ipv6", "client ip", "remote addr", "host", "addr", "ipdz", "客户端",
)  # fmt: skip
_NEVER = (
    "版本", "版", "固件", "章节", "条款", "第", "oid", "version", "ver", "v", "release", "build",
    "firmware", "section", "chrome", "firefox", "safari", "edge", "kernel", "mac", "时间",
)  # fmt: skip
_FOUR = re.compile(
    r"(?<![0-9A-Za-z.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9A-Za-z])"
    r"(?!\.[0-9])(?:/[0-9]{1,2}(?![0-9]))?"
)
_SIX = re.compile(
    r"(?<![0-9A-Za-z.])(?<!::)(?<![0-9]:)(?=::|[0-9A-Fa-f])(?:[0-9A-Fa-f]{0,4}:){2,7}"
    r"(?:[0-9A-Fa-f]{1,4}|(?:[0-9]{1,3}\.){3}[0-9]{1,3})?"
    r"(?:%[0-9A-Za-z._-]{1,15})?(?![0-9A-Za-z:])"
)


class IpAddress(Detector):
    name = "ip_address"
    zh = "IP 地址"
    en = "IP address"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS, ("版本", "version", "端口", "port"))
    rank = 35
    chance = 0.3
    trigger = (
        r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]"
        r"|::[0-9A-Fa-f]|[0-9A-Fa-f]::|(?:[0-9A-Fa-f]{1,4}:){3}"
    )
    _cue = Cue.of(_WORDS, _NEVER)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Certain: four numbers below 256 of which one has three digits or two have two, or an IPv6
        address. Four small numbers are a suspect, as versions are written so; words decide."""
        for match in _FOUR.finditer(seen.text):
            written = match.group().split("/")[0]
            try:
                address = IPv4Address(written)
            except AddressValueError:
                continue
            weight = self._cue.weigh(seen, match.start(), match.end())
            if weight < 0 or address.is_unspecified:
                continue
            widths = sorted(len(part) for part in written.split("."))
            plain = widths[3] == 3 or widths[2] == 2
            if weight == 0 and not plain:
                yield seen.finding(self.name, *match.span(), Certainty.SUSPECT)
            else:
                certainty = Certainty.CERTAIN if plain else Certainty.PROBABLE
                yield seen.finding(self.name, *match.span(), certainty)
        if seen.text.count(":") > 1:
            yield from self._six(seen)

    def _six(self, seen: Seen) -> Iterator[Finding]:
        for match in _SIX.finditer(seen.text):
            try:
                address = IPv6Address(match.group())
            except AddressValueError:
                continue
            if address.is_unspecified or (
                len(match.group()) < 6 and self._cue.weigh(seen, *match.span()) <= 0
            ):
                continue
            yield seen.finding(self.name, *match.span(), Certainty.CERTAIN)


DETECTOR = IpAddress()

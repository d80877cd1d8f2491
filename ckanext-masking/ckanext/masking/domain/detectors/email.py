"""E-mail addresses, international ones too (RFC 5321, RFC 6531)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.seen import Seen

# RFC 5321, 4.5.3.1: 64 octets before the @, 255 behind it; the top-level domain has no digits
# (RFC 3696, 2) unless it is punycode.
_LABEL = r"[\w-]{1,63}"
_ATOM = r"[\w!#$*/=?^`{|}~+-]{1,64}"
_ADDRESS = re.compile(
    rf"(?<![\w.+@-])({_ATOM}(?:(?:\.|(?<=[a-z])'(?=[a-z])){_ATOM}){{0,8}}) ?@ ?"
    rf"((?:{_LABEL}\.){{1,8}}(?:xn--[a-z0-9-]{{2,59}}|[a-z]{{2,24}}(?![a-z0-9_@-])|[^\W\d_a-z]{{2,24}}(?!\w)))",
    re.IGNORECASE,
)
# Names of files and packages that have an @ in them.
_FILES = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|css|js|ts|json|html?)$", re.IGNORECASE)
_HAN = re.compile(r"^[一-鿿]{1,64}(?=[A-Za-z0-9])|^[^=]{1,64}=")

_WORDS = (
    "邮箱", "电子邮件", "邮件地址", "email", "e mail", "mail", "mailbox", "email address", "yx",
    "dzyx", "dzyj", "youxiang",
)  # fmt: skip


class Email(Detector):
    name = "email"
    zh = "电子邮箱"
    en = "e-mail address"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS, ("类型", "type"))
    rank = 15
    chance = 0.001
    trigger = "[@＠]"

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Certain: an @ between a name and a domain."""
        if "@" not in seen.text:
            return
        for match in _ADDRESS.finditer(seen.text):
            if _FILES.search(match.group()):
                continue
            start = match.start()
            # Chinese text runs into an address without a blank: 邮箱zhang@example.cn.
            if words := _HAN.match(match.group(1)):
                start += words.end()
            if start < match.start() + len(match.group(1)):
                yield seen.finding(self.name, start, match.end(), Certainty.CERTAIN)

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr:
        found = cell.str.contains(
            r"^[A-Za-z0-9_+-]{1,64}(?:\.[A-Za-z0-9_+-]{1,64}){0,3}@(?:[A-Za-z0-9-]{1,63}\.){1,4}"
            r"(?:com|cn|net|org|edu|gov|info|io|hk|tw|mo|jp|kr|uk|de|fr|ru)$"
        )
        return checks.graded((found, Certainty.CERTAIN))


DETECTOR = Email()

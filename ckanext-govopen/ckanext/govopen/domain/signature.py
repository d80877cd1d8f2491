"""Signatures of calls between platforms.

The national platform's clients sign each call with Base64(HMAC-SHA256(secret, sid + rid + rtime)):
service id, requester id, time in milliseconds since 1970. A call that changes something needs its
body protected as well, so the digest of the body, Base64(SHA-256(body)), is signed behind them.
The convention is known from public clients, not from a standard's text; this is aligned with it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from govopen_common.problem import Problem

WINDOW: Final = timedelta(minutes=5)
"""How far the clocks of two platforms may differ: a choice of this project."""

_ID: Final = re.compile(r"[A-Za-z0-9._@:-]{1,128}")
_MILLISECONDS: Final = re.compile(r"\d{12,14}")


@dataclass(frozen=True, slots=True)
class Call:
    """A signed call: service id, requester id, time, body digest and signature, as sent."""

    sid: str
    rid: str
    rtime: str
    digest: str
    sign: str

    @property
    def mark(self) -> str:
        """What tells this call from every other: SHA-256, in hex, of the message that was signed.

        The parts are signed without separators; so is the mark, or a character moved from one
        part to the next would make a new call of an old signature.
        """
        return hashlib.sha256(self.message).hexdigest()

    @property
    def message(self) -> bytes:
        """What is signed."""
        return f"{self.sid}{self.rid}{self.rtime}{self.digest}".encode()


def body_digest(body: bytes) -> str:
    """Base64 of the SHA-256 of a body."""
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def signature(key: str, sid: str, rid: str, rtime: str, digest: str) -> str:
    """Base64 of HMAC-SHA256 over ``sid + rid + rtime + digest``."""
    message = f"{sid}{rid}{rtime}{digest}".encode()
    return base64.b64encode(hmac.new(key.encode(), message, hashlib.sha256).digest()).decode()


def check(call: Call, body: bytes, key: str, now: datetime) -> Problem | None:
    """Why the call is not to be trusted, or None; ``now`` is aware."""
    if not (_ID.fullmatch(call.sid) and _ID.fullmatch(call.rid)):
        return Problem(
            "rid",
            "headers",
            "缺少或错误的请求者、服务标识",
            "requester or service id is missing or wrong",
        )
    if not _MILLISECONDS.fullmatch(call.rtime):
        zh, en = "时间应为毫秒数", "the time must be milliseconds since 1970"
        return Problem("rtime", "headers", zh, en)
    sent = datetime.fromtimestamp(int(call.rtime) / 1000, timezone.utc)
    # Compared before the time is judged, so that a stranger learns nothing of the clock.
    expected = signature(key, call.sid, call.rid, call.rtime, call.digest)
    if not hmac.compare_digest(expected.encode(), call.sign.encode()):
        return Problem(
            "sign", "signature", "签名不正确，请核对密钥", "the signature is wrong; check the key"
        )
    if not hmac.compare_digest(body_digest(body).encode(), call.digest.encode()):
        return Problem("digest", "digest", "正文与摘要不符", "the body does not match its digest")
    if abs(now - sent) > WINDOW:
        return Problem(
            "rtime",
            "expired",
            "请求时间与本平台相差超过 5 分钟，请校准时钟后重新签名",
            "the time is more than 5 minutes off; set the clock and sign again",
        )
    return None

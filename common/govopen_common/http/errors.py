"""Why a request to a source failed: one class for each kind, said in both languages.

All are ``SourceError``, so that a caller may treat them alike.
"""

from __future__ import annotations

from govopen_common.problem import Problem


class SourceError(Exception):
    """The source could not give what was asked. ``transient`` ones may pass by themselves.

    ``code`` is a stable word; ``zh`` and ``en`` say what happened and what to do.
    """

    def __init__(self, code: str, zh: str, en: str, *, transient: bool = False) -> None:
        super().__init__(f"{en} / {zh}")
        self.code = code
        self.zh = zh
        self.en = en
        self.transient = transient

    def problem(self, field: str) -> Problem:
        """The same as a problem of ``field``."""
        return Problem(field, self.code, self.zh, self.en)


class BrokenOff(SourceError):
    """The answer began and did not come to its end, or was no HTTP."""

    def __init__(self, url: str) -> None:
        super().__init__(
            "broken-off",
            f"来源 {url} 的应答中断或不完整，请稍后再试，仍不行请来源检查",
            f"the answer of {url} broke off or is no HTTP; try later, else the source has to look",
            transient=True,
        )


class NetworkError(SourceError):
    """No connection came about: refused, reset, no route."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            "network",
            f"无法连接来源 {url}（{reason}），请检查网络与地址",
            f"the source {url} cannot be reached ({reason}); check the network and the address",
            transient=True,
        )


class TimedOut(SourceError):
    """The answer took longer than the source is given."""

    def __init__(self, url: str, seconds: float) -> None:
        super().__init__(
            "timeout",
            f"来源 {url} 在 {seconds:g} 秒内没有答复，请稍后再试或调高时限",
            f"the source {url} did not answer within {seconds:g} seconds; try later or allow more",
            transient=True,
        )


class TlsFailed(SourceError):
    """The certificate of the source is not trusted, or is for another host."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            "tls",
            f"来源 {url} 的证书不可信（{reason}），请更新证书或为该来源指定根证书文件",
            f"the certificate of {url} is not trusted ({reason}); renew it, or name a CA bundle"
            " for this source",
        )


class TooLarge(SourceError):
    """The body, unpacked, is larger than allowed."""

    def __init__(self, url: str, limit: int) -> None:
        super().__init__(
            "size",
            f"来源 {url} 的应答超过 {limit} 字节，请缩小每页条数或调高上限",
            f"the answer of {url} is larger than {limit} bytes; ask for smaller pages or allow"
            " more",
        )


class Unresolvable(SourceError):
    """The host name of the source has no address."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(
            "dns",
            f"找不到主机 {host}（{reason}），请检查地址",
            f"the host {host} cannot be found ({reason}); check the address",
            transient=True,
        )


class AddressRefused(SourceError):
    """The address is one that no source may lead to unless the administrator says so."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(
            "address",
            f"主机 {host} 的地址 {address} 属于内部网段，如确需访问，请管理员为该来源放行",
            f"the host {host} has the internal address {address}; if it is meant, the administrator"
            " has to allow it for this source",
        )


class UrlRefused(SourceError):
    """The address cannot be asked at all: its scheme, its form, or where it redirects to."""

    def __init__(self, url: str, zh: str, en: str) -> None:
        super().__init__("url", f"不能访问 {url}：{zh}", f"{url} cannot be asked: {en}")

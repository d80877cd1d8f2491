"""Which addresses a source may lead to, decided once and then held fast.

A host name is resolved once; the connection goes to the address that was checked, so a name that
resolves to something else a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from govopen_common.http.errors import AddressRefused, Unresolvable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], list[str]]

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses written as IPv6 for translation, RFC 6052."""


def system_resolve(host: str, port: int) -> list[str]:
    """The addresses of ``host`` as the operating system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class AddressPolicy:
    """``allowed`` names hosts, host:port pairs, addresses and networks that may be internal."""

    allowed: tuple[str, ...] = ()
    resolve: Resolve = system_resolve

    @cached_property
    def _networks(self) -> list[Network]:
        return [network for entry in self.allowed if (network := _network(entry)) is not None]

    @cached_property
    def _hosts(self) -> set[str]:
        return {entry.strip().lower().rstrip(".") for entry in self.allowed}

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of ``host`` that may be connected to, at least one.

        Raises Unresolvable, or AddressRefused when every address is internal and not allowed.
        """
        literal = _address(host.strip("[]"))
        if literal is not None:
            found = [str(literal)]
        else:
            try:
                found = self.resolve(host, port)
            except (OSError, UnicodeError) as error:
                raise Unresolvable(host, str(error)) from error
        if not found:
            raise Unresolvable(host, "no address")
        fit = [address for address in found if self._fits(host, port, address)]
        if not fit:
            raise AddressRefused(host, found[0])
        return fit

    def _fits(self, host: str, port: int, text: str) -> bool:
        address = _address(text)
        if address is None:
            return False
        name = host.lower().rstrip(".")
        if {name, f"{name}:{port}"} & self._hosts or _within(address, self._networks):
            return True
        return all(_is_public(part) for part in embedded(address))


def embedded(address: Address) -> Iterable[Address]:
    """``address`` and the IPv4 address that an IPv6 one carries, which is where it leads."""
    yield address
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            yield address.ipv4_mapped
        if address.sixtofour is not None:
            yield address.sixtofour
        if address.teredo is not None:
            yield from address.teredo
        if address in NAT64:
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        # Judged by the IPv4 address inside; newer Pythons call the mapped form private.
        return True
    return address.is_global and not address.is_multicast


def _within(address: Address, networks: Iterable[Network]) -> bool:
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain.version == network.version and plain in network for network in networks)


def _address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _network(text: str) -> Network | None:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None

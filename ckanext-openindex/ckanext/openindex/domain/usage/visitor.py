"""Telling repeats of one client without knowing who it is.

Marks are keyed hashes: of the address, of the program's name, and of what was used, under a salt
that lives for a day. The same client has another mark for each dataset, so marks cannot be joined
into what somebody looked at; without the salt they cannot be tried out against addresses.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .hit import Hit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MOST_PROXIES = 16
MARK_BYTES = 12
"""96 bits: a billion marks a day have a chance of 10^-11 that two are the same."""
CUSTOMER_PREFIX = 64
"""IPv6 addresses below a /64 belong to one client, which changes them at will (RFC 8981)."""


@dataclass(frozen=True, slots=True)
class Marks:
    """``client``: address and program on one target; ``place``: the address alone, on the dataset
    with all its resources, so that many files are no more chances to be counted."""

    client: str
    place: str


def networks(said: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks as written by an administrator. Raises ValueError."""
    return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in said)


def client_address(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The address a request came from, as far as it can be believed.

    ``peer`` is who opened the connection; ``forwarded`` is ``X-Forwarded-For``, read from its end
    for as long as the speaker is a proxy in ``trusted``. Whatever a client wrote in front of that
    is not looked at. A peer that is no address (a Unix socket) can be trusted by nobody.
    """
    said = [part.strip() for part in forwarded.rsplit(",", MOST_PROXIES)]
    if len(said) > MOST_PROXIES:
        said = said[1:]
    current = peer.strip()
    while said and _within(current, trusted):
        before = said.pop()
        if _address(before) is None:
            break
        current = before
    return current


def marks(salt: bytes, address: str, agent: str, target: Hit) -> Marks:
    """The marks of a client on a target: 24 hexadecimal digits each."""
    place, kind = _place(address), target.kind
    whole = target.dataset or target.resource
    return Marks(
        _hash(salt, "client", place, agent, kind, target.target),
        _hash(salt, "place", place, kind, whole),
    )


def _place(address: str) -> str:
    found = _address(address)
    if found is None:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, CUSTOMER_PREFIX), strict=False))
    return str(found)


def _hash(salt: bytes, *parts: str) -> str:
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, key=salt[:64], digest_size=MARK_BYTES).hexdigest()


def _address(text: str) -> Address | None:
    """An address, with IPv4 inside of IPv6 taken out; None for anything else."""
    try:
        found = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _within(text: str, among: Sequence[Network]) -> bool:
    address = _address(text)
    return address is not None and any(
        address.version == one.version and address in one for one in among
    )

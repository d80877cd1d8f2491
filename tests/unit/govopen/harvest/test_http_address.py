from __future__ import annotations

import ipaddress

import pytest
from govopen_common.http.address import AddressPolicy
from govopen_common.http.errors import AddressRefused
from harvest_world import quick
from hypothesis import given
from hypothesis import strategies as st

INTERNAL = [
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "127.0.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("address", INTERNAL)
def test_an_internal_address_is_refused_as_a_literal_and_behind_a_name(address):
    policy = AddressPolicy(resolve=lambda host, port: [address])
    for host in (address, "data.example.cn"):
        with pytest.raises(AddressRefused):
            policy.addresses(host, 80)


@pytest.mark.parametrize("address", ["1.12.13.14", "2400:3200::1", "::ffff:1.12.13.14"])
def test_a_public_address_is_taken(address):
    (taken,) = AddressPolicy().addresses(address, 80)
    assert ipaddress.ip_address(taken) == ipaddress.ip_address(address)


@pytest.mark.parametrize(
    "entry",
    ["share.example.cn", "SHARE.example.cn.", "share.example.cn:8080", "10.1.0.0/16", "10.1.2.3"],
)
def test_what_the_administrator_allows_may_be_internal(entry):
    policy = AddressPolicy((entry,), lambda host, port: ["10.1.2.3"])
    assert policy.addresses("share.example.cn", 8080) == ["10.1.2.3"]


@pytest.mark.parametrize("entry", ["other.example.cn", "share.example.cn:80", "10.2.0.0/16"])
def test_what_is_allowed_is_no_more_than_was_said(entry):
    policy = AddressPolicy((entry,), lambda host, port: ["10.1.2.3"])
    with pytest.raises(AddressRefused):
        policy.addresses("share.example.cn", 8080)


def test_an_allowed_network_counts_for_addresses_written_as_ipv6():
    assert AddressPolicy(("10.0.0.0/8",)).addresses("::ffff:10.1.2.3", 80)


def test_of_several_addresses_only_the_public_ones_are_used():
    policy = AddressPolicy(resolve=lambda host, port: ["10.0.0.1", "1.12.13.14"])
    assert policy.addresses("data.example.cn", 80) == ["1.12.13.14"]


@quick
@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="192.168.0.0/16"))
def test_no_private_address_gets_through_in_any_writing(address):
    mapped = ipaddress.IPv6Address(0xFFFF00000000 | int(address))
    sixtofour = ipaddress.IPv6Address((0x2002 << 112) | (int(address) << 80))
    for text in (str(address), str(mapped), f"[{mapped}]", str(sixtofour)):
        with pytest.raises(AddressRefused):
            AddressPolicy().addresses(text, 80)

"""Which hosts a verifier asks for a status list, and where their names may lead (ATT-7-12).

A `uri` is a claim of an administration: what it names must not turn a verifier, which may stand
inside a network of its own, against what else stands there.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TypeAlias

__all__ = ["is_this_machine", "may_be_asked", "may_lead_to"]

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
# What a resolver takes for an IPv4 address in another spelling: 2130706433, 0x7f.1, 127.1.
_NUMBER = re.compile(r"(?:[0-9]+|0[xX][0-9A-Fa-f]*)\Z")
# IPv6 addresses that hold one of IPv4: mapped, and by the gateway of NAT64.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_this_machine(host: str) -> bool:
    """Say whether a host is this machine by its name or address."""
    address = _address(host)
    return address.is_loopback if address else host == "localhost"


def may_be_asked(host: str) -> bool:
    """Say whether a status list may be fetched from a host, by what it is called.

    A name may, and so may an address that is public or of this machine.
    """
    address = _address(host)
    if address is None:
        return not _NUMBER.match(host.rstrip(".").rpartition(".")[2])
    return address.is_loopback or (address.is_global and not address.is_multicast)


def may_lead_to(host: str, told: str) -> bool:
    """Say whether a name may have led to an address.

    A private network may hold a server of status lists, and its certificate says so; a link and
    this machine hold none under a name.
    """
    address = _address(told.partition("%")[0])
    if address is None or is_this_machine(host):
        return address is not None and address.is_loopback
    return not (
        address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
        or address.is_reserved
    )


def _address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address

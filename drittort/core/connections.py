"""Where a request comes from: what brakes on guessing and asking count by."""

from __future__ import annotations

import ipaddress

# Where a proxy of the house itself may stand.
NEAR = [ipaddress.ip_network(n) for n in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")]


def connection_of(near: str, forwarded_for: str) -> str:
    """The address that a request comes from. A proxy on this machine or in its network says whom it speaks for (`X-Forwarded-For`); anyone else is
    taken at their own."""
    try:
        address = ipaddress.ip_address(near)
        told = forwarded_for.rpartition(",")[2].strip()
        if told and any(address in network for network in NEAR):
            address = ipaddress.ip_address(told)
    except ValueError:
        return near
    # One household has a whole /64.
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)

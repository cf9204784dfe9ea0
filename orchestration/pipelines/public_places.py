"""Redirects to places nobody listed: followed where they are public, never into private networks.

Logs and artifacts of CI servers lie in storage of other hosts. The host's address is looked up
once, must be public whole, and is the one that is connected to; no credential goes along.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import Final

import httpx

from orchestration.errors import Permanent, Transient

PATIENCE: Final = 3.0
"""Seconds for the name."""


async def public_request(client: httpx.AsyncClient, url: httpx.URL) -> httpx.Request:
    """A plain GET of this address, bound to the public IP that its host has now."""
    if url.scheme != "https":
        raise Permanent(f"it redirects to {url.scheme}://{url.host}, which is not https: refused")
    address = await public_address(url.host, url.port or 443)
    return client.build_request(
        "GET",
        url.copy_with(host=address),
        headers={"Host": url.netloc.decode(), "User-Agent": "drumbeat"},
        extensions={"sni_hostname": url.host},
    )


async def public_address(host: str, port: int) -> str:
    """The address of a public host; raises `Permanent` where any address of it is private."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(PATIENCE):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError) as error:
        raise Transient(f"it redirects to {host}, which is not found") from error
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(is_public(each) for each in addresses):
        raise Permanent(
            f"it redirects to {host}, a private address: refused. If that is right, list it under"
            " `allow` of its connection in the pipelines file"
        )
    return addresses[0]


def is_public(address: str) -> bool:
    """True for an address of the open internet; what is mapped into IPv6 counts as what it is."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    return ip.is_global and not ip.is_multicast

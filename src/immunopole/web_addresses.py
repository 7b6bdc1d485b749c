"""Web addresses as readers see them: short, told apart, and known for this site's own."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit


def short_address(web_address: str) -> str:
    """Write a web address as a reader recognises it, each one still different: `crcm-marseille.fr/en/history`."""
    parts = urlsplit(web_address)
    query = f"?{parts.query}" if parts.query else ""
    return unquote(f"{_host(web_address)}{parts.path.rstrip('/')}{query}")


def by_host(web_addresses: Sequence[str]) -> list[tuple[str, str]]:
    """Name addresses by their hosts, those of one told apart by a number; each with its address."""
    named: list[tuple[str, str]] = []
    hosts: dict[str, int] = {}
    for address in web_addresses:
        host = _host(address)
        hosts[host] = hosts.get(host, 0) + 1
        named.append((f"{host} ({hosts[host]})" if hosts[host] > 1 else host, address))
    return named


def is_within(site_url: str, web_address: str) -> bool:
    """Whether a web address is one of the site at an address."""
    return _host(web_address) == _host(site_url) and f"{urlsplit(web_address).path}/".startswith(
        urlsplit(site_url).path
    )


def _host(web_address: str) -> str:
    return urlsplit(web_address).netloc.removeprefix("www.")

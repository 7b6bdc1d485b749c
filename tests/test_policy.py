"""What pages may load, said once: as a header, in the page, and to a browser that fetches ahead."""

from __future__ import annotations

import json

import pytest

from immunopole.policy import POLICY, policy_of
from immunopole.speculation import speculation_rules

from .conftest import BuiltSite


def test_the_policy_allows_nothing_that_is_not_named_and_nothing_unsafe() -> None:
    """Everything from this host, nothing from inside a page, and nobody frames it."""
    header = POLICY.header
    assert header.startswith("default-src 'none'; script-src 'self'; ")
    assert "unsafe" not in header
    assert ":" not in header
    assert "frame-ancestors 'none'" in header
    assert "require-trusted-types-for 'script'" in header


def test_a_page_says_all_but_what_only_a_header_may_say() -> None:
    """A browser would complain of the rest."""
    assert POLICY.header.replace("frame-ancestors 'none'; ", "") == POLICY.meta


def test_a_kind_of_page_may_need_more_and_no_other_gets_it() -> None:
    """Search runs WebAssembly."""
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy_of("search.html").header
    assert policy_of("page.html").header == POLICY.header


def test_every_page_carries_its_policy_before_anything_it_could_load(real_site: BuiltSite) -> None:
    """Redirects and the 404 page too; what stands above it in the page would escape it."""
    policies = {policy_of(template).meta for template in ("search.html", "page.html")}
    for address in real_site.addresses:
        first, second = real_site.page(address).xpath("//head/*")[:2]
        assert first.get("charset") == "utf-8", address
        assert second.get("http-equiv") == "Content-Security-Policy", address
        assert second.get("content") in policies, address


@pytest.mark.parametrize(
    ("site_url", "root"), [("https://example.org/", "/"), ("https://example.org/site/", "/site/"), ("", "/")]
)
def test_speculation_rules_name_pages_of_this_site_alone(site_url: str, root: str) -> None:
    """At the root of a host and below it; a file ends in no slash."""
    bundle = speculation_rules(site_url)
    (rule,) = json.loads(bundle.content)["prefetch"]
    pages, exceptions = rule["where"]["and"]
    assert pages == {"href_matches": [root, f"{root}*/"]}
    assert "[download]" in exceptions["not"]["selector_matches"]
    assert rule["eagerness"] == "moderate"
    assert bundle.address.startswith("assets/speculation.")

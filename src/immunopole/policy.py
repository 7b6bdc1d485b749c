"""What a page may load and run (Content Security Policy Level 3): the one place that says so.

A host that can set headers sends `Policy.header`; every page also carries `Policy.meta`, for a host that cannot. A
browser obeys both at once, so a header must allow what the page's own policy allows: `policy_of` its template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from immunopole.pages import SEARCH_TEMPLATE

SELF = "'self'"
NONE = "'none'"
# Nothing but what is named below, and nothing from another host. There is no directive for `<link rel=prefetch>`:
# what the most generous of the others allows may be fetched ahead (CSP 3, «Does resource hint request violate
# policy?»), so pages of this site may.
_SOURCES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "default-src": (NONE,),
        "script-src": (SELF,),
        "style-src": (SELF,),
        "img-src": (SELF,),
        "font-src": (SELF,),
        "connect-src": (SELF,),
        "manifest-src": (SELF,),
        "base-uri": (NONE,),
        "form-action": (SELF,),
        "frame-ancestors": (NONE,),
        # Trusted Types: no script of ours makes HTML, scripts or their addresses out of text.
        "require-trusted-types-for": ("'script'",),
    }
)
# What the pages of a template need besides: search runs WebAssembly.
_MORE: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {SEARCH_TEMPLATE: {"script-src": ("'wasm-unsafe-eval'",)}}
)
# A browser ignores these in a page, and says so on its console.
_IN_HEADERS_ONLY = frozenset({"frame-ancestors"})


@dataclass(frozen=True)
class Policy:
    """A policy: what each directive allows, in the order it is written in."""

    sources: Mapping[str, tuple[str, ...]]

    @property
    def header(self) -> str:
        """The value of the header `Content-Security-Policy`."""
        return "; ".join(f"{directive} {' '.join(allowed)}" for directive, allowed in self.sources.items())

    @property
    def meta(self) -> str:
        """The content of `<meta http-equiv="Content-Security-Policy">`, which knows fewer directives."""
        return Policy({key: value for key, value in self.sources.items() if key not in _IN_HEADERS_ONLY}).header

    def with_more(self, sources: Mapping[str, tuple[str, ...]]) -> Policy:
        """Give a policy that allows some sources besides."""
        return Policy(
            {directive: (*allowed, *sources.get(directive, ())) for directive, allowed in self.sources.items()}
        )


POLICY = Policy(_SOURCES)


def policy_of(template: str) -> Policy:
    """Give the policy of the pages of a template."""
    return POLICY.with_more(_MORE.get(template, {}))

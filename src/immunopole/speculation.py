"""Speculation rules: which pages a browser may fetch before a reader follows a link to them (WICG, HTML Standard).

The file is for hosts that can send it with the header `Speculation-Rules: "/assets/speculation.….json"`, as
`application/speculationrules+json`. On other hosts, and in browsers that do not know the header, `js/prefetch.js` does
the same; it leaves pages to the rules where they are in force.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from immunopole.addresses import fingerprint
from immunopole.assets import Bundle


def speculation_rules(site_url: str) -> Bundle:
    """Write the rules for a site at a public address.

    Pages only, never files; when somebody points at a link, not before; fetched and not run, so that nothing that
    counts visits could ever count a page nobody saw.
    """
    root = urlsplit(site_url).path or "/"
    where = [
        {"href_matches": [root, f"{root}*/"]},
        {"not": {"selector_matches": "[download], [rel~=external]"}},
    ]
    rules = {"prefetch": [{"where": {"and": where}, "eagerness": "moderate"}]}
    content = json.dumps(rules, separators=(",", ":")).encode()
    return Bundle(f"assets/speculation.{fingerprint(content)}.json", content)

"""The one rule of addresses."""

from __future__ import annotations

import pytest

from immunopole.addresses import Addresses, relative
from immunopole.languages import Language, Languages

LANGUAGES = Languages((Language("fr", "Français", default=True), Language("en", "English"), Language("es", "Español")))
RULE = Addresses(LANGUAGES, {"community": {"fr": "communaute", "es": "comunidad"}}, "https://example.org/sub/")


@pytest.mark.parametrize(
    ("source", "locale", "address"),
    [
        ("index.md", "fr", ""),
        ("index.md", "en", "en/"),
        ("contact.md", "fr", "contact/"),
        ("community/index.md", "fr", "communaute/"),
        ("community/jean-paul-borg.md", "fr", "communaute/jean-paul-borg/"),
        ("community/jean-paul-borg.md", "en", "en/community/jean-paul-borg/"),
        ("community/jean-paul-borg.md", "es", "es/comunidad/jean-paul-borg/"),
        ("news/community.md", "fr", "news/communaute/"),
    ],
)
def test_a_source_and_a_language_make_an_address(source: str, locale: str, address: str) -> None:
    """The default language at the root, the others under their locale, each word in its public form."""
    assert RULE.address(source, locale) == address
    assert RULE.destination(source, locale) == f"{address}index.html"


def test_an_absolute_address_begins_with_the_site() -> None:
    """Under a sub-path too, and percent-encoded."""
    assert RULE.absolute("") == "https://example.org/sub/"
    assert RULE.absolute("en/é/") == "https://example.org/sub/en/%C3%A9/"


@pytest.mark.parametrize(
    ("target", "page", "way"),
    [
        ("", "", "./"),
        ("", "en/", "../"),
        ("en/", "", "en/"),
        ("en/contact/", "en/contact/", "./"),
        ("communaute/x/", "en/community/x/", "../../../communaute/x/"),
        ("en/community/x/", "communaute/x/", "../../en/community/x/"),
        ("assets/site.css", "", "assets/site.css"),
        ("assets/site.css", "en/community/x/", "../../../assets/site.css"),
    ],
)
def test_the_way_from_a_page_to_another_is_relative(target: str, page: str, way: str) -> None:
    """So that the site works under any folder."""
    assert relative(target, page) == way

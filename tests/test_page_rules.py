"""Rules of good pages that no public tool holds: each is held by every page, and broken by one that is damaged here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import pytest
from lxml import html
from lxml.html import HtmlElement

from .conftest import BuiltSite
from .walk import is_lost, is_redirect, text

# Texts that say nothing of where a link leads, read alone (WCAG 2.4.4, RGAA 6.1).
EMPTY_WORDS = re.compile(
    r"ici|cliquez(?: ici)?|lire(?: la suite)?|en savoir plus|suite|plus|lien|voir|page|télécharger"
    r"|here|click here|read|read more|more|learn more|link|see|download|details",
    re.IGNORECASE,
)
FILES = re.compile(r"\.(pdf|zip|docx?|xlsx?|pptx?|odt|ods|odp|csv|epub)$", re.IGNORECASE)
# «PDF, 1,2 Mo» (RGAA 13.3, RGESN 4.11).
WEIGHED = re.compile(r"\b[A-Z]{3,4}\b.*\d[\d,.\s]*\s?[kKMG]?[oB]\b")
# What only the State may wear.
STATE = re.compile(r"\bfr-(?:header|footer|btn|container|logo)\b|\bdsfr\b|\bmarianne\b", re.IGNORECASE)
Rule = Callable[[HtmlElement], Iterator[str]]


def says_nothing(page: HtmlElement) -> Iterator[str]:
    """Find links whose text says nothing of where they lead."""
    for link in page.iter("a"):
        name = link.get("aria-label") or text(link) or " ".join(link.xpath(".//img/@alt"))
        if not name.strip() or EMPTY_WORDS.fullmatch(name.strip(" \u00a0\u202f.…→»›")):
            yield html.tostring(link, encoding="unicode", with_tail=False)


def hides_its_weight(page: HtmlElement) -> Iterator[str]:
    """Find links to files that do not say their format and weight."""
    for link in page.iter("a"):
        own = not re.match(r"https?:", link.get("href", ""))
        if own and FILES.search(link.get("href", "").partition("?")[0]) and not WEIGHED.search(text(link)):
            yield text(link)


def wears_the_state(page: HtmlElement) -> Iterator[str]:
    """Find marks of the State's design system."""
    yield from (found for found in page.xpath("//@class | //@src | //link/@href") if STATE.search(found))


def starts_by_itself(page: HtmlElement) -> Iterator[str]:
    """Find what plays, moves or reloads without being asked."""
    yield from (element.tag for element in page.xpath("//*[@autoplay] | //marquee | //blink"))
    if not is_redirect(page):
        yield from page.xpath("//meta[@http-equiv='refresh']/@content")


def takes_the_focus(page: HtmlElement) -> Iterator[str]:
    """Find what takes the focus or changes the order of the keyboard."""
    yield from (element.tag for element in page.xpath("//*[@autofocus] | //*[@accesskey]"))
    yield from (element.tag for element in page.xpath("//*[@tabindex > 0]"))


def pictures_jump(page: HtmlElement) -> Iterator[str]:
    """Find pictures without their size: what stands below moves when they come."""
    yield from (image.get("src", "") for image in page.iter("img") if not (image.get("width") and image.get("height")))


RULES: dict[Rule, tuple[str, str]] = {
    says_nothing: ('<a href="a">En savoir plus</a>', '<a href="a">Le cluster</a>'),
    hides_its_weight: ('<a href="a.pdf">Rapport</a>', '<a href="a.pdf">Rapport (PDF, 1,2 Mo)</a>'),
    wears_the_state: ('<p class="fr-header">', '<p class="header">'),
    starts_by_itself: ('<video src="a" autoplay></video>', '<video src="a" controls></video>'),
    takes_the_focus: ('<p tabindex="3">', '<p tabindex="-1">'),
    pictures_jump: ('<img src="a" alt="">', '<img src="a" alt="" width="1" height="1">'),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_every_page_keeps_the_rule_and_a_damaged_one_does_not(rule: Rule, real_site: BuiltSite) -> None:
    """On every built page."""
    damaged, sound = (html.document_fromstring(f"<main>{body}</main>") for body in RULES[rule])
    assert list(rule(damaged)) != []
    assert list(rule(sound)) == []
    found = {address: list(rule(real_site.page(address))) for address in real_site.addresses}
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.fixture(scope="module")
def pages(real_site: BuiltSite) -> dict[str, HtmlElement]:
    """Every page a visitor reads, by its address."""
    found = {address: real_site.page(address) for address in real_site.addresses if not is_lost(address)}
    return {address: page for address, page in found.items() if not is_redirect(page)}


def test_help_and_ways_stand_in_the_same_order_on_every_page(pages: dict[str, HtmlElement]) -> None:
    """WCAG 3.2.3 and 3.2.6; the menu and the list at the foot are two ways to every page (2.4.5)."""
    seen: dict[tuple[str, str], list[str]] = {}
    for address, page in pages.items():
        for part in ("footer", "dialog"):
            # Of the page in other languages each page says what is so.
            found = [text(link) for link in page.xpath(f"//{part}//a[not(@hreflang)]")]
            assert found == seen.setdefault((page.get("lang", ""), part), found), (address, part)
    assert all(len(names) > 5 for names in seen.values())
    assert len(seen) == 4


def test_the_menu_marks_the_page_it_is_on_and_no_other(pages: dict[str, HtmlElement]) -> None:
    """`aria-current`, in the menu and in the list at the foot."""
    marks = 0
    for address, page in pages.items():
        here = f"https://example.org/{address}"
        for link in page.xpath("//dialog//a[not(@hreflang)] | //footer//a[not(@hreflang)]"):
            own = urljoin(here, link.get("href")) == here
            assert (link.get("aria-current") == "page") is own, (address, text(link))
            marks += own
    assert marks > 20

"""The search, in a real browser under a strict policy that lets WebAssembly run on the search page alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.organisations import FormerName, Organisation

from ..conftest import TODAY, BuiltSite
from .conftest import Visitor

Arrive = Callable[..., Visitor]
HERE = {"fr": "rechercher/", "en": "en/search/"}
RESULTS = ".found:not([hidden]) .found__link"


@pytest.fixture(scope="module")
def catalogue(real_site: BuiltSite) -> Catalogue:
    """The catalogue of the real site."""
    found, _ = read_catalogue(real_site.root / "mkdocs.yml", "https://example.org/", TODAY)
    assert found is not None
    return found


def search(page: Page, query: str) -> None:
    """Put a query into the field, and wait for the answer to it."""
    page.locator(".search [name=q]").fill(query)
    # Between its quotation marks: the answer to another query may hold this one.
    expect(page.locator(".search__status")).to_contain_text(re.compile(rf"[“«]\s?{re.escape(query)}\s?[”»]"))


def names(catalogue: Catalogue, locale: str) -> Iterator[tuple[str, str]]:
    """Give what people and organisations are called, in every way it may be typed, and the pages to come first."""
    for person in catalogue.people.values():
        address = catalogue.addresses.address(catalogue.profile_source(person.id), locale)
        family = person.family_name
        plain = family.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")
        for name in (family, plain, re.sub(r"[-’']", " ", plain), re.sub(r"[-’' ]", "", plain), person.name):
            for spelling in (name, name.lower(), name.upper(), _without_marks(name)):
                yield spelling, address
    for house in catalogue.organisations.values():
        address = catalogue.addresses.address(catalogue.organisation_source(house.id), locale)
        named: tuple[Organisation | FormerName, ...] = (house, *house.former_names)
        for former in named:
            short = former.acronym or former.name
            for name in {*short.values(), *house.name.values()}:
                for spelling in (name, name.lower(), _without_marks(name)):
                    yield spelling, address


def _without_marks(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


@pytest.mark.parametrize("locale", HERE)
def test_whoever_types_a_name_gets_its_page_first(arrive: Arrive, catalogue: Catalogue, locale: str) -> None:
    """Everybody and every organisation, with accents and without, in capitals and not, joined or apart."""
    visitor = arrive()
    page = visitor.open(HERE[locale])
    wrong = []
    for name, address in sorted(set(names(catalogue, locale))):
        search(page, name)
        first = page.locator(RESULTS).first.get_attribute("href") or ""
        if first != f"/{address}":
            wrong.append((name, address, first))
    assert wrong == []


def test_results_come_while_one_types(arrive: Arrive) -> None:
    """By kind, with their numbers; the words found are marked, the number is announced, the address can be shared."""
    page = arrive().open("rechercher/")
    page.locator(".search [name=q]").press_sequentially("polarite")
    status = page.get_by_role("status")
    expect(status).to_have_text(re.compile(r"^\d+ résultats? pour «\spolarite\s»$"))
    people = page.get_by_role("region", name=re.compile(r"^Personnes \d+$"))
    expect(people.get_by_role("link")).to_have_text(["Jean-Paul BORG"])
    expect(people.locator("mark").first).to_have_text(re.compile("polarité", re.IGNORECASE))
    assert page.url.endswith("?q=polarite")
    assert page.title().startswith("polarite – ")
    total = int((status.text_content() or "").split()[0])
    shown = [int(count) for count in page.locator(".found:not([hidden]) .found__count").all_text_contents()]
    assert sum(shown) == total


def test_nothing_is_loaded_before_the_field_is_used(arrive: Arrive) -> None:
    """And then the files of one's own language only, 200 KB at most as a host sends them."""
    visitor = arrive()
    sizes: dict[str, int] = {}
    visitor.page.on(
        "response", lambda answer: sizes.update({answer.url.split("?")[0]: len(answer.body())}) if answer.ok else None
    )
    page = visitor.open("rechercher/")
    page.wait_for_timeout(300)
    assert not any("pagefind" in url for url in visitor.requests)
    search(page, "borg")
    loaded = {url: size for url, size in sizes.items() if "/pagefind/" in url}
    assert loaded
    assert all("/pagefind/fr/" in url for url in loaded)
    assert sum(loaded.values()) < 200_000, loaded


def test_what_is_typed_is_sent_to_nobody(arrive: Arrive) -> None:
    """Neither as an address nor as the address a request comes from, until one goes on; the privacy page says so."""
    visitor = arrive()
    page = visitor.open("en/search/")
    sent: list[Request] = []
    page.on("requestfinished", lambda request: sent.append(request))  # noqa: PLW0108  # Playwright marks it
    search(page, "borg")
    expect(page.locator(RESULTS).first).to_have_text("Jean-Paul BORG")
    page.locator(RESULTS).first.click()
    page.wait_for_url("**/en/community/jean-paul-borg/")
    assert any("/pagefind/" in request.url for request in sent)
    told = {request.url: request.all_headers().get("referer", "") for request in sent}
    assert not {url: referrer for url, referrer in told.items() if "?q=" in url + referrer}


def test_a_shared_address_shows_its_results_and_back_returns_to_them(arrive: Arrive) -> None:
    """The query stands in the address, and nowhere else."""
    page = arrive().open("en/search/?q=borg")
    expect(page.locator(".search [name=q]")).to_have_value("borg")
    expect(page.locator(RESULTS).first).to_have_text("Jean-Paul BORG")
    page.locator(RESULTS).first.click()
    page.wait_for_url("**/en/community/jean-paul-borg/")
    page.go_back()
    page.wait_for_url("**/en/search/?q=borg")
    expect(page.locator(RESULTS).first).to_have_text("Jean-Paul BORG")


def test_everything_is_done_by_keyboard(arrive: Arrive) -> None:
    """Results are links one after the other; arrows stay the field's; Escape empties it, and with it the page."""
    page = arrive().open("rechercher/?q=borg")
    expect(page.locator(RESULTS).first).to_be_visible()
    field = page.locator(".search [name=q]")
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(RESULTS).first).to_be_focused()
    field.focus()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(page.locator(RESULTS)).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("")
    assert page.url.endswith("/rechercher/")
    expect(page.locator(".search__pages")).to_be_visible()


def test_the_rest_of_a_long_list_is_shown_on_request(arrive: Arrive) -> None:
    """The focus goes to the first of what came."""
    page = arrive().open("en/search/")
    search(page, "Marseille")
    group = page.get_by_role("region", name=re.compile("^Organisations"))
    expect(group.get_by_role("link")).to_have_count(5)
    total = int(group.locator(".found__count").inner_text())
    shown = 5
    while shown < total:
        group.get_by_role("button", name="Show more").click()
        expect(group.get_by_role("link").nth(shown)).to_be_focused()
        shown = group.get_by_role("link").count()
    expect(group.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(("locale", "other"), [("fr", "en"), ("en", "fr")])
def test_results_of_the_other_language_are_counted_and_led_to(arrive: Arrive, locale: str, other: str) -> None:
    """Never shown among one's own; the number is that of the page the link leads to."""
    visitor = arrive(height=4000)
    for query in ("borg", "hospital", "cellules", "immunology", "les"):
        page = visitor.open(f"{HERE[locale]}?q={query}")
        expect(page.locator(".search__status")).to_contain_text(query)
        own = [link.get_attribute("href") or "" for link in page.locator(RESULTS).all()]
        assert all(href.startswith("/en/") is (locale == "en") for href in own)
        line = page.locator(".search__elsewhere")
        expect(line).to_be_visible()
        line.scroll_into_view_if_needed()
        expect(line).to_have_text(re.compile(r"^\d+ "))
        count = (line.text_content() or "").split()[0]
        line.get_by_role("link").click()
        page.wait_for_url(f"**/{HERE[other]}?q={query}")
        expect(page.locator(".search__status")).to_contain_text(query)
        assert (page.locator(".search__status").text_content() or "").split()[0] == count


def test_when_nothing_is_found_the_page_says_what_to_do(arrive: Arrive) -> None:
    """Check, shorten, or look through the list of people."""
    page = arrive().open("en/search/")
    search(page, "zzqqx")
    expect(page.get_by_role("status")).to_have_text("No results for “zzqqx”.")
    expect(page.locator(".search__advice")).to_be_visible()
    expect(page.locator(".search__advice a")).to_have_attribute("href", "../community/")
    expect(page.locator(".search__pages")).to_be_visible()
    search(page, "borg")
    expect(page.locator(".search__advice")).not_to_be_visible()


def test_what_is_typed_is_only_text(arrive: Arrive) -> None:
    """In the field, in the address, in what is said of it."""
    page = arrive().open("en/search/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    expect(page.get_by_role("status")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".search img").count() == 0
    search(page, "{count} $& \\")
    search(page, '"')


def test_without_scripts_the_page_says_so_and_leads_on(arrive: Arrive) -> None:
    """No form that does nothing; people from A to Z, organisations and the main sections."""
    page = arrive(java_script_enabled=False).open("rechercher/?q=borg")
    expect(page.locator(".search form")).not_to_be_visible()
    expect(page.get_by_text("votre navigateur doit exécuter JavaScript")).to_be_visible()
    expect(page.locator(".search__direct")).not_to_be_visible()
    ways = page.locator(".search__pages")
    expect(ways.get_by_role("link", name="Organismes")).to_be_visible()
    ways.get_by_role("link", name="Toutes les personnes, de A à Z").click()
    assert page.url.endswith("/communaute/")


def test_a_script_that_is_filtered_out_is_missed(browser: Browser, base: str) -> None:
    """Scripts may run and ours does not come: the page does not wait for it in silence."""
    page = browser.new_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{base}en/search/")
    expect(page.locator(".search__direct")).to_be_visible()
    expect(page.locator(".search__needs")).to_be_visible()
    expect(page.locator(".search__direct")).not_to_be_visible()
    page.close()


PARTS = ["pagefind.js", "known.json", "*.pf_meta", "wasm.*", "index/*.pf_index", "fragment/*.pf_fragment"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("answered", [True, False], ids=["an answer of none", "no answer"])
def test_an_index_that_does_not_come_is_told(arrive: Arrive, part: str, *, answered: bool) -> None:
    """Never as «nothing found»; the other ways stay, and a later try succeeds."""
    visitor = arrive()
    where = f"**/pagefind/en/{part}*"
    visitor.page.route(where, lambda route: route.fulfill(status=503, body="") if answered else route.abort())
    page = visitor.open("en/search/")
    page.locator(".search [name=q]").fill("borg")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    expect(page.locator(".search__pages")).to_be_visible()
    page.unroute(where)
    search(page, "olive")
    expect(page.locator(RESULTS).first).to_have_text("Daniel OLIVE")
    visitor.complaints.clear()


def test_a_question_without_end_is_cut_short(arrive: Arrive) -> None:
    """Whatever was pasted into the address: the page stays one that can be read."""
    page = arrive(width=320).open(f"rechercher/?q={'long ' * 2000}")
    status = page.get_by_role("status")
    expect(status).to_contain_text("long long")
    assert len(status.text_content() or "") < 300
    assert len(page.title()) < 300


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_with_its_results(arrive: Arrive, width: int, scheme: str) -> None:
    """All of axe's rules with results and with none; targets of 44 px; text twice as large on a phone."""
    page = arrive(width=width, color_scheme=scheme).open("rechercher/")
    for query in ("marseille", "zzqqx"):
        search(page, query)
        found: dict[str, Any] = Axe().run(page).response
        assert [(rule["id"], rule["nodes"]) for rule in found["violations"]] == []
    sizes = page.eval_on_selector_all(
        ".search input, .search button, .search__pages a, .search__advice a",
        "all => all.filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect().height)",
    )
    assert min(sizes) >= 44
    if width > 320:
        return
    search(page, "marseille")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

"""Pages that nobody wrote at their place: those of records, and those a language shows as another has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from immunopole.organisations import Organisation
from immunopole.pages import (
    DEFAULT_TEMPLATE,
    NO_FRONT,
    ORGANISATION_TEMPLATE,
    PERIOD_TEMPLATE,
    PROFILE_TEMPLATE,
    THEME_TEMPLATE,
    FrontMatter,
    SourcePage,
)
from immunopole.people import Person
from immunopole.periods import Chapter
from immunopole.settings import Layout
from immunopole.themes import Theme


@dataclass(frozen=True)
class Made:
    """The records that have pages: people, organisations and themes by id, and the history by periods."""

    people: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    themes: Mapping[str, Theme]
    history: Sequence[Chapter]


# By source path and locale.
Pages = Mapping[tuple[str, str], SourcePage]


def with_made_pages(layout: Layout, made: Made, written: Pages) -> dict[tuple[str, str], SourcePage]:
    """Give all pages of a site: those somebody wrote, and those made for want of one."""
    pages = dict(written)
    for page in _record_pages(layout, made, written):
        pages[page.source, page.locale] = page
    return pages | {(page.source, page.locale): page for page in _pages_as_they_are(layout, pages)}


def moved(layout: Layout, made: Made) -> Iterator[tuple[str, str]]:
    """Give the former and the present source path of every record whose id has changed."""
    for source, records in (
        (layout.profile_source, made.people.values()),
        (layout.organisation_source, made.organisations.values()),
        (layout.theme_source, made.themes.values()),
        (layout.period_source, [chapter.period for chapter in made.history]),
    ):
        for record in records:
            for former in record.former_ids:
                yield source(former), source(record.id)


def _record_pages(layout: Layout, made: Made, written: Pages) -> Iterator[SourcePage]:
    """Make a page for each record in each full language; one somebody wrote at its path wins.

    A reduced language has only those somebody wrote.
    """
    for language in layout.languages:
        for front, page in _drafts(layout, made, language.locale):
            if not language.reduced or (page.source, page.locale) in written:
                yield _record_page(written, front, page)


def _drafts(layout: Layout, made: Made, locale: str) -> Iterator[tuple[dict[str, str], SourcePage]]:
    """Give what the page of each record says at its top in a language, and the page without it."""

    def page(source: str) -> SourcePage:
        return SourcePage(source, locale, NO_FRONT, written=False)

    for person in made.people.values():
        described = person.summary.get(locale, "")
        front = {"title": person.name, "description": described, "template": PROFILE_TEMPLATE}
        yield front, replace(page(layout.profile_source(person.id)), person=person.id)
    for house in made.organisations.values():
        named, called = (layout.languages.choose(locale, texts) for texts in (house.name, house.short_name))
        front = {
            "title": house.name[named],
            "menu_title": house.short_name[called],
            "description": house.summary.get(locale, ""),
            "template": ORGANISATION_TEMPLATE,
        }
        own = page(layout.organisation_source(house.id))
        yield front, replace(own, organisation=house.id, title_locale=named, menu_locale=called)
    for theme in made.themes.values():
        named = layout.languages.choose(locale, theme.name)
        described = theme.summary.get(locale, "")
        front = {"title": theme.name[named], "description": described, "template": THEME_TEMPLATE}
        yield front, replace(page(layout.theme_source(theme.id)), theme=theme.id, title_locale=named)
    for chapter in made.history:
        period, title = chapter.period, chapter.period.title.get(locale, "")
        front = {
            "title": f"{title} ({chapter.years})",
            "menu_title": title,
            "description": period.summary.get(locale, ""),
            "template": PERIOD_TEMPLATE,
        }
        yield front, replace(page(layout.period_source(period.id)), period=period.id)


def _record_page(written: Pages, front: Mapping[str, str], page: SourcePage) -> SourcePage:
    own = written.get((page.source, page.locale))
    if own is not None:
        # A page written for somebody is their profile, whether it says so or not.
        template = front["template"] if own.front.template == DEFAULT_TEMPLATE else own.front.template
        own_front = own.front.model_copy(update={"template": template})
        return replace(
            own,
            front=own_front,
            person=page.person,
            organisation=page.organisation,
            theme=page.theme,
            period=page.period,
        )
    return replace(page, front=FrontMatter.model_validate(front))


def _pages_as_they_are(layout: Layout, pages: Pages) -> Iterator[SourcePage]:
    """Where a section shows pages a language lacks: the page that somebody wrote in another, as it is."""
    written: dict[str, dict[str, SourcePage]] = {}
    for page in pages.values():
        if page.written:
            written.setdefault(page.source, {})[page.locale] = page
    for source, versions in written.items():
        if layout.missing_page(source) == "absent":
            continue
        for locale in layout.languages.locales:
            if (source, locale) not in pages:
                original = versions[layout.languages.choose(locale, versions)]
                yield replace(original, locale=locale, original=original.locale)

"""Former addresses: what once was a page's address leads to its present one, on any host, without rules or script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from immunopole.addresses import Addresses
from immunopole.documents import Document
from immunopole.pages import SourcePage
from immunopole.problems import Problem

# Source folder or file → locale → former public paths: {"community": {"fr": ["fr/communaute"]}}
FormerAddresses = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Redirect:
    """One former address (`fr/communaute/jean-paul-borg/`), the page that stands elsewhere now, and the setting.

    `setting` is None for the former id of a record, which no setting names.
    """

    former: str
    page: SourcePage
    setting: str | None


def redirects(
    former: FormerAddresses,
    moved: Iterable[tuple[str, str]],
    pages: Mapping[tuple[str, str], SourcePage],
    addresses: Addresses,
) -> list[Redirect]:
    """List every former address; one that is an address of the present site is not given away.

    `moved` are pairs of source paths: a record that was at the first is at the second now.
    """
    present = {addresses.address(page.source, page.locale) for page in pages.values()}
    found: list[Redirect] = []
    for page in pages.values():
        found += _former_addresses(former, page)
    for old, new in moved:
        for page in (pages[new, locale] for locale in addresses.languages.locales if (new, locale) in pages):
            found.append(Redirect(addresses.address(old, page.locale), page, None))
            found += [replace(each, page=page) for each in _former_addresses(former, replace(page, source=old))]
    return [redirect for redirect in found if redirect.former not in present]


def check_redirects(options: Document, found: Iterable[Redirect]) -> Iterator[Problem]:
    """Yield a problem for every former address that two pages claim; `options` is our part of `mkdocs.yml`."""
    taken: dict[str, Redirect] = {}
    for redirect in found:
        other = taken.setdefault(redirect.former, redirect)
        if other is not redirect and redirect.setting is not None:
            loc = ("former_addresses", redirect.setting, redirect.page.locale)
            yield options.problem("equal-former", loc, found=f"/{redirect.former}", other=other.setting or "")


def _former_addresses(former: FormerAddresses, page: SourcePage) -> Iterator[Redirect]:
    for setting, by_locale in former.items():
        rest = _below(page.source, setting)
        if rest is not None:
            for path in by_locale.get(page.locale, []):
                yield Redirect("/".join(filter(None, (path.strip("/"), rest))) + "/", page, setting)


def _below(source: str, setting: str) -> str | None:
    """Give what follows a setting's path in a source path (`jean-paul-borg`), empty for that path itself."""
    path = source.removesuffix(".md")
    path = "" if path == "index" else path.removesuffix("/index")
    if path == setting:
        return ""
    return path.removeprefix(f"{setting}/") if setting and path.startswith(f"{setting}/") else None

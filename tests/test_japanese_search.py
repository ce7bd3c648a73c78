"""What the reader of the Japanese pages finds: each line of ``queries-ja.txt`` has a query and the pages that say it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import REPOSITORY, RealSite
from playwright.sync_api import Browser, Page

QUERIES = {
    query: set(pages.split())
    for query, _, pages in (
        line.partition("\t") for line in (REPOSITORY / "tests" / "queries-ja.txt").read_text("utf-8").splitlines()
    )
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_page()


def ask(page: Page, site: Path, query: str) -> set[str]:
    """The docnames of all results; without a server, so without the policy that forbids to wait by an expression."""
    page.goto(f"{(site / 'search.html').as_uri()}?q={quote(query)}")
    page.wait_for_function("Search.output && Search._pulse_status < 0")
    links = page.locator("#search-results li > a").all()
    return {str(link.get_attribute("href")).partition(".html")[0] for link in links}


def test_there_are_enough_queries() -> None:
    assert sum(bool(pages) for pages in QUERIES.values()) >= 25


def test_every_page_that_says_it_is_found_and_hardly_any_other(page: Page, real: RealSite) -> None:
    site = real.build("html", language="ja")
    found = {query: ask(page, site, query) for query in QUERIES}
    missed = {query: pages - found[query] for query, pages in QUERIES.items() if pages - found[query]}
    assert missed == {}
    others = {query: found[query] - pages for query, pages in QUERIES.items() if found[query] - pages}
    shown = sum(map(len, found.values()))
    precision = 1 - sum(map(len, others.values())) / shown
    assert precision >= 0.95, f"precision {precision:.3f} of {shown}: {others}"

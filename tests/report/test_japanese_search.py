"""What the reader of the Japanese pages finds: the queries of ``queries-ja.txt``, asked as the benchmark asks them."""

from __future__ import annotations

import sys

from conftest import REPOSITORY, RealSite
from playwright.sync_api import Browser

sys.path.insert(0, str(REPOSITORY / "benchmarks"))
from search import ask, queries

QUERIES = queries()


def test_there_are_enough_queries() -> None:
    assert sum(bool(pages) for pages in QUERIES.values()) >= 25


def test_every_page_that_says_it_is_found_and_hardly_any_other(browser: Browser, real: RealSite) -> None:
    page, site = browser.new_page(), real.build("html", language="ja")
    found = {query: ask(page, site, query) for query in QUERIES}
    missed = {query: pages - found[query] for query, pages in QUERIES.items() if pages - found[query]}
    assert missed == {}
    others = {query: found[query] - pages for query, pages in QUERIES.items() if found[query] - pages}
    shown = sum(map(len, found.values()))
    precision = 1 - sum(map(len, others.values())) / shown
    assert precision >= 0.95, f"precision {precision:.3f} of {shown}: {others}"

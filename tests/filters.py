"""The filters of the page Explore as a reader sees them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page


def query(page: Page) -> dict[str, str]:
    """What the address says."""
    return {name: value for name, [value] in parse_qs(urlsplit(page.url).query).items()}


def options(page: Page, name: str) -> dict[str, str]:
    """The options of a filter that can be chosen, and their words."""
    found = page.locator(f"select[name={name}] option:not([disabled])")
    return dict(found.evaluate_all("options => options.map((option) => [option.value, option.textContent])"))


def shown(page: Page) -> list[str]:
    """The titles of the sessions that can be seen."""
    return page.locator("table.conf-explore > tbody > tr:visible > td:first-child a").all_inner_texts()

"""How Japanese is set on the screen: fonts, emphasis, lines; and what is left of the markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser import quiet_page
from conftest import RealSite
from playwright.sync_api import Browser, Page

# Emphasis, code, links and attributes that were not understood; `cpu.cfs_quota_us` is a name.
MARKUP = re.compile(r"[*`]|\]\(|\{[.#\w]|(?<![\w/])_\w|\w_(?!\w)|\[[^\]]*\]\{")


@pytest.fixture(scope="module")
def texts(real: RealSite) -> dict[str, list[str]]:
    """The texts of every Japanese page without those in code, by name."""
    outside_code = "//text()[not(ancestor::code or ancestor::pre or ancestor::script or ancestor::style)]"
    return {name: tree.xpath(outside_code) for name, tree in real.trees("html", language="ja").items()}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page as wide as a small phone."""
    with quiet_page(browser, viewport={"width": 360, "height": 800}) as page:
        yield page


def style(page: Page, selector: str, name: str) -> set[str]:
    """What a property is computed to for all elements of a selector, of which there is at least one."""
    found = page.eval_on_selector_all(selector, f"all => all.map(one => getComputedStyle(one).{name})")
    assert found, f"nothing is {selector}"
    return set(found)


def test_no_markup_is_left_in_the_text(texts: dict[str, list[str]]) -> None:
    left = [(name, text.strip()) for name, found in texts.items() for text in found if MARKUP.search(text)]
    assert left == []


@pytest.mark.parametrize(
    "text", ["**語**が", "`語`", "[題名]{.language-en}", "[語](page.md)", "_語_が", "{project}`x`"]
)
def test_markup_would_be_seen(text: str) -> None:
    assert MARKUP.search(text)


def test_no_japanese_page_scrolls_sideways_on_a_phone(phone: Page, served: str, texts: dict[str, list[str]]) -> None:
    wide = []
    for name in texts:
        phone.goto(f"{served}/ja/{name}")
        if phone.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(name)
    assert wide == []


@pytest.mark.parametrize(
    "name", ["sessions/insider-threat.html", "explore.html", "speakers.html", "embed/insider-threat.html"]
)
def test_english_in_a_japanese_page_is_set_in_the_latin_fonts(page: Page, served: str, name: str) -> None:
    page.goto(f"{served}/ja/{name}")
    (japanese,) = style(page, "body", "fontFamily")
    (latin,) = style(page, ":not(option, code)[lang=en]", "fontFamily")
    assert "Hiragino Sans" in japanese
    assert latin == japanese[: japanese.index('"Hiragino Sans"')] + "sans-serif"


def test_all_pages_have_the_same_fonts(page: Page, served: str) -> None:
    found = set()
    for name in ("index.html", "404.html", "embed/insider-threat.html", "embed/falco.html"):
        page.goto(f"{served}/ja/{name}")
        found |= style(page, "body", "fontFamily")
    assert len(found) == 1


@pytest.mark.parametrize(
    ("name", "selector"),
    [
        ("guide/reference.html", "article em"),
        ("sessions/insider-threat.html", ".conf-unconfirmed"),
        ("sessions/keynotes.html", ".conf-impression > p"),
    ],
)
def test_japanese_is_never_slanted(page: Page, served: str, name: str, selector: str) -> None:
    page.goto(f"{served}/{name}")
    assert "italic" in style(page, selector, "fontStyle")
    page.goto(f"{served}/ja/{name}")
    assert style(page, selector, "fontStyle") == {"normal"}


def test_lines_break_by_the_rules_of_japanese(page: Page, served: str) -> None:
    page.goto(f"{served}/ja/index.html")
    assert style(page, "article p", "lineBreak") == {"strict"}
    assert style(page, "article h2", "wordBreak") == {"auto-phrase"}
    page.goto(f"{served}/index.html")
    assert style(page, "article p", "lineBreak") == {"auto"}

"""The built report in a real browser: every kind of page, on every screen, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import quiet_page
from confreport.records import slug
from conftest import REPOSITORY
from playwright.sync_api import Browser, Page

SCREENSHOTS = REPOSITORY / "_build" / "screenshots"
PAGES = [
    "index.html",
    "sessions/insider-threat.html",
    "tracks/securitycon.html",
    "tracks/comparison.html",
    "projects/kubernetes.html",
    "projects/index.html",
    "explore.html",
    "map.html",
    "speakers.html",
    "corrections.html",
    "missing.html",
    "closing.html",
    "guide/reference.html",
    "search.html?q=falco",
    "genindex.html",
    "conf-projects.html",
    "404.html",
]
JAPANESE = [
    "index.html",
    "sessions/insider-threat.html",
    "tracks/comparison.html",
    "projects/kubernetes.html",
    "explore.html",
    "corrections.html",
    "guide/reference.html",
    "search.html?q=脆弱性スキャン",
    "conf-projects.html",
    "404.html",
]


# Each page at each width, and most in both schemes: what holds for a width does so in any colours.
SCREENS = [(360, "light"), (768, "dark"), (1440, "light")]


def screens(pages: list[str], screens: list[tuple[int, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("name", "width", "scheme"), [(name, *screen) for name in pages for screen in screens]
    )


@screens(PAGES, SCREENS)
def test_page_fits_stays_home_and_is_accessible(
    browser: Browser, served: str, name: str, width: int, scheme: str
) -> None:
    check(browser, served, name, width, scheme)


@screens(JAPANESE, [(360, "light")])
def test_so_does_the_japanese_page(browser: Browser, served: str, name: str, width: int, scheme: str) -> None:
    check(browser, served, f"ja/{name}", width, scheme)


@screens(["index.html", "sessions/insider-threat.html", "explore.html"], [(360, "dark"), (1440, "dark")])
def test_so_does_the_dark_page(browser: Browser, served: str, name: str, width: int, scheme: str) -> None:
    check(browser, served, name, width, scheme)


def check(browser: Browser, served: str, name: str, width: int, scheme: str) -> None:
    """Look at a page as a reader, as a program for the blind, and for ourselves."""
    asked: list[str] = []
    with quiet_page(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
        page.on("request", lambda request: asked.append(request.url))
        # The search asks for every page that it has found.
        page.goto(f"{served}/{name}", wait_until="networkidle" if "?q=" in name else "load")
        excess = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(excess) == 0, "the page scrolls sideways"
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.eval_on_selector_all(
            "img[loading=lazy]",
            "images => Promise.all(images.map(image => { image.loading = 'eager'; return image.decode(); }))",
        )
        page.screenshot(path=SCREENSHOTS / f"{slug(name)}-{width}-{scheme}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert [url for url in asked if not url.startswith((served, "data:"))] == []


def test_weight_of_a_session_page(page: Page, served: str) -> None:
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(f"{served}/sessions/pwning-the-ci.html", wait_until="networkidle")
    assert len(sizes) <= 12
    assert sum(sizes) <= 200_000


@pytest.mark.parametrize("name", ["index.html", "sessions/insider-threat.html", "projects/kubernetes.html"])
def test_keyboard_reaches_every_link(page: Page, served: str, name: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{served}/{name}")
    links = page.eval_on_selector_all("article a[href]:not(.headerlink)", "links => links.map(link => link.href)")
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        address, outlined = page.evaluate(
            "() => { const it = document.activeElement, style = getComputedStyle(it);"
            "return [it.href || '', style.outlineStyle !== 'none' || style.boxShadow !== 'none']; }"
        )
        if address:
            assert outlined, f"the focus on {address} cannot be seen"
        reached.add(address)
        if set(links) <= reached:
            break
    assert set(links) <= reached


@pytest.mark.parametrize(
    "name", ["index.html", "sessions/insider-threat.html", "explore.html", "tracks/comparison.html"]
)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_reads_whole_without_scripts(browser: Browser, served: str, name: str, colours: str) -> None:
    def text(javascript: bool) -> str:
        with browser.new_context(java_script_enabled=javascript, color_scheme=colours) as context:  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(f"{served}/{name}")
            shown = page.locator("article table.conf-explore") if name == "explore.html" else page.locator("article")
            for image in page.locator("article img").all():
                wanted = f"only-{'light' if colours == 'dark' else 'dark'}" not in (image.get_attribute("class") or "")
                assert image.is_visible() == wanted
            return shown.inner_text()

    assert text(javascript=False) == text(javascript=True)


@pytest.mark.parametrize(
    ("query", "expected", "kind"),
    [
        ("insider threat", "sessions/insider-threat.html", "Session"),
        ("falco", "projects/falco.html", "Project"),
        ("k8s", "projects/kubernetes.html", "Project"),
        ("Security Scorecards", "projects/openssf-scorecard.html", "Project"),
        ("BoltDB", "projects/bbolt.html", "Project"),
        ("Katie Gamanji", "speakers.html#conf-speaker-katie-gamanji", "Speaker"),
        ("multi-tenancy", "tracks/multi-tenancy.html", "Track"),
    ],
)
def test_search_lands_on_the_record_and_shows_its_kind(
    page: Page, served: str, query: str, expected: str, kind: str
) -> None:
    page.goto(f"{served}/search.html?q={query}", wait_until="networkidle")
    page.wait_for_selector("#search-results li a")
    results = page.locator("#search-results li > a")
    addresses = [
        str(link.get_attribute("href")).split("?")[0] + "#" + str(link.get_attribute("href")).partition("#")[2]
        for link in results.all()[:5]
    ]
    matching = [number for number, address in enumerate(addresses) if address.startswith(expected)]
    assert matching, addresses
    said = results.nth(matching[0]).evaluate("link => getComputedStyle(link, '::after').content")
    assert kind in said


def test_mentions_do_not_flood_the_search(page: Page, served: str) -> None:
    page.goto(f"{served}/search.html?q=Trivy", wait_until="networkidle")
    page.wait_for_selector("#search-results li a")
    addresses = [str(link.get_attribute("href")) for link in page.locator("#search-results li > a").all()]
    pages = {address.partition("#")[0].partition("?")[0] for address in addresses}
    assert {name for name in pages if name.startswith("projects/")} == {"projects/trivy.html"}
    assert "sessions/insider-threat.html" in pages

"""The page Explore can be filtered by all that it names, with a keyboard and on a phone."""

from __future__ import annotations

import re

import pytest
from browser import serve
from bs4 import BeautifulSoup
from conftest import REPOSITORY, RealSite
from filters import options, query, shown
from playwright.sync_api import Page, expect


def test_every_filter_of_the_report_shows_what_it_counts(page: Page, served: str) -> None:
    page.goto(f"{served}/explore.html")
    for name in ("track", "format", "project", "relation", "speaker"):
        for value, words in options(page, name).items():
            if value:
                page.locator(f"select[name={name}]").select_option(value)
                left = page.locator("table.conf-explore > tbody > tr:not([hidden])").count()
                assert left and words.endswith(f" ({left})")
        page.get_by_role("button", name="Reset").click()


def test_the_report_can_be_filtered_by_all_that_its_table_names(page: Page, served: str, real: RealSite) -> None:
    soup = BeautifulSoup((real.build("html") / "explore.html").read_text("utf-8"), "html.parser")
    page.goto(f"{served}/explore.html")
    for kind in ("track", "project", "speaker"):
        links = soup.select(f"table.conf-explore a[href*='#conf-{kind}-']")
        assert links
        assert set(options(page, kind)) == {"", *(str(link["href"]).partition(f"#conf-{kind}-")[2] for link in links)}
    for kind, css in (("format", "conf-format"), ("relation", "conf-badge")):
        badges = soup.select(f"table.conf-explore .{css}")
        assert badges
        assert set(options(page, kind)) == {"", *(str(badge["class"][1]).removeprefix("conf-") for badge in badges)}


def test_the_keyboard_is_enough(page: Page, served: str) -> None:
    page.goto(f"{served}/explore.html")
    everything = shown(page)
    focused = "document.activeElement.name || document.activeElement.textContent"
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == "track":
            break
    page.keyboard.type("Security")
    assert query(page)["track"].startswith("security")
    assert 0 < len(shown(page)) < len(everything)
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focused))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", reached
    assert reached == ["format", "project", "relation", "speaker", "q", "Reset"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("no such title")
    page.keyboard.press("Enter")
    assert shown(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert shown(page) == everything
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.conf-explore') !== null")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_screen_or_moves(page: Page, served: str, width: int) -> None:
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) window.moved += one.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served}/explore.html?relation=subject")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    table = page.locator("table.conf-explore")
    assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")
    assert page.evaluate("moved") < 0.01


def test_paper_has_the_sessions_that_were_chosen_and_no_form(page: Page, served: str) -> None:
    page.goto(f"{served}/explore.html?relation=recommended")
    chosen = shown(page)
    page.emulate_media(media="print")
    assert shown(page) == chosen
    expect(page.locator("form.conf-filter")).to_be_hidden()


@pytest.mark.parametrize(("builder", "name"), [("dirhtml", "explore/"), ("singlehtml", "index.html")])
def test_it_works_in_the_other_html_builders(page: Page, real: RealSite, builder: str, name: str) -> None:
    with serve(real.build(builder)) as address:
        page.goto(f"{address}/{name}?project=falco&relation=subject")
        assert 0 < len(shown(page)) < page.locator("table.conf-explore > tbody > tr").count()
        assert query(page) == {"project": "falco", "relation": "subject"}


@pytest.mark.parametrize(
    ("builder", "expected"),
    [
        ("html", {"explore.html", "ja/explore.html"}),
        ("dirhtml", {"explore/index.html", "ja/explore/index.html"}),
        ("singlehtml", {"index.html"}),
        ("epub", set()),
    ],
)
def test_only_pages_with_the_table_load_the_script(real: RealSite, builder: str, expected: set[str]) -> None:
    out = real.build(builder)
    loading = {
        path.relative_to(out).as_posix()
        for path in out.rglob("*.*html")
        if re.search(r"<script [^>]*explore\.js", path.read_text("utf-8"))
    }
    assert loading == expected


def test_the_guide_names_all_that_the_address_may_say(page: Page, served: str) -> None:
    section = (
        (REPOSITORY / "guide" / "reference.md").read_text("utf-8").partition("(ref-explore)=")[2].partition("\n(")[0]
    )
    page.goto(f"{served}/explore.html")
    names = page.locator("form.conf-filter [name]").evaluate_all("all => all.map((one) => one.name)")
    assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == names

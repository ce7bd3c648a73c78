"""The cards that other sites show in frames."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import quiet_page, serve
from bs4 import BeautifulSoup
from conftest import Built, Site
from hostile import HOSTILE, each, fill
from playwright.sync_api import Browser


def card(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(f"embed/{name}.html"), "html.parser")


def facts(built: Built, name: str) -> dict[str, str]:
    return {
        line.select_one("dt").get_text(): line.select_one("dd").get_text()  # type: ignore[union-attr]
        for line in card(built, name).select("dl > div")
    }


def test_a_card_says_what_the_record_says(site: Site) -> None:
    built = site.build(html_title="The report")
    assert facts(built, "day-one") == {
        "Event": "A conference",
        "Track": "Security",
        "Date": "24 October 2022 (unconfirmed)",
        "Speakers": "Ann Example, Bob Étienne",
        "Format": "Keynote",
    }
    assert facts(built, "falco") == {
        "Kind": "project",
        "At the event": "Incubating",
        "Now": "Graduated",
        "Sessions": "2",
    }
    assert card(built, "falco").select_one("main > p").get_text() == "The report"  # type: ignore[union-attr]


def test_what_is_unknown_is_left_out(site: Site) -> None:
    site.edit("sessions/etcd-lessons.md", "format: maintainer", "format: maintainers")
    site.write("projects/etcd.md", "---\nproject: {}\n---\n# etcd\n")
    built = site.build()
    assert facts(built, "lightning") == {"Event": "A conference", "Track": "Storage", "Format": "Lightning talk"}
    assert facts(built, "closing-talk") == {"Event": "A conference", "Track": "Security", "Format": "Breakout"}
    words = {"Event": "A conference", "Track": "Storage", "Date": "26 October 2022", "Speakers": "Carol Example"}
    assert facts(built, "etcd-lessons") == words
    assert facts(built, "etcd") == {"Sessions": "3"}


def test_every_session_and_project_has_a_card_and_nothing_else_has(site: Site) -> None:
    names = {path.stem for path in (site.build().out / "embed").iterdir()}
    records = {path.stem for kind in ("sessions", "projects") for path in (site.source / kind).iterdir()}
    assert names == (records - {"index"}) | {"first-day"}


@pytest.mark.parametrize(("builder", "address"), [("html", "sessions/day-one.html"), ("dirhtml", "sessions/day-one/")])
def test_the_title_leads_out_of_the_frame_to_the_page(site: Site, builder: str, address: str) -> None:
    built = site.build(builder=builder, html_baseurl="https://report.example/en")
    link = card(built, "day-one").select_one("h1 a")
    assert link
    assert (link.get_text(), link["href"], link["target"]) == ("The first day", f"../{address}", "_top")
    canonical = card(built, "day-one").select_one("link[rel=canonical]")
    assert canonical
    assert canonical["href"] == f"https://report.example/en/{address}"


def test_without_a_base_url_there_is_no_canonical_address(site: Site) -> None:
    assert not card(site.build(), "day-one").select("[rel=canonical]")


def test_search_engines_stay_away_and_nothing_is_inline(site: Site) -> None:
    soup = card(site.build(), "falco")
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"  # type: ignore[index]
    assert not soup.select("script, style, [style], nav, img")
    assert len(soup.select("a")) == 1


def test_the_language_is_that_of_the_report(site: Site) -> None:
    built = site.build(language="ja", html_theme="basic")
    assert card(built, "day-one").html["lang"] == "ja"  # type: ignore[index]
    assert "2022年10月24日" in card(built, "day-one").get_text()


def test_the_style_sheet_is_there(site: Site) -> None:
    built = site.build()
    for link in card(built, "falco").select("link[rel=stylesheet]"):
        assert (built.out / "embed" / str(link["href"])).is_file()


def test_an_earlier_id_shows_the_same_card(site: Site) -> None:
    built = site.build()
    assert built.read("embed/first-day.html") == built.read("embed/day-one.html")


@pytest.mark.parametrize("first", ["index.md", "tracks/security.md"])
def test_of_two_records_with_one_id_the_first_in_the_order_of_reading_has_the_card(site: Site, first: str) -> None:
    site.write("projects/day-two.md", "---\nproject: {kind: product}\n---\n# The product\n")
    if first == "index.md":
        site.edit("index.md", "tracks/security\n", "projects/day-two\ntracks/security\n")
    built = site.build()
    assert any("duplicate-id" in line for line in built.warnings)
    expected = "The product" if first == "index.md" else "The second day"
    assert card(built, "day-two").select_one("h1").get_text() == expected  # type: ignore[union-attr]


@each
def test_any_text_stays_text(site: Site, name: str) -> None:
    fill(site)
    text = HOSTILE[name]
    built = site.build(html_title="".join(HOSTILE.values()), smartquotes=False)
    found = facts(built, f"session-{name}")
    assert found["Speakers"] == found["Event"] == text
    soup = card(built, f"session-{name}")
    assert soup.select_one("h1").get_text() == text  # type: ignore[union-attr]
    assert soup.select_one("main > p").get_text() == "".join(HOSTILE.values())  # type: ignore[union-attr]
    assert soup.title.get_text().startswith(f"{text} (")  # type: ignore[union-attr]
    assert not soup.select("script, img, b")


def test_a_word_without_an_end_does_not_widen_the_card(browser: Browser, site: Site) -> None:
    site.edit("sessions/day-one.md", "# The first day", "# " + "W" * 300)
    with serve(site.build().out) as address, quiet_page(browser, viewport={"width": 240, "height": 200}) as page:
        page.goto(f"{address}/embed/day-one.html")
        assert page.evaluate("document.documentElement.scrollWidth") == 240


def test_another_site_shows_the_card_and_its_link_leaves_the_frame(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    """Under the policies of the test server, which allow it for the cards alone."""
    host = tmp_path / "host"
    host.mkdir()
    with (
        serve(site.build().out) as report,
        serve(host) as other,
        quiet_page(browser) as page,
    ):
        frame = f'<iframe title="A talk" src="{report}/embed/day-one.html" width="320" height="240"></iframe>'
        (host / "index.html").write_text(f"<!doctype html><title>Another site</title>{frame}", "utf-8")
        page.goto(f"{other}/index.html")
        page.frame_locator("iframe").get_by_role("link", name="The first day").click()
        page.wait_for_url(f"{report}/sessions/day-one.html")

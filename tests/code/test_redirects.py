"""Whoever comes by an earlier id arrives."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path

import pytest
from browser import quiet_page
from bs4 import BeautifulSoup
from confreport.exports.redirects import earlier_ids
from conftest import Built, Site
from playwright.sync_api import Browser


def soup(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(name), "html.parser")


def is_redirect(text: str) -> bool:
    return 'http-equiv="refresh"' in text


def rename(site: Site) -> None:
    site.move("sessions/day-two.md", "sessions/second-day.md")
    site.edit("sessions/second-day.md", "  track: security", "  track: security\n  formerly: [day-two]")
    site.edit("tracks/security.md", "/sessions/day-two", "/sessions/second-day")


@pytest.mark.parametrize(
    ("builder", "old", "target"),
    [
        ("html", "sessions/first-day.html", "day-one.html"),
        ("dirhtml", "sessions/first-day/index.html", "../day-one/"),
    ],
)
def test_the_earlier_address_leads_to_the_page(site: Site, builder: str, old: str, target: str) -> None:
    built = site.build(builder=builder, html_baseurl="https://report.example/en/")
    page = soup(built, old)
    assert page.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={target}"  # type: ignore[index]
    link = page.select_one("main a")
    assert link
    assert (link.get_text(), link["href"]) == ("The first day", target)
    where = posixpath.normpath(posixpath.join(posixpath.dirname(old), target))
    assert (built.out / where / ("index.html" if builder == "dirhtml" else "")).is_file()
    assert page.select_one("meta[name=robots]")["content"] == "noindex"  # type: ignore[index]
    address = "https://report.example/en/sessions/day-one" + ("/" if builder == "dirhtml" else ".html")
    assert page.select_one("link[rel=canonical]")["href"] == address  # type: ignore[index]
    assert not page.select("script, style, [style]")


def test_without_a_base_url_there_is_no_canonical_address(site: Site) -> None:
    assert not soup(site.build(), "sessions/first-day.html").select("[rel=canonical]")


@pytest.mark.parametrize(
    ("page", "old", "new", "address"),
    [
        ("projects/falco.md", "aliases:", "formerly: [kestrel]\n  aliases:", "projects/kestrel.html"),
        ("tracks/storage.md", "event:", "formerly: [disks], event:", "tracks/disks.html"),
    ],
)
def test_projects_and_tracks_have_redirects_too(site: Site, page: str, old: str, new: str, address: str) -> None:
    site.edit(page, old, new)
    assert f"url={page.rpartition('/')[2].replace('.md', '.html')}" in site.build().read(address)


def test_other_builders_have_none(site: Site) -> None:
    for builder in ("singlehtml", "text", "epub"):
        assert not list(site.build(builder=builder, version="1").out.rglob("first-day*"))


def test_the_browser_follows_even_without_a_server(browser: Browser, site: Site) -> None:
    out = site.build().out
    with quiet_page(browser, java_script_enabled=False) as page:
        page.goto((out / "sessions/first-day.html").as_uri())
        page.wait_for_url((out / "sessions/day-one.html").as_uri())
        assert page.get_by_role("heading", name="The first day").is_visible()


def test_a_renamed_page_leaves_a_redirect_and_is_back_under_its_old_name(site: Site) -> None:
    first = site.build()
    assert not is_redirect(first.read("sessions/day-two.html"))
    before = first.files()
    rename(site)
    renamed = site.build()
    assert is_redirect(renamed.read("sessions/day-two.html"))
    assert renamed.read("sessions/day-two.html") == site.build("clean").read("sessions/day-two.html")

    site.move("sessions/second-day.md", "sessions/day-two.md")
    site.edit("sessions/day-two.md", "\n  formerly: [day-two]", "")
    site.edit("tracks/security.md", "/sessions/second-day", "/sessions/day-two")
    back = site.build()
    assert back.read("sessions/day-two.html") == before["sessions/day-two.html"].decode()
    assert not (back.out / "sessions/second-day.html").exists()


def test_an_id_that_is_used_again_keeps_its_page(site: Site) -> None:
    assert is_redirect(site.build().read("sessions/first-day.html"))
    site.write("sessions/first-day.md", "---\nsession: {track: security}\n---\n# Another first day\n")
    site.edit("tracks/security.md", "/sessions/day-two", "/sessions/first-day\n/sessions/day-two")
    for built in (site.build(), site.build(), site.build("clean")):
        assert "Another first day" in built.read("sessions/first-day.html")
        assert not is_redirect(built.read("sessions/first-day.html"))


def test_a_page_that_is_no_record_keeps_its_place(site: Site) -> None:
    site.write("sessions/first-day.md", "---\nsession: none\n---\n# About the first day\n")
    site.edit("index.md", "speakers\n", "speakers\nsessions/first-day\n")
    site.build()
    assert "About the first day" in site.build().read("sessions/first-day.html")


@pytest.mark.parametrize("names", ["[day-one]", "[day-one, first-day, first-day]"])
def test_a_page_never_leads_to_itself(site: Site, names: str) -> None:
    site.edit("sessions/day-one.md", "formerly: [first-day]", f"formerly: {names}")
    built = site.build()
    assert not is_redirect(built.read("sessions/day-one.html"))
    assert (built.out / "sessions/first-day.html").exists() == ("first-day" in names)


def test_an_earlier_id_that_two_records_claim_belongs_to_the_first(site: Site) -> None:
    site.edit("sessions/day-two.md", "  track: security", "  track: security\n  formerly: [first-day]")
    built = site.build()
    assert any("duplicate-id" in line for line in built.warnings)
    assert "url=day-one.html" in built.read("sessions/first-day.html")
    assert "The first day" in built.read("embed/first-day.html")


@pytest.mark.parametrize(
    "title", ["</script><script>alert(1)</script>", '" onload="alert(1)" x="', "עברית", "]]> & 'quotes'", "日本語"]
)
def test_any_title_stays_text(site: Site, title: str) -> None:
    site.edit("sessions/day-one.md", "# The first day", "# " + title.replace("<", "\\<").replace("]", "\\]"))
    page = soup(site.build(smartquotes=False), "sessions/first-day.html")
    assert page.select_one("main a").get_text() == title  # type: ignore[union-attr]
    assert not page.select("script, [onload]")


def test_programs_find_the_data_of_a_project_under_its_earlier_id(site: Site) -> None:
    site.edit("projects/falco.md", "aliases:", "formerly: [kestrel]\n  aliases:")
    built = site.build(html_baseurl="https://report.example/")
    assert json.loads(built.read("data/projects/kestrel.json"))["id"] == "falco"
    for pattern in ("data/projects/{}.json", "feeds/{}.xml", "embed/{}.html"):
        assert built.read(pattern.format("kestrel")) == built.read(pattern.format("falco"))


def test_earlier_ids_are_known_by_the_id_of_today(site: Site) -> None:
    from sphinx.testing.util import SphinxTestApp

    app = SphinxTestApp("dummy", srcdir=site.source, builddir=Path(site.folder / "dummy"))
    try:
        app.build()
        found = earlier_ids(app.env.domains["conf"].graph)  # type: ignore[attr-defined]
    finally:
        app.cleanup()
    assert found["day-one"] == ["first-day"]
    assert found["day-two"] == found["security"] == []

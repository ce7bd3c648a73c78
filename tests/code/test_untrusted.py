"""Text from records stays text in every output."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import Site
from hostile import HOSTILE, each, fill


def words(text: str) -> str:
    """A text with single spaces, and without the quotation marks and dashes that Sphinx makes."""
    return " ".join(text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "--"}).split())


@each
def test_fields_and_titles_stay_text(site: Site, name: str) -> None:
    fill(site)
    built = site.build()
    assert built.warnings == []
    shown = words(HOSTILE[name])
    for page in (f"sessions/session-{name}.html", f"projects/project-{name}.html"):
        soup = BeautifulSoup(built.read(page), "html.parser")
        assert shown in words(soup.select_one(".conf-card").get_text()), page
        assert shown in words(soup.select_one("h1").get_text()), page


@each
def test_pages_that_show_them_show_text(site: Site, name: str) -> None:
    fill(site)
    site.write("explore.md", "# Explore\n\n```{session-list}\n```\n")
    built = site.build()
    shown = words(HOSTILE[name])
    for page in ("speakers.html", "projects/falco.html", "explore.html", f"tracks/track-{name}.html"):
        assert shown in words(BeautifulSoup(built.read(page), "html.parser").get_text()), page


def test_no_page_gains_a_script_an_image_or_a_link(site: Site) -> None:
    fill(site)
    for path in site.build().out.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script>alert" not in text, path
        soup = BeautifulSoup(text, "html.parser")
        assert not soup.select("[onerror], [src=x], a[href^='javascript']"), path
        scripts = soup.select("script:not([type='application/ld+json'])")
        assert not [script for script in scripts if "alert" in script.get_text()], path


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "man", "xml", "gettext"])
def test_other_builders_take_any_text(site: Site, builder: str) -> None:
    fill(site)
    warnings = site.build(builder=builder, version="1", epub_show_urls="no").warnings
    assert [line for line in warnings if "conf value" not in line] == []

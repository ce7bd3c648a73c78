"""Text from records stays text in every output."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import Site
from hostile import HOSTILE, fill


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_fields_stay_text(site: Site, text: str) -> None:
    fill(site, text)
    built = site.build()
    assert built.warnings == []
    shown = " ".join(text.split())
    for page in ("sessions/lightning.html", "projects/falco.html", "speakers.html"):
        soup = BeautifulSoup(built.read(page), "html.parser")
        assert shown in " ".join(soup.get_text().split()), page
        assert not soup.select("[onerror], [src=x], a[href^='javascript']")
        assert not [
            script for script in soup.select("script:not([type='application/ld+json'])") if "alert" in script.get_text()
        ]
    for page in built.out.rglob("*.html"):
        assert "<script>alert" not in page.read_text("utf-8")


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "man", "xml", "gettext"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_other_builders_take_any_text(site: Site, text: str, builder: str) -> None:
    fill(site, text)
    warnings = site.build(builder=builder, version="1", epub_show_urls="no").warnings
    assert [line for line in warnings if "conf value" not in line] == []


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", 'A `code` & "quotes" ]]>', "עברית", "x" * 300])
def test_titles_stay_text(site: Site, title: str) -> None:
    escaped = title.replace("<", "\\<")
    site.edit("sessions/day-one.md", "# The first day", f"# {escaped}")
    built = site.build()
    assert built.warnings == []
    for page in ("sessions/day-one.html", "explore.html", "tracks/security.html", "projects/falco.html"):
        soup = BeautifulSoup(built.read(page), "html.parser")
        assert title.replace("`", "") in soup.get_text().replace("”", '"').replace("“", '"'), page
        assert not [
            script for script in soup.select("script:not([type='application/ld+json'])") if "alert" in script.get_text()
        ]

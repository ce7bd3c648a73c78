"""Text from records stays text in every output."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from conftest import Site

HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "markup": '<img src=x onerror="alert(1)"> & <b>bold</b>',
    "quotes": "\"double\" 'single' `back` \\backslash\\ $dollar {brace}",
    "cdata": "]]> <![CDATA[ <!-- comment -->",
    "direction": "\u202eright to left\u202c עברית العربية",
    "japanese": "脆弱性スキャンの話",
    "long": "very-long-" * 200,
    "roles": "{project}`falco` **bold** [link](javascript:alert(1))",
}


def fill(site: Site, text: str) -> None:
    """Put a text into every free field of every record."""
    quoted = json.dumps(text)
    site.write(
        "sessions/lightning.md",
        f"---\nsession:\n  track: storage\n  speakers:\n    - {{name: {quoted}, affiliation: {quoted}, id: somebody}}\n"
        "---\n# Five minutes\n\n```{session-card}\n```\n\nMore {project}`falco`.\n",
    )
    site.edit("tracks/storage.md", "event: A conference", f"event: {quoted}")
    fields = ("name", "owner", "foundation", "license")
    site.write(
        "projects/falco.md",
        "---\nproject:\n"
        + "".join(f"  {name}: {quoted}\n" for name in fields)
        + f"  aliases: [{quoted}]\n  category: {{then: {quoted}, now: none}}\n"
        + "---\n# Falco\n\n```{project-card}\n```\n\n```{mentioned-by}\n```\n",
    )


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

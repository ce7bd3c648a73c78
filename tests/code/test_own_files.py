"""A file that the author has is never replaced or removed without a warning."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Site

BASE = "https://report.example/"


@pytest.fixture
def authored(site: Site) -> Site:
    """The small report with what is written beside the pages, and files of the author's with the same names."""
    site.edit(
        "conf.py", '"workarounds.stale_output"', '"workarounds.stale_output", "sitekit.sitemap", "sitekit.text_pages"'
    )
    site.edit(
        "conf.py", "include_patterns = [", f'html_baseurl = "{BASE}"\nhtml_extra_path = ["extra"]\ninclude_patterns = ['
    )
    for name in ("feed.xml", "sitemap-2021.xml", "robots.txt", "data/projects/falco.json", "data/mine.json"):
        site.write(f"extra/{name}", f"mine: {name}\n")
    for name in ("llms", "robots", "csp", "embed/day-one"):
        site.write(f"{name}.md", f"---\norphan: true\n---\n# My own page {name}\n")
    return site


def kept(site: Site, out: Path) -> None:
    for path in (site.source / "extra").rglob("*.*"):
        assert (out / path.relative_to(site.source / "extra")).read_bytes() == path.read_bytes(), path
    for name in ("llms", "robots", "csp", "embed/day-one"):
        assert f"My own page {name}" in (out / f"{name}.html").read_text("utf-8")


def test_what_the_author_brings_is_kept(authored: Site) -> None:
    built = authored.build()
    kept(authored, built.out)
    refused = ["data/projects/falco.json", "embed/day-one.html", "feed.xml"]
    assert sorted(line.partition("WARNING: ")[2].partition(" is not written")[0] for line in built.warnings) == refused
    assert [line for line in built.warnings if line.startswith("embed/day-one.md")]
    assert (built.out / "embed/day-two.html").exists() and (built.out / "sitemap.xml").exists()

    authored.edit("sessions/day-one.md", "# The first day", "# The very first day")
    again = authored.build()
    kept(authored, again.out)
    assert sorted(again.warnings) == sorted(built.warnings)

    (authored.source / "extra/feed.xml").unlink()
    authored.delete("embed/day-one.md")
    last = authored.build()
    assert "<feed" in last.read("feed.xml") and "The very first day" in last.read("embed/day-one.html")
    assert len(last.warnings) == 1


def test_what_lies_in_the_output_is_kept(authored: Site) -> None:
    for name in ("feed.xml", "robots.txt", "data/projects/falco.json"):
        (authored.source / "extra" / name).unlink()
    built = authored.build(html_baseurl="")
    for name in ("sitemap.xml", "sitemap-3.xml", "feed.xml", "feeds"):
        (built.out / name).write_text("mine", "utf-8")
    again = authored.build()
    assert {name: again.read(name) for name in ("sitemap.xml", "sitemap-3.xml", "feed.xml", "feeds")} == dict.fromkeys(
        ("sitemap.xml", "sitemap-3.xml", "feed.xml", "feeds"), "mine"
    )
    refused = {line.partition("WARNING: ")[2].partition(" is not written")[0] for line in again.warnings}
    assert {"sitemap.xml", "feed.xml", "feeds/falco.xml", "embed/day-one.html"} <= refused
    for name in ("sitemap.xml", "feed.xml", "feeds"):
        (built.out / name).unlink()
    assert "<feed" in authored.build().read("feed.xml")
    assert (built.out / "feeds/falco.xml").exists() and (built.out / "sitemap.xml").exists()


def test_texts_beside_the_pages(authored: Site) -> None:
    authored.edit("index.md", ":caption: Tracks", ":caption: Optional")
    out = authored.build().out
    built = authored.build(builder="text_pages")
    assert sorted(
        line.partition("WARNING: ")[2].partition(":")[0] for line in built.warnings if "own-file" in line
    ) == [
        "robots.txt is not written",
        "this page has no text beside it",
    ]
    listing = built.read("llms.txt")
    assert listing.startswith("# A small report\n") and "](https://report.example/csp.txt)" in listing
    assert "robots.txt" not in listing and "My own page llms" not in listing
    optional = listing.partition("## Optional")[2]
    assert "tracks/security.txt" in optional and "csp.txt" in optional
    assert "My own page csp" in built.read("csp.txt") and not (built.out / "robots.txt").exists()
    assert (out / "llms.html").exists()

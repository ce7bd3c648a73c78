"""The sitemap names every page of the site, whichever of them this build wrote."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Built, Site
from sitekit import sitemap

BASE = "https://report.example/en/latest"


@pytest.fixture
def mapped(site: Site) -> Site:
    """A small site without records, as any other may have it."""
    site.edit("conf.py", 'extensions = ["confreport", ', 'extensions = ["myst_parser", "sitekit.sitemap", ')
    site.edit("conf.py", 'primary_domain = "conf"', f'html_baseurl = "{BASE}"')
    site.edit("conf.py", "include_patterns = [", 'include_patterns = ["index.md", "pages/*.md"]\nunused = [')
    site.write("index.md", "# Home\n\n```{toctree}\n:glob:\npages/*\n```\n")
    for number in range(1, 6):
        site.write(f"pages/{number}.md", f"# Page {number}\n")
    return site


def listed(path: Path) -> tuple[str, list[str]]:
    """The name of the root element, and the addresses."""
    root = ElementTree.fromstring(path.read_bytes())  # noqa: S314
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert root.tag.startswith(space)
    assert all(item.tag in (f"{space}url", f"{space}sitemap") and len(item) == 1 for item in root)
    return root.tag.removeprefix(space), [str(item.findtext(f"{space}loc")) for item in root]


def addresses(built: Built) -> list[str]:
    kind, found = listed(built.out / "sitemap.xml")
    assert kind == "urlset"
    return found


def test_every_page_is_listed_and_what_sphinx_generates_is_not(mapped: Site) -> None:
    built = mapped.build()
    assert built.warnings == []
    assert addresses(built) == [f"{BASE}/index.html", *(f"{BASE}/pages/{number}.html" for number in range(1, 6))]


def test_the_addresses_are_the_canonical_ones(mapped: Site) -> None:
    for builder in ("html", "dirhtml"):
        built = mapped.build(builder=builder)
        pages = [path.read_text("utf-8") for path in built.out.rglob("*.html")]
        for address in addresses(built):
            assert sum(f'<link rel="canonical" href="{address}" />' in page for page in pages) == 1, address


def test_pages_that_were_not_written_again_stay_listed(mapped: Site) -> None:
    before = addresses(mapped.build())
    mapped.write("pages/3.md", "# Page 3\n\nMore of it.\n")
    again = mapped.build()
    assert again.written & {f"pages/{number}" for number in range(1, 6)} == {"pages/3"}
    assert addresses(again) == before

    mapped.write("pages/6.md", "# Page 6\n")
    mapped.delete("pages/5.md")
    again = mapped.build()
    assert addresses(again) == [*before[:-1], f"{BASE}/pages/6.html"]
    assert again.read("sitemap.xml") == mapped.build("clean").read("sitemap.xml")


def test_pages_that_the_search_leaves_out_are_left_out(mapped: Site) -> None:
    mapped.write("pages/404.md", "---\norphan: true\nnosearch: true\n---\n# Nothing here\n")
    mapped.write("pages/orphan.md", "---\norphan: true\n---\n# Beside the others\n")
    found = addresses(mapped.build())
    assert f"{BASE}/pages/404.html" not in found
    assert f"{BASE}/pages/orphan.html" in found


def test_any_name_of_a_page_is_an_address(mapped: Site) -> None:
    mapped.write("pages/a & <b> ü.md", "# Any name\n")
    assert f"{BASE}/pages/a%20%26%20%3Cb%3E%20%C3%BC.html" in addresses(mapped.build())
    assert f"{BASE}/?x&y/index.html" in addresses(mapped.build("query", html_baseurl=f"{BASE}/?x&y/"))


def test_without_a_base_url_there_is_no_sitemap_not_even_an_old_one(mapped: Site) -> None:
    mapped.build()
    assert not (mapped.build(html_baseurl="").out / "sitemap.xml").exists()


def test_a_long_list_has_parts_and_an_index(mapped: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = addresses(mapped.build())
    monkeypatch.setattr(sitemap, "LIMIT", 2)
    out = mapped.build().out
    kind, parts = listed(out / "sitemap.xml")
    assert (kind, parts) == ("sitemapindex", [f"{BASE}/sitemap-{number}.xml" for number in (1, 2, 3)])
    lists = [listed(out / part.rpartition("/")[2]) for part in parts]
    assert {kind for kind, _ in lists} == {"urlset"}
    assert max(len(found) for _, found in lists) == 2
    assert [address for _, found in lists for address in found] == whole

    monkeypatch.undo()
    (out / "sitemap-of-mine.xml").touch()
    assert addresses(mapped.build()) == whole
    assert sorted(path.name for path in out.glob("sitemap*")) == ["sitemap-of-mine.xml", "sitemap.xml"]


def test_the_limit_is_that_of_the_protocol() -> None:
    assert list(sitemap.sitemaps(BASE, [sitemap.Entry("x")] * 50_000)) == ["sitemap.xml"]
    assert list(sitemap.sitemaps(BASE, [sitemap.Entry("x")] * 50_001)) == [
        "sitemap.xml",
        "sitemap-1.xml",
        "sitemap-2.xml",
    ]


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text"])
def test_other_builders_write_none(mapped: Site, builder: str) -> None:
    assert not list(mapped.build(builder=builder, version="1").out.rglob("sitemap*"))

"""The page for an address that does not exist works at every depth, and nothing but a mistake leads to it."""

from __future__ import annotations

import pytest
from conftest import Site
from links import addresses, target


@pytest.fixture
def site_404(site: Site) -> Site:
    site.edit("conf.py", '"workarounds.stale_output"', '"workarounds.stale_output", "sitekit.not_found"')
    site.write("404.md", "---\norphan: true\n---\n# Nothing here\n\n{doc}`Home <index>`, [top](#nothing-here)\n")
    site.edit("conf.py", 'html_theme = "basic"', 'html_theme = "basic"\nmyst_heading_anchors = 1')
    return site


@pytest.mark.parametrize(("builder", "name"), [("html", "404.html"), ("dirhtml", "404/index.html")])
@pytest.mark.parametrize(
    ("base", "root"),
    [
        ("", "/"),
        ("https://report.example/", "/"),
        ("https://report.example/en/latest/", "/en/latest/"),
        ("https://report.example/en/latest", "/en/latest/"),
    ],
)
def test_every_address_begins_at_the_root(site_404: Site, builder: str, name: str, base: str, root: str) -> None:
    built = site_404.build(builder=builder, html_baseurl=base)
    assert not built.warnings
    found = addresses(built.out / name)
    assert len(found) > 5
    for address in found:
        assert address.startswith(root), address
        assert target(built.out, address, root).is_file(), address
    assert f'href="{root}{"index.html" if builder == "html" else ""}"' in built.read(name)
    assert 'href="#nothing-here"' in built.read(name)


def test_no_other_page_is_touched(site_404: Site) -> None:
    assert not any(address.startswith("/") for address in addresses(site_404.build().out / "index.html"))


def test_an_incremental_build_equals_a_clean_one(site_404: Site) -> None:
    site_404.build()
    site_404.edit("404.md", "Nothing here", "There is nothing here")
    site_404.edit("404.md", "#nothing-here", "#there-is-nothing-here")
    site_404.build()
    again = site_404.build().read("404.html")
    assert again == site_404.build("clean").read("404.html")


def test_a_site_without_such_a_page_builds(site_404: Site) -> None:
    site_404.delete("404.md")
    built = site_404.build()
    assert not built.warnings
    assert not (built.out / "404.html").exists()


def test_every_way_to_write_an_address(site_404: Site) -> None:
    raw = """<p id='raw'>
<img src='a.png' srcset="a.png 1x, b/c.png?a=1&amp;b=2 2x" alt="src='kept.png'">
<video poster=still.png controls src='/film.mp4'></video> <a HREF = up.html data-x="href='y'">up</a>
<a href='mailto:a@example.org'>mail</a> <a href=#top>top</a> <a href='//cdn.example/x'>x</a>
<picture><source srcset='d.webp, e.webp 480w'></picture><object data=map.svg></object>
<!-- <a href="comment.html"> --></p>
<script>const kept = '<a href="script.html">';</script>
"""
    site_404.write("404.md", f"---\norphan: true\n---\n# Nothing here\n\n{raw}")
    built = site_404.build(html_baseurl="https://report.example/en/")
    page = built.read("404.html")
    for text in (
        """<img src="/en/a.png" srcset="/en/a.png 1x, /en/b/c.png?a=1&amp;b=2 2x" alt="src='kept.png'">""",
        """<video poster="/en/still.png" controls src='/film.mp4'>""",
        """<a HREF = "/en/up.html" data-x="href='y'">""",
        "<a href='mailto:a@example.org'>mail</a> <a href=#top>top</a> <a href='//cdn.example/x'>x</a>",
        """<source srcset="/en/d.webp, /en/e.webp 480w"></picture><object data="/en/map.svg">""",
        '<!-- <a href="comment.html"> -->',
        """const kept = '<a href="script.html">';""",
    ):
        assert text in page
    site_404.build(only=["index.md"])
    site_404.build(html_baseurl="https://report.example/en/")
    assert built.read("404.html") == page
    assert not (site_404.build("other", only=["index.md"]).out / "404.html").exists()

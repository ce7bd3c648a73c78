"""The page for an address that does not exist works at every depth, and nothing but a mistake leads to it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import RealSite, Site


def addresses(page: Path) -> list[str]:
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    found = [
        str(tag[name])
        for name in ("href", "src", "action", "data-content_root")
        for tag in soup.find_all(attrs={name: True})
    ]
    return [one for one in found if one and not one.startswith("#") and not urlsplit(one).netloc]


def target(out: Path, address: str, root: str = "/") -> Path:
    path = out / urlsplit(address).path.removeprefix(root)
    return path / "index.html" if path.is_dir() else path


@pytest.fixture
def site_404(site: Site) -> Site:
    site.edit("conf.py", '"removed_pages"', '"removed_pages", "not_found_page"')
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


@pytest.mark.parametrize(("builder", "name"), [("html", "404.html"), ("dirhtml", "404/index.html")])
def test_the_page_of_the_report_leads_on(real: RealSite, builder: str, name: str) -> None:
    out = real.build(builder)
    article = BeautifulSoup((out / name).read_text("utf-8"), "html.parser").select_one("article")
    assert article
    links = [target(out, str(link["href"])) for link in article.select("li a")]
    assert links == [out / one for one in (target(out, one) for one in _onward(builder))]
    for address in addresses(out / name):
        assert target(out, address).is_file(), address


def _onward(builder: str) -> list[str]:
    suffix = ("index.html", "projects/index.html", "search.html")
    return [f"/{one}" for one in (suffix if builder == "html" else ("index.html", "projects/", "search/"))]


def test_nothing_leads_to_the_page(real: RealSite) -> None:
    out = real.build("html")
    for path in out.rglob("*.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        links = soup.select("a[href]:not([hreflang])")  # in another language the page leads to itself
        assert not [link for link in links if "404.html" in str(link["href"])], path
    index = json.loads((out / "searchindex.js").read_text("utf-8").removeprefix("Search.setIndex(").removesuffix(")"))
    number = index["docnames"].index("404")
    assert "There is no such page" not in json.dumps(index["alltitles"])
    assert not any(
        number == found or number in (found if isinstance(found, list) else []) for found in index["terms"].values()
    )


def test_the_page_is_not_in_the_book(real: RealSite) -> None:
    out = real.build("epub")
    with zipfile.ZipFile(next(out.glob("*.epub"))) as book:
        assert not [name for name in book.namelist() if name.endswith("404.xhtml")]

"""What a keyboard, a screen reader or a server needs of the markup; the rest is seen in a browser only."""

from __future__ import annotations

import json
import zipfile

import pytest
from bs4 import BeautifulSoup
from conftest import RealSite
from links import addresses, target


def test_pages_have_one_main_heading_and_every_heading_a_level(real: RealSite) -> None:
    for path in real.build("html").rglob("*.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert len(soup.select("h1")) == 1, path
        assert not soup.select("[role=heading]:not([aria-level])"), path


def test_landmarks_of_one_kind_have_names_of_their_own(real: RealSite) -> None:
    soup = BeautifulSoup((real.build("html") / "index.html").read_text("utf-8"), "html.parser")
    assert [aside["aria-label"] for aside in soup.select("aside")] == ["Navigation", "On this page"]


def test_every_table_that_may_scroll_can_be_focused(real: RealSite) -> None:
    soup = BeautifulSoup((real.build("html") / "guide/reference.html").read_text("utf-8"), "html.parser")
    wrappers = soup.select(".table-wrapper")
    assert wrappers
    assert all(wrapper.get("tabindex") == "0" for wrapper in wrappers)


def test_every_picture_has_a_text_and_the_mark_beside_the_name_an_empty_one(real: RealSite) -> None:
    for path in real.build("html").rglob("*.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        if path.parent.name == "embed":  # cards have no picture
            assert not soup.select("img"), path
            continue
        assert [image["alt"] for image in soup.select(".sidebar-brand img")] == [""], path
        assert not soup.select("article img:not([alt]), article img[alt='']"), path


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

"""What a keyboard, a screen reader or a server needs of the markup; the rest is seen in a browser only."""

from __future__ import annotations

import json
import zipfile

import pytest
from conftest import RealSite
from links import addresses, target


def test_pages_have_one_main_heading_and_every_heading_a_level(real: RealSite) -> None:
    for name, tree in real.trees("html").items():
        assert len(tree.xpath("//h1")) == 1, name
        assert not tree.xpath("//*[@role='heading'][not(@aria-level)]"), name


def test_landmarks_of_one_kind_have_names_of_their_own(real: RealSite) -> None:
    assert real.trees("html")["index.html"].xpath("//aside/@aria-label") == ["Navigation", "On this page"]


def test_every_table_that_may_scroll_can_be_focused(real: RealSite) -> None:
    wrappers = real.trees("html")["guide/reference.html"].find_class("table-wrapper")
    assert wrappers
    assert all(wrapper.get("tabindex") == "0" for wrapper in wrappers)


def test_every_picture_has_a_text_and_the_mark_beside_the_name_has_none(real: RealSite) -> None:
    for name, tree in real.trees("html").items():
        if "embed/" in name:  # cards have no picture
            assert not tree.xpath("//img"), name
            continue
        assert tree.xpath("count(//*[@class='sidebar-logo-container' and @aria-hidden='true']/svg)") == 1, name
        images = tree.xpath("//article//img")
        # Where there is no text, Sphinx writes the address.
        assert not [one for one in images if one.get("alt", "").strip() in ("", one.get("src"))], name


@pytest.mark.parametrize(("builder", "name"), [("html", "404.html"), ("dirhtml", "404/index.html")])
def test_the_page_of_the_report_leads_on(real: RealSite, builder: str, name: str) -> None:
    out = real.build(builder)
    links = [target(out, address) for address in real.trees(builder)[name].xpath("//article//li//a/@href")]
    assert links == [out / one for one in (target(out, one) for one in _onward(builder))]
    for address in addresses(out / name):
        assert target(out, address).is_file(), address


def _onward(builder: str) -> list[str]:
    suffix = ("index.html", "projects/index.html", "search.html")
    return [f"/{one}" for one in (suffix if builder == "html" else ("index.html", "projects/", "search/"))]


def test_nothing_leads_to_the_page(real: RealSite) -> None:
    out = real.build("html")
    for name, tree in real.trees("html").items():  # in another language the page leads to itself
        assert not tree.xpath("//a[not(@hreflang)]/@href[contains(., '404.html')]"), name
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

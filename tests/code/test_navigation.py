"""The sidebar: bounded, and right on every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site
from furo.navigation import get_navigation_tree


@pytest.fixture
def many(tmp_path: Path) -> Site:
    """A site with one track of forty pages, in any theme that calls ``toctree()``, without the report's extension."""
    site = Site(tmp_path)
    for path in site.source.rglob("*.md"):
        path.unlink()
    site.write(
        "conf.py",
        "import sys\n"
        + next(line for line in (site.source / "conf.py").read_text("utf-8").splitlines() if "sys.path" in line)
        + '\nextensions = ["myst_parser", "sitekit.navigation"]\nnavigation_limit = 7\nhtml_theme = "basic"\n'
        'html_sidebars = {"**": ["globaltoc.html", "relations.html"]}\nhtml_copy_source = False\nexclude_patterns = []\n',
    )
    site.write(
        "index.md",
        "# Home\n\n```{toctree}\n:caption: Parts & <pieces>\n\nlong\nshort\nA named entry <https://example.org/?a=1&b=2>\n```\n\n"
        "```{toctree}\n:hidden:\n\nshort2\n```\n",
    )
    numbers = "\n".join(f"page{number:02}" for number in range(40))
    site.write("long.md", f"# Long\n\n```{{toctree}}\n:maxdepth: 1\n\n{numbers}\n```\n")
    for number in range(40):
        site.write(f"page{number:02}.md", f"# Page {number:02}\n\n## A section\n")
    for name in ("short", "short2"):
        site.write(f"{name}.md", f"# The {name} one\n")
    return site


def sidebar(built: Built, page: str) -> list[str]:
    """The lines of a page's sidebar, indented by level; the current page has a star."""
    soup = BeautifulSoup(built.read(f"{page}.html"), "html.parser").select_one(".sphinxsidebarwrapper")
    assert soup is not None
    lines = []
    for entry in soup.select("p.caption, li"):
        if entry.name == "p":
            lines.append(entry.get_text().upper())
            continue
        level = int(next(name for name in entry["class"] if name.startswith("toctree-l"))[-1])
        link = entry.select_one("a")
        star = "*" if link and "current" in link["class"] else ""
        lines.append("  " * (level - 1) + (link.get_text() if link else "") + star)
    return lines


def test_top_level(many: Site) -> None:
    built = many.build()
    assert built.warnings == []
    expected = ["PARTS & <PIECES>", "Long", "The short one", "A named entry", "The short2 one"]
    assert sidebar(built, "index") == expected
    assert sidebar(built, "genindex") == expected
    assert sidebar(built, "search") == expected


def test_window_around_the_current_page(many: Site) -> None:
    around = [f"  Page {number:02}" for number in range(17, 24)]
    around[3] += "*"
    assert sidebar(many.build(), "page20") == [
        "PARTS & <PIECES>",
        "Long",
        *around,
        "  Contents …",
        "The short one",
        "A named entry",
        "The short2 one",
    ]


def test_furo_has_the_toggles_that_it_would_add_itself(many: Site) -> None:
    plain = many.build("basic")
    furo = many.build("furo", html_theme="furo", html_sidebars={})
    for page in ("index", "long", "page00", "page20", "short", "search"):
        wrapper = BeautifulSoup(plain.read(f"{page}.html"), "html.parser").select_one(".sphinxsidebarwrapper")
        assert wrapper is not None
        inner = "".join(str(node) for node in wrapper.contents if node.name in ("p", "ul"))
        shown = BeautifulSoup(furo.read(f"{page}.html"), "html.parser").select_one(".sidebar-tree")
        assert shown is not None
        assert _parsed(shown.decode_contents()) == _parsed(get_navigation_tree(inner)), page


def _parsed(markup: str) -> object:
    soup = BeautifulSoup(markup.strip(), "html.parser")
    for element in soup.find_all(class_=True):
        element["class"] = sorted(element["class"])
    return soup


@pytest.mark.parametrize(("page", "first", "last"), [("page00", 0, 6), ("page39", 33, 39), ("long", 0, 6)])
def test_window_at_the_ends(many: Site, page: str, first: int, last: int) -> None:
    shown = [line.strip(" *") for line in sidebar(many.build(), page) if line.startswith("  Page")]
    assert shown == [f"Page {number:02}" for number in range(first, last + 1)]


def test_links(many: Site) -> None:
    soup = BeautifulSoup(many.build().read("page20.html"), "html.parser").select_one(".sphinxsidebarwrapper")
    assert soup is not None
    addresses = {link.get_text(): link["href"] for link in soup.select("a")}
    assert addresses["Long"] == addresses["Contents …"] == "long.html"
    assert addresses["Page 20"] == "#"
    assert addresses["Page 21"] == "page21.html"
    assert addresses["A named entry"] == "https://example.org/?a=1&b=2"
    assert all(caption["aria-level"] == "2" for caption in soup.select("[role=heading]"))


def test_a_page_does_not_grow_with_the_site(many: Site) -> None:
    small = len(many.build().read("page20.html"))
    numbers = "\n".join(f"page{number:02}" for number in range(90))
    many.write("long.md", f"# Long\n\n```{{toctree}}\n:maxdepth: 1\n\n{numbers}\n```\n")
    for number in range(40, 90):
        many.write(f"page{number:02}.md", f"# Page {number:02}\n\n## A section\n")
    assert len(many.build().read("page20.html")) == small


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "text", "epub", "latex"])
def test_other_builders(many: Site, builder: str) -> None:
    assert [line for line in many.build(builder=builder).warnings if "conf value" not in line] == []


@pytest.mark.parametrize(
    ("edit", "rewritten"),
    [
        (("page20.md", "# Page 20", "# Page twenty"), {"page20", "long", *(f"page{n}" for n in range(17, 24))}),
        (
            ("page39.md", "# Page 39", "# The last page"),
            {"page39", "long", "short", *(f"page{n}" for n in range(36, 40))},
        ),
        (("page20.md", "# Page 20", "# Page *20*"), {"page19", "page20", "page21", "long"}),
        (("short.md", "# The short one", "# Another one"), None),
    ],
)
def test_pages_that_show_a_title_are_written_again(
    many: Site, edit: tuple[str, str, str], rewritten: set[str] | None
) -> None:
    many.build()
    many.edit(*edit)
    written = many.build().written - {"genindex", "search"}
    everything = {path.stem for path in many.source.glob("*.md")}
    if rewritten is None:  # an entry of the top level is on every page
        assert written == everything
    else:
        assert rewritten <= written < everything
    assert {name: many.build().read(f"{name}.html") for name in everything} == {
        name: many.build("clean").read(f"{name}.html") for name in everything
    }


def test_pages_in_one_folder_link_to_the_page_that_lists_them(many: Site) -> None:
    numbers = "\n".join(f"page{number}" for number in range(10, 20))
    many.write("deep/first.md", f"# First\n\n```{{toctree}}\n{numbers}\n```\n")
    for number in range(10, 20):
        many.write(f"deep/page{number}.md", f"# Deep {number}\n")
    many.edit("index.md", "short\n", "short\ndeep/first\n")
    built = many.build()
    for page, expected in (("first", ["#", "#"]), ("page15", ["first.html", "first.html"])):
        soup = BeautifulSoup(built.read(f"deep/{page}.html"), "html.parser").select_one(".sphinxsidebarwrapper")
        assert soup is not None
        assert [link["href"] for link in soup.select("a") if link.get_text() in ("First", "Contents …")] == expected

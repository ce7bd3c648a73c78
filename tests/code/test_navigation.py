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
    incremental, clean = many.build(), many.build("clean")
    written = incremental.written - {"genindex", "search"}
    everything = {path.stem for path in many.source.glob("*.md")}
    if rewritten is None:  # an entry of the top level is on every page
        assert written == everything
    else:
        assert rewritten <= written < everything
    for name in everything:
        assert incremental.read(f"{name}.html") == clean.read(f"{name}.html"), name


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


ENTRIES = """# Home

```{toctree}
:caption: Numbered
:numbered:

self
one
Titled <two>
one
genindex
modindex
search
A named address <https://example.org/>
https://example.org/page
Again <self>
The words <genindex>
```

```{toctree}
:caption: The others
:hidden:
:glob:

deep/*
```
"""


@pytest.fixture
def odd(many: Site) -> Site:
    """Toctrees with every kind of entry that Sphinx knows."""
    for path in many.source.rglob("*.md"):
        path.unlink()
    many.edit("conf.py", "navigation_limit = 7", "")
    many.write("index.md", ENTRIES)
    many.write("one.md", "# One\n\n```{toctree}\n:hidden:\n\none-below\nself\n```\n")
    many.write("one-below.md", "# Below one\n\n```{toctree}\nlowest\n```\n")
    many.write("lowest.md", "# Lowest\n\n```{toctree}\nself\n```\n")
    many.write("two.md", "# Two\n")
    many.write("deep/a.md", "# Deep A\n")
    many.write("deep/untitled.md", "Only text.\n")
    many.write("deep/without.md", "```{toctree}\n\n/inner\n```\n")
    many.write("inner.md", "# Inner\n")
    return many


def shown(built: Built, page: str) -> list[tuple[str, ...]]:
    """Each line of a sidebar with its address and its classes."""
    soup = BeautifulSoup(built.read(f"{page}.html"), "html.parser").select_one(".sphinxsidebarwrapper")
    assert soup is not None
    return [
        (entry.get_text(), "")
        if entry.name == "p"
        else (link.get_text(), str(link["href"]), *sorted(link["class"]), *sorted(entry["class"]))
        for entry in soup.select("p.caption, li")
        if (link := entry.select_one("a") or entry)
    ]


def test_every_kind_of_entry_is_what_sphinx_makes_of_it(odd: Site) -> None:
    ours, plain = odd.build(), odd.build("plain", extensions=["myst_parser"])
    for page in ("index", "one", "one-below", "lowest", "two", "deep/a", "inner", "genindex"):
        assert shown(ours, page) == shown(plain, page), page
    assert ours.warnings == list(dict.fromkeys(plain.warnings))
    assert len([line for line in ours.warnings if "deep/untitled" in line]) == 1


def test_furo_marks_the_current_page_among_such_entries(odd: Site) -> None:
    plain = odd.build("basic")
    furo = odd.build("furo", html_theme="furo", html_sidebars={})
    for page in ("index", "one", "lowest", "genindex"):
        wrapper = BeautifulSoup(plain.read(f"{page}.html"), "html.parser").select_one(".sphinxsidebarwrapper")
        assert wrapper is not None
        inner = "".join(str(node) for node in wrapper.contents if node.name in ("p", "ul"))
        tree = BeautifulSoup(furo.read(f"{page}.html"), "html.parser").select_one(".sidebar-tree")
        assert tree is not None
        assert _parsed(tree.decode_contents()) == _parsed(get_navigation_tree(inner)), page


def test_a_page_that_goes_while_a_toctree_lists_it_is_one_warning(odd: Site) -> None:
    odd.build()
    odd.delete("two.md")
    odd.move("one-below.md", "renamed.md")
    odd.move("deep/a.md", "deep/b.md")
    again, clean = odd.build(), odd.build("clean")
    assert sorted(again.warnings) == sorted(clean.warnings)
    for name in ("two", "one-below"):
        assert len([line for line in again.warnings if f"nonexisting document '{name}'" in line]) == 1
    for page in ("index", "one", "deep/b", "inner", "genindex"):
        assert again.read(f"{page}.html") == clean.read(f"{page}.html"), page


def test_toctrees_that_list_each_other_are_a_warning(odd: Site) -> None:
    odd.edit("lowest.md", "self\n", "self\none\nindex\n")
    built = odd.build()
    circles = [line for line in built.warnings if "circular" in line]
    assert len(circles) == 2
    assert all(line.startswith("lowest.md:3: WARNING: ") for line in circles)
    assert "one <- lowest <- one-below <- one [toc.circular]" in circles[0]
    assert [line[0] for line in shown(built, "lowest")][3:7] == ["1.1. Below one", "1.1.1. Lowest", "Lowest", "Home"]
    odd.edit("lowest.md", "one\nindex\n", "")
    odd.edit("index.md", "genindex\nmodindex", "modindex")
    assert odd.build().read("one.html") == odd.build("clean").read("one.html")


def test_a_toctree_that_is_not_shown_is_not_in_the_sidebar(odd: Site) -> None:
    hidden = "\n````{only} draft\n```{toctree}\n\n/two\n```\n````\n"
    odd.edit("lowest.md", "# Lowest\n", f"# Lowest\n{hidden}")
    odd.edit("index.md", "# Home\n", f"# Home\n{hidden.replace('/two', 'deep/a')}")
    built = odd.build()
    assert "Two" not in [line[0] for line in shown(built, "lowest")]
    assert shown(built, "index")[0][0] == "Numbered"

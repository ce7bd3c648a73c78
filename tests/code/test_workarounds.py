"""Every fault that ``workarounds`` corrects is still there; where a test fails, its correction can be deleted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zipfile import ZipFile

import furo
import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site
from sphinx.locale import _TranslationProxy
from sphinxcontrib.serializinghtml import jsonimpl

PAGE = """---
myst:
  html_meta:
    description: What this page says.
---

# A page

```{toctree}
:caption: Below
below
```

See [](#below).

| Sessions | 200 |
| --- | --- |
| last | 1,000 |
"""
LABELS = [
    "Toggle site navigation sidebar",
    "Toggle table of contents sidebar",
    "Toggle Light / Dark / Auto color theme",
]
TITLES = ["Contents", "Menu", "Expand", "Light mode", "Dark mode"]
TITLES += [f"Auto light/dark, in {mode} mode" for mode in ("light", "dark")]


@pytest.fixture
def plain(tmp_path: Path) -> Site:
    """A site without any of our extensions, in French."""
    site = Site(tmp_path)
    for path in site.source.rglob("*.md"):
        path.unlink()
    site.write("index.md", PAGE)
    site.write("below.md", "(below)=\n\n# Below\n\nuniqueword\n\n```{toctree}\ndeep\n```\n\n## Section\n")
    site.write("deep.md", "# Deep\n")
    site.write(
        "locale/fr/LC_MESSAGES/index.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "What this page says."\nmsgstr "Ce que dit cette page."\n',
    )
    return site


def build(site: Site, builder: str = "html", *extensions: str) -> Built:
    return site.build(
        "build",
        builder,
        extensions=["myst_parser", "sphinx_design", *extensions],
        language="fr",
        locale_dirs=["locale"],
        primary_domain="std",
        html_theme="furo",
        html_sidebars={},
        epub_show_urls="no",
    )


def test_pages_in_furo(plain: Site) -> None:
    page = build(plain).read("index.html")
    assert '<p class="caption" role="heading"><span' in page, "captions: the heading has a level"
    assert re.search(r'<div class="table-wrapper[^>]*"(?! tabindex)>', page), "captions: the table can be focused"
    assert "sphinx-design.min.css" in page and "sd-" not in BeautifulSoup(page, "html.parser").article.decode(), (
        "assets"
    )
    assert re.search(r'<meta [^>]*translated="', page), "transforms: no mark of a translation"
    assert re.search(r'<aside class="sidebar-drawer">', page), "furo: the sidebar has a name"
    assert re.search(r'<aside class="toc-drawer[^>]*"(?! aria-label)>', page), "furo: the contents have a name"
    for label in LABELS:
        assert f'aria-label="{label}"' in page, "furo: a name is translated"
    for title in TITLES:
        assert f"<title>{title}</title>" in page, "furo: a name is translated"
    theme = Path(furo.__file__).parent / "theme" / "furo"
    assert "@pradyunsg</a>'s" in (theme / "page.html").read_text("utf-8"), "furo: the footer is translated"


def test_pages_in_furo_are_corrected(plain: Site) -> None:
    page = build(plain, "html", "workarounds").read("index.html")
    soup = BeautifulSoup(page, "html.parser")
    assert [aside.get("aria-label") for aside in soup.select("aside")] == ["Navigation", "On this page"]
    assert soup.select(".article-container [role=heading][aria-level='2']") and soup.select(
        ".table-wrapper[tabindex='0']"
    )
    assert "sphinx-design" not in page and "translated=" not in page


def test_what_is_gone_stays_in_the_output(plain: Site) -> None:
    built = build(plain)
    plain.delete("below.md")
    plain.edit("index.md", "below\n", "deep\n")
    plain.edit("index.md", "See [](#below).", "")
    again = build(plain)
    assert (again.out / "below.html").exists(), "stale_output: the page is removed"
    index = again.read("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")")
    assert json.loads(index)["terms"].get("uniqueword") == [], "stale_output: the word is removed"
    assert built.out == again.out


def test_books(plain: Site) -> None:
    built = build(plain, "epub")
    (book,) = built.out.glob("*.epub")
    with ZipFile(book) as files:
        assert "lang=" not in files.read("index.xhtml").decode().partition("<head>")[0], "epub: the page has a language"
        contents = files.read("nav.xhtml").decode()
    assert "Table of Contents" in contents, "epub: the title is translated"
    addresses = re.findall(r'href="([^"]+)"', contents)
    assert addresses.index("deep.xhtml") < addresses.index("below.xhtml#section"), "epub: in the order of reading"
    assert "#document-below#below" in build(plain, "singlehtml").read("index.html"), "transforms: the link works"


def test_manual_pages(plain: Site) -> None:
    title = "Eve \\\\fB\n.so /etc/hostname\n==="
    plain.write("below.md", f"{title}\n\n![\\\\fBone](one.png)\n")
    faulty = next(build(plain, "man").out.glob("*.1")).read_text("utf-8")
    assert ".SH EVE \\FB\n.SO /ETC/HOSTNAME\n" in faulty, "manpage: a title is one line"
    assert "[image: \\fBone]" in faulty, "manpage: a description is text"
    corrected = next(build(plain, "man", "workarounds").out.glob("*.1")).read_text("utf-8")
    assert ".SH EVE \\eFB .SO /ETC/HOSTNAME\n" in corrected
    assert "[image: \\efBone]" in corrected
    assert not re.search(r"(?im)^[.']\s*so\b", corrected)


def test_messages(plain: Site) -> None:
    messages = build(plain, "gettext").read("index.pot")
    assert 'msgid "1,000"' in messages, "transforms: numbers are no messages"


def test_lists_are_written_with_the_pages_that_they_list(plain: Site) -> None:
    """``sitekit.navigation`` sets ``files_to_rebuild`` because of this."""
    build(plain)
    plain.edit("below.md", "uniqueword", "another")
    assert build(plain).written & {"index", "below"} == {"index", "below"}
    build(plain, "html", "sitekit.navigation")
    plain.edit("below.md", "another", "uniqueword")
    assert build(plain, "html", "sitekit.navigation").written & {"index", "below"} == {"below"}


def test_toctrees_that_list_each_other_end_the_build(plain: Site) -> None:
    """``sitekit.navigation.break_circles`` is there because of this."""
    plain.edit("deep.md", "# Deep\n", "# Deep\n\n```{toctree}\nbelow\n```\n")
    with pytest.raises(RecursionError):
        build(plain)


def test_a_help_book_has_no_style_sheets(plain: Site) -> None:
    settings = {"applehelp_bundle_id": "x", "applehelp_disable_external_tools": True, "primary_domain": "std"}
    built = plain.build(builder="applehelp", extensions=["myst_parser", "sphinx_design"], **settings)
    assert not [*built.out.glob("*.help/**/basic.css")], "applehelp: the style sheet is in the book"


def test_json_has_no_lazy_translations() -> None:
    """``confreport.indices.Words`` is there because of this."""
    with pytest.raises(TypeError):
        jsonimpl.dumps(_TranslationProxy("sphinx", "general", "Index"))

"""Each edition has the same pages, leads to the others, and leaves their files alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from conftest import REPOSITORY, Site, run_sphinx
from links import texts
from sitekit import sitemap
from sitekit.catalogues import writable

BASE = "https://report.example/en/latest"
NAMES = {"en": "English", "ja": "日本語"}
CONFIGURATION = f"""
import sys
sys.path.insert(0, {str(REPOSITORY / "_ext")!r})
project = "A small site"
html_title = "Small"
extensions = ["myst_parser", "workarounds.stale_output", "sitekit.not_found", "sitekit.sitemap", "sitekit.text_pages"]
extensions += ["sitekit.navigation", "sitekit.editions"]
include_patterns = ["*.md", "folder/*.md"]
locale_dirs = ["locales"]
editions = {{
    "en": {{"name": "English"}},
    "ja": {{"name": "日本語", "project": "小さなサイト", "html_title": "小"}},
}}
html_baseurl = ""
html_theme = "furo"
templates_path = [{str(REPOSITORY / "_templates")!r}]
html_sidebars = {{"**": ["sidebar/editions.html"]}}
html_copy_source = False
"""
JAPANESE = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Home"
msgstr "ホーム"
"""


@pytest.fixture
def small(site: Site) -> Site:
    """A site without records, as any other may have it."""
    for path in site.source.rglob("*.md"):
        path.unlink()
    site.write("conf.py", CONFIGURATION)
    site.write("index.md", "# Home\n\n```{toctree}\n:glob:\nfolder/*\n```\n")
    site.write("404.md", "---\norphan: true\nnosearch: true\n---\n# Nothing here\n\n{doc}`Home <index>`\n")
    for name in ("one", "a & ü"):
        site.write(f"folder/{name}.md", f"# Page {name}\n")
    site.write("locales/ja/LC_MESSAGES/index.po", JAPANESE)
    return site


def build(site: Site, language: str, builder: str = "html", folder: str = "site") -> Path:
    """Build as ``make`` does: English at the root, the other edition inside. A warning fails the test."""
    root = site.folder / folder
    out = root if language == "en" else root / language
    run_sphinx(site.source, out, site.folder / f"{folder}-doctrees-{language}", 1, builder, language)
    return out


def pages(root: Path, language: str = "en") -> dict[str, BeautifulSoup]:
    """The same, to look into."""
    return {name: BeautifulSoup(text, "html.parser") for name, text in texts(root, language).items()}


def switcher(page: BeautifulSoup) -> dict[str, Tag]:
    """The links by the name of the edition."""
    (found,) = page.select("nav[aria-label=Language]")
    return {link.get_text(): link for link in found.select("a")}


# what a page says of the other editions


@pytest.mark.parametrize(("builder", "least"), [("html", "folder/one.html"), ("dirhtml", "folder/one/index.html")])
def test_every_page_leads_to_the_same_page(small: Site, builder: str, least: str) -> None:
    root = build(small, "en", builder)
    build(small, "ja", builder)
    editions = {language: pages(root, language) for language in NAMES}
    assert list(editions["en"]) == list(editions["ja"])
    assert {least, "index.html"} <= editions["en"].keys() and len(editions["en"]) == 6
    for language, found in editions.items():
        for name, page in found.items():
            assert page.html and page.html["lang"] == language
            links = switcher(page)
            assert list(links) == list(NAMES.values())
            for other, title in NAMES.items():
                link = links[title]
                assert link["lang"] == link["hreflang"] == other
                assert (link.get("aria-current") == "page") == (link["href"] == "#") == (other == language)
                if other != language:
                    here, there = (f"/{'' if one == 'en' else 'ja/'}{name}" for one in (language, other))
                    address = unquote(urljoin(here, str(link["href"])))
                    assert f"{address}index.html" == there if address.endswith("/") else address == there
                    assert str(link["href"]).startswith("/") == name.startswith("404")


@pytest.mark.parametrize("base", [BASE, f"{BASE}/"])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_head_names_the_page_in_every_language(small: Site, builder: str, base: str) -> None:
    for language, folder in (("en", ""), ("ja", "ja/")):
        built = small.build(f"build-{language}", builder, language=language, html_baseurl=base)
        assert built.warnings == []
        for page in pages(built.out).values():
            (canonical,) = page.select("head > link[rel=canonical]")
            own = str(canonical["href"])
            assert own.startswith(f"{BASE}/{folder}")
            path = own.removeprefix(f"{BASE}/{folder}")
            named = [(str(link["hreflang"]), str(link["href"])) for link in page.select("head > link[rel=alternate]")]
            assert named == [("en", f"{BASE}/{path}"), ("ja", f"{BASE}/ja/{path}"), ("x-default", f"{BASE}/{path}")]


def test_without_an_address_the_head_names_none(small: Site) -> None:
    for page in pages(small.build().out).values():
        assert page.select("link[rel=alternate], link[rel=canonical]") == []


def test_without_editions_nothing_is_shown(small: Site) -> None:
    built = small.build(editions={}, html_baseurl=BASE)
    assert built.warnings == []
    for page in pages(built.out).values():
        assert page.select(".sidebar-editions, link[rel=alternate]") == []
    assert "xhtml" not in built.read("sitemap.xml")


@pytest.mark.parametrize("builder", ["singlehtml", "epub"])
def test_other_builders_show_nothing(small: Site, builder: str) -> None:
    text = next(small.build(builder=builder, version="1").out.glob("index.*html")).read_text("utf-8")
    assert "sidebar-editions" not in text


# the values of an edition


def test_an_edition_has_its_own_values_and_words(small: Site) -> None:
    built = small.build(language="ja")
    assert built.warnings == []
    assert BeautifulSoup(built.read("folder/one.html"), "html.parser").title.get_text() == "Page one - 小"  # type: ignore[union-attr]
    assert "ホーム" in built.read("index.html")
    assert "<title>Small</title>" in small.build("english").read("index.html")


def test_the_command_line_wins(small: Site) -> None:
    assert "<title>Given</title>" in small.build(language="ja", html_title="Given").read("index.html")


def test_the_command_line_wins_for_a_single_key(small: Site) -> None:
    small.edit("conf.py", "editions = {", 'html_theme_options = {"announcement": "all"}\neditions = {')
    own = '"html_title": "小", "html_theme_options": {"announcement": "内"}'
    small.edit(
        "conf.py", '"html_title": "小"', f'{own}, "latex_elements": {{"papersize": "a4paper", "pointsize": "12pt"}}'
    )
    assert '<aside class="announcement-content">\n     内' in small.build(language="ja").read("index.html")
    given = {"html_theme_options.announcement": "given", "latex_elements.papersize": "letterpaper"}
    page = small.build(language="ja", **given).read("index.html")
    assert '<aside class="announcement-content">\n     given' in page
    book = next(small.build(builder="latex", language="ja", **given).out.glob("*.tex")).read_text("utf-8")
    assert "letterpaper" in book and "12pt" in book and "a4paper" not in book


def test_an_unknown_value_is_a_warning(small: Site) -> None:
    small.edit("conf.py", '"html_title": "小"', '"html_titel": "小"')
    assert small.build().warnings == []
    assert [line for line in small.build(language="ja").warnings if "'html_titel' in editions" in line]


def test_a_language_that_is_no_edition_is_built_by_itself(small: Site) -> None:
    built = small.build(language="fr", html_baseurl=BASE)
    page = pages(built.out)["folder/one.html"]
    assert page.select(".sidebar-editions, link[rel=alternate]") == []
    assert page.select("link[rel=canonical]")[0]["href"] == f"{BASE}/folder/one.html"


def test_a_language_with_a_territory_is_named_as_html_names_it(small: Site) -> None:
    small.edit("conf.py", '"ja": {', '"pt_BR": {"name": "Português"}, "ja": {')
    page = BeautifulSoup(small.build(html_baseurl=BASE).read("folder/one.html"), "html.parser")
    link = switcher(page)["Português"]
    assert (link["hreflang"], link["href"]) == ("pt-BR", "../pt_BR/folder/one.html")
    (alternate,) = page.select("head > link[hreflang=pt-BR]")
    assert alternate["href"] == f"{BASE}/pt_BR/folder/one.html"


def test_catalogues_in_a_folder_that_is_read_only(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small.source / "locales"
    small.write("locales/ja/LC_MESSAGES/sphinx.po", JAPANESE.replace("ホーム", "家"))
    assert writable(folder) == str(folder)
    monkeypatch.setattr("os.access", lambda path, mode: not str(path).startswith(str(folder / "ja")))
    copy = writable(folder)
    built = small.build(language="ja", locale_dirs=[copy])
    assert "ホーム" in built.read("index.html") and built.warnings == []
    assert not list(folder.rglob("*.mo"))


# files beside the pages


def entries(path: Path) -> dict[str, dict[str, str]]:
    """The addresses of a sitemap, each with its alternates."""
    space = {"": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    return {
        str(item.findtext("loc", namespaces=space)): {
            str(link.get("hreflang")): str(link.get("href"))
            for link in item.findall("x:link", space)
            if link.get("rel") == "alternate"
        }
        for item in ElementTree.fromstring(path.read_bytes())  # noqa: S314
    }


@pytest.mark.parametrize("limit", [50_000, 2])
def test_sitemaps(small: Site, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    small.known = None  # what is built is another code
    monkeypatch.setattr(sitemap, "LIMIT", limit)
    paths = ["folder/a%20%26%20%C3%BC.html", "folder/one.html", "index.html"]
    expected = {
        path: {"en": f"{BASE}/{path}", "ja": f"{BASE}/ja/{path}", "x-default": f"{BASE}/{path}"} for path in paths
    }
    for language, folders, parts in (("en", ("", "ja/"), 3), ("ja", ("ja/",), 2)):
        out = small.build(language, language=language, html_baseurl=BASE).out
        found = entries(out / "sitemap.xml")
        if limit == 2:
            folder = "" if language == "en" else "ja/"
            assert list(found) == [f"{BASE}/{folder}sitemap-{number + 1}.xml" for number in range(parts)]
            found = {one: said for address in found for one, said in entries(out / Path(address).name).items()}
        assert found == {f"{BASE}/{folder}{path}": expected[path] for path in paths for folder in folders}


@pytest.mark.parametrize(("base", "root"), [("", "/"), (BASE, "/en/latest/"), (f"{BASE}/", "/en/latest/")])
@pytest.mark.parametrize(("builder", "name"), [("html", "404.html"), ("dirhtml", "404/index.html")])
def test_the_page_for_errors_begins_at_the_root(small: Site, builder: str, name: str, base: str, root: str) -> None:
    built = small.build(builder=builder, language="ja", html_baseurl=base)
    page = BeautifulSoup(built.read(name), "html.parser")
    home = "index.html" if builder == "html" else ""
    own = "404.html" if builder == "html" else "404/"
    assert page.select("article a[href]:not(.headerlink)")[0]["href"] == f"{root}ja/{home}"
    assert switcher(page)["English"]["href"] == f"{root}{own}"
    for tag in page.select("link[href]:not([rel=alternate], [rel=canonical]), script[src], form[action]"):
        address = str(tag.get("href") or tag.get("src") or tag.get("action"))
        assert address.startswith(f"{root}ja/"), tag
        target = built.out / urlsplit(address).path.removeprefix(f"{root}ja/")
        assert (target / "index.html" if target.is_dir() else target).is_file(), tag


def test_each_edition_has_files_of_its_own(small: Site) -> None:
    small.edit("conf.py", 'html_baseurl = ""', f'html_baseurl = "{BASE}"')
    for builder in ("html", "text_pages"):
        for language in NAMES:
            build(small, language, builder)
    out = small.folder / "site"
    assert f"]({BASE}/folder/one.txt)" in (out / "llms.txt").read_text("utf-8")
    japanese = (out / "ja" / "llms.txt").read_text("utf-8")
    assert japanese.startswith("# 小さなサイト\n") and f"[ホーム]({BASE}/ja/index.txt)" in japanese
    assert (out / "ja" / "index.txt").read_text("utf-8").startswith("ホーム\n")


# builds


def files(folder: Path, without: Path | None = None) -> dict[str, tuple[int, bytes]]:
    """The files of a folder with their times."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and not (without and path.is_relative_to(without))
    }


def add_page(site: Site) -> None:
    site.write("folder/two.md", "# Page two\n")


def delete_page(site: Site) -> None:
    site.delete("folder/one.md")


def translate(site: Site) -> None:
    site.edit("locales/ja/LC_MESSAGES/index.po", "ホーム", "表紙")


@pytest.mark.parametrize("edit", [add_page, delete_page, translate])
def test_neither_edition_touches_the_other_and_both_stay_up_to_date(small: Site, edit: Callable[[Site], None]) -> None:
    root = build(small, "en")
    inner = build(small, "ja")
    edit(small)
    before = files(inner)
    build(small, "en")
    assert files(inner) == before
    before = files(root, without=inner)
    build(small, "ja")
    assert files(root, without=inner) == before

    for language in reversed(NAMES):
        build(small, language, folder="clean")
    now, clean = files(root), files(small.folder / "clean")
    assert now.keys() == clean.keys()
    assert [name for name in clean if now[name][1] != clean[name][1]] == []


def test_a_build_without_an_edit_does_nothing(small: Site) -> None:
    settings = {"language": "ja", "html_baseurl": BASE}
    first = small.build(**settings)
    doctrees = files(first.out.parent / "doctrees")
    again = small.build(**settings)
    assert again.written <= {"genindex", "search", "404"}
    read = files(again.out.parent / "doctrees")
    assert {name for name in doctrees if name.endswith(".doctree") and read[name] != doctrees[name]} == set()

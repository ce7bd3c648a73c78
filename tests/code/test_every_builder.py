"""Every builder of Sphinx ends well, whichever was used before with the same doctrees."""

from __future__ import annotations

import json
import os
import pickle
from datetime import date
from zipfile import ZipFile

import pytest
from confreport.words import day_in_words
from conftest import Site
from sitekit.addresses import language_tag

BASE = "https://report.example/"
BUILDERS = {
    "html": "sessions/day-one.html",
    "dirhtml": "sessions/day-one/index.html",
    "singlehtml": "index.html",
    "json": "sessions/day-one.fjson",
    "pickle": "sessions/day-one.fpickle",
    "htmlhelp": "sessions/day-one.html",
    "qthelp": "sessions/day-one.html",
    "devhelp": "sessions/day-one.html",
    "applehelp": "sessions/day-one.html",
    "epub": "sessions/day-one.xhtml",
    "latex": "asmallreport.tex",
    "text": "sessions/day-one.txt",
    "man": "asmallreport.1",
    "texinfo": "asmallreport.texi",
    "xml": "sessions/day-one.xml",
    "pseudoxml": "sessions/day-one.pseudoxml",
    "dummy": "",
    "changes": "",
    "text_pages": "sessions/day-one.txt",
    "mermaid_sources": "",
}
"""Each with a file that it writes, if it writes the pages."""


def everything(site: Site) -> None:
    """Load all extensions into the small report, which has a page of each kind."""
    site.edit(
        "conf.py", 'extensions = ["confreport"', 'extensions = ["sphinx_design", "sitekit", "workarounds", "confreport"'
    )
    site.edit("conf.py", 'project = "A small report"', 'project = "A small report"\nauthor = "Somebody"\nversion = "1"')
    site.edit(
        "index.md", "# A small report\n", "# A small report\n\n```{toctree}\n:hidden:\n\nself\ngenindex\nsearch\n```\n"
    )


def test_every_builder(site: Site) -> None:
    everything(site)
    unconnected = "contains ref to nonexisting file"  # Sphinx's builders of one file know no generated pages
    for theme, language in (("basic", "en"), ("furo", "ja")):
        for builder, sample in BUILDERS.items():
            settings = {"applehelp_bundle_id": "x", "applehelp_disable_external_tools": True, "epub_show_urls": "no"}
            sidebars = {"html_sidebars": {}} if theme == "furo" else {}
            built = site.build(theme, builder, html_theme=theme, language=language, **settings, **sidebars)
            assert [line for line in built.warnings if unconnected not in line] == [], builder
            if sample:
                found = [path for path in built.out.rglob(sample.rpartition("/")[2]) if path.match(sample)]
                assert len(found) == 1 and b"Falco" in found[0].read_bytes(), builder
        words = "Sessions by project" if language == "en" else "プロジェクト別のセッション"
        for name, read in (("json/globalcontext.json", json.loads), ("pickle/globalcontext.pickle", pickle.loads)):
            context = read((site.folder / theme / name).read_bytes())
            assert words in [link[1] for link in context["rellinks"]], name
    assert site.build("gettext", "gettext").warnings == []


@pytest.mark.parametrize(
    ("language", "tag", "words"),
    [
        ("cak", "cak", "24 October 2022"),
        ("xx", "xx", "24 October 2022"),
        ("de_XX", "de-XX", "24. Oktober 2022"),
        ("sr@latin", "sr-Latn", "24. oktobar 2022."),
        ("ca@valencia", "ca-valencia", "24 d’octubre del 2022"),
        ("de_AT@euro", "de-AT", "24. Oktober 2022"),
        ("zh_TW", "zh-TW", "2022年10月24日"),
        ("pt_BR", "pt-BR", "24 de outubro de 2022"),
        ("en_US", "en-US", "24 October 2022"),
    ],
)
def test_a_date_in_any_language(language: str, tag: str, words: str) -> None:
    assert language_tag(language) == tag
    assert day_in_words(date(2022, 10, 24), language) == words == day_in_words(date(2022, 10, 24), tag)


@pytest.mark.parametrize("language", ["cak", "sr@latin"])
def test_a_language_without_a_catalogue_of_ours(site: Site, language: str) -> None:
    everything(site)
    for builder in ("html", "epub"):
        built = site.build(
            builder=builder, language=language, html_baseurl="https://report.example/", epub_show_urls="no"
        )
        assert [line for line in built.warnings if "Docutils-generated text" not in line] == []
    assert day_in_words(date(2022, 10, 24), language) in (site.folder / "build/html/embed/day-one.html").read_text(
        "utf-8"
    )


def test_a_book_is_the_same_whenever_it_is_built(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    everything(site)
    site.known = None
    settings = {"html_theme": "basic", "epub_show_urls": "no"}
    (book,) = site.build("first", "epub", **settings).out.glob("*.epub")
    first = book.read_bytes()
    for path in site.files():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    old = os.umask(0o077)
    (again,) = site.build("second", "epub", **settings).out.glob("*.epub")
    os.umask(old)
    assert again.read_bytes() == first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1666600000")
    (dated,) = site.build("second", "epub", **settings).out.glob("*.epub")
    with ZipFile(book) as files, ZipFile(dated) as later:
        assert files.namelist() == later.namelist()
        assert "<dc:date>" not in files.read("content.opf").decode()
        assert later.read("content.opf").decode().count("2022-10-24T08:26:40Z") == 2
        assert {entry.date_time for entry in later.infolist()} == {(2022, 10, 24, 8, 26, 40)}
        assert files.infolist()[0].filename == "mimetype" and not files.infolist()[0].compress_type


@pytest.mark.parametrize(
    ("builder", "settings", "page", "address"),
    [
        ("html", {"html_file_suffix": ".htm"}, "{}.htm", "{}.htm"),
        ("html", {"html_link_suffix": ""}, "{}.html", "{}"),
        ("dirhtml", {"html_file_suffix": ".htm"}, "{}/index.htm", "{}/"),
    ],
)
def test_addresses_with_another_suffix(
    site: Site, builder: str, settings: dict[str, str], page: str, address: str
) -> None:
    everything(site)
    site.write("Über uns.md", "---\norphan: true\n---\n# About us\n")
    site.write("404.md", "---\norphan: true\n---\n# Nothing here\n\n{doc}`sessions/day-one`\n")
    built = site.build(builder=builder, html_baseurl=BASE, **settings)
    assert built.warnings == []
    day_one, about = (address.format(name) for name in ("sessions/day-one", "%C3%9Cber%20uns"))
    assert f"<loc>{BASE}{about}</loc>" in built.read("sitemap.xml")
    assert f'<link rel="canonical" href="{BASE}{about}"' in built.read(page.format("Über uns"))
    assert f'"{BASE}{day_one}' in built.read("data/report.json") and f"{BASE}{day_one}" in built.read("feed.xml")
    assert f'href="../{day_one}"' in built.read("embed/day-one.html")
    assert f'href="/{day_one}"' in built.read(page.format("404"))
    assert "http-equiv" in built.read(page.format("sessions/first-day"))
    assert f'"@id": "{BASE}{day_one}' in built.read(page.format("sessions/day-one"))

"""The report has the same pages in each language, and each leads to the others."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from browser import quiet_page, serve
from bs4 import BeautifulSoup
from conftest import REPOSITORY, RealSite
from links import texts
from playwright.sync_api import Browser, Page, expect

NAMES = {"en": "English", "ja": "日本語"}


# the report itself


def test_the_editions_of_the_report_have_the_same_pages_and_places(real: RealSite) -> None:
    root = real.build("html")
    english, japanese = (texts(root, language) for language in NAMES)
    assert list(english) == list(japanese)
    for name in english.keys() - {"genindex.html"}:  # there each letter is a place
        articles = [
            text.partition("<article")[2].partition("</article>")[0] for text in (english[name], japanese[name])
        ]
        places = [set(re.findall(r'\sid="([^"]*)"', article)) for article in articles]
        assert places[0] == places[1], name


def test_every_page_links_to_its_twin(real: RealSite) -> None:
    root = real.build("html")
    trees = real.trees("html")
    for name in texts(root, "en"):
        if name == "404.html":  # it may be shown at any address
            continue
        for here, there, language in ((name, f"ja/{name}", "ja"), (f"ja/{name}", name, "en")):
            (link,) = trees[here].xpath(f"//nav[contains(@class, 'sidebar-editions')]/a[@hreflang='{language}']")
            assert link.text_content().strip() == NAMES[language]
            assert (root / here).parent.joinpath(unquote(link.get("href"))).resolve() == (root / there).resolve()
            assert trees[there].get("lang") == language


def test_the_languages_are_the_same_everywhere(real: RealSite) -> None:
    """What ``conf.py`` calls an edition is built by ``make`` and on Read the Docs."""
    page = BeautifulSoup((real.build("html") / "index.html").read_text("utf-8"), "html.parser")
    others = [str(link["hreflang"]) for link in page.select("nav.sidebar-editions > a")][1:]
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    assert re.findall(r"^TRANSLATED := (.*)$", makefile, re.MULTILINE) == [" ".join(others)]
    hosted = (REPOSITORY / ".readthedocs.yaml").read_text("utf-8")
    assert re.findall(r"-b html .*-D language=(\w+) \. \$READTHEDOCS_OUTPUT/html/(\w+)\n", hosted) == [
        (one, one) for one in others
    ]


@pytest.mark.parametrize(
    ("builder", "name", "words"),
    [
        ("latex", "kubecon-na-2022-report-ja.tex", r"\\title{KubeCon \+ CloudNativeCon NA 2022 レポート}"),
        ("man", "kubecon-na-2022-report-ja.7", r'\.TH "KUBECON-NA-2022-REPORT-JA" .*"KubeCon \+ .* レポート"'),
        ("texinfo", "kubecon-na-2022-report-ja.texi", r"@settitle KubeCon \+ CloudNativeCon NA 2022 レポート"),
        ("epub", "content.opf", r"<dc:title>KubeCon \+ CloudNativeCon NA 2022 レポート</dc:title>"),
    ],
    ids=["latex", "man", "texinfo", "epub"],
)
def test_a_document_of_the_other_edition_has_its_title(real: RealSite, builder: str, name: str, words: str) -> None:
    assert re.search(words, (real.build(builder, language="ja") / name).read_text("utf-8"))


# in a browser


def switch(page: Page, language: str) -> None:
    """Go to the other edition as a reader does, who on a narrow screen opens the menu first."""
    menu = page.locator(".mobile-header .nav-overlay-icon")
    if menu.is_visible():
        menu.click()
    page.locator("nav.sidebar-editions").get_by_role("link", name=NAMES[language]).click()


PAGES = [
    "index.html",
    "sessions/insider-threat.html",
    "tracks/comparison.html",
    "projects/index.html",
    "guide/reference.html",
    "explore.html",
    "genindex.html",
    "conf-projects.html",
]


@pytest.mark.parametrize("width", [360, 1440])
def test_a_page_leads_to_its_twin_and_back(browser: Browser, real: RealSite, width: int) -> None:
    """From a folder, without scripts."""
    root = real.build("html")
    view = {"width": width, "height": 900}
    with quiet_page(browser, viewport=view, java_script_enabled=False, reduced_motion="reduce") as page:
        for name in PAGES:
            page.goto((root / name).as_uri())
            for language, folder in (("ja", root / "ja"), ("en", root)):
                switch(page, language)
                page.wait_for_url((folder / name).as_uri())
                assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("name", ["404.html", "search.html", "genindex.html", "index.html"])
@pytest.mark.parametrize("width", [360, 1440])
def test_a_served_page_leads_to_its_twin_and_back(browser: Browser, served: str, width: int, name: str) -> None:
    with quiet_page(browser, viewport={"width": width, "height": 900}) as page:
        page.goto(f"{served}/{name}")
        for language, folder in (("ja", f"{served}/ja"), ("en", served)):
            switch(page, language)
            page.wait_for_url(f"{folder}/{name}")
            assert page.locator("html").get_attribute("lang") == language


def test_the_keyboard_reaches_the_switcher_on_a_phone(browser: Browser, served: str) -> None:
    with quiet_page(browser, viewport={"width": 360, "height": 900}, reduced_motion="reduce") as page:
        page.goto(f"{served}/index.html")
        link = page.locator("nav.sidebar-editions").get_by_role("link", name=NAMES["ja"])
        for _ in range(20):
            page.keyboard.press("Tab")
            if link.evaluate("link => link === document.activeElement"):
                break
        expect(link).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{served}/ja/index.html")


def test_it_works_below_the_root_of_a_server(browser: Browser, real: RealSite) -> None:
    """With the addresses of the builder ``dirhtml``."""
    out = real.build("dirhtml")
    with serve(out.parent) as address, quiet_page(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/{out.name}/sessions/insider-threat/")
        for language, folder in (("ja", "ja/"), ("en", "")):
            switch(page, language)
            page.wait_for_url(f"{address}/{out.name}/{folder}sessions/insider-threat/")

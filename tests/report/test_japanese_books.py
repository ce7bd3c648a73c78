"""The books, in Japanese beside English: epub, and the sources of the PDF."""

from __future__ import annotations

import zipfile

import pytest
from bs4 import BeautifulSoup
from conftest import RECORDS, RealSite
from test_builders import assert_valid_book

BOOKS = {"en": "kubecon-na-2022-report", "ja": "kubecon-na-2022-report-ja"}


def pages(real: RealSite, language: str) -> dict[str, str]:
    """The text files in the book, by name."""
    with zipfile.ZipFile(real.build("epub", language=language) / f"{BOOKS[language]}.epub") as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))]
        return {name: book.read(name).decode() for name in names}


def latex(real: RealSite, language: str) -> str:
    return (real.build("latex", language=language) / f"{BOOKS[language]}.tex").read_text("utf-8")


def test_japanese_epub_is_valid(real: RealSite) -> None:
    assert_valid_book(real.build("epub", language="ja") / f"{BOOKS['ja']}.epub")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_page_of_a_book_says_its_language(real: RealSite, language: str) -> None:
    found = {
        name: BeautifulSoup(text, "html.parser").html["lang"]  # type: ignore[index]
        for name, text in pages(real, language).items()
        if name.endswith(".xhtml")
    }
    assert len(found) > len(RECORDS)
    assert set(found.values()) == {language}


def test_nothing_around_the_japanese_pages_is_left_in_english(real: RealSite) -> None:
    book = pages(real, "ja")
    package = BeautifulSoup(book["content.opf"], "xml")
    assert package.find("language").text == "ja"  # type: ignore[union-attr]
    assert package.find("title").text == "KubeCon + CloudNativeCon NA 2022 レポート"  # type: ignore[union-attr]
    assert BeautifulSoup(book["nav.xhtml"], "html.parser").h1.text == "目次"  # type: ignore[union-attr]
    assert [name for name, text in book.items() if "Table of Contents" in text] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_contents_of_a_book_lead_to_every_record(real: RealSite, language: str) -> None:
    nav = BeautifulSoup(pages(real, language)["nav.xhtml"], "html.parser")
    targets = [str(link["href"]) for link in nav.find_all("a")]
    assert {f"{path.parent.name}/{path.stem}.xhtml" for path in RECORDS} <= set(targets)
    assert len(targets) == len(set(targets))


@pytest.mark.parametrize(
    ("language", "engine", "fonts", "contents"),
    [
        (
            "en",
            "sphinxmanual",
            r"\usepackage[match]{luatexja-fontspec}\ltjsetparameter{jacharrange={-2,-3,-9}}",
            "Contents",
        ),
        ("ja", "ujbook", r"\usepackage[haranoaji]{pxchfon}", "目次"),
    ],
)
def test_latex_is_made_for_an_engine_that_sets_japanese(
    real: RealSite, language: str, engine: str, fonts: str, contents: str
) -> None:
    """The class ``ujbook`` is that of upLaTeX; LuaLaTeX takes the plain one."""
    source = latex(real, language)
    assert (r"\def\sphinxdocclass{ujbook}" in source) == (engine == "ujbook")
    assert (r"\IfFileExists{luatex85.sty}" in source) == (engine != "ujbook")
    assert r"\documentclass[a4paper,10pt" in source
    assert fonts in source
    assert rf"\renewcommand{{\contentsname}}{{{contents}}}\sphinxtableofcontents" in source


def test_japanese_latex_is_built_by_the_programs_for_japanese(real: RealSite) -> None:
    make = (real.build("latex", language="ja") / "Makefile").read_text("utf-8")
    assert "-r latexmkjarc" in make
    assert "リリース" in latex(real, "ja")

"""A report becomes a site in three languages by the steps of ``guide/translate.md``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag

import pytest
from babel.messages.pofile import read_po, write_po
from bs4 import BeautifulSoup, Tag
from conftest import REPOSITORY, Site, run_sphinx
from promise import publishes
from test_guide import AT_THE_END, GUIDE, WRITE, blocks

sys.path.insert(0, str(REPOSITORY / "locales"))
from update import update

TRANSLATE = (GUIDE / "translate.md").read_text("utf-8")
EDITION = re.search(r"^def edition\(.*?^    }\n", (REPOSITORY / "conf.py").read_text("utf-8"), re.DOTALL | re.MULTILINE)
CONFIGURATION = f"""
extensions += ["sitekit.editions", "workarounds.transforms"]
myst_enable_extensions += ["attrs_inline"]
author = "Somebody"
locale_dirs = ["locales"]
gettext_compact = False
templates_path = ["templates"]
html_sidebars = {{"**": ["globaltoc.html", "editions.html"]}}

{EDITION and EDITION[0]}

editions = {{
    "en": edition("English", "A small report", "A small report", "small"),
    "ja": edition("日本語", "小さなレポート", "小さなレポート", "small-ja"),
    %s
}}
"""
PAGE = "sessions/gearbox-in-a-small-team"
ENGLISH = "Only Gearbox may write to the clusters ."
GERMAN = "Nur Gearbox darf auf die Cluster schreiben."


def make(site: Site) -> Path:
    """What ``make html`` does with the names of the languages in the guide; a warning fails the build."""
    [text] = [text for caption, text in blocks(TRANSLATE) if caption == "Makefile"]
    out = site.folder / "html"
    run_sphinx(site.source, out, site.folder / "doctrees", 1)
    for language in text.removeprefix("TRANSLATED := ").split():
        run_sphinx(site.source, out / language, site.folder / f"doctrees-{language}", 1, language=language)
    return out


def make_translations(site: Site) -> list[str]:
    """What ``make translations`` does."""
    run_sphinx(site.source, site.folder / "gettext", site.folder / "doctrees-gettext", 1, "gettext")
    return list(update(site.folder / "gettext", site.source / "locales", site.folder / "packages"))


class Report(NamedTuple):
    """What was built, the pages that have a source, and what was left to translate at first."""

    out: Path
    docnames: list[str]
    todo: list[str]

    def edition(self, language: str) -> Path:
        return self.out if language == "en" else self.out / language

    def page(self, language: str, docname: str) -> BeautifulSoup:
        return BeautifulSoup((self.edition(language) / f"{docname}.html").read_text("utf-8"), "html.parser")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The small report with the pages that the guide adds, in the languages that it adds, translated as it says."""
    site = Site(tmp_path_factory.mktemp("report"))
    site.write("projects/kubernetes-rbac.md", "---\nproject:\n  aliases: [RBAC]\n---\n# Kubernetes RBAC\n")
    for caption, text in [*blocks(WRITE), *blocks(TRANSLATE)]:
        name = caption.removesuffix(AT_THE_END)
        if name.endswith(".md"):
            before = f"{(site.source / name).read_text('utf-8')}\n" if name != caption else ""
            site.write(name, before + text)
    [entry] = [text for caption, text in blocks(TRANSLATE) if caption == "conf.py, in editions"]
    site.write("conf.py", (site.source / "conf.py").read_text("utf-8") + CONFIGURATION % entry.strip())
    site.write("templates/editions.html", (REPOSITORY / "_templates" / "sidebar" / "editions.html").read_text("utf-8"))
    for language in ("ja", "de"):
        (site.source / "locales" / language / "LC_MESSAGES").mkdir(parents=True)
    todo = make_translations(site)
    for caption, text in blocks(TRANSLATE):
        if caption.endswith(".po"):
            translate(site.source / caption, text)
    docnames = [path.relative_to(site.source).with_suffix("").as_posix() for path in site.source.rglob("*.md")]
    return Report(make(site), docnames, todo)


def translate(file: Path, text: str) -> None:
    """Fill in what the guide shows of a catalogue."""
    catalog = read_po(BytesIO(file.read_bytes()))
    for message in read_po(BytesIO(text.encode())):
        if message.id:
            assert not catalog[message.id].string, "the catalogue has the message, without a translation"
            catalog[message.id].string = message.string
    with file.open("wb") as opened:
        write_po(opened, catalog)


def main(page: BeautifulSoup) -> Tag:
    return page.select_one("[role=main]")  # type: ignore[return-value]


def words(page: BeautifulSoup) -> str:
    return main(page).get_text(" ", strip=True)


def files(out: Path) -> list[str]:
    """The names of the HTML files of one edition."""
    found = (path.relative_to(out) for path in out.rglob("*.html"))
    return sorted(path.as_posix() for path in found if path.parts[0] not in ("ja", "de"))


def test_the_first_run_tells_what_is_left(report: Report):
    found = [line for line in report.todo if f"de/LC_MESSAGES/{PAGE}.po" in line]
    assert len(found) == 1 and re.search(r"\b[1-9]\d* missing, 0 fuzzy$", found[0])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", ENGLISH),
        ("ja", "クラスタ に書き込めるのは Gearbox だけである。"),
        ("de", GERMAN),
    ],
)
def test_the_sentence_is_translated(report: Report, language: str, sentence: str):
    page = report.page(language, PAGE)
    assert page.html["lang"] == language
    [paragraph] = [text for text in main(page).select("p") if text.get_text(" ", strip=True) == sentence]
    assert {link["href"] for link in paragraph.select("a")} == {
        "../projects/gearbox.html#conf-project-gearbox",
        "../projects/kubernetes.html#conf-project-kubernetes",
    }


def test_a_title_in_its_own_language_is_marked(report: Report):
    assert report.page("ja", PAGE).h1.select_one("span[lang=en]").get_text() == "Gearbox in a Small Team"
    assert "lang" not in str(report.page("de", PAGE).h1)


def test_all_else_falls_back_to_english(report: Report):
    for docname in report.docnames:
        german, english = (words(report.page(language, docname)) for language in ("de", "en"))
        for own, same in {GERMAN: ENGLISH, ". Oktober": " October", ". Februar": " February"}.items():
            german = german.replace(own, same)
        assert german == english, docname


@pytest.mark.parametrize("language", ["ja", "de"])
def test_pages_ids_and_names_are_the_same(report: Report, language: str):
    assert files(report.edition(language)) == files(report.out)
    for docname in [*report.docnames, "genindex", "conf-projects", "conf-speakers", "conf-tracks"]:
        english, other = (
            [element["id"] for element in report.page(edition, docname).select("[id]")] for edition in ("en", language)
        )
        assert other == english, docname
    names, other_names = (
        {line for line in publishes(report.edition(edition)) if " " in line} for edition in ("en", language)
    )
    assert other_names == names != set()


@pytest.mark.parametrize("language", ["en", "ja", "de"])
def test_every_page_leads_to_the_same_in_all_languages(report: Report, language: str):
    for docname in [*report.docnames, "genindex", "conf-projects"]:
        here = report.edition(language) / f"{docname}.html"
        found = [
            (link.get_text(), here if link["href"] == "#" else (here.parent / str(link["href"])).resolve())
            for link in report.page(language, docname).select(".sidebar-editions a")
        ]
        named = {"English": "en", "日本語": "ja", "Deutsch": "de"}
        assert found == [(name, report.edition(other) / f"{docname}.html") for name, other in named.items()]


def links_inside(out: Path, docname: str) -> Iterator[tuple[Path, str]]:
    """The files and anchors to which a page leads."""
    here = out / f"{docname}.html"
    for link in BeautifulSoup(here.read_text("utf-8"), "html.parser").select("a[href]"):
        address, anchor = urldefrag(unquote(str(link["href"])))
        if "://" not in address:
            yield (here.parent / address).resolve() if address else here, anchor


def test_every_link_of_the_new_edition_leads_somewhere(report: Report):
    out = report.edition("de")
    anchors = {
        path.resolve(): {
            str(element["id"]) for element in BeautifulSoup(path.read_text("utf-8"), "html.parser").select("[id]")
        }
        for path in report.out.rglob("*.html")
    }
    found = [link for docname in report.docnames for link in links_inside(out, docname)]
    assert found
    for target, anchor in found:
        assert target.exists(), target
        assert not anchor or anchor in anchors[target], f"{target}#{anchor}"


def test_cards_show_the_same_records(report: Report):
    english, german = (report.page(language, PAGE).select_one(".conf-session-card") for language in ("en", "de"))
    links = [[link["href"] for link in card.select("a")] for card in (english, german)]
    assert links[0] == links[1] != []
    assert "26. Oktober 2022 (unconfirmed)" in german.get_text(" ", strip=True)

"""A title or words marked ``{.language-xx}`` carry that language wherever they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import Built, Site

MARKED = {
    "Le premier jour": "sessions/day-one.md",
    "Le second jour": "sessions/day-two.md",
    "La sûreté": "tracks/security.md",
}
EXTENSIONS = ["colon_fence", "attrs_inline"]


@pytest.fixture
def marked(site: Site) -> Site:
    """Two sessions and their track with French titles, and a talk that says something in French."""
    for title, page in MARKED.items():
        rename(site, page, f"[{title}]{{.language-fr}}")
    site.edit("sessions/day-one.md", "Then lunch.", "[À table, dit {project}`falco` !]{.language-fr}")
    site.edit("sessions/day-one.md", "Ann showed {project}`falco` watching", "Ann showed something watching")
    site.edit("sessions/day-two.md", "[The programme](", "[[Le programme]{.language-fr}](")
    return site


def rename(site: Site, page: str, title: str) -> None:
    heading = next(line for line in (site.source / page).read_text("utf-8").splitlines() if line.startswith("# "))
    site.edit(page, heading, f"# {title}")


def build(site: Site, folder: str = "build", builder: str = "html") -> Built:
    settings = {"myst_enable_extensions": EXTENSIONS, "html_baseurl": "https://report.example/", "version": "1"}
    built = site.build(folder, builder, **settings)
    assert built.warnings == []
    return built


def shown(built: Built, words: str) -> dict[str, set[str]]:
    """Each page whose body has the words outside what is to copy, and the languages in which they stand there."""
    found: dict[str, set[str]] = {}
    for path in built.out.rglob("*.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "lxml")
        for text in soup.find_all(string=lambda text: words in str(text)):
            above = [tag for tag in text.parents if isinstance(tag, Tag)]
            if {"head", "pre"}.isdisjoint(tag.name for tag in above):
                language = next(str(tag["lang"]) for tag in above if "lang" in tag.attrs)
                found.setdefault(path.relative_to(built.out).as_posix(), set()).add(language)
    return found


def test_a_title_carries_its_language_on_every_page(marked: Site) -> None:
    built = build(marked)
    for title in MARKED:
        pages = shown(built, title)
        assert set(map(tuple, pages.values())) == {("fr",)}, pages
    assert {
        "sessions/day-one.html",  # heading
        "sessions/day-two.html",  # role, previous page
        "sessions/first-day.html",  # redirect
        "tracks/security.html",  # table of contents
        "projects/falco.html",  # who mentions it
        "speakers.html",
        "missing.html",
        "explore.html",
        "conf-tracks.html",
        "conf-speakers.html",
        "conf-projects.html",
        "embed/day-one.html",
    } <= shown(built, "Le premier jour").keys()
    assert {"corrections.html", "sessions/day-one.html"} <= shown(built, "Le second jour").keys()
    assert {"index.html", "conf-tracks.html", "embed/day-one.html"} <= shown(built, "La sûreté").keys()


def test_quoted_words_carry_their_language(marked: Site) -> None:
    built = build(marked)
    assert shown(built, "À table") == {"sessions/day-one.html": {"fr"}, "projects/falco.html": {"fr"}}
    assert shown(built, "Le programme") == {"sessions/day-two.html": {"fr"}, "corrections.html": {"fr"}}


def test_only_a_title_marked_as_a_whole_has_a_language(site: Site) -> None:
    rename(site, "sessions/day-one.md", "Le [first]{.language-en-GB} jour")
    rename(site, "sessions/day-two.md", "[Le second jour]{.language-fr}")
    site.edit("sessions/etcd-lessons.md", "A bug in", "As on {session}`another day <day-two>` a bug in")
    built = build(site)
    assert shown(built, "Le first jour")["tracks/security.html"] == {"en"}
    assert shown(built, "another day") == {"sessions/etcd-lessons.html": {"en"}, "projects/etcd.html": {"en"}}


def test_a_change_of_the_language_reaches_every_page(marked: Site) -> None:
    build(marked)
    for title, page in MARKED.items():
        rename(marked, page, f"[{title}]{{.language-fr-CA}}")
    marked.edit("sessions/day-one.md", "!]{.language-fr}", "!]{.language-fr-CA}")
    assert build(marked).files() == build(marked, "clean").files()


def test_feed_entries_carry_the_language_of_their_titles(marked: Site) -> None:
    feed = BeautifulSoup(build(marked).read("feeds/falco.xml"), "xml")
    entries = {entry.title.get_text(): entry for entry in feed.select("entry") if entry.title}
    assert entries["Le premier jour"]["xml:lang"] == "fr"
    summary = entries["Le second jour"].summary
    assert summary and summary.get_text().startswith('<span lang="en">The advice was to use Falco')
    marked_not = BeautifulSoup(build(marked).read("feeds/etcd.xml"), "xml").select_one("entry")
    assert marked_not and "xml:lang" not in marked_not.attrs


@pytest.mark.parametrize(
    ("builder", "file"), [("text", "projects/falco.txt"), ("latex", "asmallreport.tex"), ("epub", "conf-tracks.xhtml")]
)
def test_other_builders_show_the_title(marked: Site, builder: str, file: str) -> None:
    built = build(marked, builder, builder)
    assert "Le premier jour" in Path(built.out / file).read_text("utf-8")

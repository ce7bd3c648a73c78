"""Lists of a report that has grown: divided by letter, bounded, or reported as too long."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from conftest import Site

TALK = """---
session:
  track: storage
  speakers: [{{name: {speaker}}}]
---
# {title}

About {{project}}`etcd`.
"""


@pytest.fixture
def grown(site: Site) -> Site:
    """The small report with six more talks."""
    for number, (title, speaker) in enumerate(
        [
            ("Alpha", "Ann"),
            ("Ångström", "Åsa"),
            ("Beta", "Bea"),
            ("Gamma", "岩本, id: iwamoto"),
            ("Delta", "Dan"),
            ("42", "Eve"),
        ]
    ):
        site.write(f"sessions/talk-{number}.md", TALK.format(title=title, speaker=speaker))
        site.edit("tracks/storage.md", ":hidden:\n\n", f":hidden:\n\n/sessions/talk-{number}\n")
    return site


def test_a_list_under_one_letter(grown: Site) -> None:
    for letter in ("a", "other"):
        grown.write(
            f"{letter}.md", f"---\norphan: true\n---\n# {letter}\n\n```{{session-list}}\n:initial: {letter}\n```\n"
        )
    built = grown.build()
    assert built.warnings == []
    shown = {letter: BeautifulSoup(built.read(f"{letter}.html"), "html.parser") for letter in ("a", "other")}
    assert [title.get_text() for title in shown["a"].select(".conf-cards strong")] == ["Ångström", "Alpha"]
    assert [title.get_text() for title in shown["other"].select(".conf-cards strong")] == ["42"]


def test_speakers_are_found_on_the_page_of_their_letter(grown: Site) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    grown.delete("speakers.md")
    grown.edit("index.md", "speakers\n", "")
    for letter in [*letters, "other"]:
        grown.write(
            f"who-{letter}.md", f"---\norphan: true\n---\n# {letter}\n\n```{{speaker-list}}\n:initial: {letter}\n```\n"
        )
    grown.write(
        "sessions/talk-0.md",
        TALK.format(title="Alpha", speaker="Ann") + "\n{speaker}`ann` {speaker}`asa` {speaker}`iwamoto`\n",
    )
    built = grown.build()
    assert built.warnings == []
    page = built.read("sessions/talk-0.html")
    for place in ("who-a.html#conf-speaker-ann", "who-a.html#conf-speaker-asa", "who-other.html#conf-speaker-iwamoto"):
        assert f'href="../{place}"' in page
        name, _, anchor = place.partition("#")
        assert f'id="{anchor}"' in built.read(name)


def test_too_many_rows_are_reported_and_shown(grown: Site) -> None:
    built = grown.build(confreport_rows=5)
    said = [line for line in built.warnings if "[conf.too-long]" in line]
    assert any(re.match(r"tracks/storage\.md:\d+: WARNING: session-list: 8 rows are too many", line) for line in said)
    rows = BeautifulSoup(built.read("tracks/storage.html"), "html.parser").select("table.conf-table tbody tr")
    assert len(rows) == 8


@pytest.mark.parametrize(("rows", "sessions", "speakers"), [(800, True, True), (12, False, True), (3, False, False)])
def test_an_index_becomes_shorter(grown: Site, rows: int, sessions: bool, speakers: bool) -> None:
    page = grown.build(confreport_rows=rows).read("conf-speakers.html")
    assert ("Alpha" in page, "Åsa" in page) == (sessions, speakers)
    assert "Ann" in page


def test_very_many_mentions_are_counted(grown: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    grown.known = None  # what is built is another code
    monkeypatch.setattr("confreport.components.projects.QUOTES_LIMIT", 3)
    page = BeautifulSoup(grown.build().read("projects/etcd.html"), "html.parser")
    assert len(page.select(".conf-quotes > li")) == 3
    (rest,) = page.select(".conf-mentions ~ p")
    number = int(re.findall(r"\d+", rest.get_text())[0])
    monkeypatch.undo()
    grown.edit("projects/etcd.md", "# etcd", "# Etcd")
    whole = BeautifulSoup(grown.build().read("projects/etcd.html"), "html.parser")
    assert len(whole.select(".conf-quotes > li")) == 3 + number

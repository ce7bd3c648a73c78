"""Roles, directives, labels and indices, seen in what a small site becomes."""

from __future__ import annotations

import posixpath

import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site
from sphinx.util.inventory import InventoryFile


def soup(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(name), "html.parser")


def links(built: Built, page: str, selector: str) -> list[tuple[str, str]]:
    """Each link below a selector as (its words, where it leads from the root)."""
    here = posixpath.dirname(page)
    return [
        (link.get_text(), address if "://" in address else posixpath.normpath(posixpath.join(here, address)))
        for link in soup(built, page).select(f"{selector} a[href]:not(.headerlink)")
        for address in [str(link["href"])]
    ]


def card_row(built: Built, page: str, row: str) -> str:
    found = soup(built, page).select_one(f".conf-card dd.conf-row-{row}")
    return found.get_text(" ", strip=True) if found else ""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = Site(tmp_path_factory.mktemp("small")).build()
    assert built.warnings == []
    return built


def test_roles_show_titles_and_resolve_aliases_and_earlier_ids(site: Site) -> None:
    site.write(
        "more.md",
        "---\norphan: true\n---\n# More\n\n"
        "{session}`day-one` {session}`first-day` {project}`K8S` {conf:project}`that one <falco>` "
        "{track}`security` {speaker}`Bob Étienne` {any}`lightning` [](#etcd-lessons) [](#project-falco) "
        "{ref}`session-day-two`\n",
    )
    built = site.build()
    assert built.warnings == []
    assert links(built, "more.html", "section#more") == [
        ("The first day", "sessions/day-one.html#conf-session-day-one"),
        ("The first day", "sessions/day-one.html#conf-session-day-one"),
        ("Kubernetes", "projects/kubernetes.html#conf-project-kubernetes"),
        ("that one", "projects/falco.html#conf-project-falco"),
        ("Security", "tracks/security.html#conf-track-security"),
        ("Bob Étienne", "speakers.html#conf-speaker-bob-etienne"),
        ("Five minutes", "sessions/lightning.html#conf-session-lightning"),
        ("Lessons from etcd", "sessions/etcd-lessons.html#conf-session-etcd-lessons"),
        ("Falco", "projects/falco.html#conf-project-falco"),
        ("The second day", "sessions/day-two.html#conf-session-day-two"),
    ]


def test_every_record_is_in_the_inventory_twice(small: Built) -> None:
    inventory = InventoryFile.loads((small.out / "objects.inv").read_bytes(), uri="").data
    expected = {
        "session": {"day-one", "first-day", "day-two", "closing-talk", "etcd-lessons", "lightning"},
        "track": {"security", "storage"},
        "project": {"falco", "kubernetes", "etcd"},
        "speaker": {"ann-example", "bob-etienne", "carol-example"},
    }
    for kind, ids in expected.items():
        assert set(inventory[f"conf:{kind}"]) == ids
        for id in ids:
            item, named = inventory[f"conf:{kind}"][id], inventory["std:label"][f"{kind}-{id}"]
            assert item.uri.endswith(f"#conf-{kind}-{'day-one' if id == 'first-day' else id}")
            assert named.uri == item.uri
            assert named.display_name == (item.display_name if item.display_name != "-" else id)


def test_labels_of_others_stay(site: Site) -> None:
    site.edit("sessions/lightning.md", "# Five minutes", "(conf-track-notes)=\n# Five minutes")
    site.edit("conf.py", '"confreport",', '"confreport", "sphinx.ext.autosectionlabel",')
    site.edit(
        "index.md", "# A small report", "# A small report\n\n{ref}`The first day`, {ref}`Notes <conf-track-notes>`."
    )
    for meal in ("breakfast", "supper"):
        site.edit("sessions/day-one.md", "Then ", f"Then {meal} and ")
        site.edit("index.md", "Notes", f"Notes on {meal}")
        built = site.build()
        assert built.warnings == []
        assert {"sessions/day-one.html#conf-session-day-one", "sessions/lightning.html#conf-track-notes"} <= {
            link["href"] for link in soup(built, "index.html").select("p a.reference")
        }


def test_anchors_of_the_inventory_exist(small: Built) -> None:
    inventory = InventoryFile.loads((small.out / "objects.inv").read_bytes(), uri="").data
    for kind in ("session", "track", "project", "speaker"):
        for item in inventory[f"conf:{kind}"].values():
            page, _, anchor = item.uri.partition("#")
            assert soup(small, page).find(id=anchor), item.uri


def test_session_card(small: Built) -> None:
    page = "sessions/day-one.html"
    assert card_row(small, page, "track") == "Security"
    assert card_row(small, page, "format") == "Keynote"
    assert card_row(small, page, "date") == "24 October 2022 (unconfirmed)"
    assert card_row(small, page, "speakers") == "Ann Example (Example Ltd) Bob Étienne"
    assert card_row(small, page, "slides") == "None"
    assert card_row(small, page, "subject") == "Falco"
    assert card_row(small, page, "background") == "Kubernetes"
    assert card_row(small, page, "mentioned") == "etcd"
    assert card_row(small, page, "unknown") == "schedule, how it was attended"
    assert ("example.org", "https://example.org/watch?v=1") in links(small, page, ".conf-row-video")


def test_card_of_a_session_without_speakers_has_no_such_row(small: Built) -> None:
    assert card_row(small, "sessions/closing-talk.html", "speakers") == ""
    assert "speakers" not in card_row(small, "sessions/closing-talk.html", "unknown")


def test_related_sessions(small: Built) -> None:
    assert card_row(small, "sessions/lightning.html", "related") == "The first day Lessons from etcd"


def test_project_card(small: Built) -> None:
    page = "projects/falco.html"
    assert card_row(small, page, "then") == "Incubating"
    assert card_row(small, page, "now") == "Graduated"
    assert card_row(small, page, "aliases") == "The Falco Project"
    assert links(small, page, ".conf-row-homepage") == [("example.org/falco", "https://example.org/falco")]


def test_mentioned_by_groups_by_relation_with_sentences(small: Built) -> None:
    text = soup(small, "projects/etcd.html").select_one(".conf-mentions").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert text == (
        "Subject Lessons from etcd A bug in etcd was found. "
        "Compared Five minutes In five minutes etcd was compared with a notebook. "
        "Mentioned The first day Lunch was late, says the fan of etcd . (the reporter’s impression) "
        "Storage The etcd people were there."
    )


def test_mentioned_by_without_mentions(site: Site) -> None:
    site.write("projects/lonely.md", "---\nproject: {}\n---\n# Lonely\n\n```{mentioned-by}\n```\n")
    assert "No session mentions it." in site.build().read("projects/lonely.html")


def test_lists_as_table_list_and_cards(small: Built) -> None:
    rows = soup(small, "tracks/storage.html").select("table.conf-table tbody tr")
    assert [row.get_text("|", strip=True) for row in rows] == [
        "Lessons from etcd|Storage|Carol Example|26 October 2022",
        "Five minutes|Storage",
    ]
    items = soup(small, "explore.html").select("ul.conf-list > li")
    assert [item.get_text(strip=True) for item in items] == ["Five minutes", "Lessons from etcd", "The first day"]
    cards = soup(small, "tracks/security.html").select("ul.conf-cards > li")
    assert cards[1].get_text("|", strip=True) == "The second day|25 October 2022 · Ann Example"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (":track: storage", ["Lessons from etcd", "Five minutes"]),
        (":project: k8s", ["The first day", "Lessons from etcd"]),
        (":project: kubernetes\n:relation: in-production", ["Lessons from etcd"]),
        (":relation: recommended", ["The second day"]),
        (":relation: mentioned", ["The first day"]),
        (":speaker: ann-example", ["The first day", "The second day"]),
        (":format: lightning-talk", ["Five minutes"]),
        (":sort: date\n:limit: 2", ["The first day", "The second day"]),
        (":sort: title\n:limit: 1", ["Five minutes"]),
        (":limit: 0", []),
        (":track: security\n:format: maintainer", []),
    ],
)
def test_session_list_options(site: Site, options: str, expected: list[str]) -> None:
    site.write("list.md", f"---\norphan: true\n---\n# List\n\n```{{session-list}}\n{options}\n:as: list\n```\n")
    built = site.build()
    assert built.warnings == []
    assert [item.get_text(strip=True) for item in soup(built, "list.html").select("ul.conf-list > li")] == expected
    assert ("No session fits." in built.read("list.html")) == (expected == [])


def test_explore_lists_everything_to_look_for(site: Site) -> None:
    site.write("all.md", "---\norphan: true\n---\n# All\n\n```{session-list}\n:as: explore\n:format: keynote\n```\n")
    built = site.build()
    row = soup(built, "all.html").select_one("table.conf-explore tbody tr")
    assert row is not None
    assert [cell.get_text(" ", strip=True) for cell in row.select(":scope > td")] == [
        "The first day",
        "Security",
        "Keynote",
        "24 October 2022",
        "Ann Example Bob Étienne",
        "Falco Subject Kubernetes Background etcd Mentioned",
    ]


def test_projects_of_the_most_sessions(site: Site) -> None:
    page = "---\norphan: true\n---\n# Top\n\n```{project-list}\n:sort: sessions\n:limit: 2\n:as: cards\n```\n\n```{report-figures}\n```\n"
    site.write("top.md", page)
    built = site.build()
    cards = [card.get_text("|", strip=True) for card in soup(built, "top.html").select("ul.conf-cards > li")]
    assert cards == [
        "etcd|Project · At the event: Graduated · Now: Graduated · 3 sessions",
        "Falco|Project · At the event: Incubating · Now: Graduated · 2 sessions",
    ]
    figures = [figure.get_text() for figure in soup(built, "top.html").select("ul.conf-figures > li")]
    assert [" ".join(figure.split()) for figure in figures] == [
        "Sessions 5",
        "Tracks 2",
        "Projects 3",
        "Speakers 3",
        "Corrections 1",
    ]


def test_a_page_may_say_that_it_is_no_record(site: Site) -> None:
    site.write("tracks/comparison.md", "---\ntrack: none\norphan: true\n---\n# Comparison\n")
    built = site.build()
    assert built.warnings == []
    assert "conf-track-comparison" not in built.read("tracks/comparison.html")


def test_every_name_of_a_project_is_in_the_general_index(small: Built) -> None:
    entries = {(link.get_text(), link["href"]) for link in soup(small, "genindex.html").select("table a")}
    assert ("The Falco Project", "projects/falco.html#conf-project-falco") in entries
    assert ("Falco", "projects/falco.html#conf-project-falco") in entries


def test_speakers(small: Built) -> None:
    text = soup(small, "speakers.html").select_one("dl.conf-speakers").get_text("|", strip=True)  # type: ignore[union-attr]
    assert text.startswith(
        "Ann Example|Example Ltd, Another Ltd|The first day|The second day|Bob Étienne|The first day"
    )


def test_impression_and_correction(small: Built) -> None:
    impression = soup(small, "sessions/day-one.html").select_one(".admonition.conf-impression")
    assert impression is not None
    assert impression.get_text(" ", strip=True).startswith("The reporter’s impression Lunch was late")
    correction = soup(small, "sessions/day-two.html").select_one(".admonition.conf-correction")
    assert correction is not None
    assert [term.get_text() for term in correction.select("dt")] == ["The report says", "The evidence says", "Source"]


def test_correction_list_leads_to_the_correction(small: Built) -> None:
    assert links(small, "corrections.html", "ul.conf-corrections") == [
        ("The second day", "sessions/day-two.html#conf-correction-sessions-day-two-1"),
        ("Falco", "projects/falco.html#conf-project-falco"),
        ("The programme", "https://example.org/programme"),
    ]


def test_missing_list(small: Built) -> None:
    rows = [row.get_text("|", strip=True) for row in soup(small, "missing.html").select("tbody tr")]
    assert "The first day|Session|schedule, how it was attended|date" in rows
    assert "etcd|Project|repository, documentation, owner, foundation, licence, landscape category" in rows
    assert not any(row.startswith("Security|") for row in rows)


def test_indices(small: Built) -> None:
    by_project = soup(small, "conf-projects.html").select_one("table.indextable").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert "Falco The first day (Subject) The second day (Recommended)" in " ".join(by_project.split())
    by_track = soup(small, "conf-tracks.html").select_one("table.indextable").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert "Storage Lessons from etcd Five minutes" in " ".join(by_track.split())
    by_speaker = soup(small, "conf-speakers.html").select_one("table.indextable").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert "Ann Example The first day The second day" in " ".join(by_speaker.split())


def test_indices_are_linkable(site: Site) -> None:
    site.write("x.md", "---\norphan: true\n---\n# X\n\n{ref}`conf-projects` {ref}`conf-speakers` {ref}`conf-tracks`\n")
    built = site.build()
    assert built.warnings == []
    assert [text for text, _ in links(built, "x.html", "section p")] == [
        "Sessions by project",
        "Sessions by speaker",
        "Sessions by track",
    ]


@pytest.mark.parametrize(
    ("prose", "sentence"),
    [
        ("One. Two {project}`falco` here! Three.", "Two Falco here!"),
        ("Was it {project}`falco`? Yes.", "Was it Falco?"),
        ("Tools, e.g. {project}`falco`, i.e. that one. More.", "Tools, e.g. Falco, i.e. that one."),
        ("Version 0.33.0 of {project}`falco` (see v1.2.). Next.", "Version 0.33.0 of Falco (see v1.2.)."),
        ("- An item with {project}`falco`\n- Another. Item", "An item with Falco"),
        ("A *bold {project}`falco`* and `code. More`. End.", "A bold Falco and code. More ."),
        ("最初の文。次は {project}`falco` の話である。終わり。", "次は Falco の話である。"),
        ("By [a link. To](https://example.org) {project}`falco`. End.", "By a link. To Falco."),
        ("{project}`falco`", "Falco"),
    ],
)
def test_the_sentence_that_mentions(site: Site, prose: str, sentence: str) -> None:
    page = f"---\nsession:\n  track: storage\n  projects: {{falco: compared}}\n---\n# S\n\n{prose}\n"
    site.write("sessions/lightning.md", page)
    quotes = soup(site.build(), "projects/falco.html").select("ul.conf-quotes > li")
    said = next(quote for quote in quotes if quote.get_text().strip().startswith("S\n"))
    shown = said.select("p")[1].get_text()
    assert " ".join(shown.replace(".", " .").split()) == " ".join(sentence.replace(".", " .").split())


@pytest.mark.parametrize(("builder", "ending"), [("latex", "tex"), ("man", "1"), ("texinfo", "texi")])
def test_a_book_names_a_record_outside_it_without_a_link(site: Site, builder: str, ending: str) -> None:
    page = "---\norphan: true\nsession: {projects: {etcd: subject}}\n---\n# Apart\n\nOf {project}`etcd` alone.\n"
    site.write("sessions/apart.md", page)
    (book,) = site.build(builder, builder).out.glob(f"asmallreport*.{ending}")
    text = book.read_text("utf-8")
    assert "Apart" in text and "alone" not in text.partition("Apart")[0]


@pytest.mark.parametrize("builder", ["html", "latex", "text", "epub", "man"])
def test_a_label_and_a_class_stay_where_a_card_shows_nothing(site: Site, builder: str) -> None:
    """The second example is a list of nothing in place of a card of a broken record."""
    site.edit("conf.py", '["colon_fence"]', '["colon_fence", "attrs_block"]')
    label = "(a-label)=\n{.a-class}\n"
    site.write(
        "sessions/closing-talk.md",
        f"---\nsession: {{date: never}}\n---\n# Closing\n\n{label}```{{session-card}}\n```\n",
    )
    site.write("speakers.md", f"# Speakers\n\n{label.replace('a-', 'another-')}```{{project-card}} unknown\n```\n")
    site.edit("index.md", "Start with", "{ref}`here <a-label>` {ref}`there <another-label>` Start with")
    built = site.build(builder, builder)
    assert not [line for line in built.warnings if "label" in line], built.warnings
    if builder == "html":
        page = soup(built, "index.html")
        for words, docname in (("here", "sessions/closing-talk.html"), ("there", "speakers.html")):
            address = str(page.find("a", string=words)["href"])  # type: ignore[index]
            assert address.startswith(docname)
            assert soup(built, docname).find(id=address.partition("#")[2])


def test_two_lists_on_a_page_give_each_person_one_anchor(site: Site) -> None:
    lists = "```{speaker-list}\n```\n\n```{speaker-list}\n:initial: a\n```\n"
    site.write("speakers.md", f"# Speakers\n\n{lists}")
    page = soup(site.build(), "speakers.html")
    ids = [str(element["id"]) for element in page.select("[id]")]
    assert len(ids) == len(set(ids)) and len(page.select("dl.conf-speakers")) == 2


def test_a_paragraph_of_very_many_references_keeps_each_sentence(site: Site) -> None:
    """Hundreds of references, in as many sentences and in one; the time for each does not grow with their number."""
    sentences = " ".join(f"Number {number} is {{project}}`etcd`." for number in range(800))
    one = ", ".join(["{project}`falco`"] * 800)
    site.write(
        "sessions/closing-talk.md",
        f"---\nsession: {{track: security}}\n---\n# Closing\n\n{sentences}\n\nAll {one} end.\n",
    )
    built = site.build()
    assert "Number 0 is" in built.read("projects/etcd.html") and "Number 1 is" not in built.read("projects/etcd.html")
    assert soup(built, "projects/falco.html").select_one(".conf-mentions").get_text().count("Falco") >= 800  # type: ignore[union-attr]

"""The Atom feeds: valid, in order, dated by the sessions alone, and always of this build."""

from __future__ import annotations

from collections.abc import Callable

import feedparser
import pytest
from conftest import Site
from edits import delete_project, rename_project
from formats import ATOM, check_feeds, feeds
from hostile import HOSTILE, each, fill
from lxml import etree

BASE = "https://example.org/en/latest/"


def titles(feed: feedparser.FeedParserDict) -> list[str]:
    return [entry.title for entry in feed.entries]


def test_the_feed_of_the_report(site: Site) -> None:
    parsed = check_feeds(site.build(html_baseurl=BASE, html_title="A report", author="Somebody", language="en"))
    feed = parsed["feed.xml"]
    assert (feed.feed.title, feed.feed.author, feed.feed.language) == ("A report", "Somebody", "en")
    assert (feed.feed.id, feed.feed.link, feed.feed.updated) == (f"{BASE}feed.xml", BASE, "2022-10-26T00:00:00+00:00")
    assert [(entry.title, entry.id, entry.link, entry.published, entry.updated) for entry in feed.entries] == [
        (title, f"{BASE}sessions/{id}.html", f"{BASE}sessions/{id}.html", *[f"2022-10-{day}T00:00:00+00:00"] * 2)
        for title, id, day in (
            ("Lessons from etcd", "etcd-lessons", 26),
            ("The second day", "day-two", 25),
            ("The first day", "day-one", 24),
        )
    ]


def test_the_feed_of_a_project_quotes_the_sentences(site: Site) -> None:
    feed = check_feeds(site.build(html_baseurl=BASE, html_title="A report"))["feeds/falco.xml"]
    assert (feed.feed.title, feed.feed.id) == ("Falco (A report)", f"{BASE}feeds/falco.xml")
    assert [(entry.title, entry.summary) for entry in feed.entries] == [
        ("The second day", "The advice was to use Falco everywhere."),
        ("The first day", "Ann showed Falco watching Kubernetes."),
    ]


def test_sessions_without_a_date_and_tracks_are_left_out(site: Site) -> None:
    parsed = check_feeds(site.build(html_baseurl=BASE))
    # Besides these, the session "lightning" and the track "storage" mention it.
    assert titles(parsed["feeds/etcd.xml"]) == ["Lessons from etcd", "The first day"]
    assert not {"Five minutes", "The closing talk"} & set(titles(parsed["feed.xml"]))


def test_sessions_of_one_day_come_in_the_order_of_reading(site: Site) -> None:
    for name, day in (("day-two", 25), ("etcd-lessons", 26)):
        site.edit(f"sessions/{name}.md", f"2022-10-{day}", "2022-10-24")
    parsed = check_feeds(site.build(html_baseurl=BASE))
    assert titles(parsed["feed.xml"]) == ["The first day", "The second day", "Lessons from etcd"]
    # The relation of the second day would come after that of the first, whatever the order.
    site.edit("sessions/day-one.md", "falco: subject", "falco: background")
    parsed = check_feeds(site.build(html_baseurl=BASE))
    assert titles(parsed["feeds/falco.xml"]) == ["The first day", "The second day"]


def test_a_feed_without_entries_is_of_no_day_of_its_own(site: Site) -> None:
    site.write("projects/notebook.md", "---\nproject: {kind: product}\n---\n# Notebook\n")
    feed = check_feeds(site.build(html_baseurl=BASE))["feeds/notebook.xml"]
    assert (feed.entries, feed.feed.updated) == ([], "1970-01-01T00:00:00+00:00")


def test_a_feed_is_bounded(site: Site) -> None:
    names = [f"many-{number:03}" for number in range(101)]
    for name in names:
        front = "session: {track: storage, date: 2023-01-01, projects: {falco: compared}}"
        site.write(f"sessions/{name}.md", f"---\n{front}\n---\n# {name}\n")
    listed = "".join(f"/sessions/{name}\n" for name in names)
    site.edit("tracks/storage.md", "/sessions/lightning\n", f"/sessions/lightning\n{listed}")
    parsed = check_feeds(site.build(html_baseurl=BASE))
    assert titles(parsed["feed.xml"]) == titles(parsed["feeds/falco.xml"]) == names[:100]


def test_addresses_are_those_of_the_builder(site: Site) -> None:
    parsed = check_feeds(site.build(builder="dirhtml", html_baseurl=BASE))
    assert parsed["feed.xml"].entries[0].id == f"{BASE}sessions/etcd-lessons/"


def test_without_a_base_url_there_are_no_feeds(site: Site) -> None:
    assert feeds(site.build(html_baseurl=BASE))
    assert not feeds(site.build())


def sentence_of(feed: bytes) -> str:
    """The text of the last summary, which is HTML within the XML."""
    summary = etree.fromstring(feed).findall("a:entry/a:summary", namespaces=ATOM)[-1].text
    (shown,) = etree.HTML(f"<p>{summary}</p>").xpath("//p")
    assert len(shown) == 0
    return str(shown.text)


@each
def test_hostile_text_survives(site: Site, name: str) -> None:
    fill(site)
    built, text = site.build(html_baseurl=BASE, html_title="A report", smartquotes=False), HOSTILE[name].strip()
    parsed = check_feeds(built)
    assert text in titles(parsed["feed.xml"])
    feed = feeds(built)[f"feeds/project-{name}.xml"]
    assert etree.fromstring(feed).findtext("a:title", namespaces=ATOM) == f"{text} (A report)"
    assert sentence_of(feed) == f"More {text} by Falco and {text}."


def test_hostile_settings_survive(site: Site) -> None:
    text = " ".join(HOSTILE.values())
    root = etree.fromstring(feeds(site.build(html_baseurl=BASE, html_title=text, author=text))["feeds/falco.xml"])
    assert root.findtext("a:title", namespaces=ATOM) == f"Falco ({text})"
    assert root.findtext("a:author/a:name", namespaces=ATOM) == text


def test_characters_that_xml_cannot_hold_are_replaced(site: Site) -> None:
    site.edit("sessions/day-one.md", "# The first day", "# The \x07first\ufffe day \U0001f600")
    site.edit("sessions/day-one.md", "Ann showed", "Ann \x1bshowed")
    parsed = check_feeds(site.build(html_baseurl=BASE, html_title="Some\x08thing", author="Some\x01body"))
    feed = parsed["feeds/falco.xml"]
    assert (feed.feed.title, feed.feed.author) == ("Falco (Some\ufffdthing)", "Some\ufffdbody")
    assert titles(feed)[-1] == "The \ufffdfirst\ufffd day \U0001f600"
    assert feed.entries[-1].summary == "Ann \ufffdshowed Falco watching Kubernetes."


def reword(site: Site) -> None:
    site.edit("sessions/day-two.md", "everywhere", "nowhere")


def change_date(site: Site) -> None:
    site.edit("sessions/day-two.md", "2022-10-25", "2022-10-23")


def remove_date(site: Site) -> None:
    site.edit("sessions/day-two.md", "  date: 2022-10-25\n", "")


@pytest.mark.parametrize(
    ("edit", "gone", "new"),
    [
        (reword, set(), set()),
        (change_date, set(), set()),
        (remove_date, set(), set()),
        (delete_project, {"feeds/kubernetes.xml"}, set()),
        (rename_project, set(), {"feeds/falcon.xml"}),
    ],
)
def test_incremental_equals_clean(site: Site, edit: Callable[[Site], None], gone: set[str], new: set[str]) -> None:
    before = feeds(site.build(html_baseurl=BASE))
    edit(site)
    after = site.build(html_baseurl=BASE)
    assert feeds(after) == feeds(site.build("clean", html_baseurl=BASE))
    assert before.keys() - feeds(after).keys() == gone
    assert feeds(after).keys() - before.keys() == new
    assert before != feeds(after)
    check_feeds(after)


def test_builds_are_identical(site: Site) -> None:
    first = feeds(site.build(html_baseurl=BASE))
    assert first == feeds(site.build(html_baseurl=BASE)) == feeds(site.build("other", jobs=4, html_baseurl=BASE))

"""What the heads of pages tell programs: true, in the vocabulary of schema.org, and never stale."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from confreport.records import Kind
from conftest import Built, Site
from formats import errors, head, linked_data
from hostile import HOSTILE, each, fill

BASE = "https://report.example/en/"


@pytest.mark.parametrize(
    ("thing", "error"),
    [
        ({"@type": "Talk"}, "there is no type Talk"),
        ({"@type": "name"}, "there is no type name"),
        ({"@type": "Event", "speaker": "Ann"}, "there is no property speaker"),
        ({"@type": "Event", "codeRepository": "https://x.example"}, "Event has no codeRepository"),
        ({"@type": "Event", "performer": {"@type": "Event"}}, "performer is no Event"),
        ({"@type": "Event", "performer": "Ann"}, "performer is not 'Ann'"),
        ({"@type": "Event", "about": [{"@type": "Place", "startDate": "2022-10-24"}]}, "Place has no startDate"),
    ],
)
def test_the_check_can_fail(thing: dict[str, Any], error: str) -> None:
    assert list(errors(thing)) == [error]


def test_the_check_knows_dates() -> None:
    assert not list(errors({"@type": "Event", "startDate": "2022-10-24"}))
    with pytest.raises(ValueError, match="24 October"):
        list(errors({"@type": "Event", "startDate": "24 October"}))


def alternates(built: Built, page: str) -> dict[str, str]:
    links = head(built, page).select("link[rel=alternate][type]")
    return {str(link["type"]): urljoin(page, str(link["href"])) for link in links}


def addresses(value: object) -> Iterator[str]:
    """All ids and addresses of pages in linked data."""
    if isinstance(value, dict):
        yield from (value[name] for name in ("@id", "url") if name in value)
        for one in value.values():
            yield from addresses(one)
    elif isinstance(value, list):
        for one in value:
            yield from addresses(one)


def test_a_session(site: Site) -> None:
    site.edit("sessions/day-one.md", "slides: none", "slides: https://example.org/slides\n  until: 2022-10-26")
    site.edit("sessions/day-one.md", "unconfirmed: [date]", "schedule: https://example.org/schedule")
    built = site.build(html_baseurl=BASE, html_title="The report", language="en")
    assert built.warnings == []
    data = linked_data(built, "sessions/day-one.html")
    assert list(errors(data)) == []
    page = f"{BASE}sessions/day-one.html"
    assert (data["@type"], data["@id"], data["url"]) == ("Event", f"{page}#conf-session-day-one", page)
    assert (data["name"], data["sameAs"]) == ("The first day", "https://example.org/schedule")
    assert (data["startDate"], data["endDate"]) == ("2022-10-24", "2022-10-26")
    assert data["superEvent"] == {"@type": "Event", "name": "A conference"}
    assert [one["name"] for one in data["performer"]] == ["Ann Example", "Bob Étienne"]
    assert data["performer"][0]["affiliation"] == {"@type": "Organization", "name": "Example Ltd"}
    assert "affiliation" not in data["performer"][1]
    assert data["recordedIn"]["url"] == "https://example.org/watch?v=1"
    assert data["subjectOf"]["url"] == "https://example.org/slides"
    assert [(one["name"], one["url"]) for one in data["about"]] == [("Falco", f"{BASE}projects/falco.html")]
    assert [one["name"] for one in data["mainEntityOfPage"]["mentions"]] == ["Kubernetes", "etcd"]
    assert data["mainEntityOfPage"]["inLanguage"] == "en"
    assert data["mainEntityOfPage"]["isPartOf"]["name"] == "The report"


def test_what_is_unknown_unconfirmed_or_does_not_exist_is_not_said(site: Site) -> None:
    built = site.build()
    assert "startDate" not in linked_data(built, "sessions/day-one.html")  # unconfirmed
    assert "subjectOf" not in linked_data(built, "sessions/day-one.html")  # slides: none
    data = linked_data(built, "sessions/closing-talk.html")
    assert data.keys() == {"@type", "@id", "name", "superEvent", "mainEntityOfPage"}
    assert list(errors(data)) == []


def test_a_session_with_a_broken_record_is_still_an_event(site: Site) -> None:
    site.edit("sessions/day-one.md", "format: keynote", "format: keynotes")
    data = linked_data(site.build(), "sessions/day-one.html")
    assert (data["@type"], data["name"]) == ("Event", "The first day")


@pytest.mark.parametrize("kind", [None, *Kind])
def test_a_project_is_what_its_kind_says(site: Site, kind: str | None) -> None:
    fields = {
        "name": "The full name",
        "aliases": ["etcd", "kv"],
        "kind": kind,
        "homepage": "https://etcd.example/",
        "repository": "https://code.example/etcd",
        "owner": "Somebody",
        "license": "Apache-2.0",
        "maturity": {"then": "subproject", "now": "subproject", "part-of": "kubernetes"},
    }
    record = json.dumps({name: value for name, value in fields.items() if value})
    site.write("projects/etcd.md", f"---\nproject: {record}\n---\n# etcd\n\n```{{project-card}}\n```\n")
    data = linked_data(site.build(), "projects/etcd.html")
    assert list(errors(data)) == []
    assert (data["name"], data["alternateName"]) == ("etcd", ["The full name", "kv"])
    assert data["sameAs"] == "https://etcd.example/"
    software = kind in ("project", "component")
    assert (data["@type"] == "SoftwareSourceCode") == software
    assert (data.get("codeRepository") == "https://code.example/etcd") == software
    if software:
        assert data["license"]["name"] == "Apache-2.0"
        assert data["maintainer"]["name"] == "Somebody"
        assert data["isPartOf"]["name"] == "Kubernetes"


def test_the_front_page(site: Site) -> None:
    site.edit("tracks/storage.md", "event: A conference", "event: Another conference")
    built = site.build(html_baseurl=BASE, html_title="The report", author="岩本 俊弘")
    data = linked_data(built, "index.html")
    assert list(errors(data)) == []
    assert (data["@type"], data["name"], data["url"]) == ("WebSite", "The report", f"{BASE}index.html")
    assert data["author"] == {"@type": "Person", "name": "岩本 俊弘"}
    assert [event["name"] for event in data["about"]] == ["A conference", "Another conference"]
    assert "author" not in linked_data(site.build("anonymous"), "index.html")


@pytest.mark.parametrize("base", ["", BASE, BASE.rstrip("/")])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_addresses_lead_where_they_should(site: Site, builder: str, base: str) -> None:
    built = site.build(builder=builder, html_baseurl=base)
    pages = ["index", "sessions/day-one", "projects/falco"]
    for name in pages:
        page = f"{name}.html" if builder == "html" or name == "index" else f"{name}/index.html"
        own = page if builder == "html" else page.removesuffix("index.html")
        found = list(addresses(linked_data(built, page)))
        found = [one for one in found if "example.org" not in one]
        assert found or (name == "index" and not base)
        for one in found:
            assert bool(urlsplit(one).scheme) == bool(base)
            path, anchor = urldefrag(urljoin(f"{BASE}{own}", one))
            assert path.startswith(BASE)
            path = path.removeprefix(BASE)
            text = built.read(path if path.endswith(".html") else f"{path}index.html")
            assert not anchor or f'id="{anchor}"' in text


@each
def test_text_cannot_leave_the_script(site: Site, name: str) -> None:
    fill(site)
    text, author = HOSTILE[name], "".join(HOSTILE.values())
    built = site.build(author=author, smartquotes=False)
    assert linked_data(built, f"projects/project-{name}.html")["name"] == text
    session = linked_data(built, f"sessions/session-{name}.html")
    assert session["name"] == session["superEvent"]["name"] == session["about"][0]["name"] == text
    assert linked_data(built, "index.html")["author"]["name"] == author
    for page in (f"projects/project-{name}.html", f"sessions/session-{name}.html", "index.html"):
        text = built.read(page)
        start = text.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
        assert not set("<>&\u2028\u2029") & set(text[start : text.index("</script>", start)])


@pytest.mark.parametrize("builder", ["singlehtml", "epub"])
def test_other_outputs_have_none(site: Site, builder: str) -> None:
    built = site.build(builder=builder, version="1", epub_show_urls="no")
    assert not [path for path in built.out.rglob("*html") if "ld+json" in path.read_text("utf-8")]


# the same as data


@pytest.mark.parametrize(("builder", "page"), [("html", "projects/{}.html"), ("dirhtml", "projects/{}/index.html")])
def test_pages_lead_to_their_data_and_feeds(site: Site, builder: str, page: str) -> None:
    built = site.build(builder=builder, html_baseurl=BASE)
    json_, atom = "application/json", "application/atom+xml"
    assert alternates(built, "index.html") == {json_: "data/report.json", atom: "feed.xml"}
    falco = alternates(built, page.format("falco"))
    assert falco == {json_: "data/projects/falco.json", atom: "feeds/falco.xml"}
    for path in ("data/report.json", "feed.xml", *falco.values()):
        assert (built.out / path).is_file()
    assert alternates(built, "speakers.html" if builder == "html" else "speakers/index.html") == {}


def test_a_site_without_an_address_has_no_feeds(site: Site) -> None:
    built = site.build()
    for page, path in (("index.html", "data/report.json"), ("projects/falco.html", "data/projects/falco.json")):
        assert alternates(built, page) == {"application/json": path}
        assert (built.out / path).is_file()


# nothing is stale


def retitle_project(site: Site) -> None:
    site.edit("projects/falco.md", "# Falco", "# Falco, the falcon")


def change_kind(site: Site) -> None:
    site.edit("projects/falco.md", "kind: project", "kind: standard")


def change_event(site: Site) -> None:
    site.edit("tracks/security.md", "event: A conference", "event: Another conference")


def confirm_date(site: Site) -> None:
    site.edit("sessions/day-one.md", "unconfirmed: [date]", "unconfirmed: []")


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (retitle_project, ["sessions/day-one", "sessions/day-two", "projects/falco"]),
        (change_kind, ["sessions/day-one", "sessions/day-two", "projects/falco"]),
        (change_event, ["index", "sessions/day-one"]),
        (confirm_date, ["sessions/day-one"]),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_the_head_is_as_in_a_clean_build(site: Site, edit: Callable[[Site], None], changed: list[str]) -> None:
    # A front page of which only the head tells of other pages.
    site.edit("index.md", "Start with {session}`day-one` or {project}`falco`.", "Start.")

    def heads(built: Built) -> dict[str, str]:
        files = sorted(built.out.rglob("*.html"))
        return {
            path.relative_to(built.out).with_suffix("").as_posix(): str(
                BeautifulSoup(path.read_text("utf-8"), "html.parser").head
            )
            for path in files
        }

    before = heads(site.build(html_baseurl=BASE))
    edit(site)
    incremental = site.build(html_baseurl=BASE)
    clean = heads(site.build("clean", html_baseurl=BASE))
    assert heads(incremental) == clean
    assert {name for name in changed if before[name] == clean[name]} == set()
    again = site.build(html_baseurl=BASE)
    assert not {name for name in again.written if "/" in name or name == "index"}

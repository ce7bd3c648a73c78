"""The report as JSON: what it holds, that its schema tells the truth, and that it is always of this build."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Built, Site
from edits import delete_project, rename_project
from formats import KINDS, by_id, check_data, load, validator
from hostile import HOSTILE, each, fill
from jsonschema import ValidationError

BASE = "https://example.org/en/latest/"


def data(built: Built) -> dict[str, bytes]:
    return {name: content for name, content in built.files().items() if name.startswith("data/")}


def test_a_session_holds_its_record_and_what_its_names_stand_for(site: Site) -> None:
    site.edit("tracks/security.md", "group: Breakouts", "group: Breakouts, formerly: [secure]")
    site.edit("sessions/day-one.md", "track: security", "track: secure")
    site.edit("sessions/day-one.md", "    kubernetes: background", "    k8s: background")
    site.edit("sessions/day-one.md", "{name: Bob Étienne}", "{name: Bob Étienne, id: bob}")
    session = by_id(check_data(site.build(html_baseurl=BASE)), "sessions")["day-one"]
    assert session == {
        "type": "session",
        "id": "day-one",
        "url": f"{BASE}sessions/day-one.html",
        "title": "The first day",
        "record": {
            "track": "secure",
            "format": "keynote",
            "speakers": [
                {"name": "Ann Example", "affiliation": "Example Ltd", "id": None},
                {"name": "Bob Étienne", "affiliation": None, "id": "bob"},
            ],
            "date": "2022-10-24",
            "until": None,
            "projects": {"falco": "subject", "k8s": "background"},
            "video": "https://example.org/watch?v=1",
            "slides": "none",
            "schedule": None,
            "attended": None,
            "unconfirmed": ["date"],
            "formerly": ["first-day"],
        },
        "track": "security",
        "speakers": ["ann-example", "bob"],
        "projects": {"etcd": "mentioned", "falco": "subject", "kubernetes": "background"},
    }


def test_a_project_holds_every_mention_with_relation_sentence_and_voice(site: Site) -> None:
    site.edit("sessions/closing-talk.md", "projects: {}", "projects: {etcd: compared}")
    project = by_id(check_data(site.build(html_baseurl=BASE)), "projects")["etcd"]
    told = [(one["type"], one["id"], one["relation"], one["sentence"], one["voice"]) for one in project["mentions"]]
    assert told == [
        ("session", "etcd-lessons", "subject", "A bug in etcd was found.", "talk"),
        ("session", "closing-talk", "compared", None, None),
        ("session", "lightning", "compared", "In five minutes etcd was compared with a notebook.", "talk"),
        ("session", "day-one", "mentioned", "Lunch was late, says the fan of etcd.", "reporter"),
        ("track", "storage", "mentioned", "The etcd people were there.", "talk"),
    ]
    assert project["mentions"][0]["url"] == f"{BASE}sessions/etcd-lessons.html"
    assert project["mentions"][0]["title"] == "Lessons from etcd"
    assert project["record"]["maturity"]["now"] == "graduated"


def test_tracks_speakers_and_corrections(site: Site) -> None:
    report = check_data(site.build(html_baseurl=BASE))
    assert [report[key] for key in ("title", "author", "language", "base_url")] == [
        "A small report  documentation",
        "Author name not set",
        "en",
        BASE,
    ]
    assert by_id(report, "tracks")["security"] == {
        "type": "track",
        "id": "security",
        "url": f"{BASE}tracks/security.html",
        "title": "Security",
        "record": {"event": "A conference", "group": "Breakouts", "official": None, "unconfirmed": [], "formerly": []},
        "sessions": ["day-one", "day-two", "closing-talk"],
    }
    assert by_id(report, "speakers")["ann-example"] == {
        "type": "speaker",
        "id": "ann-example",
        "url": f"{BASE}speakers.html#conf-speaker-ann-example",
        "title": "Ann Example",
        "affiliations": ["Example Ltd", "Another Ltd"],
        "sessions": ["day-one", "day-two"],
    }
    assert report["corrections"] == [
        {
            "url": f"{BASE}sessions/day-two.html#conf-correction-sessions-day-two-1",
            "page": {
                "type": "session",
                "id": "day-two",
                "url": f"{BASE}sessions/day-two.html",
                "title": "The second day",
            },
            "report": "It was in Berlin.",
            "evidence": ["It was in Bonn, where Falco was first shown."],
            "source": "The programme",
            "source_urls": ["https://example.org/programme"],
        }
    ]
    for kind in KINDS:
        assert [one["id"] for one in report[kind]] == sorted(one["id"] for one in report[kind])


def test_unknown_differs_from_none(site: Site) -> None:
    sessions = by_id(check_data(site.build()), "sessions")
    assert sessions["lightning"]["record"]["speakers"] is sessions["lightning"]["speakers"] is None
    assert sessions["closing-talk"]["record"]["speakers"] == sessions["closing-talk"]["speakers"] == []
    assert sessions["lightning"]["record"]["slides"] is None
    assert sessions["day-one"]["record"]["slides"] == "none"


def test_front_matter_that_cannot_be_read_is_null_and_the_page_stays(site: Site) -> None:
    site.edit("sessions/day-one.md", "format: keynote", "format: [keynote")
    session = by_id(check_data(site.build()), "sessions")["day-one"]
    assert session["record"] is session["track"] is session["speakers"] is None
    assert session["title"] == "The first day"
    assert session["projects"] == {"etcd": "mentioned", "falco": "mentioned", "kubernetes": "mentioned"}


def test_a_faulty_field_is_null_and_the_others_stay(site: Site) -> None:
    site.edit("sessions/day-one.md", "format: keynote", "format: keynotes")
    session = by_id(check_data(site.build()), "sessions")["day-one"]
    assert session["record"]["format"] is None
    assert session["record"]["date"] == "2022-10-24"
    assert session["projects"]["falco"] == "subject"


def test_a_sentence_is_one_line_of_plain_text(site: Site) -> None:
    site.edit("sessions/lightning.md", "In five minutes", "In `five  x`\n*minutes* of\n[talk](https://example.org/)")
    mentions = by_id(check_data(site.build()), "projects")["etcd"]["mentions"]
    assert "In five  x minutes of talk etcd was compared with a notebook." in [one["sentence"] for one in mentions]


def test_without_a_page_of_speakers_they_have_no_address(site: Site) -> None:
    site.delete("speakers.md")
    site.edit("index.md", "speakers\n", "")
    site.edit("explore.md", "{speaker}`ann-example`", "Ann Example")
    assert {one["url"] for one in check_data(site.build())["speakers"]} == {None}


def test_without_a_base_url_addresses_are_relative(site: Site) -> None:
    built = site.build()
    report = check_data(built)
    assert report["base_url"] is None
    assert by_id(report, "projects")["falco"]["url"] == "projects/falco.html"
    assert "$id" not in load(built, "report.schema")


def test_with_a_base_url_the_schema_says_where_it_is(site: Site) -> None:
    schema = load(site.build(html_baseurl=BASE.rstrip("/")), "report.schema")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"{BASE}data/report.schema.json"


def test_addresses_are_those_of_the_builder(site: Site) -> None:
    report = check_data(site.build(builder="dirhtml", html_baseurl=BASE))
    assert by_id(report, "sessions")["day-one"]["url"] == f"{BASE}sessions/day-one/"
    assert by_id(report, "speakers")["ann-example"]["url"] == f"{BASE}speakers/#conf-speaker-ann-example"


@pytest.mark.parametrize("builder", ["singlehtml", "text", "xml"])
def test_other_builders_have_no_data(site: Site, builder: str) -> None:
    assert data(site.build(builder=builder)) == {}


def no_url(report: Any) -> None:
    del report["sessions"][0]["url"]


def no_date(report: Any) -> None:
    del report["sessions"][0]["record"]["date"]


def a_day_that_is_not(report: Any) -> None:
    report["sessions"][0]["record"]["date"] = "2022-10-32"


def another_relation(report: Any) -> None:
    report["projects"][0]["mentions"][0]["relation"] = "liked"


def another_voice(report: Any) -> None:
    report["projects"][0]["mentions"][0]["voice"] = "crowd"


def no_title(report: Any) -> None:
    report["speakers"][0]["title"] = None


def no_corrections(report: Any) -> None:
    del report["corrections"]


@pytest.mark.parametrize(
    "spoil", [no_url, no_date, a_day_that_is_not, another_relation, another_voice, no_title, no_corrections]
)
def test_the_schema_rejects(site: Site, spoil: Callable[[Any], None]) -> None:
    built = site.build()
    report = check_data(built)
    spoilt = copy.deepcopy(report)
    spoil(spoilt)
    with pytest.raises(ValidationError):
        validator(load(built, "report.schema")).validate(spoilt)


def test_the_schema_lets_fields_be_added_and_explains_those_that_are(site: Site) -> None:
    built = site.build()
    schema, report = load(built, "report.schema"), check_data(built)
    for thing in (report, report["sessions"][0], report["sessions"][0]["record"]):
        thing["later"] = True
    validator(schema).validate(report)
    assert all("description" in schema["$defs"][name] for name in schema["$defs"])
    assert "null means that a value is unknown" in schema["description"]
    assert "sentence that names the project" in schema["$defs"]["Mention"]["properties"]["sentence"]["description"]


@each
def test_hostile_text_survives(site: Site, name: str) -> None:
    fill(site)
    report, text = check_data(site.build(smartquotes=False)), HOSTILE[name].strip()
    project, session = by_id(report, "projects")[f"project-{name}"], by_id(report, "sessions")[f"session-{name}"]
    record = project["record"]
    assert [record[field] for field in ("name", "owner", "foundation", "license")] == [text] * 4
    assert (record["aliases"], record["category"]) == ([text], {"then": text, "now": "none"})
    assert by_id(report, "tracks")[f"track-{name}"]["record"]["event"] == text
    assert session["record"]["speakers"][0]["affiliation"] == text
    assert by_id(report, "speakers")[f"speaker-{name}"]["title"] == text
    assert session["title"] == project["title"] == text


def test_the_files_are_utf_8_and_readable(site: Site) -> None:
    site.edit("sessions/day-one.md", "# The first day", "# 一日目 עברית \x07")
    text = site.build().read("data/report.json")
    assert '\n      "title": "一日目 עברית \ufffd",\n' in text
    assert text.endswith("}\n")


def reword(site: Site) -> None:
    site.edit("sessions/lightning.md", "with a notebook", "with a shelf")


def change_relation(site: Site) -> None:
    site.edit("sessions/day-two.md", "falco: recommended", "falco: compared")


@pytest.mark.parametrize(
    ("edit", "gone", "new"),
    [
        (reword, set(), set()),
        (change_relation, set(), set()),
        (delete_project, {"data/projects/kubernetes.json"}, set()),
        (rename_project, set(), {"data/projects/falcon.json"}),
    ],
)
def test_incremental_equals_clean(site: Site, edit: Callable[[Site], None], gone: set[str], new: set[str]) -> None:
    before = data(site.build())
    edit(site)
    after = site.build()
    assert data(after) == data(site.build("clean"))
    assert before.keys() - data(after).keys() == gone
    assert data(after).keys() - before.keys() == new
    assert before["data/report.json"] != data(after)["data/report.json"]
    check_data(after)


def test_a_renamed_project_keeps_its_mentions(site: Site) -> None:
    rename_project(site)
    built = site.build()
    assert built.read("data/projects/falco.json") == built.read("data/projects/falcon.json")
    report = check_data(built)
    assert by_id(report, "sessions")["day-two"]["projects"] == {"falcon": "recommended"}
    assert by_id(report, "sessions")["day-two"]["record"]["projects"] == {"falco": "recommended"}
    assert "day-two" in [one["id"] for one in by_id(report, "projects")["falcon"]["mentions"]]


def test_builds_are_identical(site: Site) -> None:
    first = data(site.build())
    assert first == data(site.build()) == data(site.build("other", jobs=4))

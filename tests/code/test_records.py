"""Records as pure functions."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from confreport import records


def problems(kind: str, data: object) -> list[tuple[str, str]]:
    """Each problem as (path, subtype)."""
    return [(".".join(map(str, one.path[1:])), one.subtype) for one in records.parse(kind, data)[1]]


def test_full_session() -> None:
    record, found = records.parse(
        "session",
        {
            "track": "storage",
            "format": "maintainer",
            "speakers": [{"name": "Ann Étienne", "affiliation": "Example"}, {"name": "岩本", "id": "iwamoto"}],
            "date": "2022-10-26",
            "projects": {"etcd": "subject"},
            "video": "https://example.org/watch?v=1&t=2",
            "slides": "none",
            "unconfirmed": ["date", "title"],
        },
    )
    assert found == []
    assert isinstance(record, records.Session)
    assert [speaker.key for speaker in record.speakers or ()] == ["ann-etienne", "iwamoto"]
    assert records.unknown_fields(record) == ("schedule", "attended")


def test_empty_session_is_all_unknown() -> None:
    record, found = records.parse("session", {})
    assert found == []
    assert record is not None
    gaps = "track", "format", "date", "speakers", "video", "slides", "schedule", "attended"
    assert records.unknown_fields(record) == gaps


@pytest.mark.parametrize("value", ["none", []])
def test_no_speakers_differs_from_unknown_speakers(value: object) -> None:
    record, _ = records.parse("session", {"speakers": value})
    assert isinstance(record, records.Session)
    assert record.speakers == ()
    assert "speakers" not in records.unknown_fields(record)


def test_null_is_unknown() -> None:
    record, found = records.parse("session", {"date": None, "video": None})
    assert found == []
    assert isinstance(record, records.Session)
    assert record.date is None


@pytest.mark.parametrize(
    ("data", "path", "subtype"),
    [
        ({"vidoe": "https://example.org"}, "vidoe", "unknown-field"),
        ({"speakers": [{"name": "A", "employer": "B"}]}, "speakers.0.employer", "unknown-field"),
        ({"speakers": [{"affiliation": "B"}]}, "speakers.0.name", "missing-field"),
        ({"speakers": [{"name": "  "}]}, "speakers.0.name", "empty"),
        ({"speakers": [{"name": ""}]}, "speakers.0.name", "empty"),
        ({"speakers": "Ann"}, "speakers", "wrong-type"),
        ({"speakers": [{"name": "岩本"}]}, "speakers.0", "bad-id"),
        ({"track": 5}, "track", "wrong-type"),
        ({"track": "Storage Track"}, "track", "bad-id"),
        ({"track": "x" * 81}, "track", "bad-id"),
        ({"track": "größe"}, "track", "bad-id"),
        ({"projects": {"etcd": "subjct"}}, "projects.etcd", "bad-value"),
        ({"projects": ["etcd"]}, "projects", "wrong-type"),
        ({"projects": {"Etcd": "subject"}}, "projects.Etcd", "bad-id"),
        ({"format": "talk"}, "format", "bad-value"),
        ({"date": "2022-02-30"}, "date", "bad-date"),
        ({"date": "26 October"}, "date", "bad-date"),
        ({"date": 0}, "date", "bad-date"),
        ({"date": True}, "date", "bad-date"),
        ({"date": "2022-10-26T10:00:00"}, "date", "bad-date"),
        ({"date": datetime(2022, 10, 26, 10)}, "date", "bad-date"),
        ({"format": date(2022, 10, 26)}, "format", "bad-value"),
        ({"until": "2022-10-26"}, "until", "bad-date"),
        ({"date": "2022-10-26", "until": "2022-10-25"}, "until", "bad-date"),
        ({"video": "javascript:alert(1)"}, "video", "bad-url"),
        ({"video": "JaVaScRiPt:alert(1)"}, "video", "bad-url"),
        ({"video": "data:text/html,x"}, "video", "bad-url"),
        ({"video": "//example.org"}, "video", "bad-url"),
        ({"video": "example.org"}, "video", "bad-url"),
        ({"video": "https://"}, "video", "bad-url"),
        ({"video": "https://exa mple.org"}, "video", "bad-url"),
        ({"video": 'https://example.org/"><script>'}, "video", "bad-url"),
        ({"video": "https://[::1"}, "video", "bad-url"),
        ({"video": ""}, "video", "empty"),
        ({"unconfirmed": ["dat"]}, "unconfirmed.0", "bad-value"),
        ({"formerly": ["Old Id"]}, "formerly.0", "bad-id"),
        ("a text", "", "wrong-type"),
        ([], "", "wrong-type"),
    ],
)
def test_each_fault_is_named(data: object, path: str, subtype: str) -> None:
    assert problems("session", data) == [(path, subtype)]


def test_project_faults() -> None:
    data = {"maturity": {"then": "sandbox", "now": "graduatd", "as-off": "2022-10-24"}, "category": {"then": "x"}}
    assert problems("project", data) == [
        ("maturity.now", "bad-value"),
        ("maturity.as-off", "unknown-field"),
        ("category.now", "missing-field"),
    ]


def test_all_faults_come_at_once_with_the_nearest_value() -> None:
    record, found = records.parse("session", {"fromat": "breakout", "format": "brekout", "date": "2022-13-01"})
    assert record == records.Session()
    assert {one.subtype for one in found} == {"unknown-field", "bad-value", "bad-date"}
    messages = " ".join(one.message for one in found)
    assert "Did you mean 'format'?" in messages
    assert "Did you mean 'breakout'?" in messages


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Krzysztof Adamski", "krzysztof-adamski"),
        ("Bob Étienne", "bob-etienne"),
        ("O'Neil, Jr.", "o-neil-jr"),
        ("岩本 俊弘", ""),
        ("x" * 100, "x" * 80),
        ("Łukasz Żółw", "lukasz-zolw"),
        ("Søren Ærø", "soren-aero"),
        ("GROẞ Groß", "gross-gross"),
        ("Đorđe Þór", "dorde-thor"),
        ("Œuvre", "oeuvre"),
        ("İstanbul Işık", "istanbul-isik"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert records.slug(name) == expected


def test_what_is_sound_stays() -> None:
    """Whatever is faulty beside it, on its own or with what cannot be left out."""
    record, found = records.parse(
        "session",
        {
            "speakers": [{"name": "Ann"}, {"name": "岩本"}, {"name": "Bob", "affiliation": 5}, {"name": "Ann"}, 7],
            "unconfirmed": ["dat", "date", 5, "video"],
            "formerly": ["old", "Old Id"],
            "projects": {"etcd": "subject", "falco": "subjct"},
            "vidoe": "none",
            "date": "2022-10-26",
            "until": "2022-10-25",
        },
    )
    assert record == records.Session(
        speakers=(records.Speaker("Ann"), records.Speaker("Bob")),
        unconfirmed=("date", "video"),
        formerly=("old",),
        projects={"etcd": records.Relation.SUBJECT},
        date=date(2022, 10, 26),
    )
    assert sorted(".".join(map(str, one.path[1:])) for one in found) == [
        "formerly.1",
        "projects.falco",
        "speakers.1",
        "speakers.2.affiliation",
        "speakers.3",
        "speakers.4",
        "unconfirmed.0",
        "unconfirmed.2",
        "until",
        "vidoe",
    ]
    project, _ = records.parse("project", {"maturity": {"then": "sandbox", "now": "graduatd"}, "aliases": ["k8s", ""]})
    assert project == records.Project(aliases=("k8s",))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Eve\n.so /etc/hostname\n", "Eve .so /etc/hostname"),
        ("a\u2028\tb\x85c", "a b c"),
        ("a\u2028b", "a\u2028b"),
        ("岩本\u3000俊弘", "岩本\u3000俊弘"),
    ],
)
def test_a_text_is_one_line(text: str, name: str) -> None:
    record, found = records.parse("project", {"name": text})
    assert (record, found) == (records.Project(name=name), [])


@pytest.mark.parametrize("url", ["https://münchen.example/?a=@b", "http://[::1]:8080/x", "https://example.org/@user/ü"])
def test_addresses_that_lead_where_they_seem_to(url: str) -> None:
    assert records.parse("project", {"docs": url})[1] == []


@pytest.mark.parametrize(
    "data",
    [{1: 2}, {None: 3, (1,): 2}, {"speakers": [{1: 2}]}, {"maturity": {1: {2: 3}}}, {"projects": {1: "subject"}}],
)
def test_names_that_are_no_texts(data: object) -> None:
    assert {subtype for _, subtype in problems("session", data)} <= {"wrong-type", "unknown-field", "missing-field"}

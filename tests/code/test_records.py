"""Records and front matter as pure functions."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from confreport import frontmatter, records


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
    assert record is None
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
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert records.slug(name) == expected


@pytest.mark.parametrize(
    ("front", "subtype", "line"),
    [
        ("session:\n  date: [", "yaml", 4),
        ("session:\n  date: 2022-02-30", "bad-date", 3),
        ("session:\n  track: a\n  track: b", "yaml", 4),
        ("- a\n- b", "yaml", 2),
        ("session: !!python/object/apply:os.getcwd []", "yaml", 2),
        ("session: !!python/name:os.getcwd ''", "yaml", 2),
    ],
)
def test_unreadable_front_matter(front: str, subtype: str, line: int) -> None:
    fields, problem = frontmatter.read(f"---\n{front}\n---\n# Title\n")
    assert fields == {}
    assert problem is not None
    assert (problem.subtype, problem.line) == (subtype, line)


def test_readable_front_matter() -> None:
    for source in ("# Title\n", "---\n---\n# Title", ""):
        assert frontmatter.read(source) == ({}, None)
    dated = "---\nsession: {date: 2022-10-26}\norphan: true\n---\n"
    assert frontmatter.read(dated) == ({"session": {"date": date(2022, 10, 26)}, "orphan": True}, None)


def test_aliases_that_grow_without_end() -> None:
    endless, problem = frontmatter.read("---\nsession: {track: &x [*x]}\n---\n")
    assert problem is None
    assert problems("session", endless["session"]) == [("track", "wrong-type")]
    lines = ["l0: &l0 [lol, lol]"] + [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30)]
    bomb, problem = frontmatter.read("---\n" + "\n".join(lines) + "\n---\n")
    assert problem is None
    assert problems("session", {"track": bomb["l29"]}) == [("track", "wrong-type")]


def test_blank_keeps_every_line_in_its_place() -> None:
    source = "---\nsession: [\n---\n# Title\n\nText\n"
    assert frontmatter.blank(source) == "\n\n\n# Title\n\nText\n"


def test_line_of_a_field() -> None:
    source = "---\nsession:\n  track: a\n  speakers:\n    - name: A\n    - {name: B}\n---\n"
    assert frontmatter.line_of(source, ("session", "track")) == 3
    assert frontmatter.line_of(source, ("session", "speakers", 1, "name")) == 6
    assert frontmatter.line_of(source, ("session", "speakers", 1, "affiliation")) == 6
    assert frontmatter.line_of(source, ("session", "date")) == 2

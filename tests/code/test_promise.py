"""What was published once can be linked to for ever."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import RealSite, Site
from edits import change_speaker, delete_page, rename_id, rename_id_formerly, retitle_session
from promise import broken, publishes

BASE = "https://report.example/en/latest/"


@pytest.fixture(scope="module")
def out(real: RealSite) -> Iterator[Path]:
    """The report as it is published, which is with a base URL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "READTHEDOCS_CANONICAL_URL", BASE)
        yield real.build("html", "published")


def test_the_list_holds_every_kind_of_thing(site: Site) -> None:
    lines = publishes(site.build(html_baseurl=BASE).out)
    assert {
        "conf:session day-one sessions/day-one.html#conf-session-day-one",
        "conf:session first-day sessions/day-one.html#conf-session-day-one",
        "conf:speaker ann-example speakers.html#conf-speaker-ann-example",
        "std:label project-falco projects/falco.html#conf-project-falco",
        "sessions/day-one.html",
        "sessions/first-day.html",
        "embed/falco.html",
        "data/projects/falco.json",
        "objects.inv",
    } <= lines
    assert not [line for line in lines if line.startswith(("_", ".")) or "searchindex" in line]


@pytest.mark.parametrize(
    ("edit", "vanished"),
    [
        (
            rename_id,
            {"sessions/day-two.html", "embed/day-two.html", "conf:session day-two", "std:label session-day-two"},
        ),
        (
            delete_page,
            {
                "sessions/lightning.html",
                "embed/lightning.html",
                "conf:session lightning",
                "std:label session-lightning",
            },
        ),
    ],
)
def test_a_name_that_goes_breaks_the_promise(site: Site, edit, vanished: set[str]) -> None:
    before = sorted(publishes(site.build(html_baseurl=BASE).out))
    edit(site)
    gone = broken(before, site.build("new", html_baseurl=BASE).out)
    assert {" ".join(line.split(" ")[:2]) for line in gone} == vanished


@pytest.mark.parametrize("edit", [rename_id_formerly, retitle_session])
def test_a_name_that_is_remembered_keeps_it(site: Site, edit) -> None:
    before = sorted(publishes(site.build(html_baseurl=BASE).out))
    edit(site)
    out = site.build("new", html_baseurl=BASE).out
    assert broken(before, out) == []


def test_what_is_new_is_seen(site: Site) -> None:
    before = publishes(site.build().out)
    rename_id_formerly(site)
    new = publishes(site.build("new").out) - before
    assert {"sessions/second-day.html", "embed/second-day.html"} <= new
    assert "conf:session day-two sessions/second-day.html#conf-session-second-day" in new


def test_a_person_under_another_name_breaks_the_promise(site: Site) -> None:
    site.edit("sessions/day-one.md", "{name: Ann Example, affiliation: Example Ltd}", "{name: Eve Example}")
    before = sorted(publishes(site.build().out))
    change_speaker(site)
    gone = broken(before, site.build("new").out)
    assert [line.split(" ")[:2] for line in gone] == [
        ["conf:speaker", "ann-example"],
        ["std:label", "speaker-ann-example"],
    ]

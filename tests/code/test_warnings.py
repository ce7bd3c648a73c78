"""Every fault gives one warning with file, line and field, all in one run, and the page is still built."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import Site

GOOD = "---\nsession:\n  track: storage\n---\n# A talk\n\nText that stays.\n"


def conf_warnings(warnings: list[str]) -> list[str]:
    return [line for line in warnings if "[conf." in line]


FAULTS = [
        ("track: storage", "track: storige", "4: WARNING: session.track: there is no track 'storige'. Did you mean 'storage'?"),
        ("track: storage", "trak: storage", "4: WARNING: session.trak: no such field. Did you mean 'track'?"),
        ("track: storage", "track: 5", "4: WARNING: session.track: 5 is not a text."),
        ("track: storage", "format: talk", "4: WARNING: session.format: 'talk' is not allowed."),
        ("track: storage", "video: ftp://x", "4: WARNING: session.video: 'ftp://x' is not an http(s) address"),
        ("track: storage", "date: 2022-02-30", "4: WARNING: session.date: '2022-02-30' is not a date of the calendar"),
        ("track: storage", "date: [", "5: WARNING: the front matter is not YAML"),
        ("track: storage", "speakers: [{name: ''}]", "4: WARNING: session.speakers.0.name: the field is empty"),
        ("track: storage", "projects: {etdc: subject}", "4: WARNING: session.projects.etdc: there is no project 'etdc'. Did you mean 'etcd'?"),
        ("track: storage", "projects: {etcd: subjet}", "4: WARNING: session.projects.etcd: 'subjet' is not allowed. Did you mean 'subject'?"),
        ("track: storage", "track: security", "4: WARNING: session.track: the toctree of tracks/security.md does not list this session."),
        ("session:\n  track: storage", "sesion: {}", "1: WARNING: a page in sessions/ needs the front matter `session:`."),
        ("session:\n", "project: {kind: project}\nsession:\n", "3: WARNING: project: a page with `project:` belongs in the folder projects/."),
        ("session:\n  track: storage", "session: text", "3: WARNING: session: 'text' is not a mapping of fields."),
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "expected"), [(number, expected) for number, (*_, expected) in enumerate(FAULTS)])
def test_each_fault_gives_one_warning_and_the_page(site: Site, number: int, expected: str) -> None:
    for place, (old, new, _) in enumerate(FAULTS):
        source = GOOD.replace("---\n", "---\n# a comment moves the lines\n", 1).replace(old, new)
        site.write(f"sessions/fault-{place}.md", source)
    listed = "".join(f"/sessions/fault-{place}\n" for place in range(len(FAULTS)))
    site.edit("tracks/storage.md", "/sessions/lightning\n", f"/sessions/lightning\n{listed}")
    built = site.build()
    found = [line for line in conf_warnings(built.warnings) if line.startswith(f"sessions/fault-{number}.md")]
    assert len(found) == 1, built.warnings
    assert found[0].startswith(f"sessions/fault-{number}.md:{expected}")
    assert len(conf_warnings(built.warnings)) == len(FAULTS)
    assert not any("myst.topmatter" in line for line in built.warnings)
    assert "Text that stays." in built.read(f"sessions/fault-{number}.html")


def test_all_faults_in_one_run(site: Site) -> None:
    site.write("sessions/lightning.md", GOOD.replace("track: storage", "trak: x\n  format: y\n  date: z"))
    site.write("projects/falco.md", "---\nproject:\n  kind: thing\n  homepage: javascript:alert(1)\n---\n# Falco\n")
    found = conf_warnings(site.build().warnings)
    assert [line.split(" WARNING: ")[0] for line in sorted(found)] == [
        "projects/falco.md:3:",
        "projects/falco.md:4:",
        "sessions/lightning.md:3:",
        "sessions/lightning.md:4:",
        "sessions/lightning.md:5:",
    ]


def test_a_bad_field_costs_only_that_field(site: Site) -> None:
    site.edit("sessions/day-one.md", "format: keynote", "format: keynot")
    site.edit("projects/kubernetes.md", "kind: project", "kind: [project]")
    built = site.build()
    assert sorted(line.partition(" ")[0] for line in built.warnings) == [
        "projects/kubernetes.md:4:",
        "sessions/day-one.md:4:",
    ]
    card = BeautifulSoup(built.read("sessions/day-one.html"), "html.parser").select_one(".conf-session-card")
    assert "Bob Étienne" in card.get_text()
    assert "format" in card.select_one("dd.conf-row-unknown").get_text()
    assert (built.out / "sessions" / "first-day.html").exists()
    assert "It began." in built.read("sessions/day-one.html")
    assert "The first day" in built.read("explore.html")
    assert "Ann showed" in built.read("projects/falco.html")


def test_speakers_without_a_list_are_told_once(site: Site) -> None:
    site.delete("speakers.md")
    site.edit("index.md", "speakers\n", "")
    site.edit("sessions/lightning.md", "In five", "{speaker}`ann-example`, {speaker}`carol-example`. In five")
    assert [line for line in site.build().warnings if "speaker-list" not in line] == []
    assert len(site.build("again").warnings) == 1


def test_suppress_by_subtype(site: Site) -> None:
    site.write("sessions/lightning.md", GOOD.replace("track: storage", "trak: x\n  format: y"))
    found = conf_warnings(site.build(suppress_warnings=["conf.unknown-field"]).warnings)
    assert [line[-len("[conf.bad-value]") :] for line in found] == ["[conf.bad-value]"]


@pytest.mark.parametrize("jobs", [1, 4])
def test_duplicate_ids_name_both_places(site: Site, jobs: int) -> None:
    site.write("projects/lightning.md", "---\nproject: {}\n---\n# Lightning\n")
    found = [line for line in site.build(jobs=jobs).warnings if "duplicate-id" in line]
    assert len(found) == 1
    assert "sessions/lightning.md" in found[0]
    assert "projects/lightning.md" in found[0]


def test_duplicate_alias(site: Site) -> None:
    site.edit("projects/falco.md", "aliases: [The Falco Project]", "aliases: [K8S]")
    found = [line for line in site.build().warnings if "duplicate-id" in line]
    assert len(found) == 1
    assert "the alias 'K8S'" in found[0] or "the alias 'k8s'" in found[0]


NEAR = {"session": "day-on", "track": "securty", "project": "falko", "speaker": "ann-exampel"}


@pytest.mark.parametrize("role", NEAR)
def test_unknown_id_in_a_role(site: Site, role: str) -> None:
    for one, near in NEAR.items():
        site.write(f"{one}.md", f"---\norphan: true\n---\n# X\n\nSee {{{one}}}`{near}`.\n")
    built = site.build()
    assert len(built.warnings) == len(NEAR)
    (found,) = [line for line in built.warnings if line.startswith(f"{role}.md")]
    assert found.startswith(f"{role}.md:6: WARNING: there is no {role} '{NEAR[role]}'. Did you mean '")
    assert f"See {NEAR[role]}." in BeautifulSoup(built.read(f"{role}.html"), "html.parser").get_text()


DIRECTIVES = [
        ("```{session-card} day-on\n```", "session-card: there is no session 'day-on'. Did you mean 'day-one'?"),
        ("```{session-list}\n:track: securty\n```", "session-list: there is no track 'securty'. Did you mean 'security'?"),
        ("```{session-list}\n:as: crads\n```", "'crads' is not allowed. Did you mean 'cards'? Allowed: cards, table, list, explore."),
        ("```{session-list}\n:relation: subjekt\n```", "Did you mean 'subject'?"),
        ("```{session-list}\n:limit: -1\n```", "negative value"),
        (":::{correction}\n:report: x\n\nText\n:::", "needs the option :source:"),
        (":::{impression}\n:::", "Content block expected"),
        ("```{session-card}\n```", "session-card: without an id it belongs on the page of a session."),
        ("```{mentioned-by}\n```", "mentioned-by: without an id it belongs on the page of a project."),
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "expected"), [(number, one[1]) for number, one in enumerate(DIRECTIVES)])
def test_faults_in_directives(site: Site, number: int, expected: str) -> None:
    for place, (directive, _) in enumerate(DIRECTIVES):
        site.write(f"x-{place}.md", f"---\norphan: true\n---\n# X\n\n{directive}\n\nText that stays.\n")
    built = site.build()
    assert len(built.warnings) == len(DIRECTIVES), built.warnings
    (found,) = [line for line in built.warnings if line.startswith(f"x-{number}.md:")]
    assert found.startswith((f"x-{number}.md:6:", f"x-{number}.md:7:"))  # the directive, or its option
    assert expected in found
    assert "Text that stays." in built.read(f"x-{number}.html")


def test_file_name_that_is_no_id(site: Site) -> None:
    site.write("sessions/Größe.md", GOOD)
    site.edit("tracks/storage.md", "/sessions/lightning", "/sessions/lightning\n/sessions/Größe")
    built = site.build()
    assert len(conf_warnings(built.warnings)) == 1
    assert "sessions/Größe.md:1: WARNING: the file's name 'Größe' is not an id" in conf_warnings(built.warnings)[0]
    assert "Text that stays." in built.read("sessions/Größe.html")


def test_record_without_a_title(site: Site) -> None:
    site.write("sessions/lightning.md", "---\nsession:\n  track: storage\n---\n\nText that stays.\n")
    built = site.build()
    found = conf_warnings(built.warnings)
    assert len(found) == 1
    assert "sessions/lightning.md:1: WARNING: the session 'lightning' has no title" in found[0]
    assert "Text that stays." in built.read("sessions/lightning.html")


def test_a_page_without_records_may_have_any_front_matter(site: Site) -> None:
    site.write("x.md", "---\norphan: true\nauthor: Somebody\n---\n# X\n")
    assert site.build().warnings == []

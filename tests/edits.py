"""Edits of the small report by name, each of which changes its output."""

from __future__ import annotations

from conftest import Site


def add_mention(site: Site) -> None:
    site.edit("sessions/closing-talk.md", "Nothing was said.", "Only {project}`kubernetes` was named.")


def remove_mention(site: Site) -> None:
    site.edit("sessions/day-one.md", "watching {project}`k8s`", "watching")


def remove_project(site: Site) -> None:
    site.edit("sessions/day-one.md", "    kubernetes: background\n", "")


def reword_sentence(site: Site) -> None:
    site.edit("sessions/lightning.md", "was compared with a notebook", "was set beside a notebook")


def retitle_session(site: Site) -> None:
    site.edit("sessions/day-one.md", "# The first day", "# The very first day")


def mark_up_title(site: Site) -> None:
    site.edit("sessions/day-one.md", "# The first day", "# The *first* day")


def retitle_track(site: Site) -> None:
    site.edit("tracks/storage.md", "# Storage", "# Storage + Data")


def retitle_project(site: Site) -> None:
    site.edit("projects/falco.md", "# Falco", "# Falco, the falcon")


def retitle_page(site: Site) -> None:
    site.edit("speakers.md", "# Speakers", "# People")


def change_relation(site: Site) -> None:
    site.edit("sessions/day-two.md", "falco: recommended", "falco: compared")


def change_speaker(site: Site) -> None:
    site.edit("sessions/day-two.md", "Ann Example", "Dora Example")


def change_employer(site: Site) -> None:
    site.edit("sessions/day-two.md", "Another Ltd", "A third Ltd")


def change_date(site: Site) -> None:
    site.edit("sessions/day-two.md", "2022-10-25", "2022-10-23")


def change_maturity(site: Site) -> None:
    site.edit("projects/falco.md", "then: incubating", "then: sandbox")


def change_correction(site: Site) -> None:
    site.edit("sessions/day-two.md", "It was in Bonn", "It was in Cologne")


def change_alias(site: Site) -> None:
    site.edit("projects/kubernetes.md", "aliases: [k8s]", "aliases: [k8s, kube]")


def change_order(site: Site) -> None:
    site.edit("tracks/security.md", "/sessions/day-one\n/sessions/day-two", "/sessions/day-two\n/sessions/day-one")


def change_track(site: Site) -> None:
    site.edit("sessions/lightning.md", "track: storage", "track: security")
    site.edit("tracks/storage.md", "/sessions/lightning\n", "")
    site.edit("tracks/security.md", "/sessions/closing-talk", "/sessions/closing-talk\n/sessions/lightning")


def rename_id(site: Site) -> None:
    site.move("sessions/day-two.md", "sessions/second-day.md")
    site.edit("tracks/security.md", "/sessions/day-two", "/sessions/second-day")
    site.edit("explore.md", "day-two", "second-day")


def rename_id_formerly(site: Site) -> None:
    site.move("sessions/day-two.md", "sessions/second-day.md")
    site.edit("sessions/second-day.md", "  track: security", "  track: security\n  formerly: [day-two]")
    site.edit("tracks/security.md", "/sessions/day-two", "/sessions/second-day")


def new_page(site: Site) -> None:
    page = "---\nsession:\n  track: storage\n  projects: {falco: demonstrated}\n---\n# New\n\nNew: {project}`falco`.\n"
    site.write("sessions/new.md", page)
    site.edit("tracks/storage.md", "/sessions/lightning", "/sessions/new\n/sessions/lightning")


def new_project(site: Site) -> None:
    site.write("projects/notebook.md", "---\nproject: {kind: product}\n---\n# Notebook\n\n```{mentioned-by}\n```\n")
    site.edit("sessions/lightning.md", "a notebook", "a {project}`notebook`")


def delete_page(site: Site) -> None:
    site.delete("sessions/lightning.md")
    site.edit("tracks/storage.md", "/sessions/lightning\n", "")


def delete_speakers(site: Site) -> None:
    site.delete("speakers.md")
    site.edit("index.md", "speakers\n", "")
    site.edit("explore.md", "{speaker}`ann-example`", "Ann Example")


def claim_id(site: Site) -> None:
    page = "---\nproject: {formerly: [the-first]}\n---\n# Day One\n\nOnce {project}`the-first`.\n"
    site.write("projects/day-one.md", page)


def claim_earlier_id(site: Site) -> None:
    site.edit("sessions/day-one.md", "  track: security", "  track: security\n  formerly: [day-two]")


def break_record(site: Site) -> None:
    site.edit("sessions/etcd-lessons.md", "format: maintainer", "format: maintainers")


def delete_project(site: Site) -> None:
    site.delete("projects/kubernetes.md")
    site.edit("sessions/day-one.md", "    kubernetes: background\n", "")
    site.edit("sessions/day-one.md", "{project}`k8s`", "it")
    site.edit("sessions/etcd-lessons.md", "    kubernetes: in-production\n", "")
    site.edit("sessions/etcd-lessons.md", "{project}`kubernetes`", "everything")
    site.edit("explore.md", "falco kubernetes", "falco")


def rename_project(site: Site) -> None:
    site.move("projects/falco.md", "projects/falcon.md")
    site.edit("projects/falcon.md", "  kind: project", "  kind: project\n  formerly: [falco]")

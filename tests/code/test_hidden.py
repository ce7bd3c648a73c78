"""What a page does not show is published nowhere."""

from __future__ import annotations

import json

import pytest
from conftest import Built, Site

SESSION = """---
session: {track: security}
---
# Hidden things

Everybody sees {project}`etcd`.

:::{only} draft
Nobody may read of {project}`falco`: a secret.

:::{correction}
:report: A secret report.
:source: A secret source.

A secret evidence.
:::
:::

::::{ifconfig} audience == "insiders"
Insiders read of {project}`kubernetes`: a rumour.
::::

:::{only} html
Only pages say that {project}`kubernetes` is for pages.
:::

% A remark: {project}`falco` is a hidden remark.
"""
CONFIG = """
extensions.append("sphinx.ext.ifconfig")
def setup(app):
    app.add_config_value("audience", "everybody", "env")
"""


@pytest.fixture
def hidden(site: Site) -> Site:
    site.write("conf.py", (site.source / "conf.py").read_text("utf-8") + CONFIG)
    site.write("sessions/hidden.md", SESSION)
    site.edit("tracks/security.md", "/sessions/day-one", "/sessions/hidden\n/sessions/day-one")
    return site


def everything(built: Built) -> str:
    """All that an output says, its own copies of the sources and state left out."""
    kinds = {".html", ".json", ".xml", ".js", ".txt", ".inv", ".tex"}
    return "\n".join(
        path.read_text("utf-8", errors="replace") for path in sorted(built.out.rglob("*")) if path.suffix in kinds
    )


def mentions(built: Built, project: str) -> set[str]:
    data = json.loads(built.read(f"data/projects/{project}.json"))
    return {one["id"] for one in data["mentions"]}


def test_what_is_not_shown_is_nowhere(hidden: Site) -> None:
    built = hidden.build(html_baseurl="https://report.example/")
    said = everything(built)
    for words in ("secret", "rumour", "hidden remark"):
        assert words not in said, words
    assert "hidden" in mentions(built, "etcd") and "hidden" in mentions(built, "kubernetes")
    assert "hidden" not in mentions(built, "falco")
    assert "is for pages" in built.read("projects/kubernetes.html")


def test_builders_that_share_what_was_read_differ(hidden: Site) -> None:
    hidden.edit("sessions/hidden.md", ":::{only} html", ":::{only} latex")
    pages, book = hidden.build("shared"), hidden.build("shared", "latex")
    assert "is for pages" not in everything(pages) and "is for pages" in everything(book)
    assert "hidden" not in mentions(pages, "kubernetes")


def test_a_setting_brings_it_everywhere(hidden: Site) -> None:
    hidden.build()
    incremental, clean = hidden.build(audience="insiders"), hidden.build("clean", audience="insiders")
    assert incremental.files() == clean.files()
    assert "rumour" in clean.read("data/report.json") and "rumour" in clean.read("projects/kubernetes.html")


def test_a_view_that_is_not_shown_is_no_place_for_people(site: Site) -> None:
    site.write("first.md", "---\norphan: true\n---\n# First\n\n:::{only} draft\n```{speaker-list}\n```\n:::\n")
    link = site.build().read("sessions/day-one.html")
    assert "speakers.html#conf-speaker-" in link and "first.html" not in link

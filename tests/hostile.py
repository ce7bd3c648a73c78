"""Texts that break what does not escape them."""

from __future__ import annotations

import json
import re

import pytest
from conftest import Site

HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "markup": '<img src=x onerror="alert(1)"> & <b>bold</b>',
    "quotes": "\"double\" 'single' `back` \\backslash\\ $dollar {brace}",
    "cdata": "]]> <![CDATA[ <!-- comment --> &amp;",
    "lines": "one\u2028two\u2029three",
    "direction": "\u202eright to left\u202c עברית العربية",
    "japanese": "脆弱性スキャンの話",
    "long": "very-long-" * 200,
    "roles": "{project}`falco` **bold** [link](javascript:alert(1))",
}
each = pytest.mark.parametrize("name", HOSTILE)


def escaped(text: str) -> str:
    """A text as Markdown."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def fill(site: Site) -> None:
    """Add a session, a track and a project for each text, with the text as their title and in every free field."""
    for name, text in HOSTILE.items():
        quoted = json.dumps(text)
        title = f"# {escaped(text)}\n"
        who = f"{{name: {quoted}, affiliation: {quoted}, id: speaker-{name}}}"
        site.write(
            f"sessions/session-{name}.md",
            f"---\nsession:\n  track: track-{name}\n  date: 2022-10-27\n  speakers: [{who}]\n"
            f"  projects: {{falco: compared, project-{name}: subject}}\n---\n{title}\n```{{session-card}}\n```\n\n"
            f"More `` {text.strip()} `` by {{project}}`falco` and {{project}}`project-{name}`.\n",
        )
        site.write(
            f"tracks/track-{name}.md",
            f"---\ntrack: {{event: {quoted}, group: {quoted}}}\n---\n{title}\n"
            f"```{{toctree}}\n/sessions/session-{name}\n```\n",
        )
        site.write(
            f"projects/project-{name}.md",
            "---\nproject:\n"
            + "".join(f"  {field}: {quoted}\n" for field in ("name", "owner", "foundation", "license"))
            + f"  aliases: [{quoted}]\n  category: {{then: {quoted}, now: none}}\n---\n{title}\n"
            + "```{project-card}\n```\n\n```{mentioned-by}\n```\n",
        )
    pages = "".join(f"tracks/track-{name}\nprojects/project-{name}\n" for name in HOSTILE)
    site.edit("index.md", "speakers\n", f"speakers\n{pages}")

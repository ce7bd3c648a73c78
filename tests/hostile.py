"""Texts that break what does not escape them."""

from __future__ import annotations

import json

from conftest import Site

HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "markup": '<img src=x onerror="alert(1)"> & <b>bold</b>',
    "quotes": "\"double\" 'single' `back` \\backslash\\ $dollar {brace}",
    "cdata": "]]> <![CDATA[ <!-- comment -->",
    "direction": "\u202eright to left\u202c עברית العربية",
    "japanese": "脆弱性スキャンの話",
    "long": "very-long-" * 200,
    "roles": "{project}`falco` **bold** [link](javascript:alert(1))",
}


def fill(site: Site, text: str) -> None:
    """Put a text into every free field of every record."""
    quoted = json.dumps(text)
    site.write(
        "sessions/lightning.md",
        f"---\nsession:\n  track: storage\n  speakers:\n    - {{name: {quoted}, affiliation: {quoted}, id: somebody}}\n"
        "---\n# Five minutes\n\n```{session-card}\n```\n\nMore {project}`falco`.\n",
    )
    site.edit("tracks/storage.md", "event: A conference", f"event: {quoted}")
    fields = ("name", "owner", "foundation", "license")
    site.write(
        "projects/falco.md",
        "---\nproject:\n"
        + "".join(f"  {name}: {quoted}\n" for name in fields)
        + f"  aliases: [{quoted}]\n  category: {{then: {quoted}, now: none}}\n"
        + "---\n# Falco\n\n```{project-card}\n```\n\n```{mentioned-by}\n```\n",
    )

"""The script of the filter and the style sheet of the map, each on the pages that have one and on no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .labels import heading

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# The fixed words of the script, which finds them as data of its own element.
WORDS = ("filter", "track", "format", "project", "relation", "speaker", "q", "any", "option", "shown", "reset")

_TABLE = re.compile(r'<table class="[^"]*\bconf-explore\b')


def add_static_folder(app: Sphinx) -> None:
    """Let Sphinx copy the folder as it copies those of the site, which may replace its files."""
    app.config.html_static_path.insert(0, str(Path(__file__).parent / "static"))


def add_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load on a page of its own what it needs."""
    if doctree is None:
        return
    if "conf-session-map" in context["body"]:
        app.add_css_file("session-map.css")
    if _TABLE.search(context["body"]):
        words: dict[str, Any] = {f"data-{word}": heading(word) for word in WORDS}
        app.add_js_file("explore.js", loading_method="defer", **words)

"""The script that filters a table of sessions, on the pages that show such a table and on no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from ..words import capitalised

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_ = get_translation("confreport")

WORDS = {
    "filter": _("Filter the sessions"),
    "track": _("track"),
    "format": _("format"),
    "project": _("project"),
    "relation": _("relation"),
    "speaker": _("speaker"),
    "q": _("Words in the title"),
    "any": _("Any"),
    "option": _("{name} ({count})"),
    "shown": _("{shown} of {all} sessions"),
    "reset": _("Reset"),
}
"""The fixed words of the script, which finds them as data of its own element."""

_TABLE = re.compile(r'<table class="[^"]*\bconf-explore\b')


def add_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the script on a page of its own that has the table."""
    if doctree is not None and _TABLE.search(context["body"]):
        words: dict[str, Any] = {f"data-{name}": capitalised(words) for name, words in WORDS.items()}
        app.add_js_file("explore.js", loading_method="defer", **words)

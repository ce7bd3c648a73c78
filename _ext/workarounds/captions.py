"""Corrects markup that a keyboard or a screen reader cannot use.

- A caption of a table of contents is a heading without a level. Here it is one below that of its section.
  https://github.com/sphinx-doc/sphinx/issues/14030
- A wide table scrolls inside a wrapper that the keyboard does not reach (axe: ``scrollable-region-focusable``). Here
  it can be focused. Seen with furo 2025.12.19, ``furo/__init__.py``, line 55.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sitekit import __version__
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_CAPTION = re.compile(r'<p class="caption" role="heading">')
_TABLE = '<div class="table-wrapper'


def _caption_levels(doctree: nodes.document) -> list[int]:
    """The heading level of each caption: one below the section that it stands in."""
    levels = []
    for caption in doctree.findall(nodes.title):
        above = caption.parent
        if isinstance(above, addnodes.compact_paragraph) and above.get("toctree"):
            level = 1
            while above := above.parent:
                level += isinstance(above, nodes.section)
            levels.append(level)
    return levels


def correct_body(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handle ``html-page-context``."""
    if doctree is None or "body" not in context:
        return
    body = str(context["body"])
    if _CAPTION.search(body):
        levels = iter(_caption_levels(doctree))
        body = _CAPTION.sub(lambda _: f'<p class="caption" role="heading" aria-level="{next(levels, 2)}">', body)
    context["body"] = body.replace(_TABLE, f'<div tabindex="0"{_TABLE.removeprefix("<div")}')


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the handler."""
    app.connect("html-page-context", correct_body)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

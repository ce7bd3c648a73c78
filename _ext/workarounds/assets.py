"""Sphinx-design adds its style sheet and its script to every page; here only pages with its components have them.

Seen with sphinx-design 0.8.0, ``sphinx_design/extension.py``, line 114. Sphinx has no other way to do so:
https://github.com/sphinx-doc/sphinx/issues/8302
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitekit import __version__

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

FILES = ("sphinx-design.min.css", "design-tabs.js")


def leave_out(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handle ``html-page-context``; every component of sphinx-design has a class that begins with ``sd-``."""
    if "sd-" not in context.get("body", ""):
        for kind in {"css_files", "script_files"} & context.keys():  # the builder json has none
            context[kind] = [file for file in context[kind] if not str(file.filename).endswith(FILES)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the handler, after those that add files."""
    app.connect("html-page-context", leave_out, priority=900)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

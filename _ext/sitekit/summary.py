"""Describes each page in its head: a description, its author, and the same for whoever shares a link (Open Graph).

The description is the first paragraph of the page's own prose, without cards, lists, notes and tables. A page that
has a ``<meta>`` element of the same name or property, from whatever source, keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from jinja2.filters import do_striptags
from sphinx.config import Config
from sphinx.util.nodes import clean_astext

from . import __version__
from .addresses import makes_html_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

LENGTH = 200  # characters of a description
_TAKEN = re.compile(r"""<meta\b[^>]*?\s(?:name|property)\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)


def prose(node: nodes.Element) -> Iterator[nodes.paragraph]:
    """The paragraphs that stand directly in sections; those of the class ``no-search`` are not prose."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from prose(child)
        elif isinstance(child, nodes.paragraph) and "no-search" not in child["classes"]:
            yield child


def description(document: nodes.document) -> str:
    """The beginning of the page's prose on one line; empty where there is none."""
    words = next((text for one in prose(document) if (text := " ".join(clean_astext(one).split()))), "")
    if len(words) <= LENGTH:
        return words
    cut = words[: LENGTH - 1]
    end = cut.rfind(" ")  # there are no spaces between the words of some languages
    return (cut[:end] if end > LENGTH / 2 else cut) + "…"


def add_summary(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handle ``html-page-context``."""
    if doctree is None or not makes_html_pages(app.builder):
        return
    metas = [node for node in doctree.children if isinstance(node, nodes.meta)]
    given = {str(meta.get("name")).lower(): str(meta.get("content", "")) for meta in metas}
    unset = Config.config_values["author"].default
    named = {
        "author": given.get("author") or ("" if app.config.author == unset else app.config.author),
        "description": given.get("description") or description(doctree),
    }
    graph = {
        "og:title": do_striptags(context["title"]),
        "og:type": "website" if pagename == app.config.root_doc else "article",
        "og:site_name": app.config.html_title,
        "og:url": context["pageurl"],
        "og:description": named["description"],
    }
    taken = {name.lower() for name in _TAKEN.findall(context["metatags"])}
    context["metatags"] += "".join(
        f'\n<meta {kind}="{name}" content="{escape(text)}">'
        for kind, tags in (("name", named), ("property", graph))
        for name, text in tags.items()
        if text and name not in taken
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the handler."""
    app.connect("html-page-context", add_summary)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

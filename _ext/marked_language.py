"""Words that a translation leaves in their own language, marked by a class: ``[The title]{.language-en}`` in MyST.

Docutils makes the attribute ``lang`` of that class. What shows such words once more, elsewhere or as plain text, asks
here for their language.
"""

from __future__ import annotations

from html import escape

from docutils import nodes

PREFIX = "language-"


def marked_language(node: nodes.Node) -> str:
    """The language with which a node is marked; empty where it is with none."""
    classes = node["classes"] if isinstance(node, nodes.Element) else ()
    return next((name.removeprefix(PREFIX) for name in classes if name.startswith(PREFIX)), "")


def title_language(title: nodes.Element) -> str:
    """The language in which the whole of a title is marked to stand; empty where that is the language of its page."""
    return marked_language(title[0]) if len(title) == 1 else ""


def in_html(text: str, language: str) -> str:
    """A text as HTML, in its language if that is not empty."""
    return f'<span lang="{escape(language)}">{escape(text)}</span>' if language else escape(text)

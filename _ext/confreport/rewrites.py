"""What each page takes from others: a page is stale exactly when this is not what it last was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import head
from .components import content
from .domain import conf_domain
from .facts import REFERENCES, Page, Span
from .graph import Graph, Link
from .records import Speaker

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def taken_from_others(app: Sphinx) -> Iterator[tuple[str, object]]:
    """For each docname the content of its views and of its head, and where every link leads.

    :class:`sitekit.rewrites.PageStates` asks for it whenever a page has been read or removed; the labels of records
    are noted then too, when all pages are read, because Sphinx goes through all labels before it reads a page.
    """
    domain = conf_domain(app.env)
    domain.note_labels()
    front_page: str = app.config.root_doc
    for docname, page in {front_page: Page(), **domain.graph.pages}.items():
        yield docname, (_body(domain.graph, page), head.content(domain.graph, docname, page.entry, front_page))


def _body(graph: Graph, page: Page) -> tuple[object, ...]:
    contents = tuple(content(graph, view, page.entry) for view in page.views)
    named = {(mention.kind, mention.name) for mention in page.mentions}
    _note_links(contents, named)
    return contents, [
        graph.described_target(kind, name)
        for given, name in sorted(named)
        for kind in (graph.kinds_of(name) if given == "any" else [given])
    ]


def _note_links(value: tuple[object, ...], named: set[tuple[str, str]]) -> None:
    """Add the (type, name) of every link in the content of a view."""
    if isinstance(value, Link):
        named.add((value.kind, value.id))
    elif isinstance(value, Span):
        if value.kind in REFERENCES:
            named.add((value.kind, value.target))
    else:
        for part in value:
            if isinstance(part, tuple):
                _note_links(part, named)
            elif isinstance(part, Speaker):
                named.add(("speaker", part.key))

"""Which session names which project: a drawing with a link in every node, and the same as a list.

The list is for books and texts; on a page it takes the place of the drawing where there is no room for that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sitekit.editions import marked_language
from sphinx.locale import get_translation

from ..drawing import Edge, Target, drawing
from ..facts import Entry, View
from ..graph import Graph, Link, link
from .base import Component, ViewDirective
from .nodes import Item, Place, badge, bullets, definitions, nothing

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("confreport")


def session_map(graph: Graph, view: View, entry: Entry | None) -> tuple[Edge, ...]:
    """Which session names which project: of this page's track or project; else the projects that sessions share."""
    if entry and entry.kind == "track":
        sessions = graph.sessions_of_track.get(entry.id, [])
    elif entry and entry.kind == "project":
        naming = sorted(graph.sessions_of_project.get(entry.id, ()), key=graph.place)
        sessions = [graph.entries["session"][id] for id in naming]
    else:
        sessions = list(graph.entries["session"].values())
    edges = [
        Edge(link(session), link(graph.entries["project"][id]), relation)
        for session in sessions
        for id, relation in graph.projects_of.get(session.id, {}).items()
    ]
    if entry and entry.kind == "project":
        return tuple(edge for edge in edges if edge.project.id == entry.id)
    if entry and entry.kind == "track":
        return tuple(edges)
    count = Counter(edge.project.id for edge in edges)
    return tuple(edge for edge in edges if count[edge.project.id] > 1)


def map_nodes(place: Place, view: View, content: Sequence[Edge]) -> list[nodes.Node]:
    """The drawing and the list, or the list alone."""
    if not content:
        return [nothing(_("No session mentions it."))]
    if not place.drawn:
        return [_list(place, content)]
    svg = nodes.raw("", drawing(content, lambda to: _target(place.link(to))), format="html")
    return [nodes.container("", svg, _list(place, content), classes=["conf-session-map", "no-search"])]


def _list(place: Place, edges: Sequence[Edge]) -> nodes.Node:
    sessions: dict[Link, list[Edge]] = {}
    for edge in edges:
        sessions.setdefault(edge.session, []).append(edge)
    items: list[Item] = [
        (
            nodes.term("", "", place.link(session)),
            [bullets([[place.link(edge.project), nodes.Text(" "), badge(edge.relation)] for edge in own])],
        )
        for session, own in sessions.items()
    ]
    return definitions(items, "conf-map", "no-search")


def _target(reference: Any) -> Target:
    address = reference["refuri"] if "refuri" in reference else f"#{reference['refid']}"
    return Target(address, marked_language(reference))


def add_style(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handle ``html-page-context``: the style sheet is for pages that have a map."""
    if doctree is not None and "conf-session-map" in context["body"]:
        app.add_css_file("session-map.css")


COMPONENTS = {"session-map": Component(ViewDirective, session_map, map_nodes)}

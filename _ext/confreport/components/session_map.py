"""A map of sessions and the projects that they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from docutils import nodes
from sphinx.locale import get_translation
from sphinxcontrib.mermaid import mermaid

from ..facts import Entry, View
from ..graph import Graph
from ..records import Relation
from .base import Component, ViewDirective, link
from .nodes import Item, Link, Place, badge, bullets, definitions, nothing

_ = get_translation("confreport")


class Edge(NamedTuple):
    """A line of a map."""

    session: Link
    project: Link
    relation: Relation


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
    """The sessions and projects as a Mermaid graph, and the same as a list."""
    if not content:
        return [nothing(_("No session mentions it."))]
    sessions: dict[Link, list[Edge]] = {}
    for edge in content:
        sessions.setdefault(edge.session, []).append(edge)
    items: list[Item] = [
        (
            nodes.term("", "", place.link(session)),
            [bullets([[place.link(edge.project), nodes.Text(" "), badge(edge.relation)] for edge in edges])],
        )
        for session, edges in sessions.items()
    ]
    alt = str(_("A map of sessions and the projects that they name. The list below says the same."))
    graph = mermaid(code=_mermaid(content), options={}, alt=alt, optional=True)
    return [graph, definitions(items, "conf-map", "no-search")]


def _mermaid(edges: Sequence[Edge]) -> str:
    lines = ["flowchart LR"]
    for to in dict.fromkeys(one for edge in edges for one in (edge.session, edge.project)):
        shape = '("{}")' if to.kind == "project" else '["{}"]'
        lines.append(f"  {to.kind}-{to.id}{shape.format(_quoted(to.title))}")
    for edge in edges:
        said = "" if edge.relation == "mentioned" else f'|"{_quoted(str(edge.relation.label))}"|'
        lines.append(f"  session-{edge.session.id} -->{said} project-{edge.project.id}")
    return "\n".join(lines)


def _quoted(words: str) -> str:
    return "".join(char if char.isalnum() or char in " .,:;+-()/?!" else f"#{ord(char)};" for char in words)


COMPONENTS = {"session-map": Component(ViewDirective, session_map, map_nodes)}

"""The components, a file for each with its directive, its content and its nodes; here they are registered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from docutils.nodes import Element, Node, Text, inline, target
from sitekit.addresses import base_url, makes_html_pages
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..citations import Work, forms
from ..domain import ReportDomain, conf_domain, warn, warn_unknown
from ..facts import Entry, View
from ..graph import Graph
from ..problems import nearest
from ..prose import placeholder
from ..records import FOLDERS
from . import corrections, impressions, overview, projects, reference, session_map, sessions
from .nodes import Place, citation

COMPONENTS = (
    sessions.COMPONENTS | projects.COMPONENTS | session_map.COMPONENTS | corrections.COMPONENTS | overview.COMPONENTS
)
DIRECTIVES = {
    **{name: component.directive for name, component in COMPONENTS.items()},
    **corrections.DIRECTIVES,
    **impressions.DIRECTIVES,
    **reference.DIRECTIVES,
}


def content(graph: Graph, view: View, entry: Entry | None) -> tuple[Any, ...]:
    """What a directive shows on the page of a record."""
    return COMPONENTS[view.name].content(graph, view, entry)


def referenced_records(view: View) -> Iterator[tuple[str, str]]:
    """The (type, name) of every record that a directive names."""
    for name in view.arguments:
        yield view.name.partition("-")[0], name
    for option, value in view.options:
        if option in ("track", "project", "speaker"):
            yield option, str(value)


def _put_in_place(node: placeholder, made: list[Node]) -> None:
    """Replace a placeholder, and keep the labels and classes that the author gave it, even where nothing is shown."""
    for first in made[:1]:
        if isinstance(first, Element):
            first["classes"] += node["classes"]
    node["classes"] = []
    labelled = any(node[name] for name in node.basic_attributes)
    node.replace_self([target("", ""), *made] if labelled else made)


class RenderViews(SphinxPostTransform):
    """Replace each placeholder by finished nodes, with links that lead where they should.

    This comes after the transforms that resolve what authors wrote, since none has to walk through these nodes, and
    before those that fit the page to a builder (priority 400 and above).
    """

    default_priority = 300

    def run(self, **kwargs: Any) -> None:
        """Replace them all."""
        domain, anchors = conf_domain(self.env), set[str]()
        for node in list(self.document.findall(placeholder)):
            view: View = node["view"]
            docname: str = node["docname"]
            self._check(domain, node, view, docname)
            rows = content(domain.graph, view, domain.graph.pages[docname].entry)
            if len(rows) > self.config.confreport_rows:
                text = f"{view.name}: {len(rows)} rows are too many for one page; divide them, as by :initial:."
                warn("too-long", text, node)
            drawn = makes_html_pages(domain.builder)
            refer, cite = partial(self._refer, node), partial(self._cite, docname)
            place = Place(docname, self.config.language, drawn, refer, cite, anchors)
            _put_in_place(node, COMPONENTS[view.name].nodes(place, view, rows))

    def _check(self, domain: ReportDomain, node: placeholder, view: View, docname: str) -> None:
        for kind, name in referenced_records(view):
            if domain.graph.find(kind, name) is None and not domain.is_in_faulty_record(name):
                hint = nearest(name, domain.graph.names(kind))
                warn("unknown-id", f"{view.name}: there is no {kind} {name!r}.{hint}", node)
        home = COMPONENTS[view.name].home
        if home and not view.arguments and FOLDERS.get(docname.rpartition("/")[0]) != home:
            warn("misplaced", f"{view.name}: without an id it belongs on the page of a {home}.", node)

    def _refer(self, node: placeholder, kind: str, name: str, text: str) -> Node:
        domain = conf_domain(self.env)
        words = Text(text) if text else None
        try:
            link = domain.reference(domain.builder, node["docname"], kind, name, words)
        except NoUri:  # the page is in no document of this output, as an orphan is in no book
            found = domain.graph.target(kind, name)
            return inline("", text or (found.title if found else name))
        if link is None:
            warn_unknown(domain, kind, name, node)
        return link or inline("", text or name)

    def _cite(self, docname: str, work: Work) -> list[Node]:
        builder = conf_domain(self.env).builder
        if not makes_html_pages(builder):
            return []
        base = base_url(self.config)
        url = f"{base}{builder.get_target_uri(docname)}" if base else ""
        work = work if work.published else work._replace(published=str(self.config.html_title))
        return [citation(forms(work, self.config.confreport_inventory, url))]

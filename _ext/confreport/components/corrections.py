"""What the report says and the evidence says otherwise: the correction on its page, and the list of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from ..facts import Entry, Spans, View
from ..graph import Graph, Link
from ..prose import to_nodes
from ..records import slug
from .base import Component, RemarkDirective, ViewDirective, linked
from .nodes import Item, Place, definitions, nothing

_ = get_translation("confreport")

PARTS = {"report": _("The report says"), "evidence": _("The evidence says"), "source": _("Source")}


class Correction(RemarkDirective):
    """``correction``: what the report says (``:report:``), what the evidence says (the body), and its ``:source:``."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "report": directives.unchanged_required,
        "source": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Build an admonition that holds a definition list of the three parts."""
        self.assert_has_content()
        for option in ("report", "source"):
            if option not in self.options:
                raise self.error(f"the directive 'correction' needs the option :{option}:")
        docname = self.env.current_document.docname
        number = self.env.new_serialno("conf-correction") + 1
        parts = nodes.definition_list(
            "",
            self._part("report", [self._paragraph("report")]),
            self._part("evidence", self.parse_content_to_nodes()),
            self._part("source", [self._paragraph("source")]),
        )
        return self.remark("correction", str(_("Correction")), parts, ids=[f"conf-correction-{slug(docname)}-{number}"])

    def _part(self, name: str, content: list[nodes.Node]) -> nodes.definition_list_item:
        term = nodes.term("", str(PARTS[name]))
        return nodes.definition_list_item("", term, nodes.definition("", *content), classes=[f"conf-{name}"])

    def _paragraph(self, option: str) -> nodes.paragraph:
        content, messages = self.parse_inline(self.options[option])
        paragraph = nodes.paragraph(self.options[option], "", *content, *messages)
        self.set_source_info(paragraph)
        return paragraph


class CorrectionRow(NamedTuple):
    """A correction and where it stands."""

    place: Link
    report: Spans
    evidence: tuple[Spans, ...]
    source: Spans


def correction_list(graph: Graph, view: View, entry: Entry | None) -> tuple[CorrectionRow, ...]:
    """Every correction in reading order."""
    return tuple(
        CorrectionRow(
            Link("correction", f"{docname}#{correction.anchor}", page.title),
            linked(graph, correction.report),
            tuple(linked(graph, paragraph) for paragraph in correction.evidence),
            linked(graph, correction.source),
        )
        for docname, page in graph.pages_in_order()
        for correction in page.corrections
    )


def list_nodes(place: Place, view: View, content: Sequence[CorrectionRow]) -> list[nodes.Node]:
    """Every correction, with a link to where it stands."""
    if not content:
        return [nothing(_("Nothing has been corrected."))]
    corrections = nodes.bullet_list(classes=["conf-corrections", "no-search"])
    for row in content:
        title = nodes.paragraph("", "", nodes.strong("", "", place.link(row.place)))
        said = {"report": (row.report,), "evidence": row.evidence, "source": (row.source,)}
        items: list[Item] = [
            (
                nodes.term("", str(PARTS[name])),
                [nodes.paragraph("", "", *to_nodes(spans, place.refer)) for spans in paragraphs],
            )
            for name, paragraphs in said.items()
        ]
        corrections += nodes.list_item("", title, definitions(items, "conf-correction-parts"))
    return [corrections]


COMPONENTS = {"correction-list": Component(ViewDirective, correction_list, list_nodes)}
DIRECTIVES = {"correction": Correction}

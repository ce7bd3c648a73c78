"""The directives: they parse what the author wrote and leave a placeholder or ordinary nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from . import facts, prose
from .labels import label
from .problems import nearest
from .records import FORMATS, INITIALS, RELATIONS, slug

SORTS = ("toctree", "date", "title")
STYLES = ("cards", "table", "list", "explore")


class placeholder(nodes.General, nodes.Element):
    """Where a derived list or card will stand; ``view`` says which (see :class:`confreport.facts.View`)."""


def _one_of(*allowed: str) -> Callable[[str | None], str]:
    def convert(argument: str | None) -> str:
        value = (argument or "").strip()
        if value not in allowed:
            raise ValueError(f"{value!r} is not allowed.{nearest(value, allowed)} Allowed: {', '.join(allowed)}.")
        return value

    return convert


class ViewDirective(SphinxDirective):
    """A directive that leaves a placeholder for the view of its own name."""

    def run(self) -> list[nodes.Node]:
        """Leave the placeholder."""
        arguments = tuple(self.arguments[0].split()) if self.arguments else ()
        view = facts.View(self.name.rpartition(":")[2], arguments, tuple(sorted(self.options.items())))
        node = placeholder(view=view, docname=self.env.current_document.docname)
        self.set_source_info(node)
        return [node]


class CardDirective(ViewDirective):
    """``session-card`` and ``project-card``: this page's own card, or with ids compact cards."""

    optional_arguments = 1
    final_argument_whitespace = True


class SessionList(ViewDirective):
    """``session-list``: the sessions that fit all options."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "track": directives.unchanged_required,
        "project": directives.unchanged_required,
        "relation": _one_of(*RELATIONS, "mentioned"),
        "speaker": directives.unchanged_required,
        "format": _one_of(*FORMATS),
        "initial": _one_of(*INITIALS),
        "sort": _one_of(*SORTS),
        "limit": directives.nonnegative_int,
        "as": _one_of(*STYLES),
    }


class LetterList(ViewDirective):
    """``speaker-list`` and ``missing-list``: all, or those under one letter."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"initial": _one_of(*INITIALS)}


class ProjectList(ViewDirective):
    """``project-list``: all projects, or the first of them."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "initial": _one_of(*INITIALS),
        "sort": _one_of("title", "sessions"),
        "limit": directives.nonnegative_int,
        "as": _one_of("table", "cards"),
    }


class Impression(SphinxDirective):
    """``impression``: the reporter's opinion, set apart from what was said."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Build an admonition."""
        self.assert_has_content()
        title = nodes.title("", label("impression"), translatable=False)
        node = nodes.admonition("", title, *self.parse_content_to_nodes(), classes=["conf-impression"])
        self.set_source_info(node)
        return [node]


class Correction(SphinxDirective):
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
        title = nodes.title("", label("correction"), translatable=False)
        node = nodes.admonition(
            "", title, parts, classes=["conf-correction"], ids=[f"conf-correction-{slug(docname)}-{number}"]
        )
        self.set_source_info(node)
        return [node]

    def _part(self, name: str, content: list[nodes.Node]) -> nodes.definition_list_item:
        term = nodes.term("", label(name))
        return nodes.definition_list_item("", term, nodes.definition("", *content), classes=[f"conf-{name}"])

    def _paragraph(self, option: str) -> nodes.paragraph:
        content, messages = self.parse_inline(self.options[option])
        paragraph = nodes.paragraph(self.options[option], "", *content, *messages)
        self.set_source_info(paragraph)
        return paragraph


def corrections(document: nodes.document) -> Iterator[nodes.admonition]:
    """The corrections on a page."""
    return (node for node in document.findall(nodes.admonition) if "conf-correction" in node["classes"])


def correction_facts(node: nodes.admonition) -> facts.Correction:
    """A correction as plain tuples."""
    report, evidence, source = node.findall(nodes.definition)
    return facts.Correction(
        node["ids"][0],
        prose.spans(report),
        tuple(prose.spans(paragraph) for paragraph in evidence.findall(nodes.paragraph)),
        prose.spans(source),
    )


DIRECTIVES: dict[str, type[SphinxDirective]] = {
    "session-card": CardDirective,
    "session-list": SessionList,
    "session-map": ViewDirective,
    "project-card": CardDirective,
    "project-list": ProjectList,
    "report-figures": ViewDirective,
    "mentioned-by": ViewDirective,
    "speaker-list": LetterList,
    "correction-list": ViewDirective,
    "missing-list": LetterList,
    "impression": Impression,
    "correction": Correction,
}

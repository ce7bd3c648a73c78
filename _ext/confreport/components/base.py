"""What every component is made of: a directive, its content as plain tuples, and the nodes that show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, TypeVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..domain import warn
from ..facts import REFERENCES, Entry, Span, Spans, View
from ..graph import Graph
from ..problems import nearest
from ..prose import placeholder
from ..records import INITIALS, initial
from .nodes import Place

T = TypeVar("T")

_FENCE = re.compile("`{3}|~{3}|:{3}")
REMARKS = {"conf-impression", "conf-correction"}


class Component(NamedTuple):
    """A derived list or card.

    :param directive: parses what the author asks for, and leaves a placeholder
    :param content: what it shows on the page of a record: plain tuples, by which changes are found
    :param nodes: the same as ordinary nodes, which every builder can write
    :param home: the type of the pages on which alone it shows something without arguments; empty where any will do
    """

    directive: type[ViewDirective]
    content: Callable[[Graph, View, Entry | None], tuple[Any, ...]]
    nodes: Callable[[Place, View, Sequence[Any]], list[nodes.Node]]
    home: str = ""


class ViewDirective(SphinxDirective):
    """A directive that leaves a placeholder for the view of its own name."""

    def run(self) -> list[nodes.Node]:
        """Leave the placeholder."""
        arguments = tuple(self.arguments[0].split()) if self.arguments else ()
        view = View(self.name.rpartition(":")[2], arguments, tuple(sorted(self.options.items())))
        node = placeholder(view=view, docname=self.env.current_document.docname)
        self.set_source_info(node)
        return [node]


class CardDirective(ViewDirective):
    """This page's own card, or with ids compact cards."""

    optional_arguments = 1
    final_argument_whitespace = True


class RemarkDirective(SphinxDirective):
    """A remark that is set apart from what was said, and holds no other one and no section."""

    def remark(self, name: str, title: str, *content: nodes.Node, **attributes: Any) -> list[nodes.Node]:
        """An admonition of the class ``conf-<name>``."""
        heading = nodes.title("", title, translatable=False)
        node = nodes.admonition("", heading, *content, classes=[f"conf-{name}"], **attributes)
        self.set_source_info(node)
        inner = [one for one in node.findall(nodes.admonition) if one is not node and REMARKS & {*one["classes"]}]
        if inner:
            warn("misplaced", f"{name}: another remark stands in this one; is it closed by a line of its own?", node)
        elif any("level" in rubric for rubric in node.findall(nodes.rubric)):  # what MyST makes of a heading there
            warn("misplaced", f"{name}: a heading stands in it; is it closed by a line of its own?", node)
        elif self._is_open():
            warn("misplaced", f"{name}: it reaches to the end of the page, as no line of its own closes it.", node)
        return [node]

    def _is_open(self) -> bool:
        """Whether the file ends with the content, where Markdown wants a line that closes it."""
        source, _line = self.get_source_info()
        try:
            lines = [line.strip() for line in Path(source).read_text(self.config.source_encoding).splitlines()]
        except (OSError, ValueError):
            return False
        content = [line.strip() for line in self.content if line.strip()]
        words = [line for line in lines[self.lineno - 1 :] if line]
        options, rest = words[1 : len(words) - len(content)], words[len(words) - len(content) :]
        fenced = bool(words) and _FENCE.search(words[0]) is not None
        return fenced and rest == content and not any(_FENCE.search(line) for line in options)


def one_of(*allowed: str) -> Callable[[str | None], str]:
    """A converter for an option that takes one of some words."""

    def convert(argument: str | None) -> str:
        value = (argument or "").strip()
        if value not in allowed:
            raise ValueError(f"{value!r} is not allowed.{nearest(value, allowed)} Allowed: {', '.join(allowed)}.")
        return value

    return convert


class LetterDirective(ViewDirective):
    """All, or those under one letter."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"initial": one_of(*INITIALS)}


def named_records(graph: Graph, kind: str, view: View) -> list[Entry]:
    """The records that a directive names, without the names that no record has."""
    ids = (graph.find(kind, name) for name in view.arguments)
    return [graph.entries[kind][id] for id in ids if id]


def limited(view: View, rows: list[T]) -> list[T]:
    """As many as the option ``limit`` leaves."""
    limit = view.option("limit")
    return rows if limit is None else rows[: int(limit)]


def under_letter(view: View, found: Iterable[T], name: Callable[[T], str]) -> Iterable[T]:
    """Those that the option ``initial`` leaves."""
    letter = view.option("initial")
    return found if letter is None else [one for one in found if initial(name(one)) == letter]


def title(entry: Entry) -> str:
    """The title of a record, as a key."""
    return entry.title


def linked(graph: Graph, said: Spans) -> Spans:
    """The same text; what looks like a link to a record but leads nowhere is plain text."""
    return tuple(
        Span("text", span.text or span.target, "", span.language)
        if span.kind in REFERENCES and not graph.target(span.kind, span.target)
        else span
        for span in said
    )

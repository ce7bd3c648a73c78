"""From the document of a page to its facts: sentences, mentions, corrections and views, as plain tuples.

Document nodes are never stored: one node drags its whole document into the environment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from docutils import nodes
from sitekit.editions import PREFIX, marked_language
from sphinx import addnodes
from sphinx.ext.ifconfig import ifconfig

from .facts import ELSEWHERE, REFERENCES, Condition, Correction, Mention, Span, Spans, View, Voice

VOICES: dict[str, Voice] = {"conf-impression": "reporter", "conf-correction": "evidence"}

# A full stop ends a sentence where white space and then no small letter follows (a Japanese one always does).
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]”’]*\s+(?![a-z])|(?<=[。！？])")


class placeholder(nodes.General, nodes.Element):
    """Where a derived list or card will stand; ``view`` says which (see :class:`~.facts.View`)."""


def mentions(document: nodes.document) -> Iterator[Mention]:
    """The references to records on a page."""
    paragraphs: dict[int, _Paragraph] = {}
    for reference in document.findall(addnodes.pending_xref):
        if target := target_of(reference):
            node: nodes.Node = reference.parent
            while not isinstance(node, nodes.TextElement) or isinstance(node, nodes.Inline):
                node = node.parent
            if id(node) not in paragraphs:
                paragraphs[id(node)] = _Paragraph(node)
            yield Mention(*target, voice(reference), paragraphs[id(node)].sentence(reference), conditions(reference))


def views(document: nodes.document) -> Iterator[View]:
    """The derived lists and cards that a page asks for."""
    for node in document.findall(placeholder):
        view: View = node["view"]
        yield view._replace(conditions=conditions(node))


def corrections(document: nodes.document) -> Iterator[Correction]:
    """The corrections on a page."""
    for node in document.findall(nodes.admonition):
        parts = node.children[-1] if "conf-correction" in node["classes"] else None
        if isinstance(parts, nodes.definition_list) and node["ids"]:  # else it only looks like one
            report, evidence, source = (item.children[-1] for item in parts.children)
            yield Correction(node["ids"][0], spans(report), tuple(blocks(evidence)), spans(source), conditions(node))


def conditions(node: nodes.Node) -> tuple[Condition, ...]:
    """Under which conditions a node is shown; in a build they are known only when the page is written."""
    found = []
    while (node := node.parent) is not None:
        if isinstance(node, addnodes.only):
            found.append(Condition("only", node["expr"]))
        elif isinstance(node, ifconfig):
            found.append(Condition("ifconfig", node["expr"]))
    return tuple(found)


def target_of(node: addnodes.pending_xref) -> tuple[str, str] | None:
    """The (type, name) of the record that a reference means.

    The type is ``any`` where only the name is known (``{any}``, MyST's ``[](#name)``), and None comes back for
    references to anything else. The labels ``session-<id>`` and so on count too.
    """
    domain, kind, target = node.get("refdomain"), node.get("reftype"), str(node.get("reftarget", ""))
    if domain == "conf" and kind in REFERENCES:
        return kind, target
    if (domain == "std" and kind == "ref") or (not domain and kind in ("any", "myst")):
        prefix, _, name = target.partition("-")
        if prefix in REFERENCES and name:
            return prefix, name
        if kind != "ref" and target:
            return "any", target
    return None


def spans(node: nodes.Node) -> Spans:
    """The inline content of a node."""
    return tuple(span for span, _ in _runs(node))


def blocks(node: nodes.Node) -> Iterator[Spans]:
    """The text below a node, block by block: a paragraph, an item or a term of a list, a cell, a title, or code."""
    for block in node.findall(lambda one: isinstance(one, nodes.TextElement | nodes.image)):
        if isinstance(block, nodes.image):
            if not isinstance(block.parent, nodes.TextElement) and block.get("alt"):
                yield (Span("text", block["alt"]),)
        elif isinstance(block, nodes.FixedTextElement):
            yield (Span("literal", block.astext()),)
        elif not isinstance(block, nodes.Inline | nodes.Invisible) and (found := spans(block)):
            yield found


def _runs(node: nodes.Node, around: str = "") -> Iterator[tuple[Span, nodes.Node]]:
    """Each run of inline text below a node, with the node that it was made of.

    :param around: the language with which the text is marked as a whole
    """
    for child in node.children:
        language = marked_language(child) or around
        if isinstance(child, nodes.Text):
            yield Span("text", child.astext(), "", language), child
        elif isinstance(child, addnodes.pending_xref) and (span := _reference(child, language)):
            yield span, child
        elif isinstance(child, nodes.reference) and child.get("id_link"):  # MyST resolves these after us
            words = child.astext()
            yield Span("text" if words else "myst", words, "" if words else child["refuri"][1:], language), child
        elif isinstance(child, nodes.reference) and child.get("refuri"):
            yield Span("url", child.astext(), child["refuri"], language), child
        elif isinstance(child, nodes.literal | nodes.math):
            yield Span("literal", child.astext(), "", language), child
        elif isinstance(child, nodes.image):
            yield Span("text", str(child.get("alt", "")), "", language), child
        elif not isinstance(child, nodes.footnote_reference | nodes.system_message | nodes.raw):
            yield from _runs(child, language)


def _reference(node: addnodes.pending_xref, language: str) -> Span | None:
    """A reference that is a run of its own; None where it shows just what is below it."""
    words, target = node.astext(), target_of(node)
    if target and target[0] != "any":
        return Span(target[0], words if node.get("refexplicit") else "", target[1], language)
    domain, kind, name = node.get("refdomain"), node.get("reftype"), str(node.get("reftarget", ""))
    if domain == "doc":  # MyST's link to a page, or to a place in it
        kind, name = "page", f"{name}#{node.get('reftargetid') or ''}"
    elif domain == "math":
        kind = "eq"
    if not node.get("refexplicit") and domain in (None, "", "std", "doc", "math") and kind in ELSEWHERE:
        return Span(kind, words, name, language)
    return Span("text", words, "", language) if target else None


class _Paragraph:
    """A paragraph, in which the sentence around each reference is looked for."""

    def __init__(self, node: nodes.Node) -> None:
        self._spans: list[Span] = []
        self._starts: list[int] = []
        self._places: dict[int, int] = {}
        self._sentences: dict[tuple[int, int], Spans] = {}
        words: list[str] = []
        length = 0
        for span, source in _runs(node):
            self._spans.append(span)
            self._starts.append(length)
            self._places[id(source)] = length
            run = span.text or span.target
            words.append(run if span.kind == "text" else "x" * len(run))  # a stop in code or in a link ends nothing
            length += len(run)
        self._bounds = [0, *(match.end() for match in _SENTENCE_END.finditer("".join(words))), length]

    def sentence(self, reference: addnodes.pending_xref) -> Spans:
        """The sentence in which a reference stands."""
        after = bisect_right(self._bounds, self._places.get(id(reference), 0), hi=len(self._bounds) - 1)
        cut = self._bounds[after - 1], self._bounds[after]
        if cut not in self._sentences:
            self._sentences[cut] = self._between(*cut)
        return self._sentences[cut]

    def _between(self, start: int, stop: int) -> Spans:
        """The spans between two offsets, without white space at the ends."""
        kept: list[Span] = []
        for number in range(max(bisect_right(self._starts, start) - 1, 0), len(self._spans)):
            span, position = self._spans[number], self._starts[number]
            first, last = max(start - position, 0), min(stop - position, len(span.text or span.target))
            if position >= stop:
                break
            if first >= last:
                continue
            text = span.text[first:last]
            if kept and kept[-1].kind == span.kind == "text" and kept[-1].language == span.language:
                kept[-1] = kept[-1]._replace(text=kept[-1].text + text)
            else:
                kept.append(span._replace(text=text))
        if kept and kept[0].kind == "text":
            kept[0] = kept[0]._replace(text=kept[0].text.lstrip())
        if kept and kept[-1].kind == "text":
            kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
        return tuple(kept)


def voice(node: nodes.Node) -> Voice:
    """Who speaks at a node: the talk (plain prose), the reporter, or the evidence."""
    parent = node.parent
    while parent is not None:
        for name in parent.get("classes", ()):
            if name in VOICES:
                return VOICES[name]
        parent = parent.parent
    return "talk"


def to_nodes(content: Spans, refer: Callable[[str, str, str], nodes.Node]) -> list[nodes.Node]:
    """The spans as nodes of another page.

    :param refer: makes the link to a record of its type, name and text
    """
    made: list[nodes.Node] = []
    for span in content:
        node: nodes.Node
        if span.kind == "text":
            node = nodes.Text(span.text)
        elif span.kind == "literal":
            node = nodes.literal("", span.text)
        elif span.kind == "url":
            node = nodes.reference("", span.text, refuri=span.target, internal=False)
        else:
            node = refer(span.kind, span.target, span.text)
        made.append(nodes.inline("", "", node, classes=[PREFIX + span.language]) if span.language else node)
    return made

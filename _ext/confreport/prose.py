"""From the document of a page to its facts: sentences, mentions, corrections and views, as plain tuples.

Document nodes are never stored: one node drags its whole document into the environment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from docutils import nodes
from sitekit.editions import PREFIX, marked_language
from sphinx import addnodes
from sphinx.ext.ifconfig import ifconfig

from .facts import REFERENCES, Condition, Correction, Mention, Span, Spans, View, Voice

VOICES: dict[str, Voice] = {"conf-impression": "reporter", "conf-correction": "evidence"}

# A full stop ends a sentence where white space and then no small letter follows (a Japanese one always does).
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]”’]*\s+(?![a-z])|(?<=[。！？])")


class placeholder(nodes.General, nodes.Element):
    """Where a derived list or card will stand; ``view`` says which (see :class:`~.facts.View`)."""


def mentions(document: nodes.document) -> Iterator[Mention]:
    """The references to records on a page."""
    for reference in document.findall(addnodes.pending_xref):
        if target := target_of(reference):
            yield Mention(*target, voice(reference), sentence(reference), conditions(reference))


def views(document: nodes.document) -> Iterator[View]:
    """The derived lists and cards that a page asks for."""
    for node in document.findall(placeholder):
        view: View = node["view"]
        yield view._replace(conditions=conditions(node))


def corrections(document: nodes.document) -> Iterator[Correction]:
    """The corrections on a page."""
    for node in document.findall(nodes.admonition):
        if "conf-correction" in node["classes"]:
            report, evidence, source = node.findall(nodes.definition)
            yield Correction(
                node["ids"][0],
                spans(report),
                tuple(spans(paragraph) for paragraph in evidence.findall(nodes.paragraph)),
                spans(source),
                conditions(node),
            )


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


def _runs(node: nodes.Node, around: str = "") -> Iterator[tuple[Span, nodes.Node]]:
    """Each run of inline text below a node, with the node that it was made of.

    :param around: the language with which the text is marked as a whole
    """
    for child in node.children:
        language = marked_language(child) or around
        if isinstance(child, nodes.Text):
            yield Span("text", child.astext(), "", language), child
        elif isinstance(child, addnodes.pending_xref) and (target := target_of(child)):
            kind, name = target
            if kind == "any":
                yield Span("text", child.astext(), "", language), child
            else:
                yield Span(kind, child.astext() if child.get("refexplicit") else "", name, language), child
        elif isinstance(child, nodes.reference) and child.get("refuri"):
            yield Span("url", child.astext(), child["refuri"], language), child
        elif isinstance(child, nodes.literal):
            yield Span("literal", child.astext(), "", language), child
        elif not isinstance(child, nodes.footnote_reference | nodes.image | nodes.system_message | nodes.raw):
            yield from _runs(child, language)


def sentence(reference: addnodes.pending_xref) -> Spans:
    """The sentence in which a reference stands."""
    paragraph: nodes.Node = reference.parent
    while not isinstance(paragraph, nodes.TextElement) or isinstance(paragraph, nodes.Inline):
        paragraph = paragraph.parent
    everything: list[Span] = []
    text, position = "", 0
    for span, node in _runs(paragraph):
        if node is reference:
            position = len(text)
        everything.append(span)
        words = span.text or span.target
        text += words if span.kind == "text" else "x" * len(words)  # a stop in code or in a link ends nothing
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= position), default=0)
    stop = min((end for end in ends if end > position), default=len(text))
    return _cut(everything, start, stop)


def _cut(everything: list[Span], start: int, stop: int) -> Spans:
    """The spans between two offsets, without white space at the ends."""
    kept: list[Span] = []
    position = 0
    for span in everything:
        length = len(span.text or span.target)
        first, last = max(start - position, 0), min(stop - position, length)
        position += length
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

"""The building blocks of what is rendered: links, dates, badges, cards, lists and tables of ordinary nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from docutils import nodes

from .citations import Work
from .labels import aside, day_in_words, heading, label, listed, period
from .records import RELATIONS
from .views import Link

Inline = list[nodes.Node]
Row = tuple[str, list[Inline]]

# The field behind a row of a card, where the row has another name.
_FIELDS = {
    **dict.fromkeys((*RELATIONS, "mentioned"), "projects"),
    **dict.fromkeys(("then", "now", "part-of", "accepted", "incubating", "graduated", "archived"), "maturity"),
}

# Characters for each column, for builders that cannot measure its text.
_WIDTHS = {"session": 32, "project": 26, "record": 26, "track": 20, "speakers": 20, "unknown": 20, "projects": 26}
_WIDTH = 14


class Place(NamedTuple):
    """The page for which nodes are made: the language of its fixed words, and the ways to link from it and to it.

    :param drawn: whether the output has drawings; a book has not
    :param refer: makes the link to a record of its type, name and text; without a text it shows the title
    :param cite: makes the box from which this page can be cited, where the output is one that can be
    """

    docname: str
    language: str
    drawn: bool
    refer: Callable[[str, str, str], nodes.Node]
    cite: Callable[[Work], list[nodes.Node]]

    def link(self, to: Link) -> nodes.Node:
        """A reference to a record by its title."""
        return self.refer(to.kind, to.id, "")

    def links(self, to: Sequence[Link]) -> list[Inline]:
        """A reference to each."""
        return [[self.link(one)] for one in to]

    def days(self, first: date, last: date | None = None) -> str:
        """A date, or the first and last day, in words."""
        return period(day_in_words(day, self.language) for day in (first, last) if day)


def text(words: str) -> Inline:
    """Plain words."""
    return [nodes.Text(words)]


def badge(value: str) -> nodes.Node:
    """A relation or a maturity level, set apart."""
    return nodes.inline("", label(value), classes=["conf-badge", f"conf-{value}"])


def address(url: str) -> Inline:
    """A link to another site, shown as host and path, or as the host alone where that is long; or the word for none."""
    if url == "none":
        return text(label("none"))
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    whole = host + parts.path.rstrip("/")
    return [nodes.reference("", whole if len(whole) <= 48 and not parts.query else host, refuri=url, internal=False)]


def card(
    kind: str, rows: list[Row], unconfirmed: Sequence[str], unknown: Sequence[str], cited: Sequence[nodes.Node]
) -> nodes.Node:
    """A card of named rows, in which each unconfirmed field is marked and the unknown ones are named."""
    shown = {_FIELDS.get(name, name) for name, _ in rows}
    for name, values in rows:
        if _FIELDS.get(name, name) in unconfirmed:
            space, doubt = aside(label("unconfirmed"))
            values[-1] += [nodes.Text(space), nodes.inline("", doubt, classes=["conf-unconfirmed"])]
    not_shown = [name for name in unconfirmed if name not in shown]
    gaps: list[Row] = [
        (name, [text(listed(map(label, fields)))])
        for name, fields in (("unconfirmed", not_shown), ("unknown", unknown))
        if fields
    ]
    fields = nodes.field_list()
    for name, values in rows + gaps:
        body = nodes.paragraph("", "", *values[0]) if len(values) == 1 else bullets(values)
        classes = [f"conf-row-{name}", *(["no-search"] if name == "related" else [])]
        fields += nodes.field("", nodes.field_name("", heading(name)), nodes.field_body("", body), classes=classes)
    return nodes.container("", fields, *cited, classes=["conf-card", f"conf-{kind}-card"])


def citation(forms: Iterable[tuple[str, str]]) -> nodes.Node:
    """A box of texts to copy, closed at first; in HTML only, and as one node, since every page of a record has it."""
    items = "".join(
        f"<dt>{escape(name)}</dt>\n<dd><pre><code>{escape(words)}</code></pre></dd>\n" for name, words in forms
    )
    html = f'<details class="conf-cite">\n<summary>{escape(label("cite"))}</summary>\n<dl>\n{items}</dl>\n</details>'
    return nodes.raw("", html, format="html", classes=["no-search"])


def nothing(value: str) -> nodes.Node:
    """The words that stand in place of an empty list."""
    return nodes.paragraph("", label(value), classes=["no-search"])


def compact_cards(cards: Sequence[tuple[nodes.Node, list[str]]]) -> list[nodes.Node]:
    """Small cards, each a title and a line of words."""
    items = [
        nodes.list_item(
            "",
            nodes.paragraph("", "", nodes.strong("", "", title)),
            *([nodes.paragraph("", " · ".join(words))] if words else []),
        )
        for title, words in cards
    ]
    return [nodes.bullet_list("", *items, classes=["conf-cards", "no-search"])] if items else []


def bullets(items: Sequence[Inline], *classes: str) -> nodes.bullet_list:
    """A plain list."""
    made = [nodes.list_item("", nodes.paragraph("", "", *item)) for item in items]
    return nodes.bullet_list("", *made, classes=list(classes))


def definitions(items: Sequence[tuple[nodes.term, Sequence[nodes.Node]]], *classes: str) -> nodes.definition_list:
    """Terms, and what stands below each."""
    made = [nodes.definition_list_item("", term, nodes.definition("", *body)) for term, body in items]
    return nodes.definition_list("", *made, classes=list(classes))


def table(columns: Sequence[str], rows: Sequence[Sequence[list[Inline]]], *classes: str) -> nodes.Node:
    """A table with one heading row; a cell of several values is a list."""
    group = nodes.tgroup("", cols=len(columns))
    group += [nodes.colspec(colwidth=_WIDTHS.get(name, _WIDTH)) for name in columns]
    group += nodes.thead("", nodes.row("", *(nodes.entry("", nodes.paragraph("", heading(name))) for name in columns)))
    group += nodes.tbody("", *(nodes.row("", *map(_cell, row)) for row in rows))
    return nodes.table("", group, classes=["conf-table", "colwidths-auto", "no-search", *classes])


def _cell(values: list[Inline]) -> nodes.entry:
    if len(values) > 1:
        return nodes.entry("", bullets(values))
    return nodes.entry("", *(nodes.paragraph("", "", *value) for value in values))

"""The building blocks of components: links, dates, badges, cards, lists and tables of ordinary nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.locale import get_translation

from ..citations import Work
from ..fields import Choice, declared
from ..graph import Link
from ..records import Record, Url, field_label, unknown_fields
from ..words import aside, capitalised, day_in_words, listed, period

_ = get_translation("confreport")

Inline = list[nodes.Node]
Item = tuple[nodes.term, Sequence[nodes.Node]]


class Row(NamedTuple):
    """A row of a card.

    :param name: its name in style sheets
    :param field: the field of the record that it shows, or a part of it
    """

    name: str
    words: str
    values: list[Inline]
    field: str


class Column(NamedTuple):
    """A column of a table.

    :param width: in characters, for builders that cannot measure its text
    """

    words: str
    width: int = 14


class Place(NamedTuple):
    """The page for which nodes are made: the language of its fixed words, and the ways to link from it and to it.

    :param drawn: whether the output has drawings; a book has not
    :param refer: makes the link to a record of its type, name and text; without a text it shows the title
    :param cite: makes the box from which this page can be cited, where the output is one that can be
    :param anchors: those that the page has given so far
    """

    docname: str
    language: str
    drawn: bool
    refer: Callable[[str, str, str], nodes.Node]
    cite: Callable[[Work], list[nodes.Node]]
    anchors: set[str]

    def claim(self, anchor: str) -> list[str]:
        """The ids of a node with this anchor: none where the page has it already."""
        ids = [] if anchor in self.anchors else [anchor]
        self.anchors.add(anchor)
        return ids

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
    return [nodes.Text(str(words))]


def badge(choice: Choice) -> nodes.Node:
    """A relation or a maturity level, set apart."""
    return nodes.inline("", str(choice.label), classes=["conf-badge", f"conf-{choice}"])


def address(url: str) -> Inline:
    """A link to another site, shown as host and path, or as the host alone where that is long; or the word for none."""
    if url == "none":
        return text(_("None"))
    parts = urlsplit(url.replace("\\", "/"))  # for browsers, the host ends at a backslash
    host = (parts.hostname or "").removeprefix("www.")
    whole = host + parts.path.rstrip("/")
    return [nodes.reference("", whole if len(whole) <= 48 and not parts.query else host, refuri=url, internal=False)]


def or_none(words: str) -> str:
    """A text as it was written; ``none`` in the words of the page."""
    return str(_("None")) if words == "none" else words


def record_rows(place: Place, record: Record, own: dict[str, list[Row]]) -> Iterator[Row]:
    """A row for each field of a record that has a value, in the order in which they are declared.

    :param own: for some fields the rows that show them, if any, in place of the one that follows from the type
    """
    for field in declared(type(record)):
        if field.name in own:
            yield from own[field.name]
        elif field.row and (value := getattr(record, field.attribute)) not in (None, ()):
            yield Row(field.name, field.label, _values(place, field.type, value), field.name)


def _values(place: Place, type: Any, value: object) -> list[Inline]:
    if type == Url:
        return [address(str(value))]
    if isinstance(value, date):
        return [text(place.days(value))]
    if isinstance(value, Choice):
        return [text(capitalised(value.label))]
    if isinstance(value, tuple):
        return [text(listed(value))]
    return [text(or_none(str(value)))]


def card(kind: str, record: Record, rows: Iterable[Row], cited: Sequence[nodes.Node]) -> nodes.Node:
    """A card of named rows, in which each unconfirmed field is marked and the unknown ones are named."""
    rows = list(rows)
    for row in rows:
        if row.field in record.unconfirmed:
            space, doubt = aside(_("unconfirmed"))
            row.values[-1].extend([nodes.Text(space), nodes.inline("", doubt, classes=["conf-unconfirmed"])])
    not_shown = set(record.unconfirmed) - {row.field for row in rows}
    gaps = [
        Row(name, words, [text(listed(field_label(type(record), field) for field in fields))], "")
        for name, words, fields in (
            ("unconfirmed", _("unconfirmed"), [name for name in record.unconfirmed if name in not_shown]),
            ("unknown", _("not known"), unknown_fields(record)),
        )
        if fields
    ]
    fields = nodes.field_list()
    for row in rows + gaps:
        body = nodes.paragraph("", "", *row.values[0]) if len(row.values) == 1 else bullets(row.values)
        classes = [f"conf-row-{row.name}", *(["no-search"] if row.name == "related" else [])]
        name = nodes.field_name("", capitalised(row.words))
        fields += nodes.field("", name, nodes.field_body("", body), classes=classes)
    return nodes.container("", fields, *cited, classes=["conf-card", f"conf-{kind}-card"])


def citation(forms: Iterable[tuple[str, str]]) -> nodes.Node:
    """A box of texts to copy, closed at first; in HTML only, and as one node, since every page of a record has it."""
    items = "".join(
        f"<dt>{escape(name)}</dt>\n<dd><pre><code>{escape(words)}</code></pre></dd>\n" for name, words in forms
    )
    summary = escape(capitalised(_("Cite this")))
    html = f'<details class="conf-cite">\n<summary>{summary}</summary>\n<dl>\n{items}</dl>\n</details>'
    return nodes.raw("", html, format="html", classes=["no-search"])


def nothing(words: str) -> nodes.Node:
    """The words that stand in place of an empty list."""
    return nodes.paragraph("", str(words), classes=["no-search"])


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


def definitions(items: Sequence[Item], *classes: str) -> nodes.definition_list:
    """Terms, and what stands below each."""
    made = [nodes.definition_list_item("", term, nodes.definition("", *body)) for term, body in items]
    return nodes.definition_list("", *made, classes=list(classes))


def table(columns: Sequence[Column], rows: Sequence[Sequence[list[Inline]]], *classes: str) -> nodes.table:
    """A table with one heading row; a cell of several values is a list."""
    group = nodes.tgroup("", cols=len(columns))
    group += [nodes.colspec(colwidth=column.width) for column in columns]
    heads = (nodes.entry("", nodes.paragraph("", capitalised(column.words))) for column in columns)
    group += nodes.thead("", nodes.row("", *heads))
    group += nodes.tbody("", *(nodes.row("", *map(_cell, row)) for row in rows))
    return nodes.table("", group, classes=["conf-table", "colwidths-auto", "no-search", *classes])


def _cell(values: list[Inline]) -> nodes.entry:
    if len(values) > 1:
        return nodes.entry("", bullets(values))
    return nodes.entry("", *(nodes.paragraph("", "", *value) for value in values))

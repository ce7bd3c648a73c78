"""The whole report at a glance: its figures, its people, and what is not known of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docutils import nodes
from sphinx.locale import get_translation

from ..facts import Entry, View
from ..graph import Graph, Link, link
from ..records import TYPES, field_label, unknown_fields
from ..words import capitalised, listed
from .base import Component, LetterDirective, ViewDirective, title, under_letter
from .nodes import Column, Item, Place, bullets, definitions, nothing, table, text

_ = get_translation("confreport")

FIGURES = {
    "session": _("sessions"),
    "track": _("tracks"),
    "project": _("projects"),
    "speaker": _("speakers"),
    "correction": _("corrections"),
}
KINDS = {"session": _("session"), "track": _("track"), "project": _("project")}


class Figure(NamedTuple):
    """How many there are of one kind of thing."""

    kind: str
    number: int


class SpeakerRow(NamedTuple):
    """A person and the sessions in which they speak.

    :param page: the docname to which references to the person lead
    """

    id: str
    page: str
    name: str
    affiliations: tuple[str, ...]
    sessions: tuple[Link, ...]


class MissingRow(NamedTuple):
    """What is unknown, and what is unconfirmed, of one record."""

    record: Link
    unknown: tuple[str, ...]
    unconfirmed: tuple[str, ...]


def report_figures(graph: Graph, view: View, entry: Entry | None) -> tuple[Figure, ...]:
    """How much there is of everything."""
    corrections = sum(len(page.corrections) for _docname, page in graph.pages_in_order())
    counts = {kind: len(entries) for kind, entries in graph.entries.items()}
    counts |= {"speaker": len(graph.people), "correction": corrections}
    return tuple(Figure(kind, counts[kind]) for kind in FIGURES)


def figure_nodes(place: Place, view: View, content: Sequence[Figure]) -> list[nodes.Node]:
    """Each number with its name."""
    items = [[nodes.Text(f"{capitalised(FIGURES[one.kind])} "), nodes.strong("", str(one.number))] for one in content]
    return [bullets(items, "conf-figures", "no-search")]


def speaker_list(graph: Graph, view: View, entry: Entry | None) -> tuple[SpeakerRow, ...]:
    """Everybody who speaks, by name."""
    return tuple(
        SpeakerRow(
            person.id, graph.people_page(person), person.name, person.affiliations, tuple(map(link, person.sessions))
        )
        for person in sorted(
            under_letter(view, graph.people.values(), lambda person: person.name),
            key=lambda person: person.name.casefold(),
        )
    )


def speaker_nodes(place: Place, view: View, content: Sequence[SpeakerRow]) -> list[nodes.Node]:
    """Everybody with employer and sessions."""
    items: list[Item] = []
    for row in content:
        known = [nodes.paragraph("", listed(row.affiliations))] if row.affiliations else []
        term = nodes.term("", row.name, ids=place.claim(f"conf-speaker-{row.id}") if row.page == place.docname else [])
        items.append((term, [*known, bullets(place.links(row.sessions), "no-search")]))
    return [definitions(items, "conf-speakers")] if items else [nothing(_("No session fits."))]


def missing_list(graph: Graph, view: View, entry: Entry | None) -> tuple[MissingRow, ...]:
    """The gaps of every record."""
    rows = [
        MissingRow(link(one), unknown_fields(one.record), one.record.unconfirmed)
        for kind in KINDS
        for one in under_letter(view, graph.entries[kind].values(), title)
        if one.record
    ]
    return tuple(row for row in rows if row.unknown or row.unconfirmed)


def missing_nodes(place: Place, view: View, content: Sequence[MissingRow]) -> list[nodes.Node]:
    """Every record with gaps as a table."""
    if not content:
        return [nothing(_("Nothing is missing."))]

    def names(row: MissingRow, fields: tuple[str, ...]) -> str:
        return listed(field_label(TYPES[row.record.kind], field) for field in fields)

    rows = [
        [
            place.links([row.record]),
            [text(capitalised(KINDS[row.record.kind]))],
            [text(names(row, row.unknown))],
            [text(names(row, row.unconfirmed))],
        ]
        for row in content
    ]
    columns = (Column(_("page"), 26), Column(_("kind")), Column(_("not known"), 20), Column(_("unconfirmed")))
    return [table(columns, rows)]


COMPONENTS = {
    "report-figures": Component(ViewDirective, report_figures, figure_nodes),
    "speaker-list": Component(LetterDirective, speaker_list, speaker_nodes),
    "missing-list": Component(LetterDirective, missing_list, missing_nodes),
}

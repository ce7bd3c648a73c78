"""Sessions: a page's own card, compact cards, and lists in four forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from ..citations import Work
from ..facts import Entry, View
from ..graph import Graph, Link, link
from ..records import INITIALS, Format, Relation, Session, Speaker, Track, field_label
from ..words import aside, listed, named
from .base import CardDirective, Component, ViewDirective, limited, named_records, one_of, title, under_letter
from .nodes import (
    Column,
    Inline,
    Place,
    Row,
    badge,
    bullets,
    card,
    compact_cards,
    nothing,
    record_rows,
    table,
    text,
)

_ = get_translation("confreport")


class SessionCard(NamedTuple):
    """All that a session's own card shows."""

    session: Link
    record: Session
    track: Link | None
    event: str | None
    speakers: tuple[Speaker, ...]
    projects: tuple[tuple[Relation, tuple[Link, ...]], ...]
    related: tuple[Link, ...]


class SessionRow(NamedTuple):
    """A session in a list."""

    session: Link
    track: Link | None
    format: Format | None
    date: date | None
    speakers: tuple[str, ...]


class ExploreRow(NamedTuple):
    """A session with all that one can look for it by."""

    row: SessionRow
    speakers: tuple[Link, ...]
    projects: tuple[tuple[Link, Relation], ...]


class SessionList(ViewDirective):
    """``session-list``: the sessions that fit all options."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "track": directives.unchanged_required,
        "project": directives.unchanged_required,
        "relation": one_of(*Relation),
        "speaker": directives.unchanged_required,
        "format": one_of(*Format),
        "initial": one_of(*INITIALS),
        "sort": one_of("toctree", "date", "title"),
        "limit": directives.nonnegative_int,
        "as": one_of("cards", "table", "list", "explore"),
    }


def session_card(graph: Graph, view: View, entry: Entry | None) -> tuple[SessionCard | SessionRow, ...]:
    """The page's own card, or compact cards of the sessions that are named."""
    if view.arguments:
        return tuple(_row(graph, one) for one in named_records(graph, "session", view))
    if entry is None or not isinstance(entry.record, Session):
        return ()
    by_relation: dict[Relation, list[Link]] = {}
    for id, relation in graph.projects_of.get(entry.id, {}).items():
        by_relation.setdefault(relation, []).append(link(graph.entries["project"][id]))
    track = graph.track_of(entry)
    card = SessionCard(
        link(entry),
        entry.record,
        link(track) if track else None,
        track.record.event if track and isinstance(track.record, Track) else None,
        entry.record.speakers or (),
        tuple((relation, tuple(links)) for relation, links in by_relation.items()),
        tuple(link(other) for other in graph.related(entry.id)),
    )
    return (card,)


def _row(graph: Graph, entry: Entry) -> SessionRow:
    if not isinstance(entry.record, Session):
        return SessionRow(link(entry), None, None, None, ())
    track = graph.track_of(entry)
    speakers = tuple(speaker.name for speaker in entry.record.speakers or ())
    return SessionRow(link(entry), link(track) if track else None, entry.record.format, entry.record.date, speakers)


def session_list(graph: Graph, view: View, entry: Entry | None) -> tuple[SessionRow | ExploreRow, ...]:
    """The sessions that fit every option, sorted and cut."""
    chosen = list(graph.entries["session"].values())
    if track := view.option("track"):
        chosen = graph.sessions_of_track.get(graph.find("track", str(track)) or "", [])
    project, relation = view.option("project"), view.option("relation")
    if project or relation:
        id = graph.find("project", str(project)) if project else None
        chosen = [
            one
            for one in chosen
            if any(
                (not project or what == id) and (not relation or how == relation)
                for what, how in graph.projects_of.get(one.id, {}).items()
            )
        ]
    if speaker := view.option("speaker"):
        person = graph.people.get(graph.find("speaker", str(speaker)) or "")
        chosen = [one for one in chosen if person and one in person.sessions]
    if form := view.option("format"):
        chosen = [one for one in chosen if isinstance(one.record, Session) and one.record.format == form]
    rows = [_row(graph, one) for one in under_letter(view, chosen, title)]
    match view.option("sort"):
        case "date":
            rows.sort(key=lambda row: row.date or date.max)
        case "title":
            rows.sort(key=lambda row: row.session.title.casefold())
    rows = limited(view, rows)
    return tuple(_explore_row(graph, row) for row in rows) if view.option("as") == "explore" else tuple(rows)


def _explore_row(graph: Graph, row: SessionRow) -> ExploreRow:
    record = graph.entries["session"][row.session.id].record
    people = record.speakers if isinstance(record, Session) else None
    return ExploreRow(
        row,
        tuple(Link("speaker", speaker.key, speaker.name) for speaker in people or ()),
        tuple(
            (link(graph.entries["project"][id]), relation)
            for id, relation in graph.projects_of.get(row.session.id, {}).items()
        ),
    )


def card_nodes(place: Place, view: View, content: Sequence[SessionCard | SessionRow]) -> list[nodes.Node]:
    """The page's own card, or compact ones."""
    if len(content) == 1 and isinstance(content[0], SessionCard):
        return [_own_card(place, content[0])]
    return compact_cards([_compact(place, row) for row in content if isinstance(row, SessionRow)])


def _own_card(place: Place, content: SessionCard) -> nodes.Node:
    record = content.record
    track = [Row("track", _("track"), place.links([content.track]), "track")] if content.track else []
    event = [Row("event", _("event"), [text(content.event)], "")] if content.event else []
    days = [Row("date", _("date"), [text(place.days(record.date, record.until))], "date")] if record.date else []
    people = [_person(place, speaker) for speaker in content.speakers]
    projects = [Row(relation, relation.label, place.links(links), "projects") for relation, links in content.projects]
    related = [Row("related", _("related sessions"), place.links(content.related), "")] if content.related else []
    own = {
        "track": [*track, *event],
        "date": days,
        "speakers": [Row("speakers", _("speakers"), people, "speakers")] if people else [],
        "projects": [*projects, *related],
    }
    work = Work(
        *content.session,
        authors=tuple(speaker.name for speaker in content.speakers),
        published=content.event or "",
        day=record.date,
        note=_doubts(record, "title", "speakers", "date"),
    )
    return card("session", record, record_rows(place, record, own), place.cite(work))


def _person(place: Place, speaker: Speaker) -> Inline:
    employer = text("".join(aside(speaker.affiliation))) if speaker.affiliation not in (None, "none") else []
    return [place.refer("speaker", speaker.key, speaker.name), *employer]


def _doubts(record: Session, *cited: str) -> str:
    """What of a citation is unconfirmed, in words."""
    doubtful = [field_label(Session, name) for name in cited if name in record.unconfirmed]
    return named(_("unconfirmed"), listed(doubtful)) if doubtful else ""


def _compact(place: Place, row: SessionRow) -> tuple[nodes.Node, list[str]]:
    words = [str(row.format.label)] if row.format else []
    words += [place.days(row.date)] if row.date else []
    words += [listed(row.speakers)] if row.speakers else []
    return place.link(row.session), words


def list_nodes(place: Place, view: View, content: Sequence[SessionRow | ExploreRow]) -> list[nodes.Node]:
    """The sessions as cards, as a table, as a list, or with all that one can look for them by."""
    if not content:
        return [nothing(_("No session fits."))]
    rows = [row for row in content if isinstance(row, SessionRow)]
    session, track = Column(_("session"), 32), Column(_("track"), 20)
    speakers, day = Column(_("speakers"), 20), Column(_("date"))
    match view.option("as"):
        case "explore":
            columns = (session, track, Column(_("format")), day, speakers, Column(_("projects"), 26))
            full = [_explore_cells(place, row) for row in content if isinstance(row, ExploreRow)]
            return [table(columns, full, "conf-explore")]
        case "table":
            return [table((session, track, speakers, day), [_cells(place, row) for row in rows])]
        case "list":
            return [bullets(place.links([row.session for row in rows]), "conf-list", "no-search")]
    return compact_cards([_compact(place, row) for row in rows])


def _cells(place: Place, row: SessionRow) -> list[list[Inline]]:
    return [
        place.links([row.session]),
        place.links([row.track] if row.track else []),
        [text(listed(row.speakers))],
        [text(place.days(row.date))] if row.date else [],
    ]


def _explore_cells(place: Place, content: ExploreRow) -> list[list[Inline]]:
    row = content.row
    return [
        place.links([row.session]),
        place.links([row.track] if row.track else []),
        [[nodes.inline("", str(row.format.label), classes=["conf-format", f"conf-{row.format}"])]]
        if row.format
        else [],
        [text(place.days(row.date))] if row.date else [],
        place.links(content.speakers),
        [[place.link(project), nodes.Text(" "), badge(relation)] for project, relation in content.projects],
    ]


COMPONENTS = {
    "session-card": Component(CardDirective, session_card, card_nodes, home="session"),
    "session-list": Component(SessionList, session_list, list_nodes),
}

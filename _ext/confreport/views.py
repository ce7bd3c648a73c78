"""What a page shows beyond its own prose: plain content, resolved from the graph, one function per directive.

A page is rewritten exactly when this content has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple, TypeVar

from .facts import REFERENCES, Entry, Page, Span, Spans, View, Voice
from .graph import Graph
from .records import FOLDERS, Project, Session, Speaker, Track, initial, unknown_fields

T = TypeVar("T")

QUOTES_LIMIT = 500


class Link(NamedTuple):
    """A record or correction to link to."""

    kind: str
    id: str
    title: str


class SessionCard(NamedTuple):
    """All that a session's own card shows."""

    session: Link
    record: Session
    track: Link | None
    event: str | None
    speakers: tuple[Speaker, ...]
    projects: tuple[tuple[str, tuple[Link, ...]], ...]
    related: tuple[Link, ...]
    unknown: tuple[str, ...]


class SessionRow(NamedTuple):
    """A session in a list."""

    session: Link
    track: Link | None
    format: str | None
    date: date | None
    speakers: tuple[str, ...]


class ExploreRow(NamedTuple):
    """A session with all that one can look for it by."""

    row: SessionRow
    speakers: tuple[Link, ...]
    projects: tuple[tuple[Link, str], ...]


class Edge(NamedTuple):
    """A line of a map."""

    session: Link
    project: Link
    relation: str


class ProjectCard(NamedTuple):
    """All that a project's own card shows."""

    project: Link
    record: Project
    part_of: Link | None
    unknown: tuple[str, ...]


class ProjectRow(NamedTuple):
    """A project in a list."""

    project: Link
    kind: str | None
    then: str | None
    now: str | None
    sessions: int


class Figure(NamedTuple):
    """How many there are of one kind of thing."""

    name: str
    number: int


class Quote(NamedTuple):
    """A session or track that mentions a project, in its own words."""

    source: Link
    sentence: Spans
    voice: Voice


class QuoteGroup(NamedTuple):
    """What is said of a project by those who relate to it in one way."""

    relation: str
    quotes: tuple[Quote, ...]


class More(NamedTuple):
    """How many are left out."""

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


class CorrectionRow(NamedTuple):
    """A correction and where it stands."""

    place: Link
    report: Spans
    evidence: tuple[Spans, ...]
    source: Spans


class MissingRow(NamedTuple):
    """What is unknown, and what is unconfirmed, of one record."""

    record: Link
    unknown: tuple[str, ...]
    unconfirmed: tuple[str, ...]


def link(entry: Entry) -> Link:
    """The link to a record's page."""
    return Link(entry.kind, entry.id, entry.title)


def linked(graph: Graph, said: Spans) -> Spans:
    """The same text; what looks like a link to a record but leads nowhere is plain text."""
    return tuple(
        Span("text", span.text or span.target, "", span.language)
        if span.kind in REFERENCES and not graph.target(span.kind, span.target)
        else span
        for span in said
    )


def track_of(graph: Graph, entry: Entry) -> Link | None:
    """The track that a session's record names, if there is such a track."""
    name = entry.record.track if isinstance(entry.record, Session) else None
    id = graph.find("track", name) if name else None
    return link(graph.entries["track"][id]) if id else None


def session_card(graph: Graph, view: View, entry: Entry | None) -> tuple[SessionCard | SessionRow, ...]:
    """The page's own card, or compact cards of the sessions that are named."""
    if view.arguments:
        ids = [id for name in view.arguments if (id := graph.find("session", name))]
        return tuple(session_row(graph, graph.entries["session"][id]) for id in ids)
    if entry is None or not isinstance(entry.record, Session):
        return ()
    by_relation: dict[str, list[Link]] = {}
    for id, relation in graph.projects_of.get(entry.id, {}).items():
        by_relation.setdefault(relation, []).append(link(graph.entries["project"][id]))
    track = track_of(graph, entry)
    held = graph.entries["track"][track.id].record if track else None
    card = SessionCard(
        link(entry),
        entry.record,
        track,
        held.event if isinstance(held, Track) else None,
        entry.record.speakers or (),
        tuple((relation, tuple(links)) for relation, links in by_relation.items()),
        tuple(link(other) for other in graph.related(entry.id)),
        unknown_fields(entry.record),
    )
    return (card,)


def session_row(graph: Graph, entry: Entry) -> SessionRow:
    """A session as a list shows it."""
    if not isinstance(entry.record, Session):
        return SessionRow(link(entry), None, None, None, ())
    speakers = tuple(speaker.name for speaker in entry.record.speakers or ())
    return SessionRow(link(entry), track_of(graph, entry), entry.record.format, entry.record.date, speakers)


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
    rows = [session_row(graph, one) for one in _under_letter(view, chosen, _title)]
    match view.option("sort"):
        case "date":
            rows.sort(key=lambda row: row.date or date.max)
        case "title":
            rows.sort(key=lambda row: row.session.title.casefold())
    limit = view.option("limit")
    rows = rows[: int(limit)] if limit is not None else rows
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


def session_map(graph: Graph, view: View, entry: Entry | None) -> tuple[Edge, ...]:
    """Which session names which project: of this page's track or project; else the projects that sessions share."""
    if entry and entry.kind == "track":
        sessions = graph.sessions_of_track.get(entry.id, [])
    elif entry and entry.kind == "project":
        naming = sorted(graph.sessions_of_project.get(entry.id, ()), key=graph.place)
        sessions = [graph.entries["session"][id] for id in naming]
    else:
        sessions = list(graph.entries["session"].values())
    edges = [
        Edge(link(session), link(graph.entries["project"][id]), relation)
        for session in sessions
        for id, relation in graph.projects_of.get(session.id, {}).items()
    ]
    if entry and entry.kind == "project":
        return tuple(edge for edge in edges if edge.project.id == entry.id)
    if entry and entry.kind == "track":
        return tuple(edges)
    count = Counter(edge.project.id for edge in edges)
    return tuple(edge for edge in edges if count[edge.project.id] > 1)


def project_card(graph: Graph, view: View, entry: Entry | None) -> tuple[ProjectCard | ProjectRow, ...]:
    """The page's own card, or compact cards of the projects that are named."""
    if view.arguments:
        ids = [id for name in view.arguments if (id := graph.find("project", name))]
        return tuple(project_row(graph, graph.entries["project"][id]) for id in ids)
    if entry is None or not isinstance(entry.record, Project):
        return ()
    maturity = entry.record.maturity
    parent = graph.find("project", maturity.part_of) if maturity and maturity.part_of else None
    part_of = link(graph.entries["project"][parent]) if parent else None
    return (ProjectCard(link(entry), entry.record, part_of, unknown_fields(entry.record)),)


def project_row(graph: Graph, entry: Entry) -> ProjectRow:
    """A project as a list shows it."""
    count = len(graph.sessions_of_project.get(entry.id, ()))
    if not isinstance(entry.record, Project):
        return ProjectRow(link(entry), None, None, None, count)
    maturity = entry.record.maturity
    then, now = (maturity.then, maturity.now) if maturity else (None, None)
    return ProjectRow(link(entry), entry.record.kind, then, now, count)


def project_list(graph: Graph, view: View, entry: Entry | None) -> tuple[ProjectRow, ...]:
    """The projects by title, or those of the most sessions first."""
    rows = [project_row(graph, one) for one in _under_letter(view, graph.entries["project"].values(), _title)]
    rows.sort(key=lambda row: row.project.title.casefold())
    if view.option("sort") == "sessions":
        rows.sort(key=lambda row: -row.sessions)
    limit = view.option("limit")
    return tuple(rows[: int(limit)] if limit is not None else rows)


def report_figures(graph: Graph, view: View, entry: Entry | None) -> tuple[Figure, ...]:
    """How much there is of everything."""
    corrections = sum(len(page.corrections) for _, page in graph.pages_in_order())
    return (
        Figure("sessions", len(graph.entries["session"])),
        Figure("tracks", len(graph.entries["track"])),
        Figure("projects", len(graph.entries["project"])),
        Figure("speakers", len(graph.people)),
        Figure("corrections", corrections),
    )


def mentioned_by(graph: Graph, view: View, entry: Entry | None) -> tuple[QuoteGroup | More, ...]:
    """Who mentions this page's project, by relation; of very many, the first, and how many more there are."""
    mentions = graph.mentioned.get(entry.id, []) if entry and entry.kind == "project" else []
    groups: dict[str, list[Quote]] = {}
    for one in mentions[:QUOTES_LIMIT]:
        quote = Quote(link(one.source), linked(graph, one.sentence), one.voice)
        groups.setdefault(one.relation, []).append(quote)
    shown = tuple(QuoteGroup(relation, tuple(quotes)) for relation, quotes in groups.items())
    return (*shown, More(len(mentions) - QUOTES_LIMIT)) if len(mentions) > QUOTES_LIMIT else shown


def speaker_list(graph: Graph, view: View, entry: Entry | None) -> tuple[SpeakerRow, ...]:
    """Everybody who speaks, by name."""
    return tuple(
        SpeakerRow(
            person.id, graph.people_page(person), person.name, person.affiliations, tuple(map(link, person.sessions))
        )
        for person in sorted(
            _under_letter(view, graph.people.values(), lambda person: person.name),
            key=lambda person: person.name.casefold(),
        )
    )


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


def missing_list(graph: Graph, view: View, entry: Entry | None) -> tuple[MissingRow, ...]:
    """The gaps of every record."""
    rows = [
        MissingRow(link(one), unknown_fields(one.record), one.record.unconfirmed)
        for kind in ("session", "track", "project")
        for one in _under_letter(view, graph.entries[kind].values(), _title)
        if one.record
    ]
    return tuple(row for row in rows if row.unknown or row.unconfirmed)


CONTENT: dict[str, Callable[[Graph, View, Entry | None], tuple[object, ...]]] = {
    "session-card": session_card,
    "session-list": session_list,
    "session-map": session_map,
    "project-card": project_card,
    "project-list": project_list,
    "report-figures": report_figures,
    "mentioned-by": mentioned_by,
    "speaker-list": speaker_list,
    "correction-list": correction_list,
    "missing-list": missing_list,
}


def content(graph: Graph, view: View, entry: Entry | None) -> tuple[object, ...]:
    """What a directive shows on the page of *entry*."""
    return CONTENT[view.name](graph, view, entry)


def _under_letter(view: View, found: Iterable[T], name: Callable[[T], str]) -> Iterable[T]:
    """Those that the option ``initial`` leaves."""
    letter = view.option("initial")
    return found if letter is None else [one for one in found if initial(name(one)) == letter]


def _title(entry: Entry) -> str:
    return entry.title


def misplaced(view: View, docname: str) -> str | None:
    """The type of the pages on which alone a directive shows something, where it stands on another page."""
    kind = {"session-card": "session", "project-card": "project", "mentioned-by": "project"}.get(view.name)
    here = FOLDERS.get(docname.rpartition("/")[0])
    return kind if kind and not view.arguments and here != kind else None


def asked_for(view: View) -> list[tuple[str, str]]:
    """The (type, name) of every record that a directive names."""
    named = [(view.name.partition("-")[0], name) for name in view.arguments]
    return named + [(kind, str(name)) for kind, name in view.options if kind in ("track", "project", "speaker")]


def shown(graph: Graph, page: Page) -> tuple[object, ...]:
    """All that a page takes from other pages: the content of its views, and where every link leads."""
    contents = tuple(content(graph, view, page.entry) for view in page.views)
    named = {(mention.kind, mention.name) for mention in page.mentions}
    _note_links(contents, named)
    return contents, [
        graph.described_target(kind, name)
        for given, name in sorted(named)
        for kind in (graph.kinds_of(name) if given == "any" else [given])
    ]


def _note_links(value: tuple[object, ...], named: set[tuple[str, str]]) -> None:
    """Add the (type, name) of every link in the content of a view."""
    if isinstance(value, Link):
        named.add((value.kind, value.id))
    elif isinstance(value, Span):
        if value.kind in REFERENCES:
            named.add((value.kind, value.target))
    else:
        for part in value:
            if isinstance(part, tuple):
                _note_links(part, named)
            elif isinstance(part, Speaker):
                named.add(("speaker", part.key))

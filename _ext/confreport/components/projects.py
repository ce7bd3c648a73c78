"""Projects: a page's own card, compact cards, lists, and the sessions that mention one, in their own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from ..citations import Work
from ..facts import Entry, Spans, View, Voice
from ..fields import declared
from ..graph import Graph, Link, link
from ..prose import to_nodes
from ..records import INITIALS, Category, Kind, Level, Maturity, Project, Relation
from ..words import aside, capitalised, named
from .base import (
    CardDirective,
    Component,
    ViewDirective,
    limited,
    linked,
    named_records,
    one_of,
    title,
    under_letter,
)
from .nodes import (
    Column,
    Item,
    Place,
    Row,
    badge,
    card,
    compact_cards,
    definitions,
    nothing,
    or_none,
    record_rows,
    table,
    text,
)

_ = get_translation("confreport")

QUOTES_LIMIT = 500


class ProjectCard(NamedTuple):
    """All that a project's own card shows."""

    project: Link
    record: Project
    part_of: Link | None


class ProjectRow(NamedTuple):
    """A project in a list."""

    project: Link
    kind: Kind | None
    then: Level | None
    now: Level | None
    sessions: int


class Quote(NamedTuple):
    """A session or track that mentions a project, in its own words."""

    source: Link
    sentence: Spans
    voice: Voice


class QuoteGroup(NamedTuple):
    """What is said of a project by those who relate to it in one way."""

    relation: Relation
    quotes: tuple[Quote, ...]


class More(NamedTuple):
    """How many are left out."""

    number: int


class ProjectList(ViewDirective):
    """``project-list``: all projects, or the first of them."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "initial": one_of(*INITIALS),
        "sort": one_of("title", "sessions"),
        "limit": directives.nonnegative_int,
        "as": one_of("table", "cards"),
    }


def project_card(graph: Graph, view: View, entry: Entry | None) -> tuple[ProjectCard | ProjectRow, ...]:
    """The page's own card, or compact cards of the projects that are named."""
    if view.arguments:
        return tuple(_row(graph, one) for one in named_records(graph, "project", view))
    if entry is None or not isinstance(entry.record, Project):
        return ()
    maturity = entry.record.maturity
    parent = graph.find("project", maturity.part_of) if maturity and maturity.part_of else None
    return (ProjectCard(link(entry), entry.record, link(graph.entries["project"][parent]) if parent else None),)


def _row(graph: Graph, entry: Entry) -> ProjectRow:
    count = len(graph.sessions_of_project.get(entry.id, ()))
    if not isinstance(entry.record, Project):
        return ProjectRow(link(entry), None, None, None, count)
    maturity = entry.record.maturity
    then, now = (maturity.then, maturity.now) if maturity else (None, None)
    return ProjectRow(link(entry), entry.record.kind, then, now, count)


def project_list(graph: Graph, view: View, entry: Entry | None) -> tuple[ProjectRow, ...]:
    """The projects by title, or those of the most sessions first."""
    rows = [_row(graph, one) for one in under_letter(view, graph.entries["project"].values(), title)]
    rows.sort(key=lambda row: row.project.title.casefold())
    if view.option("sort") == "sessions":
        rows.sort(key=lambda row: -row.sessions)
    return tuple(limited(view, rows))


def mentioned_by(graph: Graph, view: View, entry: Entry | None) -> tuple[QuoteGroup | More, ...]:
    """Who mentions this page's project, by relation; of very many, the first, and how many more there are."""
    mentions = graph.mentioned.get(entry.id, []) if entry and entry.kind == "project" else []
    groups: dict[Relation, list[Quote]] = {}
    for one in mentions[:QUOTES_LIMIT]:
        quote = Quote(link(one.source), linked(graph, one.sentence), one.voice)
        groups.setdefault(one.relation, []).append(quote)
    found = tuple(QuoteGroup(relation, tuple(quotes)) for relation, quotes in groups.items())
    return (*found, More(len(mentions) - QUOTES_LIMIT)) if len(mentions) > QUOTES_LIMIT else found


def card_nodes(place: Place, view: View, content: Sequence[ProjectCard | ProjectRow]) -> list[nodes.Node]:
    """The page's own card, or compact ones."""
    if len(content) == 1 and isinstance(content[0], ProjectCard):
        return [_own_card(place, content[0])]
    return compact_cards([_compact(place, row) for row in content if isinstance(row, ProjectRow)])


def _own_card(place: Place, content: ProjectCard) -> nodes.Node:
    record = content.record
    own = {
        "maturity": _maturity(place, record.maturity, content.part_of) if record.maturity else [],
        "category": _category(record.category) if record.category else [],
    }
    return card("project", record, record_rows(place, record, own), place.cite(Work(*content.project)))


def _maturity(place: Place, maturity: Maturity, part_of: Link | None) -> list[Row]:
    as_of = text("".join(aside(place.days(maturity.as_of)))) if maturity.as_of else []
    values = {"then": [[badge(maturity.then)]], "now": [[badge(maturity.now), *as_of]]}
    if part_of:
        values["part-of"] = place.links([part_of])
    for name in ("accepted", "incubating", "graduated", "archived"):
        if day := getattr(maturity, name):
            values[name] = [text(place.days(day))]
    labels = {field.name: field.label for field in declared(Maturity)}
    return [Row(name, labels[name], value, "maturity") for name, value in values.items()]


def _category(category: Category) -> list[Row]:
    if (category.then, category.now) == ("none", "none"):
        return []
    then, now = or_none(category.then), or_none(category.now)
    words = [now] if then == now else [named(_("at the event"), then), named(_("now"), now)]
    return [Row("category", _("landscape category"), [text(one) for one in words], "category")]


def _compact(place: Place, row: ProjectRow) -> tuple[nodes.Node, list[str]]:
    words = [capitalised(row.kind.label)] if row.kind else []
    words += [named(_("at the event"), str(row.then.label))] if row.then else []
    words += [named(_("now"), str(row.now.label))] if row.now else []
    words += [" ".join((str(row.sessions), str(_("sessions"))))] if row.sessions > 1 else []
    return place.link(row.project), words


def list_nodes(place: Place, view: View, content: Sequence[ProjectRow]) -> list[nodes.Node]:
    """The projects as a table or as cards."""
    if view.option("as") == "cards":
        return compact_cards([_compact(place, row) for row in content])
    rows = [
        [
            place.links([row.project]),
            [text(capitalised(row.kind.label))] if row.kind else [],
            [[badge(row.then)]] if row.then else [],
            [[badge(row.now)]] if row.now else [],
            [text(str(row.sessions))],
        ]
        for row in content
    ]
    columns = (
        Column(_("project"), 26),
        Column(_("kind")),
        Column(_("at the event")),
        Column(_("now")),
        Column(_("sessions")),
    )
    return [table(columns, rows)]


def mention_nodes(place: Place, view: View, content: Sequence[QuoteGroup | More]) -> list[nodes.Node]:
    """The sessions by relation, each with its sentence."""
    if not content:
        return [nothing(_("No session mentions it."))]
    items: list[Item] = []
    rest: list[nodes.Node] = []
    for group in content:
        if isinstance(group, More):
            words = named(_("more mentions, not shown here"), str(group.number))
            rest = [nodes.paragraph("", words, classes=["no-search"])]
            continue
        quotes = nodes.bullet_list("", *(_quote(place, quote) for quote in group.quotes), classes=["conf-quotes"])
        items.append((nodes.term("", "", badge(group.relation)), [quotes]))
    return [definitions(items, "conf-mentions", "no-search"), *rest]


def _quote(place: Place, quote: Quote) -> nodes.list_item:
    words = list(to_nodes(quote.sentence, place.refer)) or text(_("Named in the session’s record only."))
    said_by = {"reporter": _("the reporter’s impression"), "evidence": _("from a correction")}
    if quote.voice in said_by:
        space, voice = aside(said_by[quote.voice])
        words += [nodes.Text(space), nodes.emphasis("", voice)]
    source = nodes.paragraph("", "", nodes.strong("", "", place.link(quote.source)))
    return nodes.list_item("", source, nodes.paragraph("", "", *words))


COMPONENTS = {
    "project-card": Component(CardDirective, project_card, card_nodes, home="project"),
    "project-list": Component(ProjectList, project_list, list_nodes),
    "mentioned-by": Component(ViewDirective, mentioned_by, mention_nodes, home="project"),
}

"""Placeholders become ordinary nodes, which every builder can write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import citations, prose
from .components.session_map import session_map
from .directives import placeholder
from .domain import conf_domain, warn, warn_unknown
from .facts import View
from .labels import aside, heading, label, listed, named
from .parts import (
    Place,
    Row,
    address,
    badge,
    bullets,
    card,
    citation,
    compact_cards,
    definitions,
    nothing,
    table,
    text,
)
from .problems import nearest
from .exports.publication import base_url
from .records import Maturity
from .views import (
    CorrectionRow,
    ExploreRow,
    Figure,
    Link,
    MissingRow,
    More,
    ProjectCard,
    ProjectRow,
    QuoteGroup,
    SessionCard,
    SessionRow,
    SpeakerRow,
    asked_for,
    content,
    misplaced,
)

Item = tuple[nodes.term, Sequence[nodes.Node]]


class RenderViews(SphinxPostTransform):
    """Replace each placeholder by finished nodes, with links that lead where they should.

    This comes after the transforms that resolve what authors wrote, since none has to walk through these nodes, and
    before those that fit the page to a builder (priority 400 and above).
    """

    default_priority = 300

    def is_supported(self) -> bool:
        """For HTML there is :class:`RenderViewsInHTML`."""
        return conf_domain(self.env).builder.format != "html"

    def run(self, **kwargs: Any) -> None:
        """Replace them all."""
        domain = conf_domain(self.env)
        for node in list(self.document.findall(placeholder)):
            view: View = node["view"]
            docname: str = node["docname"]
            for kind, name in asked_for(view):
                if domain.graph.find(kind, name) is None:
                    hint = nearest(name, domain.graph.names(kind))
                    warn("unknown-id", f"{view.name}: there is no {kind} {name!r}.{hint}", node)
            if home := misplaced(view, docname):
                warn("misplaced", f"{view.name}: without an id it belongs on the page of a {home}.", node)
            shown = content(domain.graph, view, domain.pages[docname].entry)
            if len(shown) > self.config.confreport_rows:
                text = f"{view.name}: {len(shown)} rows are too many for one page; divide them, as by :initial:."
                warn("too-long", text, node)
            drawn = domain.builder.name in ("html", "dirhtml")
            refer, cite = partial(self._refer, node), partial(self._cite, docname)
            place = Place(docname, self.config.language, drawn, refer, cite)
            node.replace_self(RENDERERS[view.name](place, view, shown))

    def _refer(self, node: placeholder, kind: str, name: str, text: str) -> nodes.Node:
        domain = conf_domain(self.env)
        words = nodes.Text(text) if text else None
        link = domain.reference(domain.builder, node["docname"], kind, name, words)
        if link is None:
            warn_unknown(domain.graph, kind, name, node)
        return link or nodes.inline("", text or name)

    def _cite(self, docname: str, work: citations.Work) -> list[nodes.Node]:
        builder = conf_domain(self.env).builder
        if builder.name not in ("html", "dirhtml"):
            return []
        base = base_url(self.config)
        url = f"{base}{builder.get_target_uri(docname)}" if base else ""
        work = work if work.published else work._replace(published=str(self.config.html_title))
        return [citation(citations.forms(work, self.config.confreport_inventory, url))]


class RenderViewsInHTML(RenderViews):
    """The same after the two transforms of priority 400 and 401, which look for blocks of code, and a view has none."""

    default_priority = 450

    def is_supported(self) -> bool:
        """For HTML alone."""
        return not super().is_supported()


def session_card(place: Place, view: View, content: Sequence[SessionCard | SessionRow]) -> list[nodes.Node]:
    """The page's own card, or compact ones."""
    if len(content) == 1 and isinstance(content[0], SessionCard):
        return [_own_session_card(place, content[0])]
    return compact_cards([_compact_session(place, row) for row in content if isinstance(row, SessionRow)])


def _own_session_card(place: Place, shown: SessionCard) -> nodes.Node:
    record = shown.record
    rows: list[Row] = []
    if shown.track:
        rows.append(("track", place.links([shown.track])))
    if shown.event:
        rows.append(("event", [text(shown.event)]))
    if record.format:
        rows.append(("format", [text(label(record.format))]))
    if record.date:
        rows.append(("date", [text(place.days(record.date, record.until))]))
    if shown.speakers:
        people = [
            [
                place.refer("speaker", speaker.key, speaker.name),
                *(text("".join(aside(speaker.affiliation))) if speaker.affiliation not in (None, "none") else []),
            ]
            for speaker in shown.speakers
        ]
        rows.append(("speakers", people))
    rows += _addresses(record, "video", "slides", "schedule")
    if record.attended:
        rows.append(("attended", [text(label(record.attended))]))
    rows += [(relation, place.links(links)) for relation, links in shown.projects]
    if shown.related:
        rows.append(("related", place.links(shown.related)))
    work = citations.Work(
        *shown.session,
        authors=tuple(speaker.name for speaker in shown.speakers),
        published=shown.event or "",
        day=record.date,
        note=_doubts(record.unconfirmed, "title", "speakers", "date"),
    )
    return card("session", rows, record.unconfirmed, shown.unknown, place.cite(work))


def _doubts(unconfirmed: Sequence[str], *cited: str) -> str:
    """What of a citation is unconfirmed, in words."""
    doubtful = [label(name) for name in cited if name in unconfirmed]
    return named("unconfirmed", listed(doubtful)) if doubtful else ""


def _addresses(record: Any, *names: str) -> list[Row]:
    return [(name, [address(url)]) for name in names if (url := getattr(record, name))]


def _compact_session(place: Place, row: SessionRow) -> tuple[nodes.Node, list[str]]:
    words = [label(row.format)] if row.format else []
    words += [place.days(row.date)] if row.date else []
    words += [listed(row.speakers)] if row.speakers else []
    return place.link(row.session), words


def session_list(place: Place, view: View, content: Sequence[SessionRow | ExploreRow]) -> list[nodes.Node]:
    """The sessions as cards, as a table, as a list, or with all that one can look for them by."""
    if not content:
        return [nothing("no-sessions")]
    rows = [row for row in content if isinstance(row, SessionRow)]
    match view.option("as"):
        case "explore":
            columns = ("session", "track", "format", "date", "speakers", "projects")
            full = [_explore_cells(place, row) for row in content if isinstance(row, ExploreRow)]
            return [table(columns, full, "conf-explore")]
        case "table":
            return [table(("session", "track", "speakers", "date"), [_session_cells(place, row) for row in rows])]
        case "list":
            return [bullets(place.links([row.session for row in rows]), "conf-list", "no-search")]
    return compact_cards([_compact_session(place, row) for row in rows])


def _session_cells(place: Place, row: SessionRow) -> list[list[list[nodes.Node]]]:
    return [
        place.links([row.session]),
        place.links([row.track] if row.track else []),
        [text(listed(row.speakers))],
        [text(place.days(row.date))] if row.date else [],
    ]


def _explore_cells(place: Place, shown: ExploreRow) -> list[list[list[nodes.Node]]]:
    row = shown.row
    return [
        place.links([row.session]),
        place.links([row.track] if row.track else []),
        [[nodes.inline("", label(row.format), classes=["conf-format", f"conf-{row.format}"])]] if row.format else [],
        [text(place.days(row.date))] if row.date else [],
        place.links(shown.speakers),
        [[place.link(project), nodes.Text(" "), badge(relation)] for project, relation in shown.projects],
    ]


def project_card(place: Place, view: View, content: Sequence[ProjectCard | ProjectRow]) -> list[nodes.Node]:
    """The page's own card, or compact ones."""
    if len(content) == 1 and isinstance(content[0], ProjectCard):
        return [_own_project_card(place, content[0])]
    return compact_cards([_compact_project(place, row) for row in content if isinstance(row, ProjectRow)])


def _own_project_card(place: Place, shown: ProjectCard) -> nodes.Node:
    record = shown.record
    rows: list[Row] = []
    if record.name:
        rows.append(("name", [text(record.name)]))
    if record.kind:
        rows.append(("kind", [text(heading(record.kind))]))
    if record.maturity:
        rows += _maturity(place, record.maturity, shown.part_of)
    rows += _addresses(record, "homepage", "repository", "docs")
    for name in ("owner", "foundation", "license"):
        if value := getattr(record, name):
            rows.append((name, [text(label("none") if value == "none" else value)]))
    if record.category and (record.category.then, record.category.now) != ("none", "none"):
        then, now = (label("none") if one == "none" else one for one in (record.category.then, record.category.now))
        words = [now] if then == now else [named("then", then), named("now", now)]
        rows.append(("category", [text(one) for one in words]))
    if record.aliases:
        rows.append(("aliases", [text(listed(record.aliases))]))
    return card("project", rows, record.unconfirmed, shown.unknown, place.cite(citations.Work(*shown.project)))


def _maturity(place: Place, maturity: Maturity, part_of: Link | None) -> list[Row]:
    as_of = text("".join(aside(place.days(maturity.as_of)))) if maturity.as_of else []
    rows: list[Row] = [("then", [[badge(maturity.then)]]), ("now", [[badge(maturity.now), *as_of]])]
    if part_of:
        rows.append(("part-of", place.links([part_of])))
    dates = ("accepted", "incubating", "graduated", "archived")
    return rows + [(name, [text(place.days(when))]) for name in dates if (when := getattr(maturity, name))]


def _compact_project(place: Place, row: ProjectRow) -> tuple[nodes.Node, list[str]]:
    words = [heading(row.kind)] if row.kind else []
    words += [named("then", label(row.then))] if row.then else []
    words += [named("now", label(row.now))] if row.now else []
    words += [f"{row.sessions} {label('sessions')}"] if row.sessions > 1 else []
    return place.link(row.project), words


def project_list(place: Place, view: View, content: Sequence[ProjectRow]) -> list[nodes.Node]:
    """The projects as a table or as cards."""
    if view.option("as") == "cards":
        return compact_cards([_compact_project(place, row) for row in content])
    rows = [
        [
            place.links([row.project]),
            [text(heading(row.kind))] if row.kind else [],
            [[badge(row.then)]] if row.then else [],
            [[badge(row.now)]] if row.now else [],
            [text(str(row.sessions))],
        ]
        for row in content
    ]
    return [table(("project", "kind", "then", "now", "sessions"), rows)]


def report_figures(place: Place, view: View, content: Sequence[Figure]) -> list[nodes.Node]:
    """Each number with its name."""
    items = [[nodes.Text(f"{heading(one.name)} "), nodes.strong("", str(one.number))] for one in content]
    return [bullets(items, "conf-figures", "no-search")]


def mentioned_by(place: Place, view: View, content: Sequence[QuoteGroup | More]) -> list[nodes.Node]:
    """The sessions by relation, each with its sentence."""
    if not content:
        return [nothing("no-mentions")]
    items: list[Item] = []
    rest: list[nodes.Node] = []
    for group in content:
        if isinstance(group, More):
            rest = [nodes.paragraph("", named("more", str(group.number)), classes=["no-search"])]
            continue
        said = nodes.bullet_list(classes=["conf-quotes"])
        for quote in group.quotes:
            words = list(prose.to_nodes(quote.sentence, place.refer)) or text(label("no-sentence"))
            if quote.voice != "talk":
                space, voice = aside(label(f"said-by-{quote.voice}"))
                words += [nodes.Text(space), nodes.emphasis("", voice)]
            title = nodes.paragraph("", "", nodes.strong("", "", place.link(quote.source)))
            said += nodes.list_item("", title, nodes.paragraph("", "", *words))
        items.append((nodes.term("", "", badge(group.relation)), [said]))
    return [definitions(items, "conf-mentions", "no-search"), *rest]


def speaker_list(place: Place, view: View, content: Sequence[SpeakerRow]) -> list[nodes.Node]:
    """Everybody with employer and sessions."""
    items: list[Item] = []
    for row in content:
        known = [nodes.paragraph("", listed(row.affiliations))] if row.affiliations else []
        term = nodes.term("", row.name, ids=[f"conf-speaker-{row.id}"] if row.page == place.docname else [])
        items.append((term, [*known, bullets(place.links(row.sessions), "no-search")]))
    return [definitions(items, "conf-speakers")] if items else [nothing("no-sessions")]


def correction_list(place: Place, view: View, content: Sequence[CorrectionRow]) -> list[nodes.Node]:
    """Every correction, with a link to where it stands."""
    if not content:
        return [nothing("no-corrections")]
    corrections = nodes.bullet_list(classes=["conf-corrections", "no-search"])
    for row in content:
        title = nodes.paragraph("", "", nodes.strong("", "", place.link(row.place)))
        parts = (("report", (row.report,)), ("evidence", row.evidence), ("source", (row.source,)))
        items: list[Item] = [
            (
                nodes.term("", label(name)),
                [nodes.paragraph("", "", *prose.to_nodes(spans, place.refer)) for spans in said],
            )
            for name, said in parts
        ]
        corrections += nodes.list_item("", title, definitions(items, "conf-correction-parts"))
    return [corrections]


def missing_list(place: Place, view: View, content: Sequence[MissingRow]) -> list[nodes.Node]:
    """Every record with gaps as a table."""
    if not content:
        return [nothing("nothing-missing")]
    rows = [
        [
            place.links([row.record]),
            [text(heading(row.record.kind))],
            [text(listed(map(label, row.unknown)))],
            [text(listed(map(label, row.unconfirmed)))],
        ]
        for row in content
    ]
    return [table(("record", "kind", "unknown", "unconfirmed"), rows)]


RENDERERS: dict[str, Callable[[Place, View, Sequence[Any]], list[nodes.Node]]] = {
    "session-card": session_card,
    "session-list": session_list,
    "session-map": lambda place, view, content: session_map(content, place.link, place.drawn),
    "project-card": project_card,
    "project-list": project_list,
    "report-figures": report_figures,
    "mentioned-by": mentioned_by,
    "speaker-list": speaker_list,
    "correction-list": correction_list,
    "missing-list": missing_list,
}

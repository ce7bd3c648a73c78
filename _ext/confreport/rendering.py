"""Placeholders become ordinary nodes, which every builder can write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import prose
from .directives import placeholder
from .domain import conf_domain, warn
from .facts import View
from .labels import heading, label
from .problems import nearest
from .records import RELATIONS, Maturity, Speaker
from .views import (
    CorrectionRow,
    Link,
    MissingRow,
    ProjectCard,
    ProjectRow,
    Quote,
    SessionCard,
    SessionRow,
    SpeakerRow,
    asked_for,
    content,
    misplaced,
)

Inline = list[nodes.Node]

Row = tuple[str, list[Inline]]

# The field behind a row of a card, where the row has another name.
_FIELDS = {
    **dict.fromkeys((*RELATIONS, "mentioned"), "projects"),
    **dict.fromkeys(("then", "now", "part-of", "accepted", "incubating", "graduated", "archived"), "maturity"),
}

# Characters for each column where a builder cannot measure its text.
_WIDTHS = {
    "session": 32,
    "project": 26,
    "record": 26,
    "track": 20,
    "speakers": 20,
    "date": 16,
    "kind": 13,
    "then": 14,
    "now": 14,
    "sessions": 8,
    "unknown": 20,
    "unconfirmed": 14,
}


class RenderViews(SphinxPostTransform):
    """Replace each placeholder before MyST (priority 9) and Sphinx (10) resolve the references in what it becomes."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace them all."""
        domain = conf_domain(self.env)
        for node in list(self.document.findall(placeholder)):
            view: View = node["view"]
            for kind, name in asked_for(view):
                if domain.graph.find(kind, name) is None:
                    hint = nearest(name, domain.graph.names(kind))
                    warn("unknown-id", f"{view.name}: there is no {kind} {name!r}.{hint}", node)
            if home := misplaced(view, node["docname"]):
                warn("misplaced", f"{view.name}: without an id it belongs on the page of a {home}.", node)
            page = domain.pages[node["docname"]]
            writer = Writer(node["docname"], self.config.language, view)
            node.replace_self(writer.render(content(domain.graph, view, page.entry)))


class Writer:
    """Makes the nodes of one view on one page."""

    def __init__(self, docname: str, language: str, view: View) -> None:
        self.docname = docname
        self.language = language
        self.view = view

    def render(self, content: Sequence[Any]) -> list[nodes.Node]:
        """The nodes for the content of this writer's view."""
        renderers: dict[str, Callable[[Sequence[Any]], list[nodes.Node]]] = {
            "session-card": self.session_card,
            "session-list": self.session_list,
            "project-card": self.project_card,
            "project-list": self.project_list,
            "mentioned-by": self.mentioned_by,
            "speaker-list": self.speaker_list,
            "correction-list": self.correction_list,
            "missing-list": self.missing_list,
        }
        return renderers[self.view.name](content)

    # the views

    def session_card(self, content: Sequence[SessionCard | SessionRow]) -> list[nodes.Node]:
        """The page's own card, or compact ones."""
        if len(content) == 1 and isinstance(content[0], SessionCard):
            return [self._own_session_card(content[0])]
        return self._compact([row for row in content if isinstance(row, SessionRow)])

    def _own_session_card(self, card: SessionCard) -> nodes.Node:
        record = card.record
        rows: list[Row] = []
        if card.track:
            rows.append(("track", [[self.link(card.track)]]))
        if card.event:
            rows.append(("event", [[nodes.Text(card.event)]]))
        if record.format:
            rows.append(("format", [[nodes.Text(label(record.format))]]))
        if record.date:
            rows.append(("date", [[nodes.Text(self.days(record.date, record.until))]]))
        if card.speakers:
            rows.append(("speakers", [self._speaker(speaker) for speaker in card.speakers]))
        rows += self._addresses(record, ("video", "slides", "schedule"))
        if record.attended:
            rows.append(("attended", [[nodes.Text(label(record.attended))]]))
        rows += [(relation, [[self.link(one)] for one in links]) for relation, links in card.projects]
        if card.related:
            rows.append(("related", [[self.link(one)] for one in card.related]))
        return self.card("session", rows, record.unconfirmed, card.unknown)

    def _speaker(self, speaker: Speaker) -> Inline:
        known = speaker.affiliation not in (None, "none")
        employer = f" ({speaker.affiliation})" if known else ""
        return [prose.link("speaker", speaker.key, speaker.name, self.docname), nodes.Text(employer)]

    def session_list(self, content: Sequence[SessionRow]) -> list[nodes.Node]:
        """The sessions as cards, as a table or as a list."""
        if not content:
            return [nodes.paragraph("", label("no-sessions"))]
        match self.view.option("as"):
            case "table":
                columns = ("session", "track", "speakers", "date")
                return [self.table(columns, [self._session_cells(row) for row in content])]
            case "list":
                return [self.bullets([[self.link(row.session)] for row in content], "conf-list")]
        return self._compact(content)

    def _session_cells(self, row: SessionRow) -> list[Inline]:
        return [
            [self.link(row.session)],
            [self.link(row.track)] if row.track else [],
            [nodes.Text(", ".join(row.speakers))],
            [nodes.Text(self.days(row.date))] if row.date else [],
        ]

    def _compact(self, rows: Sequence[SessionRow | ProjectRow]) -> list[nodes.Node]:
        cards = nodes.bullet_list(classes=["conf-cards", "no-search"])
        for row in rows:
            if isinstance(row, SessionRow):
                title = self.link(row.session)
                words = [label(row.format)] if row.format else []
                words += [self.days(row.date)] if row.date else []
                words += [", ".join(row.speakers)] if row.speakers else []
            else:
                title = self.link(row.project)
                words = [heading(row.kind)] if row.kind else []
                words += [f"{heading('then')}: {label(row.then)}"] if row.then else []
                words += [f"{heading('now')}: {label(row.now)}"] if row.now else []
            item = nodes.list_item("", nodes.paragraph("", "", nodes.strong("", "", title)))
            if words:
                item += nodes.paragraph("", " · ".join(words))
            cards += item
        return [cards] if len(cards) else []

    def project_card(self, content: Sequence[ProjectCard | ProjectRow]) -> list[nodes.Node]:
        """The page's own card, or compact ones."""
        if len(content) == 1 and isinstance(content[0], ProjectCard):
            return [self._own_project_card(content[0])]
        return self._compact([row for row in content if isinstance(row, ProjectRow)])

    def _own_project_card(self, card: ProjectCard) -> nodes.Node:
        record = card.record
        rows: list[Row] = []
        if record.name:
            rows.append(("name", [[nodes.Text(record.name)]]))
        if record.kind:
            rows.append(("kind", [[nodes.Text(heading(record.kind))]]))
        if record.maturity:
            rows += self._maturity(record.maturity, card.part_of)
        rows += self._addresses(record, ("homepage", "repository", "docs"))
        for name in ("owner", "foundation", "license"):
            if value := getattr(record, name):
                rows.append((name, [[nodes.Text(label("none") if value == "none" else value)]]))
        if record.category and (record.category.then, record.category.now) != ("none", "none"):
            words = [
                f"{heading(when)}: {label('none') if value == 'none' else value}"
                for when, value in (("then", record.category.then), ("now", record.category.now))
            ]
            same = record.category.then == record.category.now
            rows.append(("category", [[nodes.Text(one)] for one in ([record.category.now] if same else words)]))
        if record.aliases:
            rows.append(("aliases", [[nodes.Text(", ".join(record.aliases))]]))
        return self.card("project", rows, record.unconfirmed, card.unknown)

    def _maturity(self, maturity: Maturity, part_of: Link | None) -> list[Row]:
        as_of = f" ({self.days(maturity.as_of)})" if maturity.as_of else ""
        rows: list[Row] = [
            ("then", [[self.level(maturity.then)]]),
            ("now", [[self.level(maturity.now), nodes.Text(as_of)]]),
        ]
        if part_of:
            rows.append(("part-of", [[self.link(part_of)]]))
        for name in ("accepted", "incubating", "graduated", "archived"):
            if when := getattr(maturity, name):
                rows.append((name, [[nodes.Text(self.days(when))]]))
        return rows

    def project_list(self, content: Sequence[ProjectRow]) -> list[nodes.Node]:
        """All projects as a table."""
        cells: list[list[Inline]] = [
            [
                [self.link(row.project)],
                [nodes.Text(heading(row.kind))] if row.kind else [],
                [self.level(row.then)] if row.then else [],
                [self.level(row.now)] if row.now else [],
                [nodes.Text(str(row.sessions))],
            ]
            for row in content
        ]
        return [self.table(("project", "kind", "then", "now", "sessions"), cells)]

    def mentioned_by(self, content: Sequence[tuple[str, tuple[Quote, ...]]]) -> list[nodes.Node]:
        """The sessions by relation, each with its sentence."""
        if not content:
            return [nodes.paragraph("", label("no-mentions"))]
        groups = nodes.definition_list(classes=["conf-mentions", "no-search"])
        for relation, quotes in content:
            badge = nodes.inline("", label(relation), classes=["conf-badge", f"conf-{relation}"])
            term = nodes.term("", "", badge)
            items = nodes.bullet_list(classes=["conf-quotes"])
            for quote in quotes:
                said: Inline = list(prose.to_nodes(quote.sentence, self.docname)) or [nodes.Text(label("no-sentence"))]
                if quote.voice != "talk":
                    said += [nodes.Text(" "), nodes.emphasis("", f"({label(f'said-by-{quote.voice}')})")]
                title = nodes.paragraph("", "", nodes.strong("", "", self.link(quote.source)))
                items += nodes.list_item("", title, nodes.paragraph("", "", *said))
            groups += nodes.definition_list_item("", term, nodes.definition("", items))
        return [groups]

    def speaker_list(self, content: Sequence[SpeakerRow]) -> list[nodes.Node]:
        """Everybody with employer and sessions."""
        people = nodes.definition_list(classes=["conf-speakers"])
        for row in content:
            term = nodes.term("", row.name, ids=[f"conf-speaker-{row.id}"])
            known = [nodes.paragraph("", ", ".join(row.affiliations))] if row.affiliations else []
            sessions = self.bullets([[self.link(one)] for one in row.sessions], "no-search")
            people += nodes.definition_list_item("", term, nodes.definition("", *known, sessions))
        return [people] if len(people) else [nodes.paragraph("", label("no-sessions"))]

    def correction_list(self, content: Sequence[CorrectionRow]) -> list[nodes.Node]:
        """Every correction, with a link to where it stands."""
        made: list[nodes.Node] = []
        for row in content:
            title = nodes.paragraph("", "", nodes.strong("", "", self.link(row.place)))
            parts = nodes.definition_list(classes=["conf-correction-parts"])
            for name, said in (("report", (row.report,)), ("evidence", row.evidence), ("source", (row.source,))):
                body = [nodes.paragraph("", "", *prose.to_nodes(spans, self.docname)) for spans in said]
                term = nodes.term("", label(name))
                parts += nodes.definition_list_item("", term, nodes.definition("", *body), classes=[f"conf-{name}"])
            made.append(nodes.list_item("", title, parts))
        return (
            [nodes.bullet_list("", *made, classes=["conf-corrections", "no-search"])]
            if made
            else [nodes.paragraph("", label("no-corrections"))]
        )

    def missing_list(self, content: Sequence[MissingRow]) -> list[nodes.Node]:
        """Every record with gaps as a table."""
        if not content:
            return [nodes.paragraph("", label("nothing-missing"))]
        cells: list[list[Inline]] = [
            [
                [self.link(row.record)],
                [nodes.Text(heading(row.record.kind))],
                [nodes.Text(", ".join(map(label, row.unknown)))],
                [nodes.Text(", ".join(map(label, row.unconfirmed)))],
            ]
            for row in content
        ]
        return [self.table(("record", "kind", "unknown", "unconfirmed"), cells)]

    # the parts

    def link(self, to: Link) -> nodes.Node:
        """A reference to a record by its title."""
        return prose.link(to.kind, to.id, "", self.docname)

    def level(self, level: str) -> nodes.Node:
        """A maturity level as a badge."""
        return nodes.inline("", label(level), classes=["conf-badge", f"conf-{level}"])

    def days(self, first: date, last: date | None = None) -> str:
        """A date, or the first and last day, in the words of the site's language."""
        pattern = "d MMMM y" if self.language.startswith("en") else "long"  # the prose is in British English
        shown = [format_date(day, pattern, locale=self.language.replace("-", "_")) for day in (first, last) if day]
        return " – ".join(shown)

    def _addresses(self, record: Any, names: Iterable[str]) -> list[Row]:
        rows: list[Row] = []
        for name in names:
            if address := getattr(record, name):
                shown: nodes.Node = nodes.Text(label("none"))
                if address != "none":
                    shown = nodes.reference("", _shortened(address), refuri=address, internal=False)
                rows.append((name, [[shown]]))
        return rows

    def card(self, kind: str, rows: list[Row], unconfirmed: Sequence[str], unknown: Sequence[str]) -> nodes.Node:
        """A card of named rows, in which each unconfirmed field is marked."""
        marked = {_FIELDS.get(name, name) for name, _ in rows}
        not_shown = [name for name in unconfirmed if name not in marked]
        for name, gaps in (("unconfirmed", not_shown), ("unknown", unknown)):
            if gaps:
                rows.append((name, [[nodes.Text(", ".join(map(label, gaps)))]]))
        fields = nodes.field_list()
        for name, values in rows:
            if _FIELDS.get(name, name) in unconfirmed:
                doubt = nodes.inline("", f"({label('unconfirmed')})", classes=["conf-unconfirmed"])
                values[-1] += [nodes.Text(" "), doubt]
            body = (
                nodes.paragraph("", "", *values[0])
                if len(values) == 1
                else nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", "", *value)) for value in values))
            )
            hidden = ["no-search"] if name == "related" else []
            fields += nodes.field(
                "",
                nodes.field_name("", heading(name)),
                nodes.field_body("", body),
                classes=[f"conf-row-{name}", *hidden],
            )
        return nodes.container("", fields, classes=["conf-card", f"conf-{kind}-card"])

    def bullets(self, items: list[Inline], *classes: str) -> nodes.bullet_list:
        """A plain list."""
        made = [nodes.list_item("", nodes.paragraph("", "", *item)) for item in items]
        return nodes.bullet_list("", *made, classes=list(classes))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Inline]]) -> nodes.Node:
        """A table with one heading row."""
        group = nodes.tgroup("", *(nodes.colspec(colwidth=_WIDTHS[name]) for name in columns), cols=len(columns))
        titles = [nodes.entry("", nodes.paragraph("", heading(name))) for name in columns]
        group += nodes.thead("", nodes.row("", *titles))
        body = nodes.tbody()
        for row in rows:
            body += nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in row))
        group += body
        return nodes.table("", group, classes=["conf-table", "colwidths-auto", "no-search"])


def _shortened(address: str) -> str:
    """An address as a reader wants to see it: host and path, or only the host of a long one."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    whole = host + parts.path.rstrip("/")
    return whole if len(whole) <= 48 and not parts.query else host

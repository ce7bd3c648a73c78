"""Small cards of sessions and projects that other sites show in a frame; they need no script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import NamedTuple

from sitekit.editions import in_html

from .bare_pages import bare_page
from ..facts import Entry
from ..labels import aside, day_in_words, heading, label, listed, period
from .publication import File, Publication
from ..records import Project, Session, Track
from .redirects import earlier_ids
from ..views import project_row, session_row


class Fact(NamedTuple):
    """A line of a card.

    :param name: a key of the fixed words
    :param text: HTML
    """

    name: str
    text: str
    unconfirmed: bool


def files(report: Publication) -> Iterator[File]:
    """A card for each session and project, under its id and its earlier ones; no two records share an id."""
    earlier = earlier_ids(report.graph)
    for kind, facts in (("session", _session), ("project", _project)):
        for entry in report.graph.entries[kind].values():
            card = bare_page(
                report,
                entry,
                ['<link rel="stylesheet" href="../_static/embed.css">'],
                _body(report, entry, facts(report, entry)),
            )
            for name in (entry.id, *earlier[entry.id]):
                yield File.of(f"embed/{name}.html", card)


def _body(report: Publication, entry: Entry, facts: Iterator[Fact]) -> Iterator[str]:
    address = escape(f"../{report.uri(entry.docname)}")
    yield f'<h1 dir="auto"><a href="{address}" target="_top">{in_html(entry.title, entry.language)}</a></h1>'
    yield "<dl>"
    remark = "{}<small>{}</small>".format(*map(escape, aside(label("unconfirmed"))))
    for fact in facts:
        doubt = remark if fact.unconfirmed else ""
        yield f'<div><dt>{escape(heading(fact.name))}</dt><dd dir="auto">{fact.text}{doubt}</dd></div>'
    yield "</dl>"
    yield f'<p dir="auto">{escape(report.title)}</p>'


def _session(report: Publication, entry: Entry) -> Iterator[Fact]:
    record, row = entry.record, session_row(report.graph, entry)
    if not isinstance(record, Session):
        return
    if row.track:
        track = report.graph.entries["track"][row.track.id]
        if isinstance(track.record, Track) and track.record.event:
            yield Fact("event", escape(track.record.event), "event" in track.record.unconfirmed)
        yield Fact("track", in_html(track.title, track.language), "track" in record.unconfirmed)
    if record.date:
        days = period(_day(report.language, day) for day in (record.date, record.until) if day)
        yield Fact("date", days, "date" in record.unconfirmed)
    if row.speakers:
        yield Fact("speakers", escape(listed(row.speakers)), "speakers" in record.unconfirmed)
    if record.format:
        yield Fact("format", escape(label(record.format)), "format" in record.unconfirmed)


def _project(report: Publication, entry: Entry) -> Iterator[Fact]:
    row = project_row(report.graph, entry)
    unconfirmed = entry.record.unconfirmed if isinstance(entry.record, Project) else ()
    if row.kind:
        yield Fact("kind", escape(label(row.kind)), "kind" in unconfirmed)
    for name, level in (("then", row.then), ("now", row.now)):
        if level:
            yield Fact(name, escape(label(level)), "maturity" in unconfirmed)
    yield Fact("sessions", str(row.sessions), unconfirmed=False)


def _day(language: str, day: date) -> str:
    return f'<time datetime="{day}">{escape(day_in_words(day, language))}</time>'

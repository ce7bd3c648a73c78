"""Small cards of sessions and projects that other sites show in a frame; they need no script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import NamedTuple

from sitekit.editions import in_html
from sphinx.locale import get_translation

from ..facts import Entry
from ..fields import Choice, declared
from ..records import Maturity, Project, Record, Session, Track, field_label
from ..words import aside, capitalised, day_in_words, listed, period
from .bare_pages import bare_page
from .publication import File, Publication
from .redirects import earlier_ids

_ = get_translation("confreport")


class Fact(NamedTuple):
    """A line of a card.

    :param text: HTML
    """

    words: str
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
    remark = "{}<small>{}</small>".format(*map(escape, aside(_("unconfirmed"))))
    for fact in facts:
        doubt = remark if fact.unconfirmed else ""
        yield f'<div><dt>{escape(capitalised(fact.words))}</dt><dd dir="auto">{fact.text}{doubt}</dd></div>'
    yield "</dl>"
    yield f'<p dir="auto">{escape(report.title)}</p>'


def _session(report: Publication, entry: Entry) -> Iterator[Fact]:
    record, track = entry.record, report.graph.track_of(entry)
    if not isinstance(record, Session):
        return
    if track:
        if isinstance(track.record, Track) and track.record.event:
            words = field_label(Track, "event")
            yield Fact(words, escape(track.record.event), "event" in track.record.unconfirmed)
        yield _fact(record, "track", in_html(track.title, track.language))
    if record.date:
        yield _fact(record, "date", period(_day(report.language, day) for day in (record.date, record.until) if day))
    if record.speakers:
        yield _fact(record, "speakers", escape(listed(speaker.name for speaker in record.speakers)))
    yield from _declared(report, record)


def _project(report: Publication, entry: Entry) -> Iterator[Fact]:
    record = entry.record
    if isinstance(record, Project):
        yield from _declared(report, record)
        for name in ("then", "now") if record.maturity else ():
            level = escape(str(getattr(record.maturity, name).label))
            yield Fact(field_label(Maturity, name), level, "maturity" in record.unconfirmed)
    yield Fact(_("sessions"), str(len(report.graph.sessions_of_project.get(entry.id, ()))), unconfirmed=False)


def _declared(report: Publication, record: Record) -> Iterator[Fact]:
    """The fields of which it is declared that a card shows them."""
    for field in declared(type(record)):
        value = getattr(record, field.attribute)
        if field.embed and value is not None:
            if isinstance(value, date):
                yield _fact(record, field.name, _day(report.language, value))
            else:
                yield _fact(record, field.name, escape(str(value.label if isinstance(value, Choice) else value)))


def _fact(record: Record, field: str, text: str) -> Fact:
    return Fact(field_label(type(record), field), text, field in record.unconfirmed)


def _day(language: str, day: date) -> str:
    return f'<time datetime="{day}">{escape(day_in_words(day, language))}</time>'

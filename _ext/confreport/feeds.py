"""Atom feeds (RFC 4287): the newest sessions of the report, and for each project those that mention it.

An entry is dated by its session, at midnight UTC; a session without a date is in no feed. Where the address of the site
is unknown there are no feeds, because an entry is known by its absolute address.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from feedgenerator import Atom1Feed  # type: ignore[import-untyped]

from .data import plain_text
from .facts import Entry, Spans
from .publication import Publication
from .records import Session
from .redirects import earlier_ids

LIMIT = 100
"""How many entries a feed has at most."""

NEVER = date(1970, 1, 1)
"""When a feed without entries was updated, which Atom wants to know."""

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


class _Feed(Atom1Feed):
    """Without entries, the library's own would be of now; and all its entries would be in one language."""

    def item_attributes(self, item: dict[str, str]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}

    def latest_post_date(self) -> datetime:
        return max((item["pubdate"] for item in self.items), default=_midnight(NEVER))


def files(report: Publication) -> Iterator[tuple[str, str]]:
    """The feed of the report, and one for each project, which quotes the sentences that mention it."""
    if not report.base_url:
        return
    graph = report.graph
    path = "feed.xml"
    yield path, _feed(report, path, report.title, ((session, ()) for session in graph.entries["session"].values()))
    earlier = earlier_ids(graph)
    for project in graph.entries["project"].values():
        path = f"feeds/{project.id}.xml"
        said = ((one.source, one.sentence) for one in graph.mentioned.get(project.id, ()))
        feed = _feed(report, path, f"{project.title} ({report.title})", said)
        yield from ((f"feeds/{id}.xml", feed) for id in (project.id, *earlier[project.id]))


def _feed(report: Publication, path: str, title: str, said: Iterable[tuple[Entry, Spans]]) -> str:
    """The newest of some sessions, those of one day in the order of reading, each with a sentence or none."""
    url = report.url(path)
    feed = _Feed(
        _xml(title),
        report.base_url,
        None,
        language=report.language,
        author_name=_xml(report.author),
        feed_url=url,
        feed_guid=url,
    )
    dated = [
        (entry.record.date, entry, sentence)
        for entry, sentence in said
        if isinstance(entry.record, Session) and entry.record.date
    ]
    dated.sort(key=lambda one: (-one[0].toordinal(), report.graph.place(one[1].id)))
    for day, session, sentence in dated[:LIMIT]:
        address = report.page(session.docname)
        quoted = html.escape(_xml(plain_text(report.graph, sentence)), quote=False)
        if quoted and session.language:
            quoted = f'<span lang="{html.escape(report.language)}">{quoted}</span>'
        feed.add_item(
            _xml(session.title),
            address,
            quoted or None,
            unique_id=address,
            pubdate=_midnight(day),
            language=session.language,
        )
    return f"{feed.writeString('utf-8')}\n"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _xml(text: str) -> str:
    """The text with the replacement character for each that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)

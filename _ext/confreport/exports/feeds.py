"""Atom feeds (RFC 4287): the newest sessions of the report, and for each project those that mention it.

An entry is dated by its session, at midnight UTC; a session without a date is in no feed. Where the address of the site
is unknown there are no feeds, because an entry is known by its absolute address.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from functools import partial
from typing import NamedTuple

from feedgenerator import Atom1Feed  # type: ignore[import-untyped]

from ..facts import Entry, Spans
from ..records import Session
from .data import plain_text
from .publication import File, Publication
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


class Post(NamedTuple):
    """An entry of a feed.

    :param quoted: HTML; empty where no sentence is quoted
    :param language: that of the title; empty where it is that of the feed
    """

    title: str
    address: str
    quoted: str
    day: date
    language: str


def files(report: Publication) -> Iterator[File]:
    """The feed of the report, and one for each project, which quotes the sentences that mention it."""
    if not report.base_url:
        return
    graph = report.graph
    sessions = ((session, ()) for session in graph.entries["session"].values())
    yield _file(report, "feed.xml", report.url("feed.xml"), report.title, _newest(report, sessions))
    earlier = earlier_ids(graph)
    for project in graph.entries["project"].values():
        url, title = report.url(f"feeds/{project.id}.xml"), f"{project.title} ({report.title})"
        said = _newest(report, ((one.source, one.sentence) for one in graph.mentioned.get(project.id, ())))
        yield from (_file(report, f"feeds/{id}.xml", url, title, said) for id in (project.id, *earlier[project.id]))


def _newest(report: Publication, said: Iterable[tuple[Entry, Spans]]) -> list[Post]:
    """The newest of some sessions, those of one day in the order of reading, each with a sentence or none."""
    dated = [
        (entry.record.date, entry, sentence)
        for entry, sentence in said
        if isinstance(entry.record, Session) and entry.record.date
    ]
    dated.sort(key=lambda one: (-one[0].toordinal(), report.graph.place(one[1].id)))
    return [
        Post(
            session.title,
            report.page(session.docname),
            _quoted(report, session, plain_text(report.graph, sentence)),
            day,
            session.language,
        )
        for day, session, sentence in dated[:LIMIT]
    ]


def _quoted(report: Publication, session: Entry, sentence: str) -> str:
    quoted = html.escape(sentence, quote=False)
    return f'<span lang="{html.escape(report.language)}">{quoted}</span>' if quoted and session.language else quoted


def _file(report: Publication, path: str, url: str, title: str, posts: list[Post]) -> File:
    """A feed. Its XML takes longer to make than all else of it, so it is made only when it has to be written."""
    made_of = url, title, report.author, report.language, report.base_url, posts
    return File(path, made_of, partial(_xml, *made_of))


def _xml(url: str, title: str, author: str, language: str, base_url: str, posts: list[Post]) -> str:
    feed = _Feed(
        _valid(title),
        base_url,
        None,
        language=language,
        author_name=_valid(author),
        feed_url=url,
        feed_guid=url,
    )
    for post in posts:
        feed.add_item(
            _valid(post.title),
            post.address,
            _valid(post.quoted) or None,
            unique_id=post.address,
            pubdate=_midnight(post.day),
            language=post.language,
        )
    return f"{feed.writeString('utf-8')}\n"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _valid(text: str) -> str:
    """The text with the replacement character for each that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)

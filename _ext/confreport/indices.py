"""The three generated indices: sessions by project, by speaker and by track."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, cast

from sitekit.editions import in_html
from sphinx.domains import Index, IndexEntry
from sphinx.locale import get_translation

from .domain import ReportDomain
from .facts import Entry
from .records import OTHER, initial

_ = get_translation("confreport")


class MarkedTitle(str):
    """A title that stands in another language than its page, which it tells a template that escapes it."""

    language: str

    def __html__(self) -> str:
        return in_html(self, self.language)


def title(entry: Entry) -> str:
    """The title of a record, for an index."""
    if not entry.language:
        return entry.title
    marked = MarkedTitle(entry.title)
    marked.language = entry.language
    return marked


class Words:
    """A text of a class, as plain text in the language of the build.

    The builder ``json`` cannot write lazy translations. https://github.com/sphinx-doc/sphinx/issues/13448
    """

    def __init__(self, lazy: str) -> None:
        self._lazy = lazy

    def __get__(self, instance: object, owner: type) -> str:
        return str(self._lazy)


class Heading(NamedTuple):
    """A line of an index and the sessions below it, each with a remark."""

    title: str
    docname: str
    anchor: str
    sessions: list[tuple[Entry, str]]


class ReportIndex(Index):
    """A two-level index: what sessions are listed by, then the sessions."""

    def headings(self) -> Iterable[Heading]:
        """The upper level."""
        raise NotImplementedError

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Group the headings by first letter.

        Sphinx writes an index on one page. So that it never grows too long, the index of a very large report leaves out
        the sessions, and if need be gives the first heading under each letter, with the number of headings.
        """
        among = None if docnames is None else set(docnames)
        letters: dict[str, list[Heading]] = {}
        for heading in sorted(self.headings(), key=lambda heading: heading.title.casefold()):
            sessions = [item for item in heading.sessions if among is None or item[0].docname in among]
            if sessions and (among is None or heading.docname in among):
                letters.setdefault(initial(heading.title), []).append(heading._replace(sessions=sessions))
        headings = [heading for found in letters.values() for heading in found]
        limit = self.domain.env.config.confreport_rows
        whole = len(headings) + sum(len(heading.sessions) for heading in headings) <= limit
        groups = []
        for letter, found in sorted(letters.items(), key=lambda item: (item[0] == OTHER, item[0])):
            entries: list[IndexEntry] = []
            for heading in found if len(headings) <= limit else found[:1]:
                number = str(len(found)) if len(headings) > limit else "" if whole else str(len(heading.sessions))
                entries.append(IndexEntry(heading.title, 1, heading.docname, heading.anchor, number, "", ""))
                entries += [
                    IndexEntry(title(session), 2, session.docname, session.anchor, remark, "", "")
                    for session, remark in heading.sessions
                    if whole
                ]
            groups.append(("#" if letter == OTHER else letter.upper(), entries))
        return groups, False


class ProjectIndex(ReportIndex):
    """Sessions by the project that they mention, with the relation."""

    name = "projects"
    localname = Words(_("Sessions by project"))
    shortname = Words(_("projects"))

    def headings(self) -> Iterable[Heading]:
        """Every project that a session mentions."""
        graph = cast(ReportDomain, self.domain).graph
        for entry in graph.entries["project"].values():
            mentions = [one for one in graph.mentioned.get(entry.id, ()) if one.source.kind == "session"]
            yield Heading(
                title(entry), entry.docname, entry.anchor, [(one.source, str(one.relation.label)) for one in mentions]
            )


class SpeakerIndex(ReportIndex):
    """Sessions by speaker."""

    name = "speakers"
    localname = Words(_("Sessions by speaker"))
    shortname = Words(_("speakers"))

    def headings(self) -> Iterable[Heading]:
        """Everybody who speaks."""
        graph = cast(ReportDomain, self.domain).graph
        for person in graph.people.values():
            if target := graph.target("speaker", person.id):
                yield Heading(person.name, target.docname, target.anchor, [(one, "") for one in person.sessions])


class TrackIndex(ReportIndex):
    """Sessions by track."""

    name = "tracks"
    localname = Words(_("Sessions by track"))
    shortname = Words(_("tracks"))

    def headings(self) -> Iterable[Heading]:
        """Every track."""
        graph = cast(ReportDomain, self.domain).graph
        sessions = graph.sessions_of_track
        for entry in graph.entries["track"].values():
            yield Heading(title(entry), entry.docname, entry.anchor, [(one, "") for one in sessions.get(entry.id, ())])

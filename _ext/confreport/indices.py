"""The three generated indices: sessions by project, by speaker and by track."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, cast

from sphinx.domains import Index, IndexEntry
from sphinx.locale import get_translation

from .facts import Entry
from .labels import label

if TYPE_CHECKING:
    from .domain import ReportDomain

_ = get_translation("confreport")


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
        """Group the headings by first letter."""
        among = None if docnames is None else set(docnames)
        letters: dict[str, list[IndexEntry]] = {}
        for heading in sorted(self.headings(), key=lambda heading: heading.title.casefold()):
            sessions = [item for item in heading.sessions if among is None or item[0].docname in among]
            if not sessions or (among is not None and heading.docname not in among):
                continue
            first = heading.title[:1].upper()
            entries = letters.setdefault(first if first.isascii() and first.isalpha() else "#", [])
            entries.append(IndexEntry(heading.title, 1, heading.docname, heading.anchor, "", "", ""))
            entries += [
                IndexEntry(session.title, 2, session.docname, session.anchor, remark, "", "")
                for session, remark in sessions
            ]
        return sorted(letters.items()), False


class ProjectIndex(ReportIndex):
    """Sessions by the project that they mention, with the relation."""

    name = "projects"
    localname = _("Sessions by project")
    shortname = _("projects")

    def headings(self) -> Iterable[Heading]:
        """Every project that a session mentions."""
        graph = cast("ReportDomain", self.domain).graph
        for entry in graph.entries["project"].values():
            mentions = [one for one in graph.mentioned.get(entry.id, ()) if one.source.kind == "session"]
            yield Heading(
                entry.title, entry.docname, entry.anchor, [(one.source, label(one.relation)) for one in mentions]
            )


class SpeakerIndex(ReportIndex):
    """Sessions by speaker."""

    name = "speakers"
    localname = _("Sessions by speaker")
    shortname = _("speakers")

    def headings(self) -> Iterable[Heading]:
        """Everybody who speaks."""
        graph = cast("ReportDomain", self.domain).graph
        for person in graph.people.values():
            if target := graph.target("speaker", person.id):
                yield Heading(person.name, target.docname, target.anchor, [(one, "") for one in person.sessions])


class TrackIndex(ReportIndex):
    """Sessions by track."""

    name = "tracks"
    localname = _("Sessions by track")
    shortname = _("tracks")

    def headings(self) -> Iterable[Heading]:
        """Every track."""
        graph = cast("ReportDomain", self.domain).graph
        sessions = graph.sessions_of_track
        for entry in graph.entries["track"].values():
            yield Heading(entry.title, entry.docname, entry.anchor, [(one, "") for one in sessions.get(entry.id, ())])

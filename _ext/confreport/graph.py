"""What nobody wrote: who mentions a project, which sessions are related, who spoke. Pure functions of the pages."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property
from heapq import nsmallest
from typing import NamedTuple

from .facts import Entry, Page, Spans, Voice
from .records import INITIALS, Project, Relation, Session, Speaker, initial

RELATED_LIMIT = 4
SHARED_LIMIT = 500
_RANK = {relation: rank for rank, relation in enumerate(Relation)}


class Mentioned(NamedTuple):
    """That a session or track page mentions a project: how, and in which words (none, if only its fields do)."""

    source: Entry
    relation: Relation
    sentence: Spans
    voice: Voice


class Person(NamedTuple):
    """Somebody who speaks in at least one session."""

    id: str
    name: str
    affiliations: tuple[str, ...]
    sessions: tuple[Entry, ...]


class Target(NamedTuple):
    """Where a reference leads, and the words that it shows by itself, with the language of :class:`~.facts.Entry`."""

    docname: str
    anchor: str
    title: str
    language: str = ""


class Link(NamedTuple):
    """A record or correction to link to."""

    kind: str
    id: str
    title: str


def link(entry: Entry) -> Link:
    """The link to a record's page."""
    return Link(entry.kind, entry.id, entry.title)


class Clash(NamedTuple):
    """A name that two things claim."""

    name: str
    first: Entry
    second: Entry
    what: str


class Graph:
    """The whole report, derived from its pages.

    :param pages: the forward facts by docname
    :param order: the place of each docname in the reading order of the toctrees
    """

    def __init__(self, pages: Mapping[str, Page], order: Mapping[str, int]) -> None:
        self.pages = pages
        self._order = order
        self.clashes: list[Clash] = []
        self.entries: dict[str, dict[str, Entry]] = {"session": {}, "track": {}, "project": {}}
        self._names: dict[str, dict[str, str]] = {kind: {} for kind in (*self.entries, "speaker")}
        claimed: dict[str, Entry] = {}
        for entry in [page.entry for _, page in self.pages_in_order() if page.entry]:
            for name in (entry.id, *(entry.record.formerly if entry.record else ())):
                if name in claimed:
                    self.clashes.append(Clash(name, claimed[name], entry, "id"))
                elif name == entry.id or claimed[entry.id] is entry:
                    claimed[name] = entry
                    self._names[entry.kind][name] = entry.id
            if claimed[entry.id] is entry:
                self.entries[entry.kind][entry.id] = entry
        self._claim_aliases()
        self.people = self._find_people(claimed)
        self._people_pages = self._find_people_pages()
        self.mentioned = self._find_mentions()
        self.described_target = cache(self._describe_target)

    def pages_in_order(self) -> list[tuple[str, Page]]:
        """Every page with its docname, in the order of reading."""
        return sorted(self.pages.items(), key=lambda item: (self._order.get(item[0], math.inf), item[0]))

    def _claim_aliases(self) -> None:
        """Other names of projects, whatever their case; ids come first, then the order of reading."""
        names = self._names["project"]
        for entry in self.entries["project"].values():
            aliases = [entry.title, *([entry.written] if entry.written else [])]
            if isinstance(entry.record, Project):
                aliases += [*([entry.record.name] if entry.record.name else []), *entry.record.aliases]
            for alias in aliases:
                owner = names.setdefault(alias.casefold(), entry.id)
                if owner != entry.id:
                    self.clashes.append(Clash(alias, self.entries["project"][owner], entry, "alias"))

    def _find_people(self, claimed: Mapping[str, Entry]) -> dict[str, Person]:
        found: dict[str, list[tuple[Entry, Speaker]]] = defaultdict(list)
        for entry in self.entries["session"].values():
            if isinstance(entry.record, Session):
                for speaker in entry.record.speakers or ():
                    found[speaker.key].append((entry, speaker))
        people = {}
        for key, seen in sorted(found.items()):
            entry, speaker = seen[0]
            if key in claimed:
                self.clashes.append(Clash(key, claimed[key], entry, "id"))
            for other, spelled in seen:
                if spelled.name != speaker.name:
                    self.clashes.append(Clash(f"{speaker.name} / {spelled.name}", entry, other, "speaker"))
            affiliations = dict.fromkeys(one.affiliation for _, one in seen if one.affiliation not in (None, "none"))
            sessions = {entry.id: entry for entry, _ in seen}
            people[key] = Person(key, speaker.name, tuple(affiliations), tuple(sessions.values()))
            self._names["speaker"][key] = key
            self._names["speaker"].setdefault(speaker.name.casefold(), key)
        return people

    def _find_people_pages(self) -> dict[object, str]:
        """For each letter, the first page that lists the people under it."""
        pages: dict[object, str] = {}
        for docname, page in self.pages_in_order():
            for view in page.views:
                if view.name == "speaker-list":
                    for letter in [view.option("initial")] if view.option("initial") else INITIALS:
                        pages.setdefault(letter, docname)
        return pages

    def _find_mentions(self) -> dict[str, list[Mentioned]]:
        mentioned: dict[str, list[Mentioned]] = defaultdict(list)
        for source in (*self.entries["session"].values(), *self.entries["track"].values()):
            fields = source.record.projects if isinstance(source.record, Session) else {}
            relations = {id: relation for name, relation in fields.items() if (id := self.find("project", name))}
            said: dict[str, tuple[Spans, Voice]] = {}
            for mention in self.pages[source.docname].mentions:
                id = self.find("project", mention.name) if mention.kind in ("project", "any") else None
                if id and (id not in said or (said[id][1] != "talk" and mention.voice == "talk")):
                    said[id] = mention.sentence, mention.voice
            for id in (*relations, *(id for id in said if id not in relations)):
                sentence, voice = said.get(id, ((), "talk"))
                mentioned[id].append(Mentioned(source, relations.get(id, Relation.MENTIONED), sentence, voice))
        for found in mentioned.values():
            found.sort(key=lambda one: _RANK[one.relation])
        return dict(mentioned)

    def find(self, kind: str, name: str) -> str | None:
        """The id that a name stands for: the id itself, an earlier one, or for projects an alias in any case."""
        names = self._names.get(kind, {})
        return names.get(name) or names.get(name.casefold())

    def target(self, kind: str, name: str) -> Target | None:
        """Where a reference leads; None for an unknown name, and for people where no page lists them.

        Besides the records there is the type ``correction``, with the name ``docname#anchor``.
        """
        if kind == "correction":
            docname, _, anchor = name.partition("#")
            place = self.pages[docname].entry if docname in self.pages else None
            return Target(docname, anchor, place.title, place.language) if place else None
        id = self.find(kind, name)
        if id is None:
            return None
        if kind != "speaker":
            entry = self.entries[kind][id]
            return Target(entry.docname, entry.anchor, entry.title, entry.language)
        page = self.people_page(self.people[id])
        return Target(page, f"conf-speaker-{id}", self.people[id].name) if page else None

    def _describe_target(self, kind: str, name: str) -> str:
        """A text that is another one whenever a name leads elsewhere. Most pages name the same ones again."""
        return repr((kind, name, self.target(kind, name)))

    def people_page(self, person: Person) -> str:
        """The docname of the first page that lists a person; empty where none does."""
        return self._people_pages.get(initial(person.name), "")

    def names(self, kind: str) -> list[str]:
        """Every name under which records of a type can be found."""
        return list(self._names[kind])

    def kinds_of(self, name: str) -> list[str]:
        """The types in which a name is known."""
        return [kind for kind in self._names if self.find(kind, name)]

    @cached_property
    def projects_of(self) -> dict[str, dict[str, Relation]]:
        """For each session id, its projects and how it relates to them."""
        found: dict[str, dict[str, Relation]] = defaultdict(dict)
        for id, mentions in self.mentioned.items():
            for one in mentions:
                if one.source.kind == "session":
                    found[one.source.id][id] = one.relation
        return {
            session: dict(sorted(projects.items(), key=lambda item: _RANK[item[1]]))
            for session, projects in found.items()
        }

    @cached_property
    def sessions_of_project(self) -> dict[str, tuple[str, ...]]:
        """For each project id, the ids of the sessions that mention it."""
        return {
            project: tuple(one.source.id for one in mentions if one.source.kind == "session")
            for project, mentions in self.mentioned.items()
        }

    def track_of(self, session: Entry) -> Entry | None:
        """The track that a session's record names, if there is such a track."""
        name = session.record.track if isinstance(session.record, Session) else None
        id = self.find("track", name) if name else None
        return self.entries["track"][id] if id else None

    @cached_property
    def sessions_of_track(self) -> dict[str, list[Entry]]:
        """For each track id, its sessions in the order of reading."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries["session"].values():
            if track := self.track_of(entry):
                found[track.id].append(entry)
        return found

    def related(self, session: str) -> list[Entry]:
        """The sessions that share projects with this one, the closest first.

        A shared project counts ln(sessions / sessions that mention it), so that rare ones weigh more (inverse
        document frequency; K. Spärck Jones, Journal of Documentation 28, 1972). One that more than SHARED_LIMIT
        sessions mention tells nothing, and would make this take time with the square of their number.
        """
        scores: dict[str, float] = defaultdict(float)
        for project in self.projects_of.get(session, {}):
            sharing = self.sessions_of_project[project]
            if len(sharing) <= SHARED_LIMIT:
                weight = math.log(len(self.entries["session"]) / len(sharing))
                for other in sharing:
                    scores[other] += weight
        scores.pop(session, None)
        places = self._places
        closest = nsmallest(RELATED_LIMIT, ((-score, places[id], id) for id, score in scores.items() if score > 0))
        return [self.entries["session"][id] for _, _, id in closest]

    @cached_property
    def _places(self) -> dict[str, float]:
        return {id: self._order.get(entry.docname, math.inf) for id, entry in self.entries["session"].items()}

    def place(self, session: str) -> float:
        """Where a session comes in the reading order."""
        return self._places[session]

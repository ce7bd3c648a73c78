"""The whole report as JSON for programs, and the JSON Schema that describes it.

The classes below are the contract: pydantic makes both the files and their schema of them, so that neither can say what
the other does not. The records in them are those of :mod:`confreport.records`, unchanged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .. import facts
from ..facts import REFERENCES, Entry, Spans, Voice
from ..graph import Graph, Mentioned, Person
from ..records import Project, Relation, Session, Track
from .publication import File, Publication
from .redirects import earlier_ids

Type = Annotated[str, Field(json_schema_extra={"enum": list(REFERENCES)})]


class _Documented:
    """What stands below a field describes it in the schema."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(use_attribute_docstrings=True)


@dataclass(frozen=True)
class Item(_Documented):
    """A session, track, project or speaker as one refers to it."""

    type: Type
    id: str
    """Unique in the report."""
    url: str | None
    """The address of its page; null for speakers where no page lists them."""
    title: str
    """The first heading of its page; for speakers the name."""


@dataclass(frozen=True)
class Mention(Item):
    """A session or track whose page mentions the project."""

    relation: Relation
    """How it relates to the project; "mentioned" where its page names the project and says no more."""
    sentence: str | None
    """The sentence that names the project, as plain text; null where only the fields of the session do."""
    voice: Voice | None
    """Who speaks in that sentence: the talk, the reporter, or the evidence of a correction."""


@dataclass(frozen=True)
class SessionData(Item):
    """A session: its record, and the ids that the names in it stand for."""

    record: Session | None
    """The fields of its page as the author wrote them; null where they are faulty."""
    track: str | None
    """The id of its track."""
    speakers: tuple[str, ...] | None
    """The ids of its speakers."""
    projects: Mapping[str, Relation]
    """The ids of the projects that its page names in fields or text, each with how it relates to them."""


@dataclass(frozen=True)
class TrackData(Item):
    """A track."""

    record: Track | None
    """The fields of its page as the author wrote them; null where they are faulty."""
    sessions: tuple[str, ...]
    """The ids of its sessions, in the order of reading."""


@dataclass(frozen=True)
class ProjectData(Item):
    """A project and who mentions it; this is also the file data/projects/<id>.json."""

    record: Project | None
    """The fields of its page as the author wrote them; null where they are faulty."""
    mentions: tuple[Mention, ...]
    """The sessions and tracks whose pages mention it, the closest relation first."""


@dataclass(frozen=True)
class SpeakerData(Item):
    """Somebody who speaks in at least one session."""

    affiliations: tuple[str, ...]
    """The employers that the sessions give."""
    sessions: tuple[str, ...]
    """The ids of the sessions, in the order of reading."""


@dataclass(frozen=True)
class Correction(_Documented):
    """Where the report and the evidence differ; all texts are plain."""

    url: str
    """Its address."""
    page: Item
    """The record on whose page it stands."""
    report: str
    """What the report says."""
    evidence: tuple[str, ...]
    """What the evidence says, a paragraph each."""
    source: str
    """Where that can be checked."""
    source_urls: tuple[str, ...]
    """The addresses to which the source links."""


@dataclass(frozen=True)
class Report(_Documented):
    """A conference report as data.

    In a record null means that a value is unknown; the word "none", and for speakers an empty list, mean that the thing
    does not exist. Records are sorted by id. Fields may be added later, so a reader should pass over those that it does
    not know.
    """

    title: str
    author: str
    language: str
    base_url: str | None
    """Where the report is published; null where that is unknown: every address of a page is then relative to it."""
    sessions: tuple[SessionData, ...]
    tracks: tuple[TrackData, ...]
    projects: tuple[ProjectData, ...]
    speakers: tuple[SpeakerData, ...]
    corrections: tuple[Correction, ...]
    """In the order of reading."""


class _OfOutput(GenerateJsonSchema):
    """Describes files in which every field is written, so that none is optional or has a default; others may come."""

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        return True

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        described = super().dataclass_schema(schema)
        described.pop("additionalProperties", None)
        return described


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    """Made when it is first needed: most builds export nothing."""
    return TypeAdapter(kind)


def files(report: Publication) -> Iterator[File]:
    """The report, each project by itself, and the schema of both (the project's is ``#/$defs/ProjectData``)."""
    data = collect(report)
    yield File.of("data/report.json", _text(_adapter(Report).dump_json(data, indent=2)))
    earlier = earlier_ids(report.graph)
    for project in data.projects:
        text = _text(_adapter(ProjectData).dump_json(project, indent=2))
        yield from (File.of(f"data/projects/{id}.json", text) for id in (project.id, *earlier[project.id]))
    path = "data/report.schema.json"
    schema = {
        "$schema": _OfOutput.schema_dialect,
        **({"$id": report.url(path)} if report.base_url else {}),
        **_adapter(Report).json_schema(mode="serialization", schema_generator=_OfOutput),
    }
    yield File.of(path, f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n")


def _text(content: bytes) -> str:
    return f"{content.decode()}\n"


def collect(report: Publication) -> Report:
    """All that the files hold."""
    graph = report.graph
    entries = {kind: [found[id] for id in sorted(found)] for kind, found in graph.entries.items()}
    return Report(
        report.title,
        report.author,
        report.language,
        report.base_url or None,
        tuple(_session(report, entry) for entry in entries["session"]),
        tuple(_track(report, entry) for entry in entries["track"]),
        tuple(_project(report, entry) for entry in entries["project"]),
        tuple(_speaker(report, graph.people[id]) for id in sorted(graph.people)),
        tuple(
            _correction(report, page.entry, one)
            for _, page in graph.pages_in_order()
            for one in page.corrections
            if page.entry
        ),
    )


def plain_text(graph: Graph, said: Spans) -> str:
    """What a reader sees of inline text, on one line; a reference without words of its own shows the title."""

    def words(span: facts.Span) -> str:
        target = graph.target(span.kind, span.target) if span.kind in REFERENCES and not span.text else None
        return target.title if target else span.text or span.target

    return re.sub(r"\s*\n\s*", " ", "".join(map(words, said)))


def _item(report: Publication, entry: Entry) -> tuple[str, str, str, str]:
    """The fields of :class:`Item`."""
    return entry.kind, entry.id, report.page(entry.docname), entry.title


def _session(report: Publication, entry: Entry) -> SessionData:
    record = entry.record if isinstance(entry.record, Session) else None
    track = report.graph.track_of(entry)
    speakers = tuple(who.key for who in record.speakers) if record and record.speakers is not None else None
    return SessionData(
        *_item(report, entry),
        record,
        track.id if track else None,
        speakers,
        dict(sorted(report.graph.projects_of.get(entry.id, {}).items())),
    )


def _track(report: Publication, entry: Entry) -> TrackData:
    sessions = report.graph.sessions_of_track.get(entry.id, ())
    return TrackData(
        *_item(report, entry),
        entry.record if isinstance(entry.record, Track) else None,
        tuple(session.id for session in sessions),
    )


def _project(report: Publication, entry: Entry) -> ProjectData:
    return ProjectData(
        *_item(report, entry),
        entry.record if isinstance(entry.record, Project) else None,
        tuple(_mention(report, one) for one in report.graph.mentioned.get(entry.id, ())),
    )


def _mention(report: Publication, one: Mentioned) -> Mention:
    said = (plain_text(report.graph, one.sentence), one.voice) if one.sentence else (None, None)
    return Mention(*_item(report, one.source), one.relation, *said)


def _speaker(report: Publication, person: Person) -> SpeakerData:
    place = report.graph.target("speaker", person.id)
    return SpeakerData(
        "speaker",
        person.id,
        report.page(place.docname, place.anchor) if place else None,
        person.name,
        person.affiliations,
        tuple(session.id for session in person.sessions),
    )


def _correction(report: Publication, entry: Entry, one: facts.Correction) -> Correction:
    graph = report.graph
    return Correction(
        report.page(entry.docname, one.anchor),
        Item(*_item(report, entry)),
        plain_text(graph, one.report),
        tuple(plain_text(graph, paragraph) for paragraph in one.evidence),
        plain_text(graph, one.source),
        tuple(span.target for span in one.source if span.kind == "url"),
    )

"""The typed records that authors write as front matter, and their validation.

Everything here is plain data: a record is a frozen dataclass of strings, dates and tuples. A field that was left out
is ``None`` (unknown); ``"none"`` (for speakers: no entry) says that the thing does not exist.
"""

from __future__ import annotations

import re
import reprlib
import string
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, get_args
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from .problems import Problem, nearest

Format = Literal["keynote", "breakout", "maintainer", "lightning-talk", "co-located"]
Attended = Literal["stream", "recording", "not-seen"]
Relation = Literal[
    "subject",
    "demonstrated",
    "recommended",
    "in-production",
    "migrated-from",
    "vulnerable-example",
    "compared",
    "background",
]
Kind = Literal[
    "project",
    "component",
    "feature",
    "product",
    "standard",
    "specification",
    "technology",
    "practice",
    "programme",
    "publication",
]
Level = Literal["sandbox", "incubating", "graduated", "archived", "subproject", "not-cncf"]

FORMATS: tuple[Format, ...] = get_args(Format)
RELATIONS: tuple[Relation, ...] = get_args(Relation)
OTHER = "other"
INITIALS = (*string.ascii_lowercase, OTHER)
_SHORT = reprlib.Repr()
_SHORT.maxstring = 200
ID_PATTERN = re.compile(r"[a-z0-9-]{1,80}")


def slug(name: str) -> str:
    """An id made of a name: ASCII letters and digits, joined by hyphens; empty where nothing of it is ASCII.

    Accents are dropped by Unicode decomposition (NFKD, Unicode Standard Annex #15).
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:80]


@cache
def initial(name: str) -> str:
    """The letter under which a name is listed: a to z, or ``other``."""
    first = slug(name)[:1]
    return first if first.isalpha() else OTHER


def _check_id(value: str) -> str:
    if not ID_PATTERN.fullmatch(value):
        raise PydanticCustomError("bad-id", "is not an id (1 to 80 of a-z, 0-9 and hyphen)")
    return value


def _check_url(value: str) -> str:
    if value == "none":
        return value
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or re.search(r"[\s<>\"\x00-\x1f]", value):
        raise PydanticCustomError("bad-url", "is not an http(s) address (nor the word none)")
    return value


def _only_a_day(value: Any) -> Any:
    if type(value) is date or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)):
        return value
    raise PydanticCustomError("bad-date", "is not a date such as 2022-10-26")


def _none_is_empty(value: Any) -> Any:
    return () if value == "none" else value


def _none_twice(value: Any) -> Any:
    return {"then": "none", "now": "none"} if value == "none" else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, AfterValidator(_check_id)]
Url = Annotated[Text, AfterValidator(_check_url)]
Date = Annotated[date, BeforeValidator(_only_a_day)]


class _Strict:
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Speaker(_Strict):
    """A person on stage, with the employer of that day."""

    name: Text
    affiliation: Text | None = None
    id: Id | None = None

    @property
    def key(self) -> str:
        """The id: as given, else made of the name."""
        return self.id or slug(self.name)


@dataclass(frozen=True)
class Session(_Strict):
    """The front matter ``session:`` of a page in ``sessions/``."""

    track: Id | None = None
    format: Format | None = None
    speakers: Annotated[tuple[Speaker, ...], BeforeValidator(_none_is_empty)] | None = None
    date: Date | None = None
    until: Date | None = None
    projects: Mapping[Id, Relation] = field(default_factory=dict)
    video: Url | None = None
    slides: Url | None = None
    schedule: Url | None = None
    attended: Attended | None = None
    unconfirmed: tuple[Text, ...] = ()
    formerly: tuple[Id, ...] = ()

    EXPECTED: ClassVar = ("track", "format", "speakers", "date", "video", "slides", "schedule", "attended")


@dataclass(frozen=True)
class Track(_Strict):
    """The front matter ``track:`` of a page in ``tracks/``."""

    event: Text | None = None
    group: Text | None = None
    official: Text | None = None
    unconfirmed: tuple[Text, ...] = ()
    formerly: tuple[Id, ...] = ()

    EXPECTED: ClassVar = ("event", "group")


@dataclass(frozen=True)
class Category(_Strict):
    """The place in the CNCF landscape, at the event and now."""

    then: Text
    now: Text


@dataclass(frozen=True)
class Maturity(_Strict):
    """The level within the CNCF, at the event and now, with the dates on which it changed."""

    then: Level
    now: Level
    as_of: Date | None = None
    part_of: Id | None = None
    accepted: Date | None = None
    incubating: Date | None = None
    graduated: Date | None = None
    archived: Date | None = None


@dataclass(frozen=True)
class Project(_Strict):
    """The front matter ``project:`` of a page in ``projects/``."""

    name: Text | None = None
    aliases: tuple[Text, ...] = ()
    kind: Kind | None = None
    homepage: Url | None = None
    repository: Url | None = None
    docs: Url | None = None
    owner: Text | None = None
    foundation: Text | None = None
    license: Text | None = None
    category: Annotated[Category, BeforeValidator(_none_twice)] | None = None
    maturity: Maturity | None = None
    unconfirmed: tuple[Text, ...] = ()
    formerly: tuple[Id, ...] = ()

    EXPECTED: ClassVar = (
        "kind",
        "homepage",
        "repository",
        "docs",
        "owner",
        "foundation",
        "license",
        "category",
        "maturity",
    )


Record = Session | Track | Project
TYPES: dict[str, type[Record]] = {"session": Session, "track": Track, "project": Project}
FOLDERS = {f"{name}s": name for name in TYPES}
_ADAPTERS: dict[str, TypeAdapter[Record]] = {name: TypeAdapter(kind) for name, kind in TYPES.items()}


def is_id(text: str) -> bool:
    """Whether a text may serve as the id of a record."""
    return ID_PATTERN.fullmatch(text) is not None


def unknown_fields(record: Record) -> tuple[str, ...]:
    """The fields of a record that nobody filled in, in their written order."""
    return tuple(name for name in record.EXPECTED if getattr(record, name) is None)


def parse(kind: str, data: object) -> tuple[Record | None, list[Problem]]:
    """Read one record.

    :param kind: ``session``, ``track`` or ``project``
    :param data: what the author wrote below that key
    :returns: the record, or None where anything is wrong with it, and every problem found
    """
    try:
        record = _ADAPTERS[kind].validate_python(_underscored(data))
    except ValidationError as error:
        found = [_problem(kind, detail) for detail in error.errors(include_url=False)]
        return None, found
    problems = list(_cross_checks(kind, record))
    return (None if problems else record), problems


def _underscored(data: object) -> object:
    """``as-of`` and ``part-of`` are written with a hyphen."""
    if isinstance(data, dict) and isinstance(data.get("maturity"), dict):
        maturity = {str(key).replace("-", "_"): value for key, value in data["maturity"].items()}
        return {**data, "maturity": maturity}
    return data


def _cross_checks(kind: str, record: Record) -> list[Problem]:
    names = ["title", *(item.name for item in fields(record))]
    problems = [
        Problem("bad-value", (kind, "unconfirmed", number), f"{name!r} is not a field.{nearest(name, names)}")
        for number, name in enumerate(record.unconfirmed)
        if name not in names
    ]
    if isinstance(record, Session):
        problems += [
            Problem("bad-id", (kind, "speakers", number), f"{who.name!r} has no ASCII letters: give it an id.")
            for number, who in enumerate(record.speakers or ())
            if not who.key
        ]
        if record.until and (record.date is None or record.until < record.date):
            problems.append(Problem("bad-date", (kind, "until"), f"{record.until} is not on or after the date."))
    return problems


def _problem(kind: str, detail: ErrorDetails) -> Problem:
    """One of pydantic's errors in the words of this project."""
    path = (kind, *(part for part in detail["loc"] if part != "[key]"))
    if path[1:2] == ("maturity",):
        path = tuple(str(part).replace("_", "-") for part in path)
    context, code = detail.get("ctx", {}), detail["type"]
    found = str(detail["input"]) if isinstance(detail["input"], date) else detail["input"]
    shown = _SHORT.repr(found)
    match code:
        case "unexpected_keyword_argument":
            names = [item.name.replace("_", "-") for item in fields(_owner(path))]
            return Problem(
                "unknown-field", path, f"no such field.{nearest(str(path[-1]), names)} Allowed: {', '.join(names)}."
            )
        case "missing":
            return Problem("missing-field", path, "the field is missing.")
        case "literal_error":
            allowed = re.findall(r"'([^']+)'", context["expected"])
            return Problem(
                "bad-value",
                path,
                f"{shown} is not allowed.{nearest(str(found), allowed)} Allowed: {', '.join(allowed)}.",
            )
        case "string_too_short":
            return Problem("empty", path, "the field is empty; leave it out where the value is unknown.")
        case "bad-id" | "bad-url" | "bad-date":
            return Problem(code, path, f"{shown} {detail['msg']}.")
        case "date_from_datetime_parsing" | "date_parsing" | "date_from_datetime_inexact":
            return Problem("bad-date", path, f"{shown} is not a date of the calendar.")
    wanted = {
        "string_type": "a text",
        "tuple_type": "a list",
        "mapping_type": "a mapping",
        "dataclass_type": "a mapping of fields",
    }
    return Problem("wrong-type", path, f"{shown} is not {wanted.get(code, detail['msg'])}.")


def _owner(path: tuple[str | int, ...]) -> type:
    """The dataclass in which the last part of a path is looked for."""
    inner = {"speakers": Speaker, "maturity": Maturity, "category": Category}
    return inner.get(str(path[1]), TYPES[str(path[0])]) if len(path) > 2 else TYPES[str(path[0])]

"""The typed records that authors write as front matter, and their validation.

Everything here is plain data: a record is a frozen dataclass of strings, dates and tuples. A field that was left out
is ``None`` (unknown); ``"none"`` (for speakers: no entry) says that the thing does not exist.

A field is declared here and nowhere else, by :func:`~.fields.shown`. Its row on the card, the data and their
schema, the table of the guide, the list of gaps, the warnings, the JSON-LD and the embedded card follow from that.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, replace
from datetime import date
from functools import cache
from typing import Annotated, Any, ClassVar
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
from sphinx.locale import get_translation

from .fields import Choice, declared, shown
from .problems import REFUSED, Problem, Subtype, nearest, quoted

_ = get_translation("confreport")


class Format(Choice):
    """What kind of session it was."""

    KEYNOTE = "keynote", _("Keynote"), _("A talk, or a block of talks, for everybody.")
    BREAKOUT = "breakout", _("Breakout"), _("A talk in one of several parallel tracks, chosen from proposals.")
    MAINTAINER = (
        "maintainer",
        _("Maintainer session"),
        _("A session in which the maintainers of a project report on it."),
    )
    LIGHTNING_TALK = "lightning-talk", _("Lightning talk"), _("A talk of about five minutes.")
    CO_LOCATED = "co-located", _("Co-located event"), _("A session of an event that is held beside the conference.")


class Attended(Choice):
    """How the reporter followed a session."""

    STREAM = "stream", _("Live stream"), _("Live, as a stream.")
    RECORDING = "recording", _("Recording"), _("Later, as a recording.")
    NOT_SEEN = "not-seen", _("Not seen"), _("Not at all.")


class Relation(Choice):
    """How a session relates to a project, from the closest to the loosest."""

    SUBJECT = "subject", _("Subject"), _("The session is about the project.")
    DEMONSTRATED = "demonstrated", _("Demonstrated"), _("The speakers showed it at work.")
    RECOMMENDED = (
        "recommended",
        _("Recommended"),
        _("The speakers advised their audience to use it or to take part in it."),
    )
    IN_PRODUCTION = "in-production", _("In production"), _("The speakers run it in production.")
    MIGRATED_FROM = "migrated-from", _("Migrated from"), _("The speakers used it before and have replaced it.")
    VULNERABLE_EXAMPLE = (
        "vulnerable-example",
        _("Vulnerable example"),
        _("It served as an example of a vulnerability or a weak setting."),
    )
    COMPARED = "compared", _("Compared"), _("It was set against the subject of the session.")
    BACKGROUND = (
        "background",
        _("Background"),
        _("It is explained or needed to follow the talk, but the talk is not about it."),
    )
    MENTIONED = (
        "mentioned",
        _("Mentioned"),
        _("The prose mentions it, and `projects` does not. You never write this one in front matter."),
    )


class Kind(Choice):
    """What a project is."""

    PROJECT = "project", _("project")
    COMPONENT = "component", _("component")
    FEATURE = "feature", _("feature")
    PRODUCT = "product", _("product")
    STANDARD = "standard", _("standard")
    SPECIFICATION = "specification", _("specification")
    TECHNOLOGY = "technology", _("technology")
    PRACTICE = "practice", _("practice")
    PROGRAMME = "programme", _("programme")
    PUBLICATION = "publication", _("publication")


class Level(Choice):
    """A level of maturity within the CNCF."""

    SANDBOX = "sandbox", _("Sandbox")
    INCUBATING = "incubating", _("Incubating")
    GRADUATED = "graduated", _("Graduated")
    ARCHIVED = "archived", _("Archived")
    SUBPROJECT = "subproject", _("Subproject")
    NOT_CNCF = "not-cncf", _("Not a CNCF project")


OTHER = "other"
INITIALS = (*string.ascii_lowercase, OTHER)
ID_PATTERN = re.compile(r"[a-z0-9-]{1,80}")


# Letters that Unicode does not take apart, as their languages write them in ASCII.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
    | {"ŋ": "ng", "ĸ": "k", "ə": "e", "ǥ": "g", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ʼ": "'"}
)


def slug(name: str) -> str:
    """An id made of a name: ASCII letters and digits, joined by hyphens; empty where nothing of it is ASCII.

    Accents are dropped by Unicode decomposition (NFKD, Unicode Standard Annex #15).
    """
    return words(name)[1:-1][:80]


def words(text: str) -> str:
    """The ASCII letters and digits of a text, with a hyphen before, between and after its words."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    return f"-{'-'.join(re.findall(r'[a-z0-9]+', plain))}-"


@cache
def initial(name: str) -> str:
    """The letter under which a name is listed: a to z, or ``other``."""
    first = slug(name)[:1]
    return first if first.isalpha() else OTHER


def _check_id(value: str) -> str:
    if not ID_PATTERN.fullmatch(value):
        raise PydanticCustomError("bad-id", "is not an id (1 to 80 of a-z, 0-9 and hyphen)")
    return value


_LINES = re.compile(r"\s*[\t\n\v\f\r\x1c-\x1f\x85]\s*")
_CLOSED_BY = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def one_line(text: str) -> str:
    """A text with a space in the place of each line break or tab, and none at its ends."""
    return _LINES.sub(" ", text.strip()).strip()


def _check_text(value: str) -> str:
    if not value:
        raise PydanticCustomError("empty", "is empty")
    if value.isprintable():
        return value
    unclosed: list[str] = []
    for character in value:
        if unicodedata.category(character) in ("Cc", "Cs") or ord(character) & 0xFFFE == 0xFFFE:
            raise PydanticCustomError("bad-value", "has a character that cannot be printed")
        if character in _CLOSED_BY:
            unclosed.append(_CLOSED_BY[character])
        elif unclosed and character == unclosed[-1]:
            unclosed.pop()
    if unclosed:
        raise PydanticCustomError("bad-value", "changes the direction of writing and never changes it back")
    return value


def _check_url(value: str) -> str:
    if value == "none":
        return value
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or re.search(r"[\s<>\"]", value):
        raise PydanticCustomError("bad-url", "is not an http(s) address (nor the word none)")
    # A browser may read these in another way than they look, and lead to another place.
    if "@" in parts.netloc or "\\" in value or not value.isprintable() or not _is_host(parts.hostname or ""):
        raise PydanticCustomError("bad-url", "is an address that hides where it leads: write the plain host")
    return value


def _is_host(host: str) -> bool:
    letters = (unicodedata.category(one)[0] in "LMN" or one in "-._" for one in host)
    return unicodedata.normalize("NFKC", host).lower() == host and (all(letters) or ":" in host)


def _only_a_day(value: Any) -> Any:
    if type(value) is date or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)):
        return value
    raise PydanticCustomError("bad-date", "is not a date such as 2022-10-26")


def _none_is_empty(value: Any) -> Any:
    return () if value == "none" else value


def _none_twice(value: Any) -> Any:
    return {"then": "none", "now": "none"} if value == "none" else value


def _given_by_authors(relation: Relation) -> Relation:
    if relation is Relation.MENTIONED:
        allowed = ", ".join(repr(str(one)) for one in Relation if one is not relation)
        raise PydanticCustomError("enum", "is found, not given", {"expected": allowed})
    return relation


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(one_line),
    AfterValidator(_check_text),
]
Id = Annotated[str, AfterValidator(_check_id)]
Url = Annotated[Text, AfterValidator(_check_url)]
Date = Annotated[date, BeforeValidator(_only_a_day)]


class _Strict:
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


def _unconfirmed() -> Any:
    return shown(
        _("unconfirmed"),
        _("The fields, or `title`, whose values rest on a single or weak source; they are listed as gaps are."),
        left_out=_("every value is confirmed"),
        row=False,
        default=(),
    )


def _formerly() -> Any:
    return shown(
        _("earlier ids"),
        _("Ids that the record had before. They still resolve."),
        left_out=_("it was never renamed"),
        row=False,
        default=(),
    )


@dataclass(frozen=True)
class Speaker(_Strict):
    """A person on stage, with the employer of that day."""

    name: Text = shown(
        _("name"), _("The name as it is shown, spelled in the same way in every session."), default=MISSING
    )
    affiliation: Text | None = shown(
        _("affiliation"), _("The employer on that day."), left_out=_("unknown; not listed as a gap")
    )
    id: Id | None = shown(
        _("id"),
        _("The speaker’s id."),
        left_out=_(
            "made of the name: `Jane Doe` becomes `jane-doe`; not possible for a name without ASCII letters or digits"
        ),
    )

    @property
    def key(self) -> str:
        """The id: as given, else made of the name."""
        return self.id or slug(self.name)


@dataclass(frozen=True)
class Session(_Strict):
    """The front matter ``session:`` of a page in ``sessions/``."""

    track: Id | None = shown(
        _("track"),
        _("The track to which it belongs. The toctree of that track must list the session."),
        gap=True,
    )
    format: Format | None = shown(_("format"), _("What kind of session it was."), gap=True, embed=True)
    date: Date | None = shown(_("date"), _("The day on which it took place, or the first of several."), gap=True)
    until: Date | None = shown(
        _("last day"),
        _("The last day of a session of several days, on or after `date`."),
        left_out=_("one day only"),
        row=False,
    )
    speakers: Annotated[tuple[Speaker, ...], BeforeValidator(_none_is_empty)] | None = shown(
        _("speakers"), _("Who was on stage."), gap=True
    )
    video: Url | None = shown(_("video"), _("The recording."), gap=True)
    slides: Url | None = shown(_("slides"), _("The slides."), gap=True)
    schedule: Url | None = shown(_("schedule"), _("Its page in the published schedule."), gap=True, schema="sameAs")
    attended: Attended | None = shown(
        _("how it was attended"), _("How the reporter followed it: live, later, or not at all."), gap=True
    )
    projects: Mapping[Id, Annotated[Relation, AfterValidator(_given_by_authors)]] = shown(
        _("projects"),
        _("The projects that it is about, and how."),
        left_out=_("those that the prose mentions count alone"),
        default=dict,
    )
    unconfirmed: tuple[Text, ...] = _unconfirmed()
    formerly: tuple[Id, ...] = _formerly()


@dataclass(frozen=True)
class Track(_Strict):
    """The front matter ``track:`` of a page in ``tracks/``."""

    event: Text | None = shown(_("event"), _("The event of which it was a part."), gap=True)
    group: Text | None = shown(_("group"), _("The heading under which the report has it."), gap=True)
    official: Text | None = shown(
        _("official name"),
        _("The official name, where the title differs from it."),
        left_out=_("the title is the official name"),
    )
    unconfirmed: tuple[Text, ...] = _unconfirmed()
    formerly: tuple[Id, ...] = _formerly()


@dataclass(frozen=True)
class Category(_Strict):
    """The place in the CNCF landscape, at the event and now."""

    then: Text = shown(
        _("at the event"),
        _("The category and subcategory at the time of the event, or `none`."),
        default=MISSING,
    )
    now: Text = shown(_("now"), _("The same today, or `none`."), default=MISSING)


@dataclass(frozen=True)
class Maturity(_Strict):
    """The level within the CNCF, at the event and now, with the dates on which it changed."""

    then: Level = shown(_("at the event"), _("The level at the time of the event."), default=MISSING)
    now: Level = shown(_("now"), _("The level today."), default=MISSING)
    as_of: Date | None = shown(_("as of"), _("The day for which `now` holds."))
    part_of: Id | None = shown(
        _("part of"), _("The project to which a subproject belongs."), left_out=_("it stands alone")
    )
    accepted: Date | None = shown(
        _("accepted"), _("The day on which the CNCF accepted it."), left_out=_("unknown, or it was not")
    )
    incubating: Date | None = shown(
        _("Incubating"),
        _("The day on which it became an incubating project."),
        left_out=_("unknown, or it did not"),
    )
    graduated: Date | None = shown(
        _("Graduated"), _("The day on which it graduated."), left_out=_("unknown, or it did not")
    )
    archived: Date | None = shown(
        _("Archived"), _("The day on which it was archived."), left_out=_("unknown, or it was not")
    )


@dataclass(frozen=True)
class Project(_Strict):
    """The front matter ``project:`` of a page in ``projects/``."""

    name: Text | None = shown(
        _("name"),
        _("The full name, where the title is a shorter one. It resolves like an alias."),
        left_out=_("the title is the name"),
    )
    kind: Kind | None = shown(_("kind"), _("What it is."), gap=True, embed=True)
    maturity: Maturity | None = shown(_("maturity"), _("Its level within the CNCF."), gap=True)
    homepage: Url | None = shown(_("homepage"), _("Its home page."), gap=True, schema="sameAs")
    repository: Url | None = shown(_("repository"), _("Its source code."), gap=True)
    docs: Url | None = shown(_("documentation"), _("Its documentation."), gap=True)
    owner: Text | None = shown(_("owner"), _("Who decides about it."), gap=True)
    foundation: Text | None = shown(_("foundation"), _("The foundation that hosts it."), gap=True)
    license: Text | None = shown(_("licence"), _("The licence, best as an SPDX identifier."), gap=True)
    category: Annotated[Category, BeforeValidator(_none_twice)] | None = shown(
        _("landscape category"), _("Its place in the CNCF landscape."), gap=True
    )
    aliases: tuple[Text, ...] = shown(
        _("aliases"),
        _("Other names. The role `{project}` takes them in any case of letters."),
        left_out=_("it has no other names"),
        default=(),
    )
    unconfirmed: tuple[Text, ...] = _unconfirmed()
    formerly: tuple[Id, ...] = _formerly()


Record = Session | Track | Project
TYPES: dict[str, type[Record]] = {"session": Session, "track": Track, "project": Project}
FOLDERS = {f"{name}s": name for name in TYPES}
_ADAPTERS: dict[str, TypeAdapter[Record]] = {name: TypeAdapter(kind) for name, kind in TYPES.items()}


def is_id(text: str) -> bool:
    """Whether a text may serve as the id of a record."""
    return ID_PATTERN.fullmatch(text) is not None


def field_label(record: type, name: str) -> str:
    """The words for a field, or for the title, which every record has beside its fields."""
    labels = {one.name: one.label for one in declared(record)}
    return str(labels[name] if name in labels else _("title"))


def unknown_fields(record: Record) -> tuple[str, ...]:
    """The fields of a record that nobody filled in, in their written order."""
    return tuple(one.name for one in declared(type(record)) if one.gap and getattr(record, one.attribute) is None)


def parse(kind: str, data: object) -> tuple[Record | None, list[Problem]]:
    """Read one record.

    :param kind: ``session``, ``track`` or ``project``
    :param data: what the author wrote below that key; what has been reported already is ``REFUSED``
    :returns: the record without its faulty fields, or None where *data* is no record at all, and every problem found
    """
    if data is REFUSED:
        return None, []
    written = _with_attributes(data)
    try:
        return _checked(kind, _ADAPTERS[kind].validate_python(written), {})
    except ValidationError as error:
        errors = error.errors(include_url=False)
    problems = [_problem(kind, detail) for detail in errors if detail["input"] is not REFUSED]
    problems = _without_followers(problems)
    faulty = {_place(kind, detail) for detail in errors}
    if () in faulty:
        return None, problems
    try:
        sound = _ADAPTERS[kind].validate_python(_without(written, faulty))
    except ValidationError:
        return None, problems
    record, more = _checked(kind, sound, _places(written, faulty), ("date",) in faulty)
    return record, problems + more


def _without_followers(problems: list[Problem]) -> list[Problem]:
    """The problems but for fields that are missing because their names are misspelled, which is one already."""
    misspelled: dict[Place, list[str]] = {}
    for one in problems:
        if one.subtype == "unknown-field":
            misspelled.setdefault(one.path[:-1], []).append(one.message)

    def follows(one: Problem) -> bool:
        if one.subtype != "missing-field" or one.path[:-1] not in misspelled:
            return False
        hint = nearest(str(one.path[-1]), [str(one.path[-1])])
        return any(hint in other for other in misspelled[one.path[:-1]])

    return [one for one in problems if not follows(one)]


Place = tuple[int | str, ...]


def _with_attributes(data: object) -> object:
    """``as-of`` and ``part-of`` are written with a hyphen."""
    if isinstance(data, dict) and isinstance(data.get("maturity"), dict):
        maturity = {str(key).replace("-", "_"): value for key, value in data["maturity"].items()}
        return {**data, "maturity": maturity}
    return data


def _place(kind: str, detail: ErrorDetails) -> Place:
    """What has to go so that a record is sound: the faulty value, or the nearest around it that may be left out."""
    place = tuple(part for part in detail["loc"] if part != "[key]")
    while len(place) > 1 and any(
        one.attribute == place[-1] and one.required for one in declared(_owner((kind, *place)))
    ):
        place = place[:-1]
    return place


def _without(value: Any, faulty: set[Place], place: Place = ()) -> Any:
    """A copy of what was written, without the faulty values."""
    if isinstance(value, dict):
        parts = {name: (*place, name) for name in value}
        return {name: _without(value[name], faulty, parts[name]) for name in value if parts[name] not in faulty}
    if isinstance(value, list | tuple):
        items = ((item, (*place, number)) for number, item in enumerate(value))
        return [_without(item, faulty, here) for item, here in items if here not in faulty]
    return value


def _places(written: Any, faulty: set[Place]) -> dict[str, list[int]]:
    """For each list the places that its sound items had."""
    return {
        name: [number for number in range(len(value)) if (name, number) not in faulty]
        for name, value in written.items()
        if isinstance(value, list | tuple)
    }


def _checked(
    kind: str, record: Record, places: Mapping[str, list[int]], no_date: bool = False
) -> tuple[Record, list[Problem]]:
    """The record without what contradicts another field of it, and these problems.

    :param places: where the items of its lists were written, if not in their order
    :param no_date: whether its date has been reported
    """
    problems: list[Problem] = []

    def sound(field: str, items: tuple[Any, ...], faults: Iterator[tuple[Subtype, str] | None]) -> tuple[Any, ...]:
        kept = []
        for number, (item, fault) in enumerate(zip(items, faults, strict=True)):
            if fault:
                problems.append(
                    Problem(fault[0], (kind, field, places.get(field, range(len(items)))[number]), fault[1])
                )
            else:
                kept.append(item)
        return tuple(kept)

    record = replace(record, unconfirmed=sound("unconfirmed", record.unconfirmed, _faults_of_doubts(record)))
    if isinstance(record, Session):
        if record.speakers:
            record = replace(record, speakers=sound("speakers", record.speakers, _faults_of_speakers(record.speakers)))
        if record.until and (record.date is None or record.until < record.date):
            if not no_date:
                problems.append(Problem("bad-date", (kind, "until"), f"{record.until} is not on or after the date."))
            record = replace(record, until=None)
    return record, problems


def _faults_of_doubts(record: Record) -> Iterator[tuple[Subtype, str] | None]:
    names = ["title", *(one.name for one in declared(type(record)))]
    for name in record.unconfirmed:
        yield None if name in names else ("bad-value", f"{quoted(name)} is not a field.{nearest(name, names)}")


def _faults_of_speakers(speakers: tuple[Speaker, ...]) -> Iterator[tuple[Subtype, str] | None]:
    keys: set[str] = set()
    for who in speakers:
        if not who.key:
            yield "bad-id", f"{quoted(who.name)} has no ASCII letters: give it an id."
        elif who.key in keys:
            yield "duplicate-id", f"the speaker {who.key!r} is listed twice."
        else:
            yield None
        keys.add(who.key)


def _problem(kind: str, detail: ErrorDetails) -> Problem:
    """One of pydantic's errors in the words of this project."""
    path = (kind, *(part for part in detail["loc"] if part != "[key]"))
    if path[1:2] == ("maturity",):
        path = tuple(str(part).replace("_", "-") for part in path)
    context, code = detail.get("ctx", {}), detail["type"]
    found = str(detail["input"]) if isinstance(detail["input"], date) else detail["input"]
    value = quoted(found)
    match code:
        case "unexpected_keyword_argument":
            names = [one.name for one in declared(_owner(path))]
            return Problem(
                "unknown-field", path, f"no such field.{nearest(str(path[-1]), names)} Allowed: {', '.join(names)}."
            )
        case "missing":
            return Problem("missing-field", path, "the field is missing.")
        case "enum":
            allowed = re.findall(r"'([^']+)'", context["expected"])
            hint = nearest(found, allowed) if isinstance(found, str) else ""
            return Problem(
                "bad-value",
                path,
                f"{value} is not allowed.{hint} Allowed: {', '.join(allowed)}.",
            )
        case "string_too_short" | "empty":
            return Problem("empty", path, "the field is empty; leave it out where the value is unknown.")
        case "bad-id" | "bad-url" | "bad-date" | "bad-value":
            return Problem(code, path, f"{value} {detail['msg']}.")
        case "date_from_datetime_parsing" | "date_parsing" | "date_from_datetime_inexact":
            return Problem("bad-date", path, f"{value} is not a date of the calendar.")
    wanted = {
        "string_type": "a text",
        "tuple_type": "a list",
        "mapping_type": "a mapping",
        "dataclass_type": "a mapping of fields",
        "invalid_key": "the name of a field",
    }
    return Problem("wrong-type", path, f"{value} is not {wanted.get(code, detail['msg'])}.")


def _owner(path: tuple[str | int, ...]) -> type:
    """The dataclass in which the last part of a path is looked for."""
    inner = {"speakers": Speaker, "maturity": Maturity, "category": Category}
    return inner.get(str(path[1]), TYPES[str(path[0])]) if len(path) > 2 else TYPES[str(path[0])]

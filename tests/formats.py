"""What the data, the feeds and the heads of a site have to be, by their schema, RFC 4287 and schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import feedparser
from bs4 import BeautifulSoup
from conftest import REPOSITORY, Built
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree

# The data


KINDS = ("sessions", "tracks", "projects", "speakers")


def load(built: Built, name: str = "report") -> Any:
    return json.loads(built.read(f"data/{name}.json"))


def by_id(report: Any, kind: str) -> dict[str, Any]:
    return {one["id"]: one for one in report[kind]}


def validator(schema: Any, definition: str = "") -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    asked = {"$defs": schema["$defs"], "$ref": f"#/$defs/{definition}"} if definition else schema
    return Draft202012Validator(asked, format_checker=FormatChecker())


def check_data(built: Built) -> Any:
    """The report, after it and the files of its projects have been held against the schema."""
    schema, report = load(built, "report.schema"), load(built)
    validator(schema).validate(report)
    files = {path.stem: json.loads(path.read_text("utf-8")) for path in (built.out / "data/projects").iterdir()}
    for project in files.values():
        validator(schema, "ProjectData").validate(project)
    assert {project["id"]: project for project in files.values()} == by_id(report, "projects")
    assert all(
        name in (project["id"], *project["record"]["formerly"]) for name, project in files.items() if project["record"]
    )
    return report


# The feeds


ATOM = {"a": "http://www.w3.org/2005/Atom"}
GRAMMAR = etree.RelaxNG(etree.parse(REPOSITORY / "tests" / "atom.rng"))


def feeds(built: Built) -> dict[str, bytes]:
    return {name: content for name, content in built.files().items() if name.startswith("feed")}


def check_feeds(built: Built) -> dict[str, feedparser.FeedParserDict]:
    """Every feed by its path, after all have been held against RFC 4287."""
    parsed, ids = {}, []
    for name, content in feeds(built).items():
        root = etree.fromstring(content)
        GRAMMAR.assertValid(root)
        # What the grammar cannot say (RFC 4287, 4.1.1, 4.1.2 and 4.2.6).
        assert root.xpath("a:author", namespaces=ATOM)
        for part in (root, *root.xpath("a:entry", namespaces=ATOM)):
            assert len(part.xpath("a:link[@rel='alternate']", namespaces=ATOM)) == 1
        entries = root.xpath("a:entry/a:id/text()", namespaces=ATOM)
        ids.append(root.findtext("a:id", namespaces=ATOM))
        assert len(set(entries)) == len(entries)
        assert all(urlsplit(id).scheme and urlsplit(id).netloc for id in (*entries, ids[-1]))
        assert root.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [ids[-1]]

        parsed[name] = feedparser.parse(content)
        assert not parsed[name].bozo, parsed[name].get("bozo_exception")
        assert parsed[name].version == "atom10"
    assert len(set(ids)) == len(set(feeds(built).values()))  # a feed is there under earlier ids too
    return parsed


# The heads


# the vocabulary


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    """Each term that schema.org defines, by name."""
    text = (resources.files("rocrate") / "data" / "schema.jsonld").read_text("utf-8")
    graph = json.loads(text)["@graph"]
    return {one["@id"].removeprefix("schema:"): one for one in graph if one["@id"].startswith("schema:")}


def names(term: dict[str, Any], key: str) -> set[str]:
    value = term.get(key, [])
    return {str(one["@id"]).rpartition(":")[2] for one in (value if isinstance(value, list) else [value])}


@cache
def kinds_of(type: str) -> frozenset[str]:
    """A type and all that it is a kind of."""
    found = {type}
    for parent in names(vocabulary()[type], "rdfs:subClassOf") & vocabulary().keys():
        found |= kinds_of(parent)
    return frozenset(found)


def fits(value: str, ranges: set[str]) -> bool:
    if "Date" in ranges:
        return str(date.fromisoformat(value)) == value
    return "Text" in ranges or ("URL" in ranges and " " not in value)


def errors(thing: dict[str, Any]) -> Iterator[str]:
    """What schema.org does not know or does not allow, in a thing and in all that it names."""
    type = thing["@type"]
    if vocabulary().get(type, {}).get("@type") != "rdfs:Class":
        yield f"there is no type {type}"
        return
    for name, values in thing.items():
        if name.startswith("@"):
            continue
        term = vocabulary().get(name, {})
        if term.get("@type") != "rdf:Property":
            yield f"there is no property {name}"
            continue
        if not names(term, "schema:domainIncludes") & kinds_of(type):
            yield f"{type} has no {name}"
        ranges = names(term, "schema:rangeIncludes")
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict):
                if value["@type"] in vocabulary() and not ranges & kinds_of(value["@type"]):
                    yield f"{name} is no {value['@type']}"
                yield from errors(value)
            elif not fits(value, ranges):
                yield f"{name} is not {value!r}"


# reading pages


def head(built: Built, page: str) -> BeautifulSoup:
    soup = BeautifulSoup(built.read(page), "html.parser")
    assert soup.head is not None
    return soup.head  # type: ignore[return-value]


def linked_data(built: Built, page: str) -> dict[str, Any]:
    (script,) = head(built, page).select("script[type='application/ld+json']")
    data = json.loads(script.get_text())
    assert data.pop("@context") == "https://schema.org"
    return data  # type: ignore[no-any-return]

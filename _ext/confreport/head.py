"""What the head of a page tells programs: the record in the vocabulary of schema.org, and where to read it as data.

Only what is known is said. An unconfirmed field is left out, since linked data cannot say that something is doubtful.
So is the date of a session without one: schema.org asks for none, although search engines show an event only with its
date and place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from sitekit.addresses import base_url, language_tag, makes_html_pages, page_address
from sphinx.config import Config
from sphinx.util.osutil import relative_uri

from .domain import conf_domain
from .facts import Entry
from .fields import declared
from .graph import Graph
from .records import Kind, Project, Record, Relation, Session, Track

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

Thing = dict[str, Any]

# What a project is in the vocabulary. Only works have a licence, maintainers and parts; only source code a repository.
_TYPES = {
    Kind.PROJECT: "SoftwareSourceCode",
    Kind.COMPONENT: "SoftwareSourceCode",
    Kind.PRODUCT: "Product",
    Kind.STANDARD: "CreativeWork",
    Kind.SPECIFICATION: "CreativeWork",
    Kind.PUBLICATION: "CreativeWork",
    Kind.FEATURE: "DefinedTerm",
    Kind.TECHNOLOGY: "DefinedTerm",
    Kind.PRACTICE: "DefinedTerm",
    Kind.PROGRAMME: "Project",
}
_WORKS = ("SoftwareSourceCode", "CreativeWork")
# A session is not about what it merely needs or names; its page mentions these.
_NOT_ABOUT = (Relation.BACKGROUND, Relation.MENTIONED)
_UNSAFE = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


class Site(NamedTuple):
    """Where a page is published.

    :param address: the address of a place on a page, by docname and anchor, as this page gives it
    """

    title: str
    author: str
    language: str
    front_page: str
    address: Callable[[str, str], str]


def linked_data(graph: Graph, docname: str, entry: Entry | None, site: Site) -> Thing | None:
    """The main thing of a page: a session, a project, or on the front page the whole site; else None."""
    if docname == site.front_page:
        return _site(graph, site)
    if entry and entry.kind == "session":
        return _session(graph, entry, site)
    if entry and entry.kind == "project":
        return _project(graph, entry, site)
    return None


def _thing(kind: str, id: str = "", **properties: object) -> Thing:
    """A node with those properties that have a value."""
    return {name: value for name, value in {"@type": kind, "@id": id, **properties}.items() if value}


def _site(graph: Graph, site: Site) -> Thing:
    home = site.address(site.front_page, "")
    events = [event for track in graph.entries["track"].values() if (event := _event(track))]
    return _thing(
        "WebSite",
        home,
        url=home,
        name=site.title,
        author=_thing("Person", name=site.author) if site.author else None,
        inLanguage=site.language,
        about=list({event["name"]: event for event in events}.values()),
    )


def _session(graph: Graph, entry: Entry, site: Site) -> Thing:
    record = entry.record if isinstance(entry.record, Session) else Session()
    day, until, speakers, video, slides = (_known(record, n) for n in ("date", "until", "speakers", "video", "slides"))
    projects: dict[bool, list[Thing]] = {True: [], False: []}
    for id, relation in graph.projects_of.get(entry.id, {}).items():
        projects[relation not in _NOT_ABOUT].append(_reference(graph.entries["project"][id], site))
    track = graph.track_of(entry)
    return _thing(
        "Event",
        site.address(entry.docname, entry.anchor),
        name=entry.title,
        url=site.address(entry.docname, ""),
        **_declared(record),
        startDate=day and day.isoformat(),
        endDate=day and until and until.isoformat(),
        performer=[_person(graph, speaker.key, speaker.name, speaker.affiliation, site) for speaker in speakers or ()],
        superEvent=_event(track) if track else None,
        recordedIn=_thing("VideoObject", name=entry.title, url=video) if video else None,
        subjectOf=_thing("PresentationDigitalDocument", name=entry.title, url=slides) if slides else None,
        about=projects[True],
        mainEntityOfPage=_page(entry, site, mentions=projects[False]),
    )


def _project(graph: Graph, entry: Entry, site: Site) -> Thing:
    record = entry.record if isinstance(entry.record, Project) else Project()
    thing = _reference(entry, site)
    is_work, is_code = thing["@type"] in _WORKS, thing["@type"] == "SoftwareSourceCode"
    owner, licence, maturity = (_known(record, name) for name in ("owner", "license", "maturity"))
    whole = graph.find("project", maturity.part_of) if maturity and maturity.part_of else None
    part_of = _reference(graph.entries["project"][whole], site) if whole else None
    names = ([name] if (name := _known(record, "name")) else []) + list(_known(record, "aliases") or ())
    return thing | _thing(
        thing["@type"],
        alternateName=list(dict.fromkeys(name for name in names if name != entry.title)),
        **_declared(record),
        codeRepository=_known(record, "repository") if is_code else None,
        maintainer=_thing("Organization", name=owner) if owner and is_work else None,
        license=_thing("CreativeWork", name=licence) if licence and is_work else None,
        isPartOf=part_of if part_of and is_work and part_of["@type"] in _WORKS else None,
        mainEntityOfPage=_page(entry, site),
    )


def _reference(entry: Entry, site: Site) -> Thing:
    """A project as other things name it."""
    kind = _known(entry.record, "kind") if isinstance(entry.record, Project) else None
    return _thing(
        _TYPES[kind] if kind else "Thing",
        site.address(entry.docname, entry.anchor),
        name=entry.title,
        url=site.address(entry.docname, ""),
    )


def _person(graph: Graph, key: str, name: str, affiliation: str | None, site: Site) -> Thing:
    listed = graph.target("speaker", key)
    employer = _thing("Organization", name=affiliation) if affiliation not in (None, "none") else None
    return _thing(
        "Person", site.address(listed.docname, listed.anchor) if listed else "", name=name, affiliation=employer
    )


def _event(track: Entry) -> Thing | None:
    event = _known(track.record, "event") if isinstance(track.record, Track) else None
    return _thing("Event", name=event) if event else None


def _page(entry: Entry, site: Site, **properties: object) -> Thing:
    address, home = site.address(entry.docname, ""), site.address(site.front_page, "")
    whole = _thing("WebSite", home, url=home, name=site.title)
    return _thing("WebPage", address, url=address, inLanguage=site.language, isPartOf=whole, **properties)


def _declared(record: Record) -> Thing:
    """The fields whose values a property takes as they are."""
    return {field.schema: _known(record, field.name) for field in declared(type(record)) if field.schema}


def _known(record: Record, name: str) -> Any:
    """The value of a field; None where it is unknown, unconfirmed or does not exist."""
    value = getattr(record, name)
    return None if value == "none" or name in record.unconfirmed else value


def content(graph: Graph, docname: str, entry: Entry | None, front_page: str) -> object:
    """All that the head takes from other pages."""
    return linked_data(graph, docname, entry, Site("", "", "", front_page, "{}#{}".format))


def alternates(entry: Entry | None, front: bool, published: bool) -> Iterator[tuple[str, str]]:
    """The media type and path of the files that say the same as a page; feeds exist on a site of known address."""
    project = entry.id if entry and entry.kind == "project" else None
    if front or project:
        yield "application/json", f"data/projects/{project}.json" if project else "data/report.json"
        if published:
            yield "application/atom+xml", f"feeds/{project}.xml" if project else "feed.xml"


def serialised(data: Thing) -> str:
    """JSON that cannot leave the script element in which it stands."""
    return json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_UNSAFE)


def site_as_seen_from(docname: str, builder: Builder, config: Config) -> Site:
    """The site for the head of one page: addresses are absolute where the site's own is known."""
    base, here = base_url(config), page_address(builder, docname)

    def address(to: str, anchor: str) -> str:
        page = f"{base}{page_address(builder, to)}" if base else relative_uri(here, page_address(builder, to))
        return f"{page}#{anchor}" if anchor else page

    author = "" if config.author == Config.config_values["author"].default else config.author
    return Site(str(config.html_title), author, language_tag(config.language), config.root_doc, address)


def add_metadata(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handle ``html-page-context``."""
    if doctree is None or not makes_html_pages(app.builder):
        return
    domain = conf_domain(app.env)
    entry = domain.graph.pages[pagename].entry if pagename in domain.graph.pages else None
    tags = [
        f'<link rel="alternate" type="{kind}" href="{escape(context["pathto"](path, resource=True))}">'
        for kind, path in alternates(entry, pagename == app.config.root_doc, bool(app.config.html_baseurl))
    ]
    data = linked_data(domain.graph, pagename, entry, site_as_seen_from(pagename, app.builder, app.config))
    if data:
        tags.append(f'<script type="application/ld+json">{serialised(data)}</script>')
    context["metatags"] += "".join(f"\n{tag}" for tag in tags)

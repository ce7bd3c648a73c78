"""The domain ``conf``: collects what each page says, checks it, and resolves references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.utils import new_document
from sitekit.conditions import only_holds
from sitekit.editions import PREFIX, title_language
from sphinx import addnodes
from sphinx.domains import Domain, ObjType
from sphinx.ext.ifconfig import ifconfig, process_ifconfig_nodes
from sphinx.locale import get_translation
from sphinx.roles import XRefRole
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale
from sphinx.util import get_filetype, logging
from sphinx.util.nodes import make_refnode

from . import frontmatter, prose, records
from .facts import ELSEWHERE, REFERENCES, Condition, Entry, Page, Spans
from .graph import Graph
from .problems import Problem, Subtype, in_words, limited, nearest, quoted
from .resolution import resolved

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)
_ = get_translation("confreport")

# All that XML 1.0 leaves out, but for the white space that docutils replaces.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def warn(subtype: Subtype, message: str, location: nodes.Node | tuple[str, int | None]) -> None:
    """Give one of this extension's warnings."""
    logger.warning("%s", message, location=location, type="conf", subtype=subtype)


def warn_unknown(domain: ReportDomain, kind: str, name: str, location: nodes.Node) -> None:
    """Warn of a reference that leads nowhere, and name the nearest record, unless a warning has told the cause.

    Of people whom no page lists, one warning tells for all (:meth:`ReportDomain.check_consistency`).
    """
    if domain.graph.find(kind, name) is None and not domain.is_in_faulty_record(name):
        hint = nearest(name, domain.graph.names(kind))
        warn("unknown-id", f"there is no {kind} {quoted(name)}.{hint}", location)


class ReportDomain(Domain):
    """Sessions, tracks, projects and speakers of a conference report."""

    name = "conf"
    label = "Conference report"
    object_types: ClassVar[dict[str, ObjType]] = {
        "session": ObjType(_("session"), "session"),
        "track": ObjType(_("track"), "track"),
        "project": ObjType(_("project"), "project"),
        "speaker": ObjType(_("speaker"), "speaker"),
    }
    roles: ClassVar[dict[str, Any]] = {
        kind: XRefRole(innernodeclass=nodes.inline, warn_dangling=True) for kind in REFERENCES
    }
    initial_data: ClassVar[dict[str, Any]] = {"pages": {}, "lines": {}, "faulty": {}}
    data_version = 7

    builder: Builder
    _graph: Graph | None = None

    def setup(self) -> None:
        """Start with no front matter read."""
        super().setup()
        self._front_matter: dict[str, frontmatter.FrontMatter] = {}
        self.written_titles: dict[str, str] = {}

    @property
    def pages(self) -> dict[str, Page]:
        """The forward facts by docname: all that is stored."""
        return self.data["pages"]  # type: ignore[no-any-return]

    @property
    def graph(self) -> Graph:
        """The derived report, built once after the last page has been read."""
        if self._graph is None:
            holds = self.conditions()
            pages = {docname: page.shown(holds.__getitem__) for docname, page in self.pages.items()}
            order = {name: place for place, name in enumerate(_reading_order(self.env))}
            self._graph = Graph(pages, order)
            if (pages_in_words := resolved(self.env, self._graph)) != pages:
                self._graph = Graph(pages_in_words, order)
        return self._graph

    def conditions(self) -> dict[Condition, bool]:
        """Every condition under which something is shown, and whether it holds in this build."""
        found: set[Condition] = set()
        for page in self.pages.values():
            for facts in (page.mentions, page.views, page.corrections):
                found.update(*(fact.conditions for fact in facts))
        return {condition: self._holds(condition) for condition in found}

    def _holds(self, condition: Condition) -> bool:
        if condition.kind == "only":
            return only_holds(self.builder.tags, condition.expression)
        document = new_document("")
        document += ifconfig("", nodes.paragraph(), expr=condition.expression)
        app: Any = SimpleNamespace(config=self.env.config, builder=self.builder)  # all that Sphinx's handler needs
        process_ifconfig_nodes(app, document, "")
        return document.next_node(nodes.paragraph) is not None

    @property
    def _lines(self) -> dict[str, Mapping[frontmatter.Path, int]]:
        """The lines of the fields of each record, for what is found wrong after reading."""
        return self.data["lines"]  # type: ignore[no-any-return]

    @property
    def _faulty(self) -> dict[str, str]:
        """The words of each front matter of which a part could not be taken."""
        return self.data["faulty"]  # type: ignore[no-any-return]

    # reading

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        for facts in self.pages, self._lines, self._faulty:
            facts.pop(docname, None)
        self._graph = None

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another process has read."""
        for name in self.initial_data:
            self.data[name] |= {docname: otherdata[name][docname] for docname in docnames & otherdata[name].keys()}
        self._graph = None

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note what a page says: its record, its references, and the lists that it asks for."""
        section = document.next_node(nodes.section)
        heading = prose.spans(section[0]) if section is not None else ()
        title = _plain(heading)
        entry = self._read_record(docname, document, section, title)
        written = self.written_titles.pop(docname, title)
        if entry and written != title:
            entry = entry._replace(written=written)
        page = Page(
            title or docname,
            entry,
            tuple(prose.mentions(document)),
            tuple(prose.views(document)),
            tuple(prose.corrections(document)) if entry else (),
            heading if any(span.kind in (*REFERENCES, *ELSEWHERE) for span in heading) else (),
        )
        if any(page[1:]):
            self.pages[docname] = page
        self._graph = None

    def _read_record(
        self, docname: str, document: nodes.document, section: nodes.section | None, title: str
    ) -> Entry | None:
        folder, _slash, id = docname.rpartition("/")
        kind = records.FOLDERS.get(folder)
        front = self._front_matter.pop(docname, frontmatter.FrontMatter())
        fields = front.fields
        problems = list(front.problems)
        if kind in fields:
            self._lines[docname] = {path: line for path, line in front.lines.items() if path[0] == kind}
        for other in records.TYPES:
            if other in fields and other != kind:
                where = f"a page with `{other}:` belongs in the folder {other}s/."
                problems.append(Problem("misplaced", (other,), where, frontmatter.line_of(front.lines, (other,))))
        record = None
        if kind in fields and fields[kind] != "none":
            record, more = records.parse(kind, fields[kind])
            problems += more
        for problem in limited(problems):
            self._report(docname, problem)
        if problems:
            self._faulty[docname] = records.words(front.text)
        if kind is None or fields.get(kind) == "none":
            return None
        if not records.is_id(id):
            hint = f" Did you mean {records.slug(id)!r}?" if records.slug(id) else ""
            warn("bad-id", f"the file's name {id!r} is not an id (1 to 80 of a-z, 0-9 and hyphen).{hint}", (docname, 1))
            return None
        if kind not in fields and not problems:
            warn("misplaced", f"a page in {folder}/ needs the front matter `{kind}:`.", (docname, 1))
        if section is None:
            warn("no-title", f"the {kind} {id!r} has no title: its page needs a first heading.", (docname, 1))
            return Entry(kind, id, docname, "", id, record)
        anchor = f"conf-{kind}-{id}"
        section["ids"].insert(0, anchor)
        document.ids[anchor] = section
        if isinstance(record, records.Project):
            names = dict.fromkeys((title, *([record.name] if record.name else []), *record.aliases))
            listed = self.env.domains.index_domain.entries.setdefault(docname, [])
            listed += [("single", name.replace(";", ","), anchor, "", None) for name in names]
        return Entry(kind, id, docname, anchor, title, record, title_language(section[0]))  # type: ignore[arg-type]

    def is_in_faulty_record(self, name: str, except_for: str = "") -> bool:
        """Whether a name that leads nowhere stands in front matter of which a part could not be taken.

        :param except_for: a page of which the front matter does not count
        """
        words = records.words(name)
        return words != "--" and any(words in text for page, text in self._faulty.items() if page != except_for)

    def _report(self, docname: str, problem: Problem) -> None:
        """Give a record's problem with its line and the way to the field."""
        line = problem.line or frontmatter.line_of(self._lines.get(docname, {}), problem.path)
        way = in_words(problem.path)
        warn(problem.subtype, f"{way}: {problem.message}" if way else problem.message, (docname, line))

    def read_front_matter(self, docname: str, source: str) -> str:
        """Keep what the front matter of a page says for :meth:`process_doc`, and give the source without it.

        What is neither record nor faulty is left for MyST to read.
        """
        source = self._printable(docname, source)
        if get_filetype(self.env.config.source_suffix, self.env.doc2path(docname)) == "restructuredtext":
            return source
        self._front_matter[docname] = front = frontmatter.read(source)
        return frontmatter.for_myst(source, front)

    def _printable(self, docname: str, source: str) -> str:
        """The text of a page with U+FFFD, as MyST has it, for each character that XML and so EPUB do not allow."""
        found = _CONTROL.search(source)
        if found:
            line = 1 + len(re.findall(r"\r\n|\r|\n", source[: found.start()]))
            number = len(_CONTROL.findall(source))
            also = f" and {number - 1:,} more like it" if number > 1 else ""
            text = f"the character U+{ord(found[0]):04X}{also} cannot be printed, and is shown as \ufffd."
            warn("bad-value", text, (docname, line))
        return _CONTROL.sub("\ufffd", source)

    # after reading

    def note_labels(self) -> None:
        """Give every record and speaker a label of the std domain.

        This waits until all pages are read, because Sphinx goes through all labels before it reads a page.
        """
        std = self.env.domains.standard_domain
        for table in (std.labels, std.anonlabels):
            for name in [name for name, (_page, anchor, *_title) in table.items() if _is_own_label(name, anchor)]:
                del table[name]
        for name, title, kind, docname, anchor, _priority in self.get_objects():
            if anchor:
                std.note_hyperlink_target(f"{kind}-{name}", docname, anchor, title)

    def check_consistency(self) -> None:
        """Warn of what only the whole report shows: unknown ids, names used twice, sessions outside their track."""
        for clash in self.graph.clashes:
            here, there = self.env.doc2path(clash.first.docname, False), self.env.doc2path(clash.second.docname, False)
            also = f" It is also in {there}." if there != here else ""
            what = {"id": "the id", "alias": "the alias", "speaker": "two spellings of one speaker:"}[clash.what]
            text = f"{what} {clash.name!r} is used twice: first in {here}.{also}"
            warn("duplicate-id", text, (clash.second.docname, 1))
        unlisted = [person for person in self.graph.people.values() if not self.graph.people_page(person)]
        if unlisted:
            names = ", ".join(repr(person.name) for person in unlisted[:3])
            text = f"no page has a speaker-list with {names}{' and others' if len(unlisted) > 3 else ''}."
            warn("unknown-id", text, (unlisted[0].sessions[0].docname, 1))
        for docname, page in self.pages.items():
            if page.entry and page.entry.record:
                self._check_links(docname, page.entry)

    def _check_links(self, docname: str, entry: Entry) -> None:
        named: list[tuple[tuple[str, ...], str, str]] = []
        if isinstance(entry.record, records.Session):
            if entry.record.track:
                named.append((("session", "track"), "track", entry.record.track))
            named += [(("session", "projects", name), "project", name) for name in entry.record.projects]
        elif isinstance(entry.record, records.Project) and entry.record.maturity and entry.record.maturity.part_of:
            named.append((("project", "maturity", "part-of"), "project", entry.record.maturity.part_of))
        for path, kind, name in named:
            if self.graph.find(kind, name) is None and not self.is_in_faulty_record(name, docname):
                hint = nearest(name, self.graph.names(kind))
                self._report(docname, Problem("unknown-id", path, f"there is no {kind} {name!r}.{hint}"))
        if isinstance(entry.record, records.Session) and entry.record.track:
            track = self.graph.track_of(entry)
            if track and docname not in self.env.toctree_includes.get(track.docname, ()):
                text = f"the toctree of {self.env.doc2path(track.docname, False)} does not list this session."
                self._report(docname, Problem("toctree", ("session", "track"), text))

    # references

    def reference(
        self, builder: Builder, docname: str, kind: str, name: str, content: nodes.Node | None = None
    ) -> nodes.reference | None:
        """A link from a page to a record, by its title if there is no other content; None where it leads nowhere."""
        found = self.graph.target(kind, name)
        if found is None:
            return None
        words = nodes.Text(found.title) if content is None else content
        link = make_refnode(builder, docname, found.docname, found.anchor, words)
        if content is None and found.language:
            link["classes"].append(PREFIX + found.language)
        return link

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """What the search calls a record: just by its type."""
        return type.lname

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link to a record, by its title unless the author gave other words."""
        return self.reference(builder, fromdocname, typ, target, contnode if node.get("refexplicit") else None)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Link to every record that has that name."""
        links = []
        for kind in self.graph.kinds_of(target):
            if link := self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode):
                links.append((f"conf:{kind}", link))
        return links

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Every record for the inventory.

        Pages are left out of the search's object list (-1): the search knows them by their titles.
        """
        for kind, entries in self.graph.entries.items():
            for entry in entries.values():
                for name in (entry.id, *(entry.record.formerly if entry.record else ())):
                    if self.graph.find(kind, name) == entry.id:
                        yield name, entry.title, kind, entry.docname, entry.anchor, -1
        for person in self.graph.people.values():
            if target := self.graph.target("speaker", person.id):
                yield person.id, person.name, "speaker", target.docname, target.anchor, 1


class KeepWrittenTitle(SphinxTransform):
    """Keep the title of a page as its author wrote it: other pages name it so, in every language."""

    default_priority = Locale.default_priority - 1

    def apply(self, **kwargs: Any) -> None:
        """Keep it, unless this is a translated message, which is read like a page of its own."""
        section = self.document.next_node(nodes.section)
        if section is not None:
            titles = conf_domain(self.env).written_titles
            titles.setdefault(self.env.current_document.docname, _plain(prose.spans(section[0])))


def _plain(heading: Spans) -> str:
    return records.one_line("".join(span.text or span.target for span in heading))


def conf_domain(env: BuildEnvironment) -> ReportDomain:
    """This extension's domain, typed."""
    domain = env.domains["conf"]
    assert isinstance(domain, ReportDomain)
    return domain


def note_builder(app: Sphinx) -> None:
    """Handle ``builder-inited``: links differ from builder to builder."""
    conf_domain(app.env).builder = app.builder


def read_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """Handle ``source-read``."""
    source[0] = conf_domain(app.env).read_front_matter(docname, source[0])


def warn_unknown_name(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    """Name the nearest record where a role's target does not exist."""
    if not isinstance(domain, ReportDomain):
        return None
    warn_unknown(domain, node["reftype"], node["reftarget"], node)
    return True


def _is_own_label(name: str, anchor: str) -> bool:
    """Whether :meth:`ReportDomain.note_labels` gives a label; authors and other extensions may name the same places."""
    return any(name.startswith(f"{kind}-") and anchor.startswith(f"conf-{kind}-") for kind in ReportDomain.object_types)


def _reading_order(env: BuildEnvironment) -> dict[str, None]:
    """The docnames in the order in which the toctrees list them."""
    order: dict[str, None] = {}
    waiting = [str(env.config.root_doc)]
    while waiting:
        docname = waiting.pop()
        if docname not in order:
            order[docname] = None
            waiting += reversed(env.toctree_includes.get(docname, []))
    return order

"""A sidebar whose cost does not grow with the site, for any theme that calls ``toctree()``.

Sphinx resolves the whole table of contents anew for every page, so the time for a build grows with the square of the
number of pages. With this extension ``toctree()`` gives the top level, the way to the current page, the pages beside
it and the pages below it. Of a long list it gives ``navigation_limit`` entries around the current page, and
the last one leads to the page that lists the rest.

Sphinx also does not rewrite a page when only the title of a neighbour has changed. Here every page is rewritten whose
sidebar, previous and next links or tables of contents show another title than before.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.locale import __, get_translation
from sphinx.util import logging, url_re
from sphinx.util.nodes import clean_astext

from . import __version__
from .addresses import RelativeAddresses
from .conditions import only_holds
from .editions import in_html, title_language
from .rewrites import PageStates

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.tags import Tags
    from sphinx.util.typing import ExtensionMetadata


_ = get_translation("sitekit")
logger = logging.getLogger(__name__)

_CURRENT = re.compile(r'<li class="toctree-l\d+ current(?: has-children)?')
_CUT = "navigation_circles"  # the attribute of the environment with the pages that were part of a circle

# Sphinx's own words, from sphinx/environment/adapters/toctree.py, for which it has translations.
_NO_TITLE = "toctree contains reference to document %r that doesn't have a title: no link will be generated"
_CIRCULAR = "circular toctree references detected, ignoring: %s <- %s"

# The pages that Sphinx generates, which a toctree may list, by the name that it has for them. There is no public way to
# them. Seen with Sphinx 9.0.4, sphinx/domains/std/__init__.py, line 783.
GENERATED = StandardDomain._virtual_doc_names


@dataclass(frozen=True)
class Entry:
    """A line of the navigation.

    :param target: a docname, or an address where *external*
    :param language: the language that the title is marked with; empty if none
    :param number: that of the page in a toctree with ``:numbered:``; empty if none
    :param single: whether it stands for a page without what is below it: ``self``, or a page that Sphinx generates
    """

    title: str
    target: str
    external: bool = False
    language: str = ""
    number: tuple[int, ...] = ()
    single: bool = False

    def __repr__(self) -> str:
        return self._repr

    @cached_property
    def _repr(self) -> str:
        """Cached, since many pages show the same entry."""
        return repr(astuple(self))


@dataclass(frozen=True)
class Toctree:
    """A table of contents that a page contains."""

    caption: str
    hidden: bool
    maxdepth: int
    entries: list[Entry]

    @cached_property
    def place(self) -> dict[str, int]:
        """The position of each page in the list."""
        return {entry.target: number for number, entry in enumerate(self.entries)}


class Navigation:
    """The tables of contents of a site, read once."""

    def __init__(self, env: BuildEnvironment, tags: Tags, limit: int) -> None:
        self.env = env
        self.tags = tags
        self.limit = limit
        self.root: str = env.config.root_doc
        self._toctrees: dict[str, list[Toctree]] = {}
        self._titles: dict[str, tuple[str, str]] = {}
        self._markup: dict[str, list[str]] = {}

    @cached_property
    def parent(self) -> dict[str, str]:
        """The page whose table of contents lists a page first."""
        parents: dict[str, str] = {}
        waiting = [self.root]
        for docname in waiting:
            for child in self.env.toctree_includes.get(docname, ()):
                if child not in parents and child != self.root:
                    parents[child] = docname
                    waiting.append(child)
        return parents

    def path(self, docname: str) -> list[str]:
        """The pages from the root (left out) to a page, without those that have no title and so no entry."""
        path = []
        while docname in self.parent:
            if not self._untitled(docname):
                path.append(docname)
            docname = self.parent[docname]
        return path[::-1]

    def toctrees(self, docname: str) -> list[Toctree]:
        """The toctree directives of a page that lead somewhere."""
        if docname not in self._toctrees:
            self._toctrees[docname] = [
                Toctree(node.get("caption") or "", bool(node.get("hidden")), node.get("maxdepth", -1), entries)
                for node in self.directives(docname)
                if (entries := list(self._entries(node, {docname})))
            ]
        return self._toctrees[docname]

    def directives(self, docname: str) -> list[addnodes.toctree]:
        """The toctree directives of a page, without those in ``only`` blocks that this build does not show."""
        found = self.env.tocs[docname].findall(addnodes.toctree) if docname in self.env.tocs else ()
        return [node for node in found if self._is_shown(node)]

    def _is_shown(self, node: nodes.Node) -> bool:
        above = node.parent
        while above is not None:
            if isinstance(above, addnodes.only) and not only_holds(self.tags, above["expr"]):
                return False
            above = above.parent
        return True

    def _untitled(self, docname: str) -> bool:
        """Whether a page has no heading, so that Sphinx lists in its place what its own toctrees list."""
        return docname in self.env.tocs and not any(
            isinstance(part, (nodes.list_item, addnodes.only)) for part in self.env.tocs[docname].children
        )

    def title(self, docname: str) -> tuple[str, str]:
        """A page's title as plain text, and the language that it is marked with."""
        if docname not in self._titles:
            title = self.env.titles[docname]
            self._titles[docname] = clean_astext(title), title_language(title)
        return self._titles[docname]

    def markup(self, docname: str) -> list[str]:
        """A page's title with its markup, as :func:`_outline` describes it."""
        if docname not in self._markup:
            self._markup[docname] = _outline(self.env.titles[docname])
        return self._markup[docname]

    def _entries(self, toctree: addnodes.toctree, above: Set[str]) -> Iterator[Entry]:
        """The lines of a toctree that lead somewhere, as Sphinx makes them.

        :param above: the pages without a title in whose place these lines stand, and the page that lists them
        """
        for title, target in toctree["entries"]:
            if url_re.match(target):
                yield Entry(title or target, target, external=True)
            elif target == "self":
                yield self._entry(title, toctree["parent"], single=True)
            elif target in GENERATED:
                docname, words = GENERATED[target]
                yield Entry(title or str(words), docname, single=True)
            elif self._untitled(target):
                for inner in self.directives(target) if target not in above else ():
                    yield from self._entries(inner, {target, *above})
            elif target in self.env.tocs:
                yield self._entry(title, target)

    def _entry(self, title: str | None, docname: str, *, single: bool = False) -> Entry:
        own, language = (title, "") if title else self.title(docname)
        number = () if single else self.env.toc_secnumbers.get(docname, {}).get("") or ()
        return Entry(own, docname, language=language, number=number, single=single)

    def problems(self) -> Iterator[tuple[addnodes.toctree, str, str]]:
        """What Sphinx says while it writes toctrees, for hidden ones: (toctree, name, words)."""
        for docname in sorted(self.env.tocs):
            way = [*self.path(docname)[::-1], self.root]
            for toctree in self.directives(docname):
                for _title, target in toctree["entries"]:
                    if self._untitled(target) and not self.env.tocs[target].children:
                        if toctree.get("hidden"):
                            yield toctree, "no_title", __(_NO_TITLE) % target
                    elif target in way:
                        circle = way[: way.index(target) + 1]
                        if any(one.get("hidden") for page in circle for one in self.directives(page)):
                            yield toctree, "circular", __(_CIRCULAR) % (target, " <- ".join(circle))

    def window(self, toctree: Toctree, current: str | None) -> list[Entry]:
        """At most *limit* of a list, around the current page."""
        place = toctree.place.get(current or "", 0)
        first = max(0, min(place - self.limit // 2, len(toctree.entries) - self.limit))
        return toctree.entries[first : first + self.limit]

    def branch(self, docname: str, path: list[str]) -> list[tuple[str, list[Entry], bool]]:
        """What the sidebar shows below a page: (caption, entries, whether there are more) for each toctree."""
        current = path[0] if path else None
        return [
            (toctree.caption, shown, len(toctree.entries) > len(shown))
            for toctree in self.toctrees(docname)
            for shown in [self.window(toctree, current)]
        ]

    def titles_on(self, docname: str, relations: list[str | None]) -> Iterator[object]:
        """Every title that a page takes from other pages."""
        path = self.path(docname)
        for depth, above in enumerate([self.root, *path]):
            yield self.branch(above, path[depth:])
        for other in relations:
            yield other and (other, other in self.env.titles and self.markup(other))
        for toctree in self.toctrees(docname):
            if not toctree.hidden:
                yield from self._contents(toctree, toctree.maxdepth, set())

    def _contents(self, toctree: Toctree, depth: int, above: Set[str]) -> Iterator[object]:
        """The titles in a table of contents, down to a depth (any, if below 1).

        :param above: the pages in whose entries this one stands; Sphinx leaves them out
        """
        for entry in toctree.entries:
            yield entry, self.env.toc_secnumbers.get(entry.target)
            if entry.external or entry.single or entry.target in above:
                continue
            if depth == 1:
                yield entry.title == self.title(entry.target)[0] and self.markup(entry.target)
            else:
                yield _outline(self.env.tocs[entry.target])
                for inner in self.toctrees(entry.target):
                    yield from self._contents(inner, depth - 1, {entry.target, *above})


def _outline(node: nodes.Node, depth: int = 0) -> list[str]:
    """Everything visible of a node, as lines of text; to render it would take three times as long."""
    if not isinstance(node, nodes.Element):
        return [f"{depth} {node}"]
    lines = [f"{depth} {node.tagname}", *(f"{name}={value}" for name, value in node.attributes.items() if value)]
    for part in node.children:
        lines += _outline(part, depth + 1)
    return lines


def _render(navigation: Navigation, address: Callable[[str], str], pagename: str, toggles: bool = False) -> str:
    """The sidebar of a page in Sphinx's markup, with furo's *toggles* if wanted."""
    path = navigation.path(pagename)
    suffix: str = navigation.env.config.html_secnumber_suffix
    toggle = count(1)

    def item(entry: Entry, rest: list[str], level: int, *, more: bool = False) -> str:
        on_path = bool(rest) and entry.target == rest[0] and not entry.single
        here = entry.target == pagename and not (entry.external or more)
        kind = "external" if entry.external else "internal"
        target = "#" if here else entry.target if entry.external else address(entry.target)
        classes = f"{'current ' if here else ''}reference {kind}"
        number = f"{'.'.join(map(str, entry.number))}{suffix}" if entry.number else ""
        title = html.escape(number) + in_html(entry.title, entry.language)
        link = f'<a class="{classes}" href="{html.escape(target)}">{title}</a>'
        toggled = next(toggle) if on_path and navigation.toctrees(entry.target) else 0  # before those below it
        below = "".join(branch(entry.target, rest[1:], level + 1)) if on_path else ""
        marks = " current" if on_path or here else ""
        if toggles:
            marks += " has-children" if below else ""
            link += _toggle(toggled, f"{number}{entry.title}") if below else ""
        return f'<li class="toctree-l{level}{marks}">{link}{below}</li>'

    def branch(docname: str, rest: list[str], level: int) -> Iterable[str]:
        above = path[: level - 2] if level > 1 else []
        for caption, window, more in navigation.branch(docname, rest):
            entries = [entry for entry in window if entry.single or entry.target not in above]
            if not entries:
                continue
            if caption and level == 1:
                yield '<p class="caption" role="heading" aria-level="2">'
                yield f'<span class="caption-text">{html.escape(caption)}</span></p>'
            yield '<ul class="current">' if rest else "<ul>"
            yield from (item(entry, rest, level) for entry in entries)
            if more:
                rest_of_list = Entry(_("Contents") + " …", docname)  # a number would change with every new page
                yield item(rest_of_list, [], level, more=True)
            yield "</ul>"

    tree = "".join(branch(navigation.root, path, 1))
    if toggles and (marked := [found.end() for found in _CURRENT.finditer(tree)]):
        tree = f"{tree[: marked[-1]]} current-page{tree[marked[-1] :]}"
    return tree


def _toggle(number: int, title: str) -> str:
    """What furo puts beside the link of an entry that has others below it.

    The markup is a copy of that in ``furo.navigation.get_navigation_tree`` (furo 2025.12.19), which parses the tree of
    every page with Beautiful Soup: that costs more than the rest of this extension. A test compares the two.
    https://github.com/pradyunsg/furo/pull/939
    """
    name = f"toctree-checkbox-{number}"
    words = html.escape(_("Toggle navigation of %s") % title)
    return (
        f'<input aria-label="{words}" checked="" class="toctree-checkbox" id="{name}" name="{name}"'
        f' role="switch" type="checkbox"/><label for="{name}"><span class="icon"><svg>'
        '<use href="#svg-arrow-right"></use></svg></span></label>'
    )


class Sidebar:
    """The navigation of one build."""

    navigation: Navigation

    def __init__(self) -> None:
        self._addresses = RelativeAddresses()

    def _render(self, app: Sphinx, pagename: str, pathto: Callable[[str], str], toggles: bool = False) -> str:
        address = self._addresses.seen_from(pagename, app.builder.get_target_uri(pagename), pathto)
        return _render(self.navigation, address, pagename, toggles)

    def prepare(self, app: Sphinx, env: BuildEnvironment) -> tuple[()]:
        """Handle ``env-get-updated``, before anything is compared or written."""
        break_circles(env)
        self.navigation = Navigation(env, app.tags, app.config.navigation_limit)
        # Sphinx writes with each page all pages whose toctrees list it, changed or not; here these are compared. The
        # attribute is not documented. Seen with Sphinx 9.0.4, sphinx/builders/__init__.py, line 733, and said in
        # https://github.com/sphinx-doc/sphinx/issues/11556; tests/code/test_workarounds.py tells when it changes.
        listed = {child for children in env.toctree_includes.values() for child in children}
        env.files_to_rebuild = {child: {child} for child in listed}
        return ()

    def check(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Handle ``env-check-consistency``."""
        for toctree, subtype, words in self.navigation.problems():
            logger.warning(words, location=toctree, type="toc", subtype=subtype)

    def describe(self, app: Sphinx) -> Iterator[tuple[str, object]]:
        """For each page, what :class:`PageStates` compares: every title that it takes from other pages."""
        relations = app.env.collect_relations()
        for docname in app.env.found_docs:
            yield docname, list(self.navigation.titles_on(docname, list(relations.get(docname, ()))))

    def replace_toctree(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Handle ``html-page-context``, before the themes' own handlers call ``toctree()``.

        Furo's handler gets nothing, since it would parse the tree; :meth:`add_toggles` follows it.
        """
        if app.builder.name != "singlehtml":
            plain = partial(self._render, app, pagename, context["pathto"])
            context["toctree"] = lambda **options: "" if "furo" in app.extensions else plain()

    def add_toggles(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Handle ``html-page-context``, after furo's handler."""
        if app.builder.name != "singlehtml" and "furo_navigation_tree" in context:
            context["furo_navigation_tree"] = self._render(app, pagename, context["pathto"], toggles=True)


def break_circles(env: BuildEnvironment) -> None:
    """Take out of the relations between pages what leads back to a page above.

    Toctrees that list each other end a build of Sphinx with a ``RecursionError``. Nothing is lost: the toctrees
    themselves stay, and what they show is made without these relations. No report was found. Seen with Sphinx 9.0.4,
    ``sphinx/environment/__init__.py``, line 911: ``_traverse_toctree``.
    """
    for docname in env.__dict__.pop(_CUT, set()) & env.tocs.keys():  # an edit may have ended the circle
        found = env.tocs[docname].findall(addnodes.toctree)
        env.toctree_includes[docname] = [listed for toctree in found for listed in toctree["includefiles"]]
    done: set[str] = set()
    for start in (env.config.root_doc, *sorted(env.toctree_includes)):
        way = [(start, iter(env.toctree_includes.get(start, ())))] if start not in done else []
        above = {start}
        while way:
            docname, rest = way[-1]
            child = next(rest, None)
            if child is None:
                way.pop()
                above.discard(docname)
                done.add(docname)
            elif child in above:
                env.__dict__.setdefault(_CUT, set()).add(docname)
                env.toctree_includes[docname] = [one for one in env.toctree_includes[docname] if one != child]
            elif child not in done:
                way.append((child, iter(env.toctree_includes.get(child, ()))))
                above.add(child)


def read_again(app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]) -> list[str]:
    """Handle ``env-get-outdated``: the pages whose toctrees list a page that is gone, so that Sphinx says so once."""
    return [docname for docname, listed in env.toctree_includes.items() if not removed.isdisjoint(listed)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the sidebar and the check for what it shows."""
    sidebar = Sidebar()
    app.add_message_catalog("sitekit", str(Path(__file__).parent / "locale"))
    app.add_config_value("navigation_limit", 20, "env", types=frozenset({int}))
    app.connect("html-page-context", sidebar.replace_toctree, priority=400)
    app.connect("html-page-context", sidebar.add_toggles, priority=600)
    app.connect("env-get-outdated", read_again)
    app.connect("env-get-updated", sidebar.prepare, priority=400)
    app.connect("env-check-consistency", sidebar.check)
    PageStates("navigation", sidebar.describe).connect(app)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}

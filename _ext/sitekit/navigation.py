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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.util.nodes import clean_astext

from . import __version__
from .addresses import RelativeAddresses
from .editions import in_html, title_language
from .rewrites import PageStates

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


_ = get_translation("sitekit")


@dataclass(frozen=True)
class Entry:
    """A line of the navigation.

    :param target: a docname, or an address where *external*
    :param language: the language that the title is marked with; empty if none
    """

    title: str
    target: str
    external: bool = False
    language: str = ""

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

    def __init__(self, env: BuildEnvironment, limit: int) -> None:
        self.env = env
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
        """The pages from the root (left out) to a page."""
        path = []
        while docname in self.parent:
            path.append(docname)
            docname = self.parent[docname]
        return path[::-1]

    def toctrees(self, docname: str) -> list[Toctree]:
        """The toctree directives of a page."""
        if docname not in self._toctrees:
            found = self.env.tocs[docname].findall(addnodes.toctree) if docname in self.env.tocs else ()
            self._toctrees[docname] = [
                Toctree(node.get("caption") or "", bool(node.get("hidden")), node.get("maxdepth", -1), entries)
                for node in found
                if (entries := self._entries(node))
            ]
        return self._toctrees[docname]

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

    def _entries(self, toctree: addnodes.toctree) -> list[Entry]:
        """The lines of a toctree that lead somewhere."""
        found = []
        for title, target in toctree["entries"]:
            if target in self.env.titles:
                own, language = (title, "") if title else self.title(target)
                found.append(Entry(own, target, language=language))
            elif "://" in target or target.startswith("mailto:"):
                found.append(Entry(title or target, target, external=True))
        return found

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
            yield other and (other, self.markup(other))
        for toctree in self.toctrees(docname):
            if not toctree.hidden:
                yield from self._contents(toctree, toctree.maxdepth)

    def _contents(self, toctree: Toctree, depth: int) -> Iterator[object]:
        """The titles in a table of contents, down to a depth (any, if below 1)."""
        for entry in toctree.entries:
            yield entry, self.env.toc_secnumbers.get(entry.target)
            if entry.external:
                continue
            if depth == 1:
                yield entry.title == self.title(entry.target)[0] and self.markup(entry.target)
            else:
                yield _outline(self.env.tocs[entry.target])
                for inner in self.toctrees(entry.target):
                    yield from self._contents(inner, depth - 1)


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
    toggle = count(1)

    def item(entry: Entry, rest: list[str], level: int) -> str:
        on_path = bool(rest) and entry.target == rest[0]
        here = on_path and entry.target == pagename
        kind = "external" if entry.external else "internal"
        target = "#" if here else entry.target if entry.external else address(entry.target)
        classes = f"{'current ' if here else ''}reference {kind}"
        link = f'<a class="{classes}" href="{html.escape(target)}">{in_html(entry.title, entry.language)}</a>'
        below = "".join(branch(entry.target, rest[1:], level + 1)) if on_path else ""
        marks = " current" if on_path else ""
        if toggles:
            marks += (" has-children" if below else "") + (" current-page" if on_path and len(rest) == 1 else "")
            link += _toggle(next(toggle), entry.title) if below else ""
        return f'<li class="toctree-l{level}{marks}">{link}{below}</li>'

    def branch(docname: str, rest: list[str], level: int) -> Iterable[str]:
        for caption, entries, more in navigation.branch(docname, rest):
            if caption and level == 1:
                yield '<p class="caption" role="heading" aria-level="2">'
                yield f'<span class="caption-text">{html.escape(caption)}</span></p>'
            yield '<ul class="current">' if rest else "<ul>"
            yield from (item(entry, rest, level) for entry in entries)
            if more:
                rest_of_list = Entry(_("Contents") + " …", docname)  # a number would change with every new page
                yield item(rest_of_list, [], level)
            yield "</ul>"

    return "".join(branch(navigation.root, path, 1))


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
        self.navigation = Navigation(env, app.config.navigation_limit)
        # Sphinx writes with each page all pages whose toctrees list it, changed or not; here these are compared. The
        # attribute is not documented. Seen with Sphinx 9.0.4, sphinx/builders/__init__.py, line 733, and said in
        # https://github.com/sphinx-doc/sphinx/issues/11556; tests/code/test_workarounds.py tells when it changes.
        listed = {child for children in env.toctree_includes.values() for child in children}
        env.files_to_rebuild = {child: {child} for child in listed}
        return ()

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


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the sidebar and the check for what it shows."""
    sidebar = Sidebar()
    app.add_message_catalog("sitekit", str(Path(__file__).parent / "locale"))
    app.add_config_value("navigation_limit", 20, "env", types=frozenset({int}))
    app.connect("html-page-context", sidebar.replace_toctree, priority=400)
    app.connect("html-page-context", sidebar.add_toggles, priority=600)
    app.connect("env-get-updated", sidebar.prepare, priority=400)
    PageStates("navigation", sidebar.describe).connect(app)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}

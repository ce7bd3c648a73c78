"""Caches work that Sphinx repeats per page, and spares the garbage collector some of its own; the output is the same.

- The stem of each English word for the search index: Sphinx stems every word of every page.
- The tags of style sheets and scripts per folder of pages, since their addresses are relative to it: Sphinx looks for
  each file on every page to add its checksum.
- The title of each page in HTML: Sphinx renders it on that page, on its neighbours and on all pages below it.
- Compiled templates, beside the doctrees, for later builds.
- Python's collector is off while the environment is loaded, passes over it later, and does not run when Python ends:
  nothing there is garbage. Its thresholds stay, since higher ones cost 150 MB at 1,000 pages.
"""

from __future__ import annotations

import atexit
import gc
import posixpath
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.search.en import SearchEnglish

from . import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

FOLDERS = 1000
"""How many folders the tags are kept for at a time."""


class CachedEnglish(SearchEnglish):
    """Sphinx's own English search language with a cache."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self._stem = cache(super().stem)

    def stem(self, word: str) -> str:
        """The stem of a word."""
        return self._stem(word)


class CachedHTMLBuilder(StandaloneHTMLBuilder):
    """Renders each title once; only the address of the folder of images depends on the page that shows it."""

    def init(self) -> None:
        """Begin with no title."""
        super().init()
        self._titles: dict[tuple[nodes.title, str], dict[str, str]] = {}

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """The HTML of a node that is part of no document."""
        if not isinstance(node, nodes.title):
            return super().render_partial(node)
        key = node, self.imgpath
        if key not in self._titles:
            self._titles[key] = super().render_partial(node)
        return self._titles[key]


class CachedDirectoryHTMLBuilder(CachedHTMLBuilder, DirectoryHTMLBuilder):
    """The same for ``dirhtml``."""

    name = "dirhtml"


class CachedTags:
    """The tags of files by the folder of the page."""

    def __init__(self) -> None:
        self._tags: dict[str, dict[tuple[str, Hashable], str]] = {}

    def replace(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Handle ``html-page-context``: put the cache before the functions that make tags."""
        folder = posixpath.dirname(app.builder.get_target_uri(pagename))
        if folder not in self._tags and len(self._tags) >= FOLDERS:
            self._tags.clear()
        tags = self._tags.setdefault(folder, {})

        def cached(name: str, make: Callable[[Any], str]) -> Callable[[Any], str]:
            def tag(file: Hashable) -> str:
                if (name, file) not in tags:
                    tags[name, file] = make(file)
                return tags[name, file]

            return tag

        for name in ("css_tag", "js_tag"):
            if name in context:
                context[name] = cached(name, context[name])


def keep_templates(app: Sphinx) -> None:
    """Handle ``builder-inited``: let Jinja load what was compiled from the same templates."""
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        folder = Path(app.doctreedir) / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the caches, and set the collector."""
    app.add_search_language(CachedEnglish)
    app.add_builder(CachedHTMLBuilder, override=True)
    app.add_builder(CachedDirectoryHTMLBuilder, override=True)
    app.connect("builder-inited", keep_templates)
    app.connect("html-page-context", CachedTags().replace)
    app.connect("config-inited", lambda *_: gc.disable())
    app.connect("builder-inited", lambda *_: gc.freeze())
    app.connect("builder-inited", lambda *_: gc.enable())
    app.connect("build-finished", lambda *_: gc.unfreeze())
    atexit.register(gc.freeze)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

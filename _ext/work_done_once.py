"""Does once what Sphinx and Python do again and again in a build; the output is the same.

- Each English word is stemmed once for the search index.
- The tags of style sheets and scripts, for which Sphinx looks for the files, are made once for each folder of pages.
- Templates are compiled once, and kept beside the doctrees for later builds.
- Python's collector of cyclic garbage walks through all that a build remembers every few pages, which on a large site
  takes more time than anything else. Doctrees, whose nodes refer to each other, are most of this garbage: each is taken
  apart when its page has been written. So the collector is called less often, and it passes over what an earlier build
  has stored and what this one has read. When Python ends, it is not called at all.
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
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

FOLDERS = 1000  # of which the tags are kept at a time
PAGES = 100  # that are read before what is remembered of them is set apart
NEW_OBJECTS = 10_000  # after which the collector looks for garbage; Python's own is 700

atexit.register(gc.freeze)


class RememberingEnglish(SearchEnglish):
    """Sphinx's own English search language with a memory."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.stem = cache(super().stem)  # type: ignore[method-assign]


class Tags:
    """The tags of files by the folder of the page, since their addresses are relative to it."""

    def __init__(self) -> None:
        self._made: dict[str, dict[tuple[str, Hashable], str]] = {}

    def remember(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Handle ``html-page-context``: put a memory before the functions that make tags."""
        folder = posixpath.dirname(app.builder.get_target_uri(pagename))
        if folder not in self._made and len(self._made) >= FOLDERS:
            self._made.clear()
        made = self._made.setdefault(folder, {})

        def remembering(name: str, make: Callable[[Any], str]) -> Callable[[Any], str]:
            def tag(file: Hashable) -> str:
                if (name, file) not in made:
                    made[name, file] = make(file)
                return made[name, file]

            return tag

        for name in ("css_tag", "js_tag"):
            if name in context:
                context[name] = remembering(name, context[name])


class WrittenDoctrees:
    """Takes doctrees apart, so that nothing but Python's counts of references is needed to free them."""

    def __init__(self) -> None:
        self._last: nodes.document | None = None

    def take_apart(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Handle ``html-page-context``: the page before this one has been written."""
        if self._last is not None and self._last is not doctree:
            for node in list(self._last.findall(nodes.Element)):
                node.clear()
        self._last = doctree


class LastingObjects:
    """Sets apart what a build remembers, so that the collector does not walk through it again and again.

    Garbage that is set apart would stay, so what is garbage is collected first.
    """

    def __init__(self) -> None:
        self._pages = 0

    def count_page(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Handle ``source-read``: the page before this one is read and stored."""
        self._pages += 1
        if self._pages % PAGES == 0:
            self.set_apart()

    def set_apart(self, *_: object) -> None:
        """Handle ``write-started``."""
        gc.collect()
        gc.freeze()


def remember_earlier_builds(app: Sphinx) -> None:
    """Handle ``builder-inited``: let Jinja load what was compiled from the same templates.

    The environment has been loaded by now, and what it holds is no garbage.
    """
    gc.freeze()
    gc.enable()
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        folder = Path(app.doctreedir) / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def let_go(app: Sphinx, exception: Exception | None) -> None:
    """Handle ``build-finished``: what was set apart may become garbage if this process goes on."""
    gc.unfreeze()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put the memories in their places."""
    gc.disable()
    gc.set_threshold(max(NEW_OBJECTS, gc.get_threshold()[0]))
    app.add_search_language(RememberingEnglish)
    lasting = LastingObjects()
    app.connect("builder-inited", remember_earlier_builds)
    app.connect("source-read", lasting.count_page)
    app.connect("write-started", lasting.set_apart)
    app.connect("build-finished", let_go)
    app.connect("html-page-context", Tags().remember)
    app.connect("html-page-context", WrittenDoctrees().take_apart)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}

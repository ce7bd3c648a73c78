"""Does once what Sphinx does again and again in a build; the output is the same.

- Each English word is stemmed once for the search index.
- The tags of style sheets and scripts, for which Sphinx looks for the files, are made once for each folder of pages.
- The title of a page, which Sphinx asks for on that page, its neighbours and all below it, is rendered once.
- Templates are compiled once, and kept beside the doctrees for later builds.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.search.en import SearchEnglish

from . import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

FOLDERS = 1000  # of which the tags are kept at a time


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


def remember_titles(app: Sphinx) -> None:
    """Handle ``builder-inited``: titles stay the same while pages are written, but for the addresses of images."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    render: Callable[[nodes.Node | None], dict[str, str]] = builder.render_partial
    render_title = cache(lambda title, _images: render(title))
    builder.render_partial = lambda node: (  # type: ignore[method-assign]
        render_title(node, builder.imgpath) if isinstance(node, nodes.title) else render(node)
    )
    app.connect("write-started", lambda *_: render_title.cache_clear())


def keep_templates(app: Sphinx) -> None:
    """Handle ``builder-inited``: let Jinja load what was compiled from the same templates."""
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        folder = Path(app.doctreedir) / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put the memories in their places."""
    app.add_search_language(RememberingEnglish)
    app.connect("builder-inited", remember_titles)
    app.connect("builder-inited", keep_templates)
    app.connect("html-page-context", Tags().remember)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

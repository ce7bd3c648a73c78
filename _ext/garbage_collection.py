"""Keeps Python's collector of cyclic garbage from taking more time than anything else in the build of a large site.

Every few pages the collector walks through all that a build remembers: the environment, and the doctrees of all pages
that are read and not yet written. So what is loaded and what is read is set apart, and the collector passes over it.
Doctrees, whose nodes refer to each other, are most of the garbage: each is taken apart when its page has been written.
The collector is called less often then, and when Python ends it is not called at all.

Of a parallel build each reading process sends back its whole environment, which is emptied when it has been merged.

An extension that keeps the doctree of an HTML page for later has to keep a copy. A program that builds several sites
and goes on after one that could not even be started has to call ``gc.enable()``.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Set
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

PAGES = 100  # that are read before what is remembered of them is set apart
NEW_OBJECTS = 10_000  # after which the collector looks for garbage; Python's own is 700

atexit.register(gc.freeze)


def before_loading(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: nothing in an environment that is loaded is garbage."""
    gc.disable()


def after_loading(app: Sphinx) -> None:
    """Handle ``builder-inited``: what the environment holds is no garbage."""
    gc.freeze()
    gc.enable()


class Reading:
    """Counts the pages that this process reads."""

    def __init__(self) -> None:
        self._pages = 0

    def before_page(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Handle ``source-read``: the page before this one has been read and stored.

        A reading process that was started while another environment was loaded begins without the collector.
        """
        gc.enable()
        self._pages += 1
        if self._pages % PAGES == 0:
            _set_apart()


def after_merging(app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment) -> None:
    """Handle ``env-merge-info`` last: nothing needs the environment of the other process any more.

    The next one is loaded without the collector, since nothing in it is garbage.
    """
    other.__dict__.clear()
    _set_apart()
    gc.disable()


def after_reading(app: Sphinx, env: BuildEnvironment) -> tuple[()]:
    """Handle ``env-get-updated``."""
    gc.enable()
    return ()


def _set_apart() -> None:
    """What is set apart is never collected, so garbage is collected first."""
    gc.collect()
    gc.freeze()


def before_writing(app: Sphinx, builder: Builder) -> None:
    """Handle ``write-started``: builders of other formats leave whole doctrees to the collector."""
    if builder.format == "html":
        _set_apart()
    else:
        gc.unfreeze()


class Writing:
    """Takes doctrees apart, so that nothing but Python's counts of references is needed to free them."""

    def __init__(self) -> None:
        self._last: nodes.document | None = None

    def before_page(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Handle ``html-page-context``: the page before this one has been written."""
        if self._last is not None and self._last is not doctree:
            for node in list(self._last.findall(nodes.Element)):
                node.clear()
        self._last = doctree


def after_build(app: Sphinx, exception: Exception | None) -> None:
    """Handle ``build-finished``: what was set apart may become garbage if this process goes on."""
    gc.unfreeze()
    gc.enable()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let nothing be collected while the environment is loaded, and little later."""
    gc.set_threshold(max(NEW_OBJECTS, gc.get_threshold()[0]))
    app.connect("config-inited", before_loading)
    app.connect("builder-inited", after_loading)
    app.connect("source-read", Reading().before_page)
    app.connect("env-merge-info", after_merging, priority=1000)
    app.connect("env-get-updated", after_reading, priority=0)
    app.connect("write-started", before_writing)
    app.connect("html-page-context", Writing().before_page)
    app.connect("build-finished", after_build)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}

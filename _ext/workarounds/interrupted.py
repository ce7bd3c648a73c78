"""Lets the build after an interrupted one begin anew, so that it equals a clean one.

Sphinx stores what it has read before it writes, and what the settings were before the pages are written with them. When
it is killed between, the pages, the search index and the copied files that were to follow stay as they are for good;
when it is killed while it reads, the stored trees are not those of the stored environment. Here a mark beside the trees
says so. No report was found. Seen with Sphinx 9.0.4, ``sphinx/builders/__init__.py``, line 391, and
``sphinx/builders/html/__init__.py``, line 347.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitekit import __version__
from sitekit.rewrites import OutputMemory

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


class Repair:
    """Reads all pages where reading was interrupted, and writes all of an output that was not finished."""

    def __init__(self) -> None:
        self._unwritten: set[str] = set()

    def pages_to_read(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """Handle ``env-get-outdated``."""
        return sorted(env.found_docs) if _reading(app).exists() else []

    def begin(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Handle ``env-before-read-docs``: nothing of this build is stored yet."""
        _reading(app).touch()
        memory = OutputMemory(app, "finished")
        finished, _ = memory.load()
        self._unwritten = set() if finished else set(env.found_docs)
        memory.store(None, {})

    def pages_to_write(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Handle ``env-get-updated``."""
        return sorted(self._unwritten)

    def begin_to_write(self, app: Sphinx, builder: Builder) -> None:
        """Handle ``write-started``: the environment is stored."""
        _reading(app).unlink(missing_ok=True)

    def note_written(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Handle ``doctree-resolved``."""
        self._unwritten.discard(docname)

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Handle ``build-finished``; builders of one file for all pages write all of them always."""
        if exception is None and not (self._unwritten and hasattr(app.builder, "get_outfilename")):
            OutputMemory(app, "finished").store(True, {})


def _reading(app: Sphinx) -> Path:
    return Path(app.doctreedir, "reading")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the handlers; the output is finished when those of other extensions are."""
    repair = Repair()
    app.connect("env-get-outdated", repair.pages_to_read)
    app.connect("env-before-read-docs", repair.begin)
    app.connect("env-get-updated", repair.pages_to_write)
    app.connect("write-started", repair.begin_to_write)
    app.connect("doctree-resolved", repair.note_written)
    app.connect("build-finished", repair.finish, priority=900)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

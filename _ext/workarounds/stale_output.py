"""Removes from the output what a build no longer makes, so that no incremental build has more than a clean one.

Sphinx forgets a page whose source was deleted, but leaves its HTML where it was. In the same way a word stays in the
search index that no page has any more.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitekit import __version__
from sitekit.rewrites import OutputMemory

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def remove_output(app: Sphinx, env: BuildEnvironment) -> tuple[()]:
    """Handle ``env-get-updated``: remove the pages that are gone since this output was last written.

    Another builder with the same doctrees may have been told of it, or the environment may have been forgotten.
    """
    file_of = getattr(app.builder, "get_outfilename", None)  # only builders of a file for each page have it
    if file_of is None:
        return ()
    memory = OutputMemory(app, "stale_output")
    _, before = memory.load()
    if before.keys() != env.found_docs:
        for docname in before.keys() - env.found_docs:
            Path(file_of(docname)).unlink(missing_ok=True)
        memory.store(None, dict.fromkeys(env.found_docs))
    return ()


def remove_words(app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
    """Handle ``html-collect-pages``, after the last page has been read for the index and before that is written."""
    indexer = getattr(app.builder, "indexer", None)
    for pages_by_word in (indexer._mapping, indexer._title_mapping) if indexer else ():
        for word in [word for word, pages in pages_by_word.items() if not pages]:
            del pages_by_word[word]
    return []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Watch for what is gone; for pages before other handlers write something in their place."""
    app.connect("env-get-updated", remove_output, priority=400)
    app.connect("html-collect-pages", remove_words)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

"""Removes what Sphinx leaves in the output of an incremental build, so that it equals that of a clean one.

- The page of a deleted source stays. https://github.com/sphinx-doc/sphinx/issues/14327
- A word that no page has any more stays in the search index, with an empty list of pages. No report was found. Seen
  with Sphinx 9.0.4, ``sphinx/search/__init__.py``, line 470: ``prune`` empties the lists and keeps the words. There is
  no public way to them, hence ``_mapping`` and ``_title_mapping``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitekit import __version__
from sitekit.rewrites import remove_stale_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def remove_output(app: Sphinx, env: BuildEnvironment) -> tuple[()]:
    """Handle ``env-get-updated``: remove the pages that are gone since this output was last written.

    The events of the environment would not do: a build of another output may have had them.
    """
    file_of = getattr(app.builder, "get_outfilename", None)  # only builders of a file for each page have it
    if file_of is not None:
        remove_stale_files(app, "stale_output", lambda docname: Path(file_of(docname)))
    return ()


def remove_words(app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
    """Handle ``html-collect-pages``: the index is complete, and not written yet."""
    indexer = getattr(app.builder, "indexer", None)
    for pages_by_word in (indexer._mapping, indexer._title_mapping) if indexer else ():
        for word in [word for word, pages in pages_by_word.items() if not pages]:
            del pages_by_word[word]
    return []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the handlers; pages go before other handlers write something in their place."""
    app.connect("env-get-updated", remove_output, priority=400)
    app.connect("html-collect-pages", remove_words)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

"""Stems each English word once for the search index of a whole site; Sphinx does it anew on every page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class RememberingEnglish(SearchEnglish):
    """Sphinx's own English search language with a memory."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.stem = cache(super().stem)  # type: ignore[method-assign]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put it in the place of Sphinx's own."""
    app.add_search_language(RememberingEnglish)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}

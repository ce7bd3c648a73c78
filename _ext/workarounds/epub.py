"""Mends Sphinx's epub where a reader cannot find the way or a voice does not know the language.

- Pages do not say in which language they are, so that style sheets and voices do not know. Here they do.
- The title of the table of contents is English. Here it is in the language of the book.
- Sections follow the pages that stand before them in a ``toctree``, so the contents are not in the order of reading,
  which readers require. Here the contents list pages alone.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sitekit import __version__
from sitekit.addresses import language_tag
from sphinx.builders.epub3 import Epub3Builder
from sphinx.locale import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class EpubBuilder(Epub3Builder):
    """Sphinx's own, mended."""

    def init(self) -> None:
        """Name the language."""
        super().init()
        language = escape(language_tag(self.config.epub_language))
        self.html_tag = self.html_tag.replace("<html", f'<html lang="{language}" xml:lang="{language}"', 1)
        self.guide_titles = self.guide_titles | {"toc": _("Table of Contents")}

    def toc_add_files(self, refnodes: list[dict[str, Any]]) -> None:
        """Leave the sections out of the lines of the contents."""
        refnodes[:] = [line for line in refnodes if "#" not in line["refuri"]]
        super().toc_add_files(refnodes)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Take the place of Sphinx's builder."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(EpubBuilder, override=True)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

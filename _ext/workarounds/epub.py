"""Corrects the language and the contents of Sphinx's EPUB; no reports were found, seen with Sphinx 9.0.4.

- Pages do not say their language, which style sheets and speech need (epubcheck: HTM-021). Here they do.
  ``sphinx/builders/epub3.py``, line 55: ``HTML_TAG``.
- The title of the contents is always English. Here it is translated.
  ``sphinx/builders/_epub_base.py``, line 63: ``GUIDE_TITLES``.
- A page's sections are listed after the pages of its ``toctree``, so the contents do not follow the order of reading
  (epubcheck: NAV-011). Here they list pages alone. ``sphinx/builders/_epub_base.py``, line 192: ``get_refnodes``.
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
    """Sphinx's own builder, corrected."""

    def init(self) -> None:
        """Set the language of the pages and the title of the contents."""
        super().init()
        language = escape(language_tag(self.config.epub_language))
        self.html_tag = self.html_tag.replace("<html", f'<html lang="{language}" xml:lang="{language}"', 1)
        self.guide_titles = self.guide_titles | {"toc": _("Table of Contents")}

    def toc_add_files(self, refnodes: list[dict[str, Any]]) -> None:
        """Leave sections out of the contents."""
        refnodes[:] = [line for line in refnodes if "#" not in line["refuri"]]
        super().toc_add_files(refnodes)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace Sphinx's builder."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(EpubBuilder, override=True)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

"""Corrects the language and the contents of Sphinx's EPUB; no reports were found, seen with Sphinx 9.0.4.

- Pages do not say their language, which style sheets and speech need (epubcheck: HTM-021). Here they do.
  ``sphinx/builders/epub3.py``, line 55: ``HTML_TAG``.
- The title of the contents is always English. Here it is translated.
  ``sphinx/builders/_epub_base.py``, line 63: ``GUIDE_TITLES``.
- A page's sections are listed after the pages of its ``toctree``, so the contents do not follow the order of reading
  (epubcheck: NAV-011). Here they list pages alone. ``sphinx/builders/_epub_base.py``, line 192: ``get_refnodes``.
- Every build gives another file: it holds the time of the build, and the times and permissions of the files. Here they
  are fixed; the time is that of ``SOURCE_DATE_EPOCH`` (https://reproducible-builds.org/specs/source-date-epoch/), and
  where it is not set the book has no date. ``sphinx/builders/_epub_base.py``, line 795: ``build_epub``.
"""

from __future__ import annotations

import os
import re
import time
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile, ZipInfo

from sitekit import __version__
from sitekit.addresses import language_tag
from sphinx.builders.epub3 import Epub3Builder
from sphinx.locale import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


FIRST = 315_532_800
"""The first second of 1980, before which a zip file has no time."""


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

    def content_metadata(self) -> dict[str, Any]:
        """What ``content.opf`` says of the book; the time of the last change is required."""
        return super().content_metadata() | {"date": time.strftime("%Y-%m-%dT%H:%M:%SZ", _time())}

    def build_content(self) -> None:
        """Write ``content.opf``; a date of publication that nobody has given is left out."""
        super().build_content()
        if "SOURCE_DATE_EPOCH" not in os.environ:
            file = Path(self.outdir, "content.opf")
            file.write_text(re.sub(r"\n *<dc:date>[^<]*</dc:date>", "", file.read_text("utf-8")), "utf-8")

    def build_epub(self) -> None:
        """Write the book, and then again with the same times and permissions for all files."""
        super().build_epub()
        book = Path(self.outdir, f"{self.config.epub_basename}.epub")
        made = book.with_suffix(".new")
        with ZipFile(book) as old, ZipFile(made, "w") as new:
            for entry in old.infolist():
                fixed = ZipInfo(entry.filename, _time()[:6])
                fixed.compress_type, fixed.create_system, fixed.external_attr = entry.compress_type, 3, 0o100644 << 16
                new.writestr(fixed, old.read(entry))
        made.replace(book)


def _time() -> time.struct_time:
    return time.gmtime(max(FIRST, int(os.environ.get("SOURCE_DATE_EPOCH", FIRST))))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace Sphinx's builder."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(EpubBuilder, override=True)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

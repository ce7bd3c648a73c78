"""The style sheets of the package: one for pages, whatever the theme, and one for books."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGES, BOOK = "confreport.css", "confreport-book.css"


def add_static_folder(app: Sphinx) -> None:
    """Let Sphinx copy the folder as it copies those of the site, which may replace its files."""
    app.config.html_static_path.insert(0, str(Path(__file__).parent / "static"))


def add_style(app: Sphinx) -> None:
    """Handle ``builder-inited``: load the style sheet for this output, and leave out of a book what it cannot use."""
    if app.builder.name == "epub":
        app.add_css_file(BOOK)
        not_in_books = [f"_static/{name}" for name in (PAGES, "embed.css", "explore.js", "session-map.css")]
        app.config.epub_exclude_files = [*app.config.epub_exclude_files, *not_in_books]
    else:
        app.add_css_file(PAGES)

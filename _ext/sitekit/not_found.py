"""Makes the links of the page ``404`` work at any address.

A server sends this page in answer to any address, at any depth, so its relative links and its style sheets would lead
nowhere. Here all of them begin with the path of ``html_baseurl``, or with ``/`` without it, followed by the folder of
the edition (``editions``).
"""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sphinx.builders.html import StandaloneHTMLBuilder

from . import __version__
from .addresses import makes_html_pages
from .editions import paths, site_root

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

PAGE = "404"
_ADDRESS = re.compile(r'(?<=\s)(href|src|action|data-content_root)="([^"#][^"]*)"')


def make_absolute(app: Sphinx, exception: Exception | None) -> None:
    """Handle ``build-finished``; a page that was not written again stays as it is."""
    builder = app.builder
    if exception is not None or not makes_html_pages(builder) or PAGE not in app.env.found_docs:
        return
    assert isinstance(builder, StandaloneHTMLBuilder)
    path = Path(builder.get_outfilename(PAGE))
    root = urlsplit(site_root(app.config)).path or "/"
    own = posixpath.join(root, paths(builder, PAGE)[app.config.language])

    def absolute(match: re.Match[str]) -> str:
        address = urljoin(own, html.unescape(match[2]))
        return f'{match[1]}="{html.escape(address)}"'

    before = path.read_text("utf-8")
    after = _ADDRESS.sub(absolute, before)
    if after != before:
        path.write_text(after, "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step after writing; ``editions`` tells the addresses."""
    app.setup_extension("sitekit.editions")
    app.connect("build-finished", make_absolute)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

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
_INSIDE = r"""(?:"[^"]*"|'[^']*'|[^'">])*"""
_PART = re.compile(
    rf"<!--.*?-->|(?P<tag><(?P<name>script|style)\b{_INSIDE}>)(?P<text>.*?</(?P=name)\s*>)|<[a-z]{_INSIDE}>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""(?<=[\s"'])([a-zA-Z][\w:-]*)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'=<>`]+)""")
_ADDRESS = {"action", "cite", "data", "data-content_root", "formaction", "href", "poster", "src", "xlink:href"}
_ADDRESSES = {"imagesrcset", "srcset"}
_CANDIDATE = re.compile(r"([\s,]*)(\S*[^\s,])((?:\s+[^,]*)?)")  # an address of a srcset, and its size


def make_absolute(app: Sphinx, exception: Exception | None) -> None:
    """Handle ``build-finished``; a page that was not written again stays as it is."""
    builder = app.builder
    if exception is not None or not makes_html_pages(builder) or PAGE not in app.env.found_docs:
        return
    assert isinstance(builder, StandaloneHTMLBuilder)
    path = Path(builder.get_outfilename(PAGE))
    if not path.is_file():  # as when only some pages were asked for
        return
    root = urlsplit(site_root(app.config)).path or "/"
    own = posixpath.join(root, paths(builder, PAGE)[app.config.language])

    def absolute(match: re.Match[str]) -> str:
        name, equals, given = match[1], match[2], match[3]
        text = html.unescape(given[1:-1] if given[0] in "\"'" else given)
        address = text
        if name.lower() in _ADDRESS and text and not text.startswith("#"):
            address = urljoin(own, text)
        elif name.lower() in _ADDRESSES:
            address = _CANDIDATE.sub(lambda one: one[1] + urljoin(own, one[2]) + one[3], text)
        return match[0] if address == text else f'{name}{equals}"{html.escape(address)}"'

    def tag(match: re.Match[str]) -> str:
        if match[0].startswith("<!--"):
            return match[0]
        return _ATTRIBUTE.sub(absolute, match["tag"] or match[0]) + (match["text"] or "")

    before = path.read_text("utf-8")
    after = _PART.sub(tag, before)
    if after != before:
        path.write_text(after, "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step after writing; ``editions`` tells the addresses."""
    app.setup_extension("sitekit.editions")
    app.connect("build-finished", make_absolute)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

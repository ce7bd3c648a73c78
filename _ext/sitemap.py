"""Writes ``sitemap.xml``, which names every page to search engines (https://www.sitemaps.org/protocol.html).

All pages of the site are in it, not only those that this build has written again. Left out are those that their
authors keep out of the site's own search (``nosearch`` in the front matter), and those that have no source: the search
itself and the indices. Addresses must be absolute, so without ``html_baseurl`` there is no sitemap.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
LIMIT = 50_000
"""How many addresses a file may hold by the protocol."""

_OURS = re.compile(r"sitemap(-\d+)?\.xml")


def sitemaps(base: str, addresses: list[str]) -> dict[str, Element]:
    """The files by name: the sitemap, or where it would be too long its parts and an index of them."""
    if len(addresses) <= LIMIT:
        return {"sitemap.xml": _listing("urlset", "url", addresses)}
    parts = {
        f"sitemap-{first // LIMIT + 1}.xml": _listing("urlset", "url", addresses[first : first + LIMIT])
        for first in range(0, len(addresses), LIMIT)
    }
    index = _listing("sitemapindex", "sitemap", [posixpath.join(base, name) for name in parts])
    return {"sitemap.xml": index, **parts}


def _listing(name: str, item: str, addresses: list[str]) -> Element:
    root = Element(name, xmlns=NAMESPACE)
    for address in addresses:
        SubElement(SubElement(root, item), "loc").text = address
    return root


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Handle ``build-finished``."""
    if exception is not None or app.builder.name not in {"html", "dirhtml"}:
        return
    base, out = app.config.html_baseurl, Path(app.outdir)
    pages = [docname for docname in sorted(app.env.found_docs) if "nosearch" not in app.env.metadata[docname]]
    # The address is the one that Sphinx gives a page as its canonical one.
    addresses = [posixpath.join(base, app.builder.get_target_uri(docname)) for docname in pages]
    files = sitemaps(base, addresses) if base else {}
    for path in out.glob("sitemap*.xml"):
        if _OURS.fullmatch(path.name) and path.name not in files:
            path.unlink()
    for name, root in files.items():
        indent(root)
        ElementTree(root).write(out / name, "utf-8", xml_declaration=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step after writing."""
    app.connect("build-finished", write_sitemap)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}

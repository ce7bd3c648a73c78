"""Writes ``sitemap.xml``, which names every page to search engines (https://www.sitemaps.org/protocol.html).

All pages of the site are in it, not only those that this build has written again. Left out are those that their
authors keep out of the site's own search (``nosearch`` in the front matter), and those that have no source: the search
itself and the indices. Addresses must be absolute, so without ``html_baseurl`` there is no sitemap.

Of a site in several languages (``editions``) each edition has a sitemap of its own pages, and that at the root has the
pages of all. With each page stand the addresses that it has in every edition
(https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from . import __version__
from .addresses import base_url, makes_html_pages
from .editions import alternates, languages, paths, site_root
from .own_files import OwnFiles

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
LIMIT = 50_000
"""How many addresses a file may hold by the protocol."""


class Entry(NamedTuple):
    """An address, and each ``hreflang`` with the address of the same in that language."""

    address: str
    alternates: Sequence[tuple[str, str]] = ()


def entries(app: Sphinx) -> Iterator[Entry]:
    """The pages of this edition, and if it is that at the root the pages of the others too."""
    here, root = app.config.language, site_root(app.config)
    listed = languages(app.config) if here == languages(app.config)[0] else [here]
    for docname in sorted(app.env.found_docs):
        if "nosearch" not in app.env.metadata[docname]:
            found = paths(app.builder, docname)
            for language in listed:
                yield Entry(root + found[language], alternates(app.builder, docname))


def sitemaps(base: str, listed: list[Entry]) -> dict[str, Element]:
    """The files by name: the sitemap, or where it would be too long its parts and an index of them."""
    if len(listed) <= LIMIT:
        return {"sitemap.xml": _listing("urlset", "url", listed)}
    parts = {
        f"sitemap-{first // LIMIT + 1}.xml": _listing("urlset", "url", listed[first : first + LIMIT])
        for first in range(0, len(listed), LIMIT)
    }
    index = _listing("sitemapindex", "sitemap", [Entry(base + name) for name in parts])
    return {"sitemap.xml": index, **parts}


def _listing(name: str, item: str, listed: list[Entry]) -> Element:
    root = Element(name, xmlns=NAMESPACE)
    if any(entry.alternates for entry in listed):
        root.set("xmlns:xhtml", XHTML)
    for entry in listed:
        element = SubElement(root, item)
        SubElement(element, "loc").text = entry.address
        for language, address in entry.alternates:
            SubElement(element, "xhtml:link", rel="alternate", hreflang=language, href=address)
    return root


def write_sitemap(app: Sphinx, env: BuildEnvironment) -> tuple[()]:
    """Handle ``env-get-updated``: write the files, and remove those that an earlier build wrote in excess."""
    if makes_html_pages(app.builder):
        base, own = base_url(app.config), OwnFiles(app, "sitemap")
        made = sitemaps(base, list(entries(app))) if base else {}
        for root in made.values():
            indent(root)
        written = [
            name for name, root in made.items() if own.write(name, tostring(root, "utf-8", xml_declaration=True))
        ]
        own.remove(own.before.keys() - set(written))
        own.remember("written", dict.fromkeys(written))
    return ()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the handler; ``editions`` tells the addresses."""
    app.setup_extension("sitekit.editions")
    app.connect("env-get-updated", write_sitemap)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

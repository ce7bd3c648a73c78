"""The strictest Content-Security-Policy under which a page works: its server's files, and what the page itself holds."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

from lxml import html

# A script of any other type is data, such as JSON-LD.
SCRIPT_TYPES = {"", "module", "importmap", "text/javascript", "application/javascript"}


def hashed(code: str) -> str:
    """The expression that allows one inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def policy(*pages: bytes, framed: bool = False) -> str:
    """The value of the header for a page that shows itself, or parts of other pages too.

    :param framed: whether other sites may show the page in frames
    """
    parser = html.HTMLParser(encoding="utf-8")
    trees = [html.document_fromstring(page, parser=parser) for page in pages]
    inline = [one for tree in trees for one in tree.iter("script", "style")]
    scripts = [
        one for one in inline if one.tag == "script" and "src" not in one.attrib and one.get("type", "") in SCRIPT_TYPES
    ]
    attributes = [hashed(str(style)) for tree in trees for style in tree.xpath("//@style")]
    frames = {
        f"{place.scheme}://{place.netloc}"
        for place in map(urlsplit, [address for tree in trees for address in tree.xpath("//iframe/@src")])
        if place.netloc
    }
    sources = {
        "script-src": {hashed(one.text or "") for one in scripts},
        "style-src": {*(hashed(one.text or "") for one in inline if one.tag == "style"), *attributes},
        "img-src": {"data:"},  # in style sheets of furo
        "font-src": set(),
        "connect-src": set(),  # the search fetches the pages that it has found
        "form-action": set(),
        "frame-src": frames,
    }
    if attributes:
        sources["style-src"].add("'unsafe-hashes'")  # allows no more than the hashes of attributes do
    allowed = ["default-src 'none'", "base-uri 'none'"]
    allowed += [f"{name} 'self' {' '.join(sorted(more))}".rstrip() for name, more in sources.items()]
    return "; ".join(allowed if framed else [*allowed, "frame-ancestors 'none'"])

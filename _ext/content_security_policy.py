"""Writes ``csp.txt``, the strictest Content-Security-Policy under which the pages of this build work.

The file's single line is the value of the header. Nothing is allowed but the site's own files, the hash of every inline
script and style that a page holds, and the origins that a page names. Whatever else finds its way into a page is
blocked by the browser.

The policy follows from the output directory alone, so that an incremental build gives what a clean one gives.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_BASE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",  # the search fetches the pages it has found
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

_FETCHES = {
    ("script", "src"): "script-src",
    ("link", "href"): "style-src",
    ("img", "src"): "img-src",
    ("form", "action"): "form-action",
    ("iframe", "src"): "frame-src",
    ("object", "data"): "object-src",
    ("embed", "src"): "object-src",
    ("audio", "src"): "media-src",
    ("video", "src"): "media-src",
    ("video", "poster"): "img-src",
    ("source", "src"): "media-src",
    ("track", "src"): "media-src",
}
_FETCHING_TAGS = {tag for tag, _ in _FETCHES}

# The types of a script that browsers run or act on; any other is data, such as JSON-LD.
_SCRIPT_TYPES = {"", "module", "importmap", "speculationrules", "text/javascript", "application/javascript"}

# Most of a page cannot matter. What can is cut out by expressions, and each distinct piece is parsed once.
_REST_OF_TAG = r"""[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+>"""
_PIECE = re.compile(
    rf"<!--.*?-->|<(script|style)\b{_REST_OF_TAG}.*?</\1\s*+>|<([a-z][^\s>]*+){_REST_OF_TAG}", re.DOTALL | re.IGNORECASE
)
_HANDLER = re.compile(r"""["'\s]on[a-z]++\s*+=""")
_DATA_IN_STYLE = re.compile(r"""url\(\s*+["']?+data:(font|application/(?:x-)?font|)""", re.IGNORECASE)
_HOST = re.compile(r"[\w.:-]+", re.ASCII)


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def _source(address: str) -> str:
    """The expression that allows an address; nothing for one that cannot be named safely."""
    parts = urlsplit(address)
    if parts.scheme == "data":
        return "data:"
    if not parts.netloc:
        return "'self'"
    if not _HOST.fullmatch(parts.netloc):
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme else parts.netloc


class _Policy(HTMLParser):
    """What the pages need, by directive."""

    def __init__(self) -> None:
        super().__init__()
        self.needs: dict[str, set[str]] = {directive: {value} for directive, value in _BASE.items()}
        self._inline: list[str] | None = None

    def allow(self, directive: str, source: str) -> None:
        self.needs.setdefault(directive, set()).add(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if value and (directive := _FETCHES.get((tag, name))) and (source := _source(value)):
                self.allow(directive, source)
            if name == "style" or name.startswith("on"):
                directive = "style-src" if name == "style" else "script-src"
                self.allow(directive, _hash(value))
                self.allow(directive, "'unsafe-hashes'")  # by its name, yet needed for the hash of an attribute
        self._inline = None
        if tag == "style" or (
            tag == "script" and "src" not in given and given.get("type", "").strip().lower() in _SCRIPT_TYPES
        ):
            self._inline = []

    def handle_data(self, data: str) -> None:
        if self._inline is not None:
            self._inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._inline is not None and tag in {"script", "style"}:
            code = "".join(self._inline)
            self.allow(f"{tag}-src", _hash(code))
            if tag == "style":
                self.read_style(code)
        self._inline = None

    def read_style(self, style: str) -> None:
        """Allow the ``data:`` addresses of a style sheet."""
        for kind in set(_DATA_IN_STYLE.findall(style)):
            self.allow("font-src" if kind else "img-src", "data:")

    def line(self) -> str:
        return "; ".join(f"{directive} {' '.join(sorted(sources))}" for directive, sources in self.needs.items())


def _files(out: Path) -> Iterator[Path]:
    """The files of this build, without those of another build below it."""
    for folder, folders, names in os.walk(out):
        folders[:] = sorted(name for name in folders if not (Path(folder) / name / ".buildinfo").exists())
        yield from (Path(folder) / name for name in sorted(names))


def _matters(piece: re.Match[str]) -> bool:
    """Whether a piece may hold anything that a policy speaks about; the parser then tells what."""
    if piece[1]:
        return True
    if not piece[2]:
        return False
    name, text = piece[2].lower(), piece[0].lower()
    if name == "link":
        return "stylesheet" in text
    return name in _FETCHING_TAGS or "style" in text or ("on" in text and _HANDLER.search(text) is not None)


def policy(out: Path) -> str:
    """The policy for all pages below a folder."""
    found = _Policy()
    pieces: set[str] = set()
    for path in _files(out):
        if path.suffix == ".html":
            pieces.update(match[0] for match in _PIECE.finditer(path.read_text("utf-8")) if _matters(match))
        elif path.suffix == ".css":
            found.read_style(path.read_text("utf-8"))
    for piece in sorted(pieces):
        found.reset()
        found.feed(piece)
        found.close()
    return found.line()


def write_policy(app: Sphinx, exception: Exception | None) -> None:
    """Handle ``build-finished``."""
    if exception is None and app.builder.name in {"html", "dirhtml"}:
        out = Path(app.outdir)
        (out / "csp.txt").write_text(policy(out) + "\n", "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the last step of a build."""
    app.connect("build-finished", write_policy, priority=900)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}

"""Writes ``csp.txt``, the strictest Content-Security-Policy under which the pages of this build work.

The file's single line is the value of the header. Nothing is allowed but the site's own files, the hash of every inline
script and style that a page holds, and the origins that a page names. Whatever else finds its way into a page is
blocked by the browser.

No other site may show a page in a frame, except those below the folders ``csp_framed_folders``: each of these has a
``csp.txt`` of its own, for its pages alone, which leaves that open.

The policy follows from the output directory alone, so that an incremental build gives what a clean one gives.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

Needs = frozenset[tuple[str, str]]  # (directive, source expression)

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
_TYPE = re.compile(r"""<script\b[^>]*?\stype\s*+=\s*+["']?+([^"'\s>]++)""", re.IGNORECASE)
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


class _Reader(HTMLParser):
    """Collects what a piece of a page needs."""

    def __init__(self) -> None:
        super().__init__()
        self.needs: set[tuple[str, str]] = set()
        self._inline: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if value and (directive := _FETCHES.get((tag, name))) and (source := _source(value)):
                self.needs.add((directive, source))
            if name == "style" or name.startswith("on"):
                directive = "style-src" if name == "style" else "script-src"
                # The second is needed by its name, yet for the hash of an attribute too.
                self.needs |= {(directive, _hash(value)), (directive, "'unsafe-hashes'")}
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
            self.needs.add((f"{tag}-src", _hash(code)))
            if tag == "style":
                self.needs |= _style_needs(code)
        self._inline = None


def _style_needs(style: str) -> Needs:
    """The ``data:`` addresses of a style sheet."""
    return frozenset(("font-src" if kind else "img-src", "data:") for kind in _DATA_IN_STYLE.findall(style))


@cache
def _piece_needs(piece: str) -> Needs:
    reader = _Reader()
    reader.feed(piece)
    reader.close()
    return frozenset(reader.needs)


def _file_needs(path: Path) -> Needs:
    text = path.read_text("utf-8")
    if path.suffix == ".css":
        return _style_needs(text)
    return frozenset().union(*(_piece_needs(piece[0]) for piece in _PIECE.finditer(text) if _matters(piece)))


def _files(out: Path, apart: Collection[Path]) -> Iterator[Path]:
    """The files of this build, without those of another build below it and of the folders *apart*."""
    for folder, folders, names in os.walk(out):
        below = [Path(folder, name) for name in sorted(folders)]
        folders[:] = [path.name for path in below if path not in apart and not (path / ".buildinfo").exists()]
        yield from (Path(folder) / name for name in sorted(names))


def _matters(piece: re.Match[str]) -> bool:
    """Whether a piece may hold anything that a policy speaks about; the parser then tells what."""
    if piece[1]:
        kind = _TYPE.match(piece[0])
        return kind is None or kind[1].lower() in _SCRIPT_TYPES
    if not piece[2]:
        return False
    name, text = piece[2].lower(), piece[0].lower()
    if name == "link":
        return "stylesheet" in text
    return name in _FETCHING_TAGS or "style" in text or ("on" in text and _HANDLER.search(text) is not None)


class Memory:
    """What each file needed when it was last read; one of the same size and time is not read again."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            stored = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            stored = {"needs": [], "files": {}}
        needs = [frozenset((directive, source) for directive, source in one) for one in stored["needs"]]
        self._before = {path: (size, time, needs[number]) for path, (size, time, number) in stored["files"].items()}
        self._after: dict[str, tuple[int, int, Needs]] = {}

    def needs(self, path: Path) -> Needs:
        """What a page or a style sheet needs."""
        status, name = path.stat(), str(path)
        known = self._before.get(name)
        if known is None or known[:2] != (status.st_size, status.st_mtime_ns):
            known = status.st_size, status.st_mtime_ns, _file_needs(path)
        self._after[name] = known
        return known[2]

    def store(self) -> None:
        """Keep it for the next build."""
        numbers = {needs: number for number, needs in enumerate({needs for *_, needs in self._after.values()})}
        files = {path: (size, time, numbers[needs]) for path, (size, time, needs) in self._after.items()}
        self._file.write_text(json.dumps({"needs": [sorted(needs) for needs in numbers], "files": files}), "utf-8")


def policy(out: Path, memory: Memory, apart: Collection[Path] = (), framed: bool = False) -> str:
    """The policy for all pages below a folder.

    :param apart: folders below it that have a policy of their own
    :param framed: whether other sites may show the pages in frames
    """
    directives: dict[str, set[str]] = {directive: {value} for directive, value in _BASE.items()}
    if framed:
        del directives["frame-ancestors"]
    files = (path for path in _files(out, apart) if path.suffix in {".html", ".css"})
    for directive, source in sorted(frozenset().union(*map(memory.needs, files))):
        directives.setdefault(directive, set()).add(source)
    return "; ".join(f"{directive} {' '.join(sorted(sources))}" for directive, sources in directives.items())


def write_policy(app: Sphinx, exception: Exception | None) -> None:
    """Handle ``build-finished``."""
    if exception is None and app.builder.name in {"html", "dirhtml"}:
        out = Path(app.outdir)
        output = hashlib.sha256(f"{app.builder.name} {out}".encode()).hexdigest()[:12]
        memory = Memory(Path(app.doctreedir) / f"content_security_policy-{output}.json")
        framed = [out / folder for folder in app.config.csp_framed_folders]
        (out / "csp.txt").write_text(policy(out, memory, apart=framed) + "\n", "utf-8")
        for folder in framed:
            if folder.is_dir():
                (folder / "csp.txt").write_text(policy(folder, memory, framed=True) + "\n", "utf-8")
        memory.store()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the last step of a build."""
    app.add_config_value("csp_framed_folders", (), "", types=frozenset({list, tuple}))
    app.connect("build-finished", write_policy, priority=900)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}

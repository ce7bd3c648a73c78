"""Finds the pages that Sphinx takes for up to date because it compares times, and only those of some files.

Seen with Sphinx 9.0.4, ``sphinx/environment/__init__.py``, line 850: ``_has_doc_changed``; no report was found.

- A source that was moved or copied with its old time (``mv``, ``cp -p``) is not read again. Here the contents of the
  source of a page, of all that it depends on, and of the message catalogues of the interface are compared with those
  that it was read from, and each output has every page written that was read since it was last written there.
- An edited style sheet or script leaves its old checksum on all pages. Here all pages of an output are written when a
  file that Sphinx copies beside them, or a template, has changed.
- A process that builds twice keeps the first checksums (``sphinx/builders/html/_assets.py``, line 126). There is no
  public way to forget them, hence ``_file_checksum_inner``.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sitekit import __version__
from sitekit.rewrites import PageStates, digest, stamp
from sphinx.builders.html import _assets

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_DIGESTS = "outdated_digests"


class Files:
    """Digests of files; while its time and its size stay the same, a file is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Path, int, int], bytes] = {}

    def digest(self, path: Path) -> bytes:
        """A digest of the content; empty if it cannot be read."""
        try:
            status = path.stat()
            key = (path, status.st_mtime_ns, status.st_size)
            if key not in self._known:
                self._known[key] = hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
        except (OSError, ValueError):
            return b""
        return self._known[key]

    def digest_all(self, paths: Iterable[Path]) -> str:
        """A digest of the names and contents of files, and of all files in folders."""
        return digest([(str(path), self.digest(path)) for path in _files(paths)])


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in sorted(set(paths)):
        yield from sorted(path.rglob("*")) if path.is_dir() else [path]


class Sources:
    """What the pages of one environment were read from."""

    def __init__(self) -> None:
        self._files = Files()
        self._page_catalogues: dict[str, list[Path]] = {}

    def find_outdated(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """Handle ``env-get-outdated``; the catalogue of a page is noted by now, and forgotten when it is read."""
        self._page_catalogues = {
            docname: [path for path in _dependencies(env, docname) if path.suffix == ".mo"]
            for docname in env.found_docs
        }
        before = env.__dict__.get(_DIGESTS, {})
        return sorted(docname for docname, now in self._digests(app, env).items() if before.get(docname, now) != now)

    def note(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Handle ``env-updated``: all pages are read, and what they depend on is known."""
        env.__dict__[_DIGESTS] = self._digests(app, env)

    def _digests(self, app: Sphinx, env: BuildEnvironment) -> dict[str, str]:
        catalogues = self._files.digest_all(_catalogues(app))
        return {
            docname: digest(
                [
                    catalogues,
                    self._files.digest(Path(env.doc2path(docname))),
                    *(
                        (str(path), self._files.digest(Path(app.srcdir, path)))
                        for path in sorted({*_dependencies(env, docname), *self._page_catalogues.get(docname, ())})
                    ),
                ]
            )
            for docname in env.found_docs & env.all_docs.keys()
        }


def _dependencies(env: BuildEnvironment, docname: str) -> list[Path]:
    return [Path(path) for path in env.dependencies.get(docname, ())]


def _catalogues(app: Sphinx) -> Iterator[Path]:
    """The compiled catalogues of Sphinx's words in the site, and of the words of each extension beside its module."""
    language = app.config.language
    for name in dict.fromkeys([language, language.partition("_")[0]]):
        for folder in app.config.locale_dirs:
            yield Path(app.srcdir, folder, name, "LC_MESSAGES", "sphinx.mo")
        for extension in app.extensions:
            file = getattr(sys.modules.get(extension), "__file__", None)
            if file:
                yield from Path(file).parent.glob(f"local*/{name}/LC_MESSAGES/*.mo")


class Surroundings:
    """What is part of every page of an output, and belongs to none."""

    def __init__(self) -> None:
        self._files = Files()

    def mark(self, app: Sphinx) -> list[str]:
        """Differs when a page was read or removed, or when one of the files has changed."""
        return [stamp(app.env), self._digest(app)]

    def describe(self, app: Sphinx) -> Iterator[tuple[str, object]]:
        """For each page when it was read, and its surroundings."""
        surroundings = self._digest(app)
        for docname, time in app.env.all_docs.items():
            yield docname, (time, surroundings)

    def _digest(self, app: Sphinx) -> str:
        theme = getattr(app.builder, "theme", None)  # only builders of HTML pages have one
        if theme is None:
            return ""
        folders = [*app.config.html_static_path, *app.config.templates_path]
        return self._files.digest_all([*(Path(app.confdir, folder) for folder in folders), *theme.get_theme_dirs()])


def forget_checksums(app: Sphinx) -> None:
    """Handle ``builder-inited``."""
    _assets._file_checksum_inner.cache_clear()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the handlers; what pages depend on is noted after other handlers may have added to it."""
    sources, surroundings = Sources(), Surroundings()
    app.connect("builder-inited", forget_checksums)
    app.connect("env-get-outdated", sources.find_outdated)
    app.connect("env-updated", sources.note, priority=900)
    PageStates("outdated", surroundings.describe, surroundings.mark).connect(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

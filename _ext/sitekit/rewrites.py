"""Tells Sphinx which pages to rewrite, for extensions that show on one page what other pages say.

Sphinx rewrites a page when its own source has changed. Here an extension describes what each page shows, and pages are
rewritten whose description differs from that of the last complete build of the same output; a build that was
interrupted does not count. If no page was read or removed since, nothing can have changed and nothing is described.
This is the only memory of what an output was last given.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_STAMP = "rewrites_stamp"


def stamp(env: BuildEnvironment) -> str:
    """A token that changes whenever a page is read or removed."""
    return str(env.__dict__.get(_STAMP, ""))


class OutputMemory:
    """Stores what an extension gave one output, the folder of one builder, until the next build of it.

    That is a digest of each item, None if it is unknown, and a mark of the whole, as JSON beside the doctrees. When the
    ``env_version`` of an extension changes, or Sphinx starts with a fresh environment, only the names are still known.

    :param name: the name of the extension
    """

    def __init__(self, app: Sphinx, name: str) -> None:
        output = hashlib.sha256(f"{app.builder.name} {app.outdir}".encode()).hexdigest()[:12]
        self._file = Path(app.doctreedir) / f"{name}-{output}.json"
        self._versions = app.env.version
        self._forgotten = app.fresh_env_used

    def load(self) -> tuple[object, dict[str, str | None]]:
        """The mark and the digests that were stored last; (None, {}) if there are none, or the file cannot be read."""
        try:
            versions, mark, digests = json.loads(self._file.read_bytes())
        except (OSError, TypeError, ValueError, RecursionError):
            return None, {}
        if not isinstance(digests, dict) or not all(isinstance(one, str | None) for one in digests.values()):
            return None, {}
        if versions != self._versions or self._forgotten:
            return None, dict.fromkeys(digests)
        return mark, digests

    def store(self, mark: object, digests: Mapping[str, str | None]) -> None:
        """Store them for the next build.

        :param mark: anything that JSON can hold; None if the output is incomplete
        """
        self._file.write_text(json.dumps([self._versions, mark, digests]), "utf-8")


def remove_file(root: Path, path: str) -> None:
    """Remove a file, if it is there, and the folders below *root* that become empty; nothing outside is touched."""
    file = Path(root, path)
    if not file.resolve().is_relative_to(root.resolve()) or not file.is_file():
        return
    file.unlink()
    for folder in file.relative_to(root).parents[:-1]:
        try:
            (root / folder).rmdir()
        except OSError:  # it holds something
            return


class PageStates:
    """Rewrites the pages of an output whose description by one extension has changed.

    :param name: the name of the extension
    :param describe: gives the docname of each page with what it shows: any value whose ``repr`` tells it from others
    :param mark: gives what JSON can hold; while it stays the same, nothing is described
    """

    def __init__(
        self,
        name: str,
        describe: Callable[[Sphinx], Iterable[tuple[str, object]]],
        mark: Callable[[Sphinx], object] = lambda app: stamp(app.env),
    ) -> None:
        self._name = name
        self._describe = describe
        self._mark = mark
        self._marked: object = None
        self._described: dict[str, str] | None = None
        self._to_write: set[str] = set()

    def connect(self, app: Sphinx) -> None:
        """Register the handlers."""
        app.connect("env-purge-doc", self._renew_stamp)
        app.connect("env-get-updated", self._pages_to_write)
        app.connect("doctree-resolved", self._note_written)
        app.connect("build-finished", self._store)

    def _renew_stamp(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """A page is removed, or about to be read."""
        env.__dict__[_STAMP] = uuid.uuid4().hex

    def _pages_to_write(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        mark, before = OutputMemory(app, self._name).load()
        self._marked = self._mark(app)
        if mark == self._marked:
            return []
        self._described = {docname: digest(content) for docname, content in self._describe(app)}
        self._to_write = {docname for docname, now in self._described.items() if before.get(docname) != now}
        return sorted(self._to_write)

    def _note_written(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        self._to_write.discard(docname)

    def _store(self, app: Sphinx, exception: Exception | None) -> None:
        """Store nothing while pages are unwritten, as when only some files were asked for."""
        if self._described is not None and exception is None and not self._to_write:
            OutputMemory(app, self._name).store(self._marked, self._described)


def digest(content: object) -> str:
    """A short hash of a text, or of the ``repr`` of any other value."""
    text = content if isinstance(content, str) else repr(content)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

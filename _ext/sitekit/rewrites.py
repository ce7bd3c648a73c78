"""Tells which pages would show something else than an output was last given, for extensions that derive content.

Sphinx writes a page again when its own source has changed. An extension that shows on one page what other pages say
has to find the rest. It describes each page by what the page shows, and this module compares that with what was
described when the output was last written to its end: a build that was interrupted counts for nothing. Where no page
has been read or removed since, nothing can have changed, and nothing is described.
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
    """A text that is another one whenever a page has been read or removed."""
    return str(env.__dict__.get(_STAMP, ""))


class OutputMemory:
    """What an extension remembers of one output until the next build for that builder and folder.

    That is the digest of each thing that it has put there, None where that is not known, and a mark of the whole. It is
    JSON beside the doctrees. When the ``env_version`` of an extension changes, or Sphinx was told to forget what it had
    read, nothing but the names is still known.

    :param name: the name of the extension
    """

    def __init__(self, app: Sphinx, name: str) -> None:
        output = hashlib.sha256(f"{app.builder.name} {app.outdir}".encode()).hexdigest()[:12]
        self._file = Path(app.doctreedir) / f"{name}-{output}.json"
        self._versions = app.env.version
        self._forgotten = app.fresh_env_used

    def load(self) -> tuple[object, dict[str, str | None]]:
        """The mark and the digests that were stored last; (None, {}) where nothing was or can be read."""
        try:
            versions, mark, digests = json.loads(self._file.read_text("utf-8"))
        except (OSError, TypeError, ValueError):
            return None, {}
        if versions != self._versions or self._forgotten:
            return None, dict.fromkeys(digests)
        return mark, digests

    def store(self, mark: object, digests: Mapping[str, str | None]) -> None:
        """Keep them for the next build.

        :param mark: anything that JSON can hold; None where a part is missing
        """
        self._file.write_text(json.dumps([self._versions, mark, digests]), "utf-8")


class PageStates:
    """What the pages of one output last showed, by the account of one extension.

    :param name: the name of the extension
    :param describe: gives the content of every page that shows anything, after its docname; any values whose ``repr``
        tells them apart
    """

    def __init__(self, name: str, describe: Callable[[Sphinx], Iterable[tuple[str, object]]]) -> None:
        self._name = name
        self._describe = describe
        self._described: dict[str, str] | None = None
        self._to_write: set[str] = set()

    def connect(self, app: Sphinx) -> None:
        """Let Sphinx write the pages that have changed."""
        app.connect("env-purge-doc", self._note_a_change)
        app.connect("env-get-updated", self._pages_to_write)
        app.connect("doctree-resolved", self._note_a_page)
        app.connect("build-finished", self._store)

    def _note_a_change(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """A page is removed, or about to be read."""
        env.__dict__[_STAMP] = uuid.uuid4().hex

    def _pages_to_write(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        mark, before = OutputMemory(app, self._name).load()
        if mark == stamp(env):
            return []
        self._described = {docname: digest(content) for docname, content in self._describe(app)}
        self._to_write = {docname for docname, now in self._described.items() if before.get(docname) != now}
        return sorted(self._to_write)

    def _note_a_page(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        self._to_write.discard(docname)

    def _store(self, app: Sphinx, exception: Exception | None) -> None:
        """Sphinx writes fewer pages than it was told to where somebody has named the files to be built."""
        if self._described is not None and exception is None and not self._to_write:
            OutputMemory(app, self._name).store(stamp(app.env), self._described)


def digest(content: object) -> str:
    """A short text for any text, or value whose ``repr`` tells it from others."""
    text = content if isinstance(content, str) else repr(content)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

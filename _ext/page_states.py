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
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_STAMP = "page_states_stamp"


def stamp(env: BuildEnvironment) -> str:
    """A text that is another one whenever a page has been read or removed."""
    return str(env.__dict__.get(_STAMP, ""))


class PageStates:
    """What the pages of one output last showed, by the account of one extension.

    :param name: the name of the extension
    :param describe: gives the content of every page that shows anything, after its docname; any values whose ``repr``
        tells them apart
    """

    def __init__(self, name: str, describe: Callable[[Sphinx], Iterable[tuple[str, object]]]) -> None:
        self._name = name
        self._describe = describe
        self._new: dict[str, object] | None = None

    def connect(self, app: Sphinx) -> None:
        """Let Sphinx write the pages that have changed."""
        app.connect("env-purge-doc", self._note_a_change)
        app.connect("env-get-updated", self._pages_to_write)
        app.connect("build-finished", self._store)

    def _note_a_change(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """A page is removed, or about to be read."""
        env.__dict__[_STAMP] = uuid.uuid4().hex

    def _file(self, app: Sphinx) -> Path:
        output = hashlib.sha256(f"{app.builder.name} {app.outdir}".encode()).hexdigest()[:12]
        return Path(app.doctreedir) / f"{self._name}-{output}.json"

    def _pages_to_write(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        try:
            stored = json.loads(self._file(app).read_text("utf-8"))
        except (OSError, ValueError):
            stored = {"stamp": None, "pages": {}}
        if stored["stamp"] == stamp(env):
            return []
        before: dict[str, str] = stored["pages"]
        after = {docname: _digest(content) for docname, content in self._describe(app)}
        self._new = {"stamp": stamp(env), "pages": after}
        return sorted(docname for docname, digest in after.items() if before.get(docname) != digest)

    def _store(self, app: Sphinx, exception: Exception | None) -> None:
        if self._new is not None and exception is None:
            self._file(app).write_text(json.dumps(self._new), "utf-8")


def _digest(content: object) -> str:
    return hashlib.blake2b(repr(content).encode(), digest_size=16).hexdigest()

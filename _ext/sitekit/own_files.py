"""Files that an extension writes beside the pages: they never take the place of a file that the author has.

An author brings files by pages and by the settings ``html_extra_path`` and ``html_additional_pages``; a file that was
put into the output otherwise is known by not being remembered as ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.matching import Matcher

from .rewrites import OutputMemory, remove_file

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

logger = logging.getLogger(__name__)


class OwnFiles:
    """The files of one extension in one output.

    Made before anything is written. Nothing is known of an output without a memory in which Sphinx has built before, as
    when the doctrees were deleted: what lies there where a file of ours belongs counts as ours.

    :param name: the name of the extension
    """

    def __init__(self, app: Sphinx, name: str) -> None:
        self.root = Path(app.outdir)
        self._memory = OutputMemory(app, name)
        self.mark, self.before = self._memory.load()
        self.brought = brought(app)
        self._folders = {str(above) for path in self.brought for above in PurePosixPath(path).parents}
        self._all_ours = self.mark is None and not self.before and (self.root / ".buildinfo").exists()
        self._refused: set[str] = set()

    def may_write(self, path: str, content: bytes | None = None) -> bool:
        """Whether a file may be written; where it may not, the author is told why.

        :param content: what it would be, where that is known: a file that has it already does no harm
        """
        reason, location = self._reason(path, content)
        if reason:
            self._refused.add(path)
            message = "%s is not written: %s"
            logger.warning(message, path, reason, location=location, type="sitekit", subtype="own-file")
        return not reason

    def _reason(self, path: str, content: bytes | None) -> tuple[str, str | None]:
        for one in (path, *map(str, PurePosixPath(path).parents)):
            if one in self.brought:
                docname = self.brought[one]
                return (f"the page {docname!r} has this name", docname) if docname else (_EXTRA % one, None)
        if path in self._folders:
            return _EXTRA % path, None
        place = self.root / path
        if place.is_dir() or any((self.root / above).is_file() for above in PurePosixPath(path).parents):
            return "a file or folder of the output is in its place", None
        if path in self.before or self._all_ours or not place.exists():
            return "", None
        if content is not None and place.read_bytes() == content:
            return "", None
        return "the output has a file of this name that is not from here; remove it if nobody needs it", None

    def write(self, path: str, content: bytes) -> bool:
        """Write a file, unless it is there with this content; whether it is ours."""
        if not self.may_write(path, content):
            return False
        place = self.root / path
        if not place.is_file() or place.read_bytes() != content:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return True

    def remember(self, mark: object, digests: Mapping[str, str | None]) -> None:
        """Store what is ours for the next build, which looks at everything again where a file could not be written.

        What the author brings in place of a file of ours is remembered too: Sphinx leaves a copy of it in the output
        when the author takes it away, and that copy is then replaced.
        """
        copies = dict.fromkeys(self._refused & self.brought.keys())
        self._memory.store(None if self._refused else mark, {**digests, **copies})

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files that were ours."""
        for path in paths:
            if path not in self.brought and path not in self._folders:
                remove_file(self.root, path)


_EXTRA = "html_extra_path or html_additional_pages brings %s"


def brought(app: Sphinx) -> dict[str, str]:
    """Every file that the author's build brings, by its path, with the docname of its page or an empty text."""
    found = dict.fromkeys(_extra_files(app), "")
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder):
        additional = dict.fromkeys(app.config.html_additional_pages, "")
        for name, docname in (additional | {docname: docname for docname in app.env.found_docs}).items():
            found[relative(builder, builder.get_outfilename(name))] = docname
    return found


def relative(builder: Builder, file: Path) -> str:
    """The path of a file in the output of a builder."""
    return Path(os.path.relpath(str(file), builder.outdir)).as_posix()


def _extra_files(app: Sphinx) -> Iterator[str]:
    """The paths of ``html_extra_path``, as :func:`sphinx.util.fileutil.copy_asset` copies them."""
    excluded = Matcher(app.config.exclude_patterns)
    for extra in app.config.html_extra_path:
        source = Path(app.confdir, extra)
        if source.is_file():
            yield source.name
        for folder, folders, files in os.walk(source, followlinks=True):
            below = Path(os.path.relpath(folder, source))
            folders[:] = [name for name in folders if not excluded((below / name).as_posix())]
            yield from (path for name in files if not excluded(path := (below / name).as_posix()))

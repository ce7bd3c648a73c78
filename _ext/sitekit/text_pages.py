"""Writes each page as plain text beside its HTML, and ``llms.txt`` (https://llmstxt.org), which links to all texts.

Build ``html`` first, then ``text_pages`` with the same doctrees into the same folder: no page is read again. The
builder is Sphinx's own ``text`` with the addresses of external links. It has another name, since pages that are read
for the builder ``text`` have straight quotation marks (``smartquotes_excludes``) and could not be shared with ``html``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.text import TextBuilder
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.nodes import clean_astext
from sphinx.writers.text import TextTranslator

from . import __version__
from .addresses import base_url
from .markdown import escape_markdown
from .own_files import OwnFiles

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


logger = logging.getLogger(__name__)

LISTING = "llms.txt"


class Line(NamedTuple):
    """A line of ``llms.txt``: a page, and the page whose table of contents lists it (empty for the first page)."""

    docname: str
    above: str


class Translator(TextTranslator):
    """Writes the address behind each external link, and each paragraph on one line, so that no address is broken."""

    def end_state(self, wrap: bool = True, end: Sequence[str] | None = ("",), first: str | None = None) -> None:
        """End a block; never wrap it."""
        super().end_state(False, end, first)

    def depart_reference(self, node: nodes.Element) -> None:
        """End a link."""
        address = node.get("refuri", "")
        if "://" in address and address != node.astext():
            self.add_text(f" <{address}>")


class TextPages(TextBuilder):
    """Plain text beside the pages of another builder."""

    name = "text_pages"
    epilog = "llms.txt and the text of each page are in %(outdir)s."
    default_translator_class = Translator

    def path_of(self, docname: str) -> str:
        """The path of the file with the text of a page, in the output."""
        return docname + self.out_suffix

    def get_outdated_docs(self) -> Iterator[str]:
        """The pages that were read since their text was written, by whichever builder."""
        for docname in self.env.found_docs:
            text, doctree = Path(self.outdir, self.path_of(docname)), Path(self.doctreedir, f"{docname}.doctree")
            if not (text.exists() and doctree.exists()) or text.stat().st_mtime_ns <= doctree.stat().st_mtime_ns:
                yield docname

    def prepare(self, app: Sphinx) -> None:
        """Note what can be written, and remove the texts of pages that are gone."""
        self._own = OwnFiles(app, "texts")
        self._with_text: set[str] = set()
        written = [LISTING] if self._own.may_write(LISTING) else []
        for docname in sorted(self.env.found_docs):
            if self.path_of(docname) == LISTING:
                message = "this page has no text beside it: %s is the list of all texts"
                logger.warning(message, LISTING, location=docname, type="sitekit", subtype="own-file")
            elif self._own.may_write(self.path_of(docname)):
                self._with_text.add(docname)
                written.append(self.path_of(docname))
        self._with_list = LISTING in written
        self._own.remove(self._own.before.keys() - set(written))
        self._own.remember("written", dict.fromkeys(written))

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write the text of a page."""
        if docname in self._with_text:
            super().write_doc(docname, doctree)

    def finish(self) -> None:
        """Write ``llms.txt``."""
        if self._with_list:
            lines = "".join(f"{line}\n" for line in listing(self.env, self._with_text))
            Path(self.outdir, LISTING).write_text(lines, "utf-8")


def listing(env: BuildEnvironment, with_text: Set[str]) -> Iterator[str]:
    """The lines of ``llms.txt``: the title, the description of the first page, and the sections with their links.

    :param with_text: the pages whose text is there
    """
    root: str = env.config.root_doc
    base = base_url(env.config)
    yield f"# {escape_markdown(env.config.project)}"
    for node in env.get_doctree(root).findall(nodes.meta):
        if node.get("name") == "description":
            yield f"\n> {escape_markdown(node['content'])}"
    for title, lines in sections(env).items():
        yield f"\n## {escape_markdown(title)}\n"
        for line in lines:
            if line.docname not in with_text:
                continue
            address = base + quote(line.docname) + TextPages.out_suffix
            above = f": {_title(env, line.above)}" if line.above else ""
            yield f"- [{_title(env, line.docname)}]({address}){above}"


def sections(env: BuildEnvironment) -> dict[str, list[Line]]:
    """The pages below each caption in the tables of contents of the first page, in the order of reading.

    Those that stand in no table of contents are in the section ``Optional``, which the format says may be skipped; a
    caption of that name is the same section.
    Pages that their authors keep out of the site's own search (``nosearch``) are left out.
    """
    root: str = env.config.root_doc
    seen = {root} | {docname for docname in env.found_docs if "nosearch" in env.metadata[docname]}

    def below(docname: str, above: str) -> Iterator[Line]:
        if docname in env.found_docs and docname not in seen:
            seen.add(docname)
            yield Line(docname, above)
            for child in env.toctree_includes.get(docname, ()):
                yield from below(child, docname)

    found = {_("Contents"): [Line(root, "")]}
    for toctree in env.tocs[root].findall(addnodes.toctree):
        lines = found.setdefault(toctree.get("caption") or _("Contents"), [])
        for _text, target in toctree["entries"]:
            lines += below(target, "")
    found.setdefault("Optional", []).extend(Line(docname, "") for docname in sorted(env.found_docs - seen))
    return {title: lines for title, lines in found.items() if lines}


def _title(env: BuildEnvironment, docname: str) -> str:
    return escape_markdown(clean_astext(env.titles[docname]))


def prepare(app: Sphinx, env: BuildEnvironment) -> tuple[()]:
    """Handle ``env-get-updated``."""
    if isinstance(app.builder, TextPages):
        app.builder.prepare(app)
    return ()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder."""
    app.add_builder(TextPages)
    app.connect("env-get-updated", prepare)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

"""Writes each page as plain text beside its HTML, and ``llms.txt`` (https://llmstxt.org), which links to all texts.

Build ``html`` first, then ``text_pages`` with the same doctrees into the same folder: no page is read again. The
builder is Sphinx's own ``text`` with the addresses of external links. It has another name, since pages that are read
for the builder ``text`` have straight quotation marks (``smartquotes_excludes``) and could not be shared with ``html``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.text import TextBuilder
from sphinx.locale import _
from sphinx.util.nodes import clean_astext
from sphinx.writers.text import TextTranslator

from . import __version__
from .addresses import base_url
from .markdown import escape_markdown
from .rewrites import remove_stale_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


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

    def file_of(self, docname: str) -> Path:
        """The file with the text of a page."""
        return Path(self.outdir, docname + self.out_suffix)

    def get_outdated_docs(self) -> Iterator[str]:
        """The pages that were read since their text was written, by whichever builder."""
        for docname in self.env.found_docs:
            text, doctree = self.file_of(docname), Path(self.doctreedir, f"{docname}.doctree")
            if not (text.exists() and doctree.exists()) or text.stat().st_mtime_ns <= doctree.stat().st_mtime_ns:
                yield docname

    def finish(self) -> None:
        """Write ``llms.txt``."""
        Path(self.outdir, "llms.txt").write_text("".join(f"{line}\n" for line in listing(self.env)), "utf-8")


def listing(env: BuildEnvironment) -> Iterator[str]:
    """The lines of ``llms.txt``: the title, the description of the first page, and the sections with their links."""
    root: str = env.config.root_doc
    base = base_url(env.config)
    yield f"# {escape_markdown(env.config.project)}"
    for node in env.get_doctree(root).findall(nodes.meta):
        if node.get("name") == "description":
            yield f"\n> {escape_markdown(node['content'])}"
    for title, lines in sections(env).items():
        yield f"\n## {escape_markdown(title)}\n"
        for line in lines:
            address = base + quote(line.docname) + TextPages.out_suffix
            above = f": {_title(env, line.above)}" if line.above else ""
            yield f"- [{_title(env, line.docname)}]({address}){above}"


def sections(env: BuildEnvironment) -> dict[str, list[Line]]:
    """The pages below each caption in the tables of contents of the first page, in the order of reading.

    Those that stand in no table of contents are in the section ``Optional``, which the format says may be skipped.
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
    found["Optional"] = [Line(docname, "") for docname in sorted(env.found_docs - seen)]
    return {title: lines for title, lines in found.items() if lines}


def _title(env: BuildEnvironment, docname: str) -> str:
    return escape_markdown(clean_astext(env.titles[docname]))


def remove_stale(app: Sphinx, env: BuildEnvironment) -> tuple[()]:
    """Handle ``env-get-updated``: remove the texts of pages that are gone."""
    if isinstance(app.builder, TextPages):
        remove_stale_files(app, "text_pages", app.builder.file_of)
    return ()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder."""
    app.add_builder(TextPages)
    app.connect("env-get-updated", remove_stale)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

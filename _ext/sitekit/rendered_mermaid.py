"""Mermaid diagrams as pictures beside the sources: no script, no third party, and every builder has them.

Authors write ``mermaid`` blocks as sphinxcontrib-mermaid defines them. What a reader sees is drawn beforehand and
committed: in the folder ``rendered_mermaid_folder``, one picture for light pages, one for dark pages and one for
paper. Its name begins with a digest of the source, so that a picture can be missing but never out of date.
The builder ``mermaid_sources`` writes out what there is to draw.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.nodes import set_source_info
from sphinx.util.osutil import relative_uri
from sphinxcontrib.mermaid import Mermaid, mermaid

from . import __version__
from .rewrites import OutputMemory

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

LIGHT, DARK, PRINT = "-light.svg", "-dark.svg", ".pdf"
ENDINGS = (LIGHT, DARK, PRINT)

LABEL = re.compile(r'%%.*|"([^"]+)"')  # in a source, past comments
OUT_OF_A_LABEL = re.compile(r'["\n]|%(?=%)')  # what would end it, or be a directive of Mermaid

WIDE = 480  # pixels; a wider picture is scrolled on a narrow screen, where it could not be read if it were shrunk


def normalised(code: str) -> str:
    """A diagram's source without the white space that does not matter."""
    return "\n".join(line.rstrip() for line in code.strip().splitlines())


def key(code: str) -> str:
    """What the names of a diagram's pictures begin with: 16 hexadecimal digits."""
    return hashlib.sha256(normalised(code).encode()).hexdigest()[:16]


class diagram(mermaid, addnodes.translatable):
    """A ``mermaid`` node whose labels and alternative text go into message catalogues, and come translated out of them.

    The labels are the texts in double quotes that have a letter.
    """

    def preserve_original_messages(self) -> None:
        """Keep the texts as they were written."""
        self["rawcode"], self["rawalt"] = self["code"], self.get("alt", "")
        self["labels"] = {}

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Take the translation; a label is escaped, so that nothing in it ends it."""
        if original_message == self["rawalt"]:
            self["alt"] = translated_message
        self["labels"][original_message] = OUT_OF_A_LABEL.sub(lambda char: f"#{ord(char[0])};", translated_message)
        self["code"] = LABEL.sub(
            lambda label: f'"{self["labels"].get(label[1], label[1])}"' if label[1] else label[0], self["rawcode"]
        )

    def extract_original_messages(self) -> Sequence[str]:
        """The texts as they were written, the alternative text last.

        Sphinx leaves a node alone whose last message has itself as its translation, as the name of a product may.
        """
        labels = (label[1] or "" for label in LABEL.finditer(self["rawcode"]))
        return [text for text in dict.fromkeys([*labels, self["rawalt"]]) if any(map(str.isalpha, text))]


class Diagram(Mermaid):
    """The directive of sphinxcontrib-mermaid; what it leaves knows its place in the sources and can be translated."""

    def run(self, **kwargs: Any) -> list[nodes.Node]:
        """Parse the block."""
        return [self._translatable(node) for node in super().run(**kwargs)]

    def _translatable(self, node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.figure):
            node[0] = self._translatable(node[0])
        elif isinstance(node, mermaid):
            node = diagram("", **node.attributes)
            set_source_info(self, node)
        return node


class SourcesBuilder(Builder):
    """Writes each diagram's source to ``<key>.mmd``, generated diagrams included."""

    name = "mermaid_sources"
    epilog = "The sources of the diagrams are in %(outdir)s."

    def get_outdated_docs(self) -> Set[str]:
        """All pages, in every run."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Nothing is linked here."""
        return ""

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Forget the diagrams of the last run."""
        for source in Path(self.outdir).glob("*.mmd"):
            source.unlink()

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write what one page has."""
        for node in doctree.findall(mermaid):
            Path(self.outdir, f"{key(node['code'])}.mmd").write_text(normalised(node["code"]) + "\n", "utf-8")


def show_pictures(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Handle ``doctree-resolved``: put ordinary nodes in the place of all diagrams, generated ones included."""
    if not isinstance(app.builder, (MessageCatalogBuilder, SourcesBuilder)):
        for node in list(doctree.findall(mermaid)):
            shown = _shown(app, node, docname)
            # A paragraph cannot be linked to in LaTeX, a target can. The first node takes over the ids.
            node.replace_self([nodes.target("", ""), *shown] if node["ids"] else shown)


def _shown(app: Sphinx, node: mermaid, docname: str) -> list[nodes.Node]:
    """What stands for a diagram in the output of this builder."""
    code, alt = node["code"], node.get("alt", "")
    files = {ending: f"{app.config.rendered_mermaid_folder}/{key(code)}{ending}" for ending in ENDINGS}
    missing = [file for file in files.values() if not (app.srcdir / file).is_file()]
    location = node if node.line else docname
    if not alt:
        message = "a diagram needs alternative text: say in the option :alt: what it shows"
        logger.warning(message, location=location, type="rendered_mermaid", subtype="no-alt")
    if missing:
        message = "the diagram is new or has changed, and is not drawn yet (%s): run `make diagrams`"
        logger.warning(message, ", ".join(missing), location=location, type="rendered_mermaid", subtype="missing")
    if missing or not alt:
        return [nodes.literal_block(code, code, language="text", classes=["no-search"])]

    def picture(ending: str, **attributes: Any) -> nodes.image:
        file = files[ending]
        app.env.images.add_file(docname, file)
        if "align" in node:
            attributes["align"] = node["align"]
        return nodes.image("", uri=file, candidates={"*": file}, alt=alt, **attributes)

    shown = nodes.paragraph(classes=["rendered-mermaid"])
    if isinstance(app.builder, StandaloneHTMLBuilder):
        width, height = _size(app.srcdir / files[LIGHT])
        size = {"width": str(width), "height": str(height)}
        if width > WIDE:
            shown["classes"].append("rendered-mermaid-wide")
        if app.builder.name == "epub":
            shown += picture(LIGHT, **size)
        else:
            light = picture(LIGHT, classes=["only-light"], loading="lazy", **size)
            dark = picture(DARK, classes=["only-dark"], loading="lazy", **size)
            folder = relative_uri(app.builder.get_target_uri(docname), app.builder.imagedir)
            address = f"{folder}/{app.env.images[files[LIGHT]][1]}"
            shown += nodes.reference("", "", light, dark, refuri=address, internal=True)
    elif "application/pdf" in app.builder.supported_image_types:
        shown += picture(PRINT)
    else:
        shown += nodes.Text(_("[image: %s]") % alt)
    return [shown]


def _size(file: Path) -> tuple[int, int]:
    """Width and height in pixels of an SVG picture that Mermaid has drawn."""
    box = re.search(r'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"', file.read_text("utf-8"))
    if box is None:
        raise ExtensionError(f"{file} is not a picture that Mermaid has drawn: remove it and run `make diagrams`")
    return round(float(box[1])), round(float(box[2]))


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Handle ``env-get-updated``: all pages, if the pictures differ from those that this output was made from.

    Which pages have generated diagrams is known only while they are written.
    """
    mark, _digests = OutputMemory(app, "rendered_mermaid").load()
    return [] if mark == pictures(app) else sorted(env.found_docs)


def store_pictures(app: Sphinx, exception: Exception | None) -> None:
    """Handle ``build-finished``."""
    if exception is None:
        OutputMemory(app, "rendered_mermaid").store(pictures(app), {})


def pictures(app: Sphinx) -> str:
    """A digest of all pictures, names and contents."""
    digest = hashlib.sha256()
    for file in sorted((app.srcdir / app.config.rendered_mermaid_folder).glob("*")):
        if file.name.endswith(ENDINGS):
            digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def configure(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: bring the style sheet, and keep sphinxcontrib-mermaid's script off every page."""
    config.mermaid_output_format = "svg"
    # Relative, so that the output does not depend on where the project lies.
    style = os.path.relpath(Path(__file__).with_suffix(".css"), app.confdir)
    config.html_static_path = [*config.html_static_path, Path(style).as_posix()]


def add_style(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handle ``html-page-context``: the style sheet is for pages that have a diagram."""
    if "rendered-mermaid" in context.get("body", ""):
        app.add_css_file("rendered_mermaid.css")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive, the builder and the handlers."""
    app.setup_extension("sphinxcontrib.mermaid")
    app.add_node(diagram)
    app.add_directive("mermaid", Diagram, override=True)
    app.add_builder(SourcesBuilder)
    app.add_config_value("rendered_mermaid_folder", "diagrams", "env", types=frozenset({str}))
    app.connect("config-inited", configure)
    app.connect("env-get-updated", pages_to_write)
    app.connect("build-finished", store_pictures)
    app.connect("doctree-resolved", show_pictures)
    app.connect("html-page-context", add_style)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}

"""Post-transforms that mend what Sphinx leaves wrong in a page.

- ``<meta>`` on a translated page: Sphinx marks it as translated, and that mark is no attribute of HTML.
- Texts without a letter, such as the figures in a table, would be messages for every translator.
- Links of the builder ``singlehtml`` come out as ``#document-page#anchor`` (sphinx#14221).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sitekit import __version__
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import extract_messages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class UnmarkedMeta(SphinxPostTransform):
    """Takes the mark away; what has been translated is counted by now."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        """Look at every ``meta`` of this page."""
        for node in self.document.findall(nodes.meta):
            node.attributes.pop("translated", None)


class SkipNumericMessages(SphinxPostTransform):
    """Marks them for the builder ``gettext``; a page that finds no translation of them shows them as they are."""

    default_priority = 900
    builders = ("gettext",)

    def run(self, **kwargs: Any) -> None:
        """Look at every message that this page would give."""
        for node, message in extract_messages(self.document):
            if not any(map(str.isalpha, message)):
                node["translatable"] = False


class KeepLastAnchor(SphinxPostTransform):
    """Lead to the anchor alone: all pages are one."""

    default_priority = 900
    builders = ("singlehtml",)

    def run(self, **kwargs: Any) -> None:
        """Mend every link inside the document."""
        for node in self.document.findall(nodes.reference):
            page, _, anchor = node.get("refuri", "").removeprefix("#").partition("#")
            if page.startswith("document-") and anchor:
                node["refuri"] = f"#{anchor}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transforms."""
    for transform in (UnmarkedMeta, SkipNumericMessages, KeepLastAnchor):
        app.add_post_transform(transform)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

"""Corrects what Sphinx leaves in the doctree of a page.

- A translated ``<meta>`` has the attribute ``translated``, which HTML does not know. No report was found. Seen with
  Sphinx 9.0.4, ``sphinx/transforms/i18n.py``, line 611; ``HTML5Translator`` writes all attributes of the node.
- Texts without a letter, such as the numbers in a table, are messages for every translator. No report was found. Seen
  with Sphinx 9.0.4, ``sphinx/util/nodes.py``, line 322: ``extract_messages``.
- Links of the builder ``singlehtml`` are ``#document-page#anchor`` and lead nowhere.
  https://github.com/sphinx-doc/sphinx/issues/14221
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
    """Removes the attribute, after Sphinx has counted what is translated."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        """Clean every ``meta`` of this page."""
        for node in self.document.findall(nodes.meta):
            node.attributes.pop("translated", None)


class SkipNumericMessages(SphinxPostTransform):
    """Keeps messages without a letter out of the catalogues; pages show them as they are."""

    default_priority = 900
    builders = ("gettext",)

    def run(self, **kwargs: Any) -> None:
        """Mark the messages of this page that need no translation."""
        for node, message in extract_messages(self.document):
            if not any(map(str.isalpha, message)):
                node["translatable"] = False


class KeepLastAnchor(SphinxPostTransform):
    """Leaves the anchor alone in links inside the one page."""

    default_priority = 900
    builders = ("singlehtml",)

    def run(self, **kwargs: Any) -> None:
        """Correct every link inside the document."""
        for node in self.document.findall(nodes.reference):
            page, _, anchor = node.get("refuri", "").removeprefix("#").partition("#")
            if page.startswith("document-") and anchor:
                node["refuri"] = f"#{anchor}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transforms."""
    for transform in (UnmarkedMeta, SkipNumericMessages, KeepLastAnchor):
        app.add_post_transform(transform)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

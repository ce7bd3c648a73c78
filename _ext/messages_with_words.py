"""Leaves texts without a letter, such as the figures in a table, out of the message catalogues.

They are the same in every language, and a translation would have to be filled in whenever one of them changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import extract_messages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class FiguresAreNoMessages(SphinxPostTransform):
    """Marks them for the builder ``gettext``; a page that finds no translation of them shows them as they are."""

    default_priority = 900
    builders = ("gettext",)

    def run(self, **kwargs: Any) -> None:
        """Look at every message that this page would give."""
        for node, message in extract_messages(self.document):
            if not any(map(str.isalpha, message)):
                node["translatable"] = False


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_post_transform(FiguresAreNoMessages)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}

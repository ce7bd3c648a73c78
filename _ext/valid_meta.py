"""Mends ``<meta>`` on translated pages: Sphinx marks it as translated, and that mark is no attribute of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

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


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_post_transform(UnmarkedMeta)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}

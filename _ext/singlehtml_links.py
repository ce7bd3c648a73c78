"""Mends the links of Sphinx's ``singlehtml`` builder, which come out as ``#document-page#anchor`` (sphinx#14221)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


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
    """Register the transform."""
    app.add_post_transform(KeepLastAnchor)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}

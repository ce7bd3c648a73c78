"""Keeps text from becoming commands of roff in manual pages, where ``.so`` reads any file of the reader.

No reports were found. Seen with Sphinx 9.0.4 and Docutils 0.22.4.

- A title of the first level is written as it is, with its line breaks and backslashes.
  ``sphinx/writers/manpage.py``: ``visit_title``.
- So is the description of an image. ``visit_image``.
- A line of a text that begins with a dot is escaped in paragraphs and code alone.
  ``docutils/writers/manpage.py``: ``visit_Text``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sitekit import __version__
from sphinx.writers.manpage import ManualPageTranslator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class PlainText(ManualPageTranslator):
    """Sphinx's own translator, corrected."""

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802
        """Escape every line that would be a request."""
        before = len(self.body)
        super().visit_Text(node)
        self.body[before:] = [re.sub(r"\n(?=[.'])", r"\n\\&", text) for text in self.body[before:]]

    def visit_title(self, node: nodes.title) -> None:
        """Write it on one line."""
        for text in list(node.findall(nodes.Text)):
            text.parent.replace(text, nodes.Text(_one_line(text)))
        if isinstance(node.parent, nodes.section) and self.section_level == 1:
            self.body.append(f".SH {_argument(self.deunicode(_escaped(node.astext().upper())))}\n")
            raise nodes.SkipNode
        super().visit_title(node)

    def visit_image(self, node: Any) -> None:
        """Escape its description."""
        if "alt" in node:
            node["alt"] = _escaped(_one_line(node["alt"]))
        super().visit_image(node)


def _one_line(text: str) -> str:
    return re.sub(r"\s*[\n\r\v\f\x1c-\x1f\x85\u2028\u2029]\s*", " ", text)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\e")


def _argument(text: str) -> str:
    return f"\\&{text}" if text.startswith((".", "'")) else text


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace Sphinx's translator."""
    app.set_translator("man", PlainText)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

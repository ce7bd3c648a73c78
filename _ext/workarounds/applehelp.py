"""Puts the style sheets of an Apple help book into the book; Sphinx leaves them beside it, and furo does not find them.

The builder moves its output folder after the folder for such files was set. No report was found. Seen with
sphinxcontrib-applehelp 2.0.0, ``sphinxcontrib/applehelp/__init__.py``, line 92, and Sphinx 9.0.4,
``sphinx/builders/html/__init__.py``, line 143. There is no public way to the folder, hence ``_static_dir``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitekit import __version__
from sphinxcontrib.applehelp import AppleHelpBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class HelpBookBuilder(AppleHelpBuilder):
    """Sphinx's own builder, corrected."""

    def init(self) -> None:
        """Let the folder follow that of the book."""
        super().init()
        self._static_dir = Path(self.outdir, "_static")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace Sphinx's builder."""
    app.setup_extension("sphinxcontrib.applehelp")
    app.add_builder(HelpBookBuilder, override=True)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

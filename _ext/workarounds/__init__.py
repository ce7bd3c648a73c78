"""Mends for the faults of other programs, a module for each kind; each is also an extension by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitekit import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

EXTENSIONS = (
    "captions",
    "epub",
    "stale_output",
    "transforms",
    "assets",
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Load them all."""
    for name in EXTENSIONS:
        app.setup_extension(f"{__name__}.{name}")
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

"""Extensions for any Sphinx site; each name in ``EXTENSIONS`` is also an extension by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "1.0"
"""The version of the distribution ``sphinx-confreport``, named here because ``sitekit`` imports no other package."""

EXTENSIONS = (
    "editions",
    "navigation",
    "caching",
    "rendered_mermaid",
    "not_found",
    "summary",
    "cjk_search",
    "sitemap",
    "text_pages",
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Load all extensions."""
    for name in EXTENSIONS:
        app.setup_extension(f"{__name__}.{name}")
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

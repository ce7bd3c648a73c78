"""Corrects faults of other programs; each module is also an extension by itself.

Each fault stands with the address of its report, or where none was found with the place in the source, and the version
that it was seen with. ``tests/code/test_workarounds.py`` fails when a fault is gone, so that its correction can go too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitekit import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

EXTENSIONS = (
    "captions",
    "manpage",
    "epub",
    "applehelp",
    "outdated",
    "interrupted",
    "stale_output",
    "transforms",
    "assets",
    "furo",
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Load all extensions."""
    for name in EXTENSIONS:
        app.setup_extension(f"{__name__}.{name}")
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

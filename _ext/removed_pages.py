"""Removes from the output what a build no longer makes: the pages whose sources were deleted.

Sphinx forgets such a page but leaves its HTML where it was, so that an incremental build keeps what a clean one lacks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def remove_output(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Handle ``env-get-outdated``, which tells what has been deleted since the last run."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        for docname in removed:
            Path(app.builder.get_outfilename(docname)).unlink(missing_ok=True)
    return []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Watch for deleted pages."""
    app.connect("env-get-outdated", remove_output)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}

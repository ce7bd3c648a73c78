"""Removes from the output what a build no longer makes: the pages whose sources were deleted.

Sphinx forgets such a page but leaves its HTML where it was, so that an incremental build keeps what a clean one lacks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def remove_output(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Handle ``env-get-updated``: remove the pages that are gone since this output was last written.

    Another builder with the same doctrees may have been told of it. The pages that are new to this output are given
    back, so that Sphinx stores the environment with the list.
    """
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return []
    written: dict[str, set[str]] = env.__dict__.setdefault("removed_pages_written", {})
    output = f"{app.builder.name}:{app.outdir}"
    before = written.get(output, set())
    for docname in before - env.found_docs:
        Path(app.builder.get_outfilename(docname)).unlink(missing_ok=True)
    written[output] = set(env.found_docs)
    return sorted(env.found_docs - before)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Watch for deleted pages, before other handlers write something in their place."""
    app.connect("env-get-updated", remove_output, priority=400)
    return {"version": "1.0", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}

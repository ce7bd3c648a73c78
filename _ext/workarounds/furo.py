"""Names on furo's pages are in English whatever the language, and two landmarks have no name.

Here the names are looked up in Sphinx's catalogue, to which a site can add, and each ``aside`` gets a name, as W3C's
technique ARIA11 wants. The theme has no block around them, so the template ``page.html`` replaces strings of the page.
Seen with furo 2025.12.19, ``furo/theme/furo/page.html`` and ``partials/icons.html``.
https://github.com/pradyunsg/furo/issues/434
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sitekit import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

TEMPLATES = Path(__file__).parent / "templates"


def add_templates(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: extend the template of this theme only.

    The path is relative, so that the output does not depend on where the project lies.
    """
    if config.html_theme == "furo":
        config.templates_path = [*config.templates_path, Path(os.path.relpath(TEMPLATES, app.confdir)).as_posix()]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the handler."""
    app.connect("config-inited", add_templates)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

"""A conference report as a linked site: sessions, tracks, projects and speakers are records of the domain ``conf``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitekit import __version__
from sitekit.rewrites import PageStates

from .components import DIRECTIVES, RenderViews, explore, session_map
from .domain import KeepWrittenTitle, ReportDomain, note_builder, read_front_matter, warn_unknown_name
from .exports.write import write_exports
from .head import add_metadata
from .indices import ProjectIndex, SpeakerIndex, TrackIndex
from .look import add_static_folder, add_style
from .prose import placeholder
from .rewrites import taken_from_others

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the domain, its directives, and the places where they meet a build.

    A higher ``env_version`` makes every site read its pages anew, and compare all files beside them with the old ones.
    """
    app.add_message_catalog("confreport", str(Path(__file__).parent / "locale"))
    app.setup_extension("myst_parser")
    app.add_config_value("confreport_inventory", "report", "env", str)
    app.add_config_value("confreport_rows", 800, "env", int)
    app.add_domain(ReportDomain)
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("conf", name, directive)
    for index in (ProjectIndex, SpeakerIndex, TrackIndex):
        app.add_index_to_domain("conf", index)
    app.add_node(placeholder)
    app.add_transform(KeepWrittenTitle)
    app.add_post_transform(RenderViews)
    app.connect("builder-inited", add_static_folder)
    app.connect("builder-inited", add_style)
    app.connect("builder-inited", note_builder)
    app.connect("source-read", read_front_matter)
    PageStates("confreport", taken_from_others).connect(app)
    app.connect("env-get-updated", write_exports)
    app.connect("warn-missing-reference", warn_unknown_name)
    app.connect("html-page-context", explore.add_script)
    app.connect("html-page-context", session_map.add_style)
    app.connect("html-page-context", add_metadata)
    return {"version": __version__, "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}

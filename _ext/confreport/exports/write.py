"""Files beside the HTML pages, for other sites and for programs; each is written only where it has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sitekit.addresses import base_url, language_tag, makes_html_pages
from sitekit.rewrites import OutputMemory, digest, remove_file, stamp

from ..domain import conf_domain
from . import data, embeds, feeds, redirects
from .publication import File, Publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

KINDS: tuple[Callable[[Publication], Iterator[File]], ...] = (
    data.files,
    feeds.files,
    embeds.files,
    redirects.files,
)


def publication(app: Sphinx) -> Publication:
    """The report as this build publishes it."""
    return Publication(
        conf_domain(app.env).graph,
        str(app.config.html_title),
        str(app.config.author),
        language_tag(app.config.language),
        base_url(app.config),
        app.env.found_docs,
        app.builder.get_target_uri,
    )


def write_exports(app: Sphinx, env: BuildEnvironment) -> tuple[()]:
    """Handle ``env-get-updated``: write what is new or has changed, and remove what an earlier build wrote in excess.

    Nothing is done where neither the pages nor what the configuration says of the site have changed. While files are
    written, the memory holds only their names, so that a build that was interrupted counts for nothing.
    """
    if not makes_html_pages(app.builder):
        return ()
    report, root, memory = publication(app), Path(app.outdir), OutputMemory(app, "exports")
    address = report.uri(app.config.root_doc)
    conditions = sorted([*condition, holds] for condition, holds in conf_domain(env).conditions().items())
    made_of = [stamp(env), conditions, report.title, report.author, report.language, report.base_url, address]
    mark, before = memory.load()
    if mark == made_of and all((root / path).is_file() for path in before):
        return ()
    after: dict[str, str] = {}
    for kind in KINDS:
        files = list(kind(report))
        after |= {file.path: digest(file.made_of) for file in files}
        memory.store(None, dict.fromkeys(before | after))
        for file in files:
            place = root / file.path
            if before.get(file.path) != after[file.path] or not place.is_file():
                _write(place, file.text().encode())
    for path in before.keys() - after.keys():
        remove_file(root, path)
    memory.store(made_of, after)
    return ()


def _write(file: Path, content: bytes) -> None:
    if not file.is_file() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

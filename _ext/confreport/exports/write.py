"""Files beside the HTML pages, for other sites and for programs; each is written only where it has changed.

What the author brings has precedence, see :mod:`sitekit.own_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from sitekit.addresses import base_url, language_tag, makes_html_pages, page_address
from sitekit.own_files import OwnFiles, relative
from sitekit.rewrites import digest, stamp
from sphinx.builders.html import StandaloneHTMLBuilder

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
    builder = app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)
    return Publication(
        conf_domain(app.env).graph,
        str(app.config.html_title),
        str(app.config.author),
        language_tag(app.config.language),
        base_url(app.config),
        app.env.found_docs,
        partial(page_address, builder),
        lambda docname: relative(builder, builder.get_outfilename(docname)),
    )


def write_exports(app: Sphinx, env: BuildEnvironment) -> tuple[()]:
    """Handle ``env-get-updated``: write what is new or has changed, and remove what an earlier build wrote in excess.

    Nothing is done where neither the pages nor what the configuration says of the site have changed. While files are
    written, the memory holds only their names, so that a build that was interrupted counts for nothing.
    """
    if not makes_html_pages(app.builder):
        return ()
    report, files = publication(app), OwnFiles(app, "exports")
    front = report.uri(app.config.root_doc), report.file(app.config.root_doc)
    conditions = sorted([*condition, holds] for condition, holds in conf_domain(env).conditions().items())
    made_of = [stamp(env), conditions, report.title, report.author, report.language, report.base_url, *front]
    made_of += sorted(path for path, docname in files.brought.items() if not docname)
    before = files.before
    if files.mark == made_of and all((files.root / path).is_file() for path in before):
        return ()
    after: dict[str, str] = {}
    for kind in KINDS:
        made = [file for file in kind(report) if files.may_write(file.path)]
        after |= {file.path: digest(file.made_of) for file in made}
        files.remember(None, dict.fromkeys(before | after))
        for file in made:
            if before.get(file.path) != after[file.path] or not (files.root / file.path).is_file():
                files.write(file.path, file.text().encode())
    files.remove(before.keys() - after.keys())
    files.remember(made_of, after)
    return ()

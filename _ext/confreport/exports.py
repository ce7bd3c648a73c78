"""Files beside the HTML pages, for other sites and for programs; each is written only where it has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from page_states import stamp

from . import data, embeds, feeds, redirects
from .domain import conf_domain
from .publication import Publication, base_url, language_tag

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# Each gives the files of one kind: (path below the root of the site, text).
KINDS: tuple[Callable[[Publication], Iterator[tuple[str, str]]], ...] = (
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
        language_tag(app.config),
        base_url(app.config),
        app.env.found_docs,
        app.builder.get_target_uri,
    )


def write_exports(app: Sphinx, env: BuildEnvironment) -> tuple[()]:
    """Handle ``env-get-updated``: write what is new or has changed, and remove what an earlier build wrote in excess.

    This is done before the environment is stored, with the list of the files in it. Nothing is done where neither the
    pages nor what the configuration says of the site have changed.
    """
    if app.builder.name not in ("html", "dirhtml"):
        return ()
    report, root = publication(app), Path(app.outdir)
    written: dict[str, tuple[object, list[str]]] = conf_domain(env).data["exports"]
    made_of = (stamp(env), report.title, report.author, report.language, report.base_url)
    before, paths = written.get(f"{app.builder.name} {root}", (None, []))
    if before == made_of and all((root / path).is_file() for path in paths):
        return ()
    made = set()
    for kind in KINDS:
        for path, text in kind(report):
            made.add(path)
            _write(root / path, text.encode())
    for path in set(paths) - made:
        (root / path).unlink(missing_ok=True)
    written[f"{app.builder.name} {root}"] = made_of, sorted(made)
    return ()


def _write(file: Path, content: bytes) -> None:
    if not file.is_file() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

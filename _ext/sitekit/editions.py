"""One site in several languages: the first at the root, each other one in a folder of its name.

Each edition is a build of its own, with the same pages in another ``language``, its own doctrees, and an output folder
inside that of the first. This module applies the settings of the edition and completes its ``html_baseurl``. It links
each page to its translations: in the head by ``<link rel="alternate">``, in templates by the list ``editions``.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.config import eval_config_file
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from . import __version__
from .addresses import base_url, language_tag, makes_html_pages, page_address

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

PREFIX = "language-"
"""Begins the class of words in another language than their page; docutils turns ``language-en`` into ``lang="en"``."""


def languages(config: Config) -> list[str]:
    """All edition languages, root first; only the current one if it is not an edition."""
    return list(config.editions) if config.language in config.editions else [config.language]


def site_root(config: Config) -> str:
    """The address of the edition at the root, with a slash at the end; empty without ``html_baseurl``."""
    return base_url(config).removesuffix(_folder(config, config.language))


def paths(builder: Builder, pagename: str) -> dict[str, str]:
    """The address of a page in each edition, by language, relative to the root of the site."""
    target = page_address(builder, pagename)
    return {language: _folder(builder.config, language) + target for language in languages(builder.config)}


def alternates(builder: Builder, pagename: str) -> list[tuple[str, str]]:
    """Each ``hreflang`` with the absolute address of a page; none for a single edition or without ``html_baseurl``."""
    found = [
        (language_tag(language), site_root(builder.config) + path)
        for language, path in paths(builder, pagename).items()
    ]
    return [*found, ("x-default", found[0][1])] if builder.config.html_baseurl and len(found) > 1 else []


def _folder(config: Config, language: str) -> str:
    return "" if language == languages(config)[0] else f"{language}/"


def apply_settings(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: let the values of this edition replace those in ``conf.py``."""
    for name, value in config.editions.get(config.language, {}).items():
        if name != "name" and name not in config:
            logger.warning("unknown config value %r in editions", name, type="editions", subtype="unknown")
        elif name != "name" and name not in config.overrides:
            setattr(config, name, value | _set_by_key(app, config, name) if isinstance(value, dict) else value)
    if config.html_baseurl and (folder := _folder(config, config.language)):
        config.html_baseurl = base_url(config) + folder


def _set_by_key(app: Sphinx, config: Config, name: str) -> dict[str, object]:
    """What the command line sets of a dictionary, as ``-D html_theme_options.key=value`` does.

    Sphinx puts these into the value of ``conf.py`` and forgets which they are, so they are found by reading ``conf.py``
    once more. Seen with Sphinx 9.0.4, ``sphinx/config.py``, line 313; there is no public way to ``_raw_config``.
    """
    now = config._raw_config.get(name)
    if not isinstance(now, dict) or not (file := Path(app.confdir, "conf.py")).is_file():
        return {}
    written = eval_config_file(file, app.tags).get(name, {})
    return {key: value for key, value in now.items() if key not in written or written[key] != value}


def add_alternates(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handle ``html-page-context``: link to the page in each edition, in the head and for templates."""
    config = app.config
    if not makes_html_pages(app.builder) or len(languages(config)) == 1:
        return
    found = paths(app.builder, pagename)
    context["editions"] = [
        {
            "language": language_tag(language),
            "name": config.editions[language].get("name", language),
            "address": relative_uri(found[config.language], path) or "#",
            "current": language == config.language,
        }
        for language, path in found.items()
    ]
    context["metatags"] = context.get("metatags", "") + "".join(
        f'\n<link rel="alternate" hreflang="{language}" href="{escape(address)}">'
        for language, address in alternates(app.builder, pagename)
    )


def encode_address(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handle ``html-page-context``: the canonical address of a page is that of the sitemap, percent-encoded."""
    if context.get("pageurl") and makes_html_pages(app.builder):
        context["pageurl"] = base_url(app.config) + page_address(app.builder, pagename)


def marked_language(node: nodes.Node) -> str:
    """The language that a node is marked with; empty if none."""
    classes = node["classes"] if isinstance(node, nodes.Element) else ()
    return next((name.removeprefix(PREFIX) for name in classes if name.startswith(PREFIX)), "")


def title_language(title: nodes.Element) -> str:
    """The language that a whole title is marked with; empty if it is the language of its page."""
    return marked_language(title[0]) if len(title) == 1 else ""


def in_html(text: str, language: str) -> str:
    """A text as HTML, with its language unless that is empty."""
    return f'<span lang="{escape(language)}">{escape(text)}</span>' if language else escape(text)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the setting; its values are applied before other handlers read the configuration."""
    app.add_config_value("editions", {}, "html", types=frozenset({dict}))
    app.connect("config-inited", apply_settings, priority=100)
    app.connect("html-page-context", encode_address, priority=400)
    app.connect("html-page-context", add_alternates)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

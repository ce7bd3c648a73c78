"""One site in several languages: the first at the root, each other one in a folder of its name.

Each edition is a build of its own, with the same pages in another ``language``, its own doctrees, and an output folder
inside that of the first. Here it gets the values of the configuration that are its own, and its ``html_baseurl``; and
its pages lead to those of the others: the head by ``<link rel="alternate">``, a template by the list ``editions``.
This is also the place that knows where a page of another edition is.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from . import __version__
from .addresses import base_url, language_tag, makes_html_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

PREFIX = "language-"
"""The class of words that a translation leaves in their own language: ``language-en`` and so on."""


def languages(config: Config) -> list[str]:
    """Those of the editions, that at the root first; only that of this build where it is none of them."""
    return list(config.editions) if config.language in config.editions else [config.language]


def site_root(config: Config) -> str:
    """The address of the edition at the root, with a slash at the end; empty without ``html_baseurl``."""
    return base_url(config).removesuffix(_folder(config, config.language))


def paths(builder: Builder, pagename: str) -> dict[str, str]:
    """Where each edition has a page, by language: the address relative to the root of the site."""
    target = builder.get_target_uri(pagename)
    return {language: _folder(builder.config, language) + target for language in languages(builder.config)}


def alternates(builder: Builder, pagename: str) -> list[tuple[str, str]]:
    """Each ``hreflang`` with the absolute address of a page; nothing for one edition, or where no address is known."""
    found = [
        (language_tag(language), site_root(builder.config) + path)
        for language, path in paths(builder, pagename).items()
    ]
    return [*found, ("x-default", found[0][1])] if builder.config.html_baseurl and len(found) > 1 else []


def _folder(config: Config, language: str) -> str:
    return "" if language == languages(config)[0] else f"{language}/"


def choose(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: put the values of this edition in the place of those in ``conf.py``."""
    for name, value in config.editions.get(config.language, {}).items():
        if name != "name" and name not in config:
            logger.warning("unknown config value %r in editions", name, type="editions", subtype="unknown")
        elif name != "name" and name not in config.overrides:
            setattr(config, name, value)
    if config.html_baseurl and (folder := _folder(config, config.language)):
        config.html_baseurl = base_url(config) + folder


def lead_to_the_others(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handle ``html-page-context``: name the same page in each edition, in the head and for templates."""
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


def marked_language(node: nodes.Node) -> str:
    """The language with which a node is marked; empty where it is with none."""
    classes = node["classes"] if isinstance(node, nodes.Element) else ()
    return next((name.removeprefix(PREFIX) for name in classes if name.startswith(PREFIX)), "")


def title_language(title: nodes.Element) -> str:
    """The language in which the whole of a title is marked to stand; empty where that is the language of its page."""
    return marked_language(title[0]) if len(title) == 1 else ""


def in_html(text: str, language: str) -> str:
    """A text as HTML, in its language if that is not empty."""
    return f'<span lang="{escape(language)}">{escape(text)}</span>' if language else escape(text)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the setting; its values are in place before other handlers look."""
    app.add_config_value("editions", {}, "html", types=frozenset({dict}))
    app.connect("config-inited", choose, priority=100)
    app.connect("html-page-context", lead_to_the_others)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}

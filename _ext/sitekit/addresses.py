"""Where a site is published, and what its builders and languages are called there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.config import Config


def makes_pages(builder: Builder) -> bool:
    """Whether a builder makes a site of HTML pages."""
    return builder.name in {"html", "dirhtml"}


def base_url(config: Config) -> str:
    """Where the site is published, with a slash at the end; empty where nobody said."""
    return f"{config.html_baseurl.rstrip('/')}/" if config.html_baseurl else ""


def language_tag(language: str) -> str:
    """A language as HTML, XML and JSON name it (RFC 5646), where Sphinx has an underscore."""
    return language.replace("_", "-")
